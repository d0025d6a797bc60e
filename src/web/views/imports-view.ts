import type { VerdictState } from '../../../templates/components/verdict.tsx'
import type { ImportPageView, ImportsPageView } from '../../../templates/pages/import-page.tsx'
import type { Course, Session } from '../../domain/course.ts'
import type { ImportFile, ImportKind } from '../../domain/import-file.ts'
import type { ImportReport, ReportedRow } from '../../service/read-import.ts'
import type { readImportedSessions } from '../../service/read-session.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText, instantText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'
import { stepsView } from './steps-view.ts'

export const ROWS_ON_A_PAGE = 100

export const importsView = (
  input: {
    console: ConsoleFrame
    sessions: { course: Course; sessions: Session[] }[]
    earlier: ImportFile[]
    chosenSession?: string
    error?: string
  },
  context: PageContext,
): ImportsPageView => {
  const words = wordsOf(context).imports
  const kinds: ImportKind[] = ['completions', 'participants']
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    steps: stepsView(words.steps, 1, context),
    heading: words.form.heading,
    ...(input.error === undefined ? {} : { error: { heading: words.result.refused, message: input.error } }),
    kind: {
      legend: words.form.kind,
      choices: kinds.map((value, at) => ({
        value,
        label: words.form[value],
        hint: words.form[`${value}Hint`],
        checked: at === 0,
      })),
    },
    session: {
      field: { id: 'session', name: 'session', label: words.form.session, hint: words.form.sessionHint },
      value: input.chosenSession ?? '',
      options: [
        { value: '', label: words.form.anySession },
        ...input.sessions.flatMap(({ course, sessions }) =>
          sessions.map((session) => ({
            value: session.id,
            label: `${inLanguage(context, course.name)} ${session.no}（${dayText(session.start, context.language)}–）`,
          })),
        ),
      ],
    },
    file: {
      id: 'file',
      name: 'file',
      label: words.form.file,
      hint: words.form.fileHint,
      need: words.form.required,
      ...(input.error === undefined ? {} : { error: input.error }),
    },
    encoding: {
      field: { id: 'encoding', name: 'encoding', label: words.form.encoding, hint: words.form.encodingHint },
      value: '',
      options: [
        { value: '', label: words.form.encodingAuto },
        { value: 'utf-8', label: words.result.encoding['utf-8'] },
        { value: 'cp932', label: words.result.encoding.cp932 },
      ],
    },
    submit: words.form.submit,
    note: words.form.nothingStored,
    templatesHeading: words.form.template,
    templates: kinds.map((kind) => ({ href: `/api/v1/import-templates/${kind}`, label: words.form.templates[kind] })),
    earlier: {
      heading: words.earlier.heading,
      columns: [
        { head: words.earlier.columns.file, kind: 'name' },
        { head: words.earlier.columns.when },
        { head: words.earlier.columns.state },
        { head: words.earlier.columns.rows, kind: 'number' },
      ],
      rows: input.earlier.map((file) => ({
        href: linkTo(context, `/console/imports/${file.id}`),
        file: file.fileName,
        kind: words.kinds[file.kind],
        when: instantText(file.createdAt, context.language),
        state: words.states[file.state],
        rows: String(file.rowsRead),
      })),
      none: words.earlier.none,
      noneWhen: words.earlier.noneWhen,
    },
  }
}

type Decision = ReportedRow['decision']
const decisions: Decision[] = ['accept', 'accept_with_warnings', 'reject', 'skip']
const shapes: Record<Decision, VerdictState> = { accept: 'valid', accept_with_warnings: 'valid', reject: 'revoked', skip: 'expired' }

export const isDecision = (text: string | undefined): text is Decision => decisions.includes(text as Decision)

