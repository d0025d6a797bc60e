/**
 * The actions of the log by which somebody looked at the data of one person; each is written with the person, one of the person's records or a mail about
 * them as its entity. The person is told of these (SECURITY (e) 7).
 */
export const personViewActions = [
  'participant.read',
  'participant.record_read',
  'completion.read',
  'credential.read',
  'nomination.read',
  'nomination.evidence_read',
  'consents.read',
  'provisions.read',
  'mail.read',
  'data_request.read',
  'personal_data.exported',
] as const
export type PersonViewAction = (typeof personViewActions)[number]

/** Any view that is recorded: of one person, or of a list in which many stand. */
export type ViewAction = PersonViewAction | 'completions.listed' | 'session.people_read'
