import type { AuditPageView } from '../../../templates/pages/audit-page.tsx'
import { csvFile } from '../../domain/csv-out.ts'
import type { AuditEvent, AuditPage, AuditSearch } from '../../service/read-audit.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { instantText } from './dates.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

export const ENTRIES_ON_A_PAGE = 50

const path = '/console/audit'

const detailText = (detail: AuditEvent['detail']): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

export const auditView = (input: { console: ConsoleFrame; search: AuditSearch; page: AuditPage }, context: PageContext): AuditPageView => {
  const words = wordsOf(context).audit
  const { page, search } = input
  const query = (more: Record<string, string>): string =>
    linkTo(context, `${path}?${new URLSearchParams({ ...search, ...more } as Record<string, string>)}`)
  const field = (name: keyof AuditSearch, label: string, hint: string, type: 'text' | 'date' = 'text') => ({
    field: { id: name, name, label, hint },
    value: search[name] ?? '',
    type,
  })
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    chain: page.chain.ok ? { text: words.chainOk(page.chain.checkedTo) } : { text: words.chainBroken(page.chain.problem), caution: true },
    search: {
      action: path,
      fields: [
        field('record', words.record, words.recordHint),
        field('person', words.person, words.personHint),
        field('action', words.action, words.actionHint),
        field('from', words.from, words.dayHint),
        field('to', words.to, words.dayHint),
      ],
      hidden: context.languageChosen ? [{ name: 'lang', value: context.language }] : [],
      button: words.search,
    },
    caption: words.caption,
    columns: [
      { head: words.columns.number },
      { head: words.columns.at },
      { head: words.columns.actor },
      { head: words.columns.action },
      { head: words.columns.entity },
      { head: words.columns.detail },
    ],
    rows: page.events.map((event) => [
      String(event.sequence),
      instantText(event.at, context.language),
      event.actor,
      event.action,
      event.entity,
      detailText(event.detail),
    ]),
    empty: words.empty,
    emptyWhen: words.emptyWhen,
    links: [
      ...(page.next === undefined ? [] : [{ href: query({ before: String(page.next) }), label: words.older }]),
      { href: query({ format: 'csv' }), label: words.csv },
    ],
  }
}

/** The same as a file: every column of an entry, its hashes included. */
export const auditCsv = (events: readonly AuditEvent[]): string =>
  csvFile(
    ['sequence', 'at', 'actor', 'action', 'entity', 'detail', 'previous_hash', 'hash'],
    events.map((event) => [
      event.sequence,
      event.at.toISOString(),
      event.actor,
      event.action,
      event.entity,
      JSON.stringify(event.detail),
      event.previousHash,
      event.hash,
    ]),
  )