export const importView = (
  input: {
    console: ConsoleFrame
    report: ImportReport
    rows: ReportedRow[]
    decision?: Decision
    after: number
    /** runs whose people were imported */
    sessions: Awaited<ReturnType<typeof readImportedSessions>>
  },
  context: PageContext,
): ImportPageView => {
  const words = wordsOf(context).imports
  const { file, summary, outcomes } = input.report
  const here = `/console/imports/${file.id}`
  const running = file.state === 'received' || file.state === 'confirmed'
  const accepted = summary.accept + summary.accept_with_warnings
  const title = {
    received: words.checking.title,
    checked:
      accepted === 0 ? words.result.nothing : summary.reject > 0 ? words.result.someBad(summary.reject) : words.result.allGood(accepted),
    refused: words.result.refused,
    confirmed: words.checking.registering,
    imported: words.result.imported(outcomes.imported),
    discarded: words.result.discarded,
  }[file.state]
  return {
    console: { ...input.console, frame: { ...input.console.frame } },
    title,
    about: `${words.kinds[file.kind]}　${file.fileName}`,
    steps: stepsView(words.steps, file.state === 'imported' ? 4 : file.state === 'confirmed' ? 3 : 2, context),
    ...(running
      ? { progress: progressOf(file, accepted, context), reload: { href: linkTo(context, here), label: words.checking.reload } }
      : {}),
    ...(file.problem === undefined ? {} : { problem: file.problem[context.language] }),
    summaryHeading: words.result.summary,
    counts:
      file.state === 'imported'
        ? (['imported', 'skipped', 'conflict'] as const)
            .filter((outcome) => outcomes[outcome] > 0)
            .map((outcome) => ({
              count: outcomes[outcome],
              unit: words.result.rowUnit,
              state: ({ imported: 'valid', skipped: 'expired', conflict: 'revoked' } as const)[outcome],
              word: words.result.outcomes[outcome],
            }))
        : file.state === 'checked'
          ? decisions.map((decision) => ({
              count: summary[decision],
              unit: words.result.rowUnit,
              state: shapes[decision],
              word: words.result.decisions[decision],
            }))
          : [],
    ...(file.state === 'checked' && accepted > 0
      ? {
          sentence: words.result.whatNext(accepted, summary.reject),
          confirm: { action: `${here}/confirm`, label: words.result.confirm(accepted) },
        }
      : {}),
    issue: input.sessions
      .filter(({ course, waiting }) => waiting > 0 && course.badge !== undefined)
      .map(({ course, session, waiting }) => ({
        action: linkTo(context, `/console/sessions/${encodeURIComponent(session.id)}/issue`),
        label: `${wordsOf(context).sessions.run.issue(waiting)}${input.sessions.length > 1 ? `（${inLanguage(context, course.name)} ${session.no}）` : ''}`,
        note: wordsOf(context).sessions.run.issueNote,
      })),
    ...(file.state === 'checked' || file.state === 'refused'
      ? { discard: { action: `${here}/discard`, label: words.result.discard } }
      : {}),
    links: [
      ...(file.state === 'checked' || file.state === 'imported'
        ? [{ href: `/api/v1/imports/${file.id}/report.csv?lang=${context.language}`, label: words.result.report }]
        : []),
      { href: linkTo(context, '/console/imports'), label: words.result.again },
    ],
    ...(file.state === 'checked' ? { encoding: words.result.encodingSentence(words.result.encoding[file.encoding]) } : {}),
    ...(file.state === 'checked' || file.state === 'imported' ? { rows: rowsOf(input, here, context) } : {}),
  }
}

const progressOf = (file: ImportFile, accepted: number, context: PageContext) => {
  const words = wordsOf(context).imports.checking
  return file.state === 'received'
    ? {
        id: 'progress',
        name: words.progress,
        done: file.bytesRead,
        total: file.byteCount,
        count: words.bytes(file.bytesRead, file.byteCount),
        note: words.note,
      }
    : {
        id: 'progress',
        name: words.registering,
        done: file.rowsDone,
        total: accepted,
        count: words.rows(file.rowsDone, accepted),
        note: words.note,
      }
}

const rowsOf = (input: Parameters<typeof importView>[0], here: string, context: PageContext): NonNullable<ImportPageView['rows']> => {
  const words = wordsOf(context).imports.result
  const { summary } = input.report
  const all = decisions.reduce((sum, decision) => sum + summary[decision], 0)
  const address = (decision: Decision | undefined, after = 0): string => {
    const query = new URLSearchParams({
      ...(decision === undefined ? {} : { show: decision }),
      ...(after > 0 ? { after: String(after) } : {}),
    }).toString()
    return linkTo(context, `${here}${query === '' ? '' : `?${query}`}#rows`)
  }
  const last = input.rows.at(-1)
  return {
    heading: words.rows,
    filter: words.filter,
    filters: [
      { href: address(undefined), label: `${words.all} ${all}`, current: input.decision === undefined },
      ...decisions
        .filter((decision) => summary[decision] > 0)
        .map((decision) => ({
          href: address(decision),
          label: `${words.decisions[decision]} ${summary[decision]}`,
          current: input.decision === decision,
        })),
    ],
    columns: [
      { head: words.columns.line, kind: 'number' },
      { head: words.columns.decision },
      { head: words.columns.name, kind: 'name' },
      { head: words.columns.column, labelled: true },
      { head: words.columns.message },
    ],
    items: input.rows.map((row) => ({
      line: words.lineNumber(row.line),
      state: row.outcome === 'conflict' ? 'revoked' : shapes[row.decision],
      word: row.outcome === undefined ? words.decisions[row.decision] : words.outcomes[row.outcome],
      name: nameOf(row),
      column: [...new Set(row.findings.flatMap(({ column }) => column ?? []))].join('、'),
      message: row.message[context.language] || words.nothingToMend,
      changes: row.changes.map(({ from, to }) => ({ from, to })),
    })),
    none: words.noRows,
    ...(input.rows.length === ROWS_ON_A_PAGE && last !== undefined
      ? { more: { href: address(input.decision, last.record), label: words.more } }
      : {}),
  }
}

/** The name as the file has it, for whoever looks for a person; a rejected row may have none. */
const nameOf = (row: ReportedRow): string => {
  if (row.writtenName !== undefined) return row.writtenName
  const given = row.normalised as { familyName?: unknown; givenName?: unknown } | undefined
  return [given?.familyName, given?.givenName].filter((part) => typeof part === 'string').join(' ')
}
