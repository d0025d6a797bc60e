import type { MailKind } from '../../../domain/mail.ts'
import type { outbox as ja } from '../ja/outbox.ts'

/** The outbox: every mail and how far it came. */
export const outbox: typeof ja = {
  title: 'Outbox',
  lead: 'Every mail of this service. If one did not arrive, send it again from here.',
  keptNote: 'No mail server is set up; mails are kept here.',
  empty: 'There are no mails yet.',
  emptyWhen: 'They appear here when a badge is issued or somebody is asked to confirm.',
  columns: { kind: 'Kind', to: 'To', state: 'State', when: 'When' },
  states: { waiting: 'waiting', kept: 'kept', sent: 'sent', failed: 'failed', cancelled: 'stopped' },
  kind: (kind) => kinds[kind],
  all: 'All',
  filter: 'Mails to show',
  more: 'Show the next mails',
  letter: 'Letter',
  subject: 'Subject',
  attempts: 'Attempts',
  error: 'Answer of the mail server',
  due: 'Next attempt',
  retry: 'Send again',
  retried: 'It is sent again.',
  back: 'Back to the outbox',
}

const kinds: Record<MailKind, string> = {
  badge_issued: 'Badge to receive',
  badge_reminder: 'Reminder to receive',
  badge_replaced: 'Badge replaced',
  application_invited: 'Invitation to apply',
  manager_copy: 'Copy for the manager',
  badge_status: 'Badge revoked, suspended or reinstated',
  employer_survey: 'Questions to employers',
  account_invited: 'Invitation to sign in',
  sign_in: 'Sign-in link',
  follow_up: 'Follow-up questions',
  outcome_reported: 'Outcome to confirm',
  nomination_confirm: 'Result to confirm',
  address_confirm: 'Address to be confirmed',
  address_added: 'Address added',
  data_request: 'Request about personal data',
  nomination_learner: 'News of a nomination',
}
