import type { audit as ja } from '../ja/audit.ts'

/** The audit log behind the sign-in. */
export const audit: typeof ja = {
  title: 'Audit log',
  lead: 'What was issued, changed, looked at and taken away, keys and sign-ins. It only grows, and each entry is bound to the one before by its digest.',
  chainOk: (entry) => `The chain is checked to entry ${entry}.`,
  chainBroken: (problem) => `The chain is broken (${problem}). Run akashi audit verify.`,
  record: 'Record',
  recordHint: 'The number of a badge, or a record such as participant:P-0001',
  person: 'Participant number',
  personHint: 'Shows what was done with this person’s record, badges, nominations and account, views included.',
  action: 'Deed',
  actionHint: 'E.g. credential.revoked; with a dot at the end, everything that begins so: credential.',
  from: 'From',
  to: 'To',
  dayHint: 'e.g. 2026-11-23',
  search: 'Search',
  caption: 'Entries of the audit log',
  columns: { number: 'Number', at: 'When', actor: 'Who', action: 'Deed', entity: 'Record', detail: 'Detail' },
  empty: 'No entry fits.',
  emptyWhen: 'Change the conditions and search again.',
  older: 'Earlier entries',
  csv: 'These entries as CSV (taking them is recorded too)',
}
