import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import type { TablePageView } from '../../../templates/pages/table-page.tsx'
import type { Mail, MailState } from '../../domain/mail.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { instantText } from './dates.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/outbox'
export const MAILS_ON_A_PAGE = 50
const states: MailState[] = ['waiting', 'kept', 'sent', 'failed', 'cancelled']

export const isMailState = (text: string | undefined): text is MailState => states.includes(text as MailState)

export const outboxView = (
  input: { console: ConsoleFrame; mails: Mail[]; state?: MailState; hasServer: boolean; retried: boolean },
  context: PageContext,
): TablePageView => {
  const words = wordsOf(context).outbox
  const last = input.mails.at(-1)
  const address = (state?: MailState, after?: string): string => {
    const query = new URLSearchParams({ ...(state === undefined ? {} : { state }), ...(after === undefined ? {} : { after }) }).toString()
    return linkTo(context, query === '' ? here : `${here}?${query}`)
  }
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    ...(input.retried ? { notice: { text: words.retried } } : input.hasServer ? {} : { notice: { text: words.keptNote } }),
    filter: {
      label: words.filter,
      links: [
        { href: address(), label: words.all, current: input.state === undefined },
        ...states.map((state) => ({ href: address(state), label: words.states[state], current: input.state === state })),
      ],
    },
    columns: [
      { head: words.columns.kind, kind: 'name' },
      { head: words.columns.to, labelled: true },
      { head: words.columns.state, labelled: true },
      { head: words.columns.when, labelled: true },
    ],
    rows: input.mails.map((mail) => [
      { href: linkTo(context, `${here}/${mail.id}`), label: words.kind(mail.kind) },
      mail.data.to.name,
      words.states[mail.state],
      instantText(mail.sentAt ?? mail.createdAt, context.language),
    ]),
    empty: words.empty,
    emptyWhen: words.emptyWhen,
    links: input.mails.length === MAILS_ON_A_PAGE && last !== undefined ? [{ href: address(input.state, last.id), label: words.more }] : [],
  }
}

/** One mail: how far it came, its letter, and sending it again. */
export const mailView = (
  input: { console: ConsoleFrame; mail: Mail; letter: { subject: string; text: string } },
  context: PageContext,
): Omit<FormPageView, 'frame'> & { console: ConsoleFrame } => {
  const words = wordsOf(context).outbox
  const { mail, letter } = input
  const action = linkTo(context, `${here}/${mail.id}/retry`)
  return {
    console: input.console,
    title: words.kind(mail.kind),
    lead: [],
    about: [
      {
        id: 'state',
        heading: words.columns.state,
        facts: [
          { name: words.columns.to, text: `${mail.data.to.name} <${mail.toAddress}>` },
          { name: words.columns.state, text: words.states[mail.state] },
          { name: words.columns.when, text: instantText(mail.sentAt ?? mail.createdAt, context.language) },
          { name: words.attempts, text: String(mail.attempts) },
          ...(mail.state === 'waiting' ? [{ name: words.due, text: instantText(mail.dueAt, context.language) }] : []),
          ...(mail.lastError === undefined ? [] : [{ name: words.error, text: mail.lastError }]),
        ],
      },
      {
        id: 'letter',
        heading: words.letter,
        lines: [`${words.subject}：${letter.subject}`, ...letter.text.split('\n').filter((line) => line.trim() !== '')],
        ...(context.language === 'ja' ? {} : { lang: 'ja' }),
      },
    ],
    forms:
      mail.state === 'failed' || mail.state === 'kept'
        ? [
            {
              id: 'retry',
              action,
              hidden: [{ name: 'token', value: input.console.token }],
              groups: [],
              buttons: [{ name: 'do', value: 'retry', label: words.retry }],
            },
          ]
        : [],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}
