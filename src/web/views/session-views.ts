import type { SessionPageView } from '../../../templates/pages/session-page.tsx'
import type { TablePageView } from '../../../templates/pages/table-page.tsx'
import type { Job } from '../../domain/job.ts'
import type { listSessionCounts, SessionFile } from '../../service/read-session.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/sessions'
export const PEOPLE_ON_A_PAGE = 100

export const sessionsView = (
  input: { console: ConsoleFrame; sessions: Awaited<ReturnType<typeof listSessionCounts>> },
  context: PageContext,
): TablePageView => {
  const words = wordsOf(context).sessions
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    columns: [
      { head: words.columns.run, kind: 'name' },
      { head: words.columns.completed, kind: 'number', labelled: true },
      { head: words.columns.applied, kind: 'number', labelled: true },
      { head: words.columns.issued, kind: 'number', labelled: true },
      { head: words.columns.claimed, kind: 'number', labelled: true },
    ],
    rows: input.sessions.map(({ course, session, counts }) => [
      {
        href: linkTo(context, `${here}/${encodeURIComponent(session.id)}`),
        label: `${inLanguage(context, course.name)} ${session.no}（${dayText(session.start, context.language)}）`,
      },
      String(counts.completed),
      String(counts.applied),
      String(counts.issued),
      String(counts.claimed),
    ]),
    empty: words.empty,
    emptyWhen: words.emptyWhen,
    links: [],
  }
}

export interface SessionNotice {
  kind: 'invited' | 'undone' | 'resent' | 'reminded'
  first: number
  second: number
}

export const sessionView = (
  input: { console: ConsoleFrame; file: SessionFile; notice?: SessionNotice },
  context: PageContext,
): SessionPageView => {
  const words = wordsOf(context)
  const run = words.sessions.run
  const { course, session, counts, people, job } = input.file
  const address = `${here}/${encodeURIComponent(session.id)}`
  const waiting = counts.completed - counts.issued
  const running = job !== undefined && (job.state === 'queued' || job.state === 'running')
  const notice = noticeText(input.notice, job, context)
  const last = people.at(-1)
  return {
    console: input.console,
    title: `${inLanguage(context, course.name)} ${session.no}`,
    ...(notice === undefined ? {} : { notice: { text: notice } }),
    ...(running
      ? {
          progress: {
            id: 'job',
            name: run.job,
            done: job.done,
            total: Math.max(job.total ?? waiting, 1),
            count: run.jobCount(job.done, job.total ?? waiting),
            note: run.jobNote,
          },
          reload: { href: linkTo(context, `${address}?job=${job.id}`), label: run.reload },
        }
      : {}),
    countsHeading: run.counts,
    counts: (['completed', 'applied', 'issued', 'claimed'] as const).map((name) => ({
      count: counts[name],
      unit: run.unit,
      word: words.sessions.columns[name],
    })),
    ...(waiting <= 0 && !running ? { nothing: run.nothingToIssue } : {}),
    deeds: running
      ? []
      : [
          ...(waiting > 0 && course.badge !== undefined
            ? [{ action: `${address}/issue`, label: run.issue(waiting), note: run.issueNote }]
            : []),
          ...(counts.applied < counts.completed && course.badge !== undefined
            ? [{ action: `${address}/invite`, label: run.invite, note: run.inviteNote, second: true }]
            : []),
          ...(counts.issued > counts.claimed
            ? [
                {
                  action: `${address}/remind`,
                  label: words.issued.remindAll(counts.issued - counts.claimed),
                  note: words.issued.remindAllNote,
                  second: true,
                },
              ]
            : []),
          ...(counts.issued > 0 ? [{ action: `${address}/undo`, label: run.undo, second: true }] : []),
        ],
    people: {
      heading: run.people,
      columns: [
        { head: run.columns.name, kind: 'name' },
        { head: run.columns.status, labelled: true },
        { head: run.columns.badge, labelled: true },
        { head: run.columns.mail, labelled: true },
        { head: run.columns.action },
      ],
      rows: people.map((person) => ({
        name: `${person.familyName} ${person.givenName}`.trim(),
        status: run.statuses[person.status] ?? person.status,
        badge: badgeWord(person, context),
        mail: person.badge?.mail === undefined ? '' : words.outbox.states[person.badge.mail],
        ...(person.badge === undefined
          ? {}
          : { manage: { href: linkTo(context, `/console/issued/${person.badge.id}`), label: words.issued.manage } }),
        ...(person.badge !== undefined && person.badge.state === 'issued' && person.badge.claim !== 'declined'
          ? { resend: { action: `${address}/resend/${person.badge.id}`, label: run.resend } }
          : {}),
      })),
      none: run.noPeople,
      ...(people.length === PEOPLE_ON_A_PAGE && last !== undefined
        ? { more: { href: linkTo(context, `${address}?after=${encodeURIComponent(last.completionId)}`), label: run.more } }
        : {}),
    },
    links: [
      { href: linkTo(context, `/console/imports?session=${encodeURIComponent(session.id)}`), label: run.import },
      { href: linkTo(context, here), label: run.back },
    ],
  }
}

const badgeWord = (person: SessionFile['people'][number], context: PageContext): string => {
  const words = wordsOf(context).sessions.run.badge
  const { badge } = person
  if (badge === undefined) return person.appliedOn === undefined ? words.none : words.applied
  if (badge.state === 'suspended' || badge.state === 'revoked') return words[badge.state]
  return words[badge.claim]
}

const noticeText = (notice: SessionNotice | undefined, job: Job | undefined, context: PageContext): string | undefined => {
  const words = wordsOf(context).sessions.run
  if (notice?.kind === 'reminded') return wordsOf(context).issued.remindedAll(notice.first)
  if (notice !== undefined) return notice.kind === 'resent' ? words.resent : words[notice.kind](notice.first, notice.second)
  if (job?.state === 'done') {
    const { issued, refused } = job.result as { issued: number; refused: number }
    return words.jobDone(issued, refused)
  }
  return job?.state === 'failed' ? (job.failure ?? words.jobFailed) : undefined
}
