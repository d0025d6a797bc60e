import type { CredentialRecord, IssuedCredential } from '../../domain/credential.ts'
import type { MailState } from '../../domain/mail.ts'
import { count } from '../columns.ts'
import type { Db } from '../database.ts'

/** How far the people of one course run are on the way to their badges. */
export interface SessionCounts {
  sessionId: string
  completed: number
  applied: number
  issued: number
  claimed: number
}

/** The counts of these runs; a run without completions is left out. */
export const countSessions = async (db: Db, sessionIds: readonly string[]): Promise<Map<string, SessionCounts>> => {
  if (sessionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('completion')
    .leftJoin('credential', (join) =>
      join
        .onRef('credential.completion_id', '=', 'completion.id')
        .on('credential.undone_at', 'is', null)
        .on('credential.state', '<>', 'reserved'),
    )
    .select((select) => [
      'completion.session_id',
      select.fn.countAll<string>().as('completed'),
      select.fn.count<string>('completion.applied_on').as('applied'),
      select.fn.count<string>('credential.id').as('issued'),
      select.fn.sum<string>(select.case().when('credential.claim', '=', 'claimed').then(1).else(0).end()).as('claimed'),
    ])
    .where('completion.session_id', 'in', sessionIds)
    .where('completion.status', '=', 'completed')
    .groupBy('completion.session_id')
    .execute()
  return new Map(
    rows.map((row) => [
      row.session_id,
      {
        sessionId: row.session_id,
        completed: count(row.completed),
        applied: count(row.applied),
        issued: count(row.issued),
        claimed: count(row.claimed),
      },
    ]),
  )
}

/** One person of a run, with the badge and its newest mail where there are any. */
export interface SessionPerson {
  completionId: string
  familyName: string
  givenName: string
  status: string
  appliedOn?: string
  badge?: { id: string; state: IssuedCredential['state']; claim: CredentialRecord['claim']; mail?: MailState }
}

/** The people of a run by completion id, at most `limit` after the completion `after`. */
export const listSessionPeople = async (db: Db, sessionId: string, page: { after: string; limit: number }): Promise<SessionPerson[]> => {
  const rows = await db
    .selectFrom('completion')
    .innerJoin('participant', 'participant.id', 'completion.participant_id')
    .leftJoin('credential', (join) =>
      join
        .onRef('credential.completion_id', '=', 'completion.id')
        .on('credential.undone_at', 'is', null)
        .on('credential.state', '<>', 'reserved'),
    )
    .select([
      'completion.id',
      'completion.status',
      'completion.applied_on',
      'participant.family_name',
      'participant.given_name',
      'credential.id as credential_id',
      'credential.state',
      'credential.claim',
    ])
    .where('completion.session_id', '=', sessionId)
    .where('completion.status', '<>', 'corrected')
    .where('completion.id', '>', page.after)
    .orderBy('completion.id')
    .limit(page.limit)
    .execute()
  const entities = rows.flatMap((row) => (row.credential_id === null ? [] : [`credential:${row.credential_id}`]))
  const mails = new Map<string, MailState>()
  if (entities.length > 0)
    for (const mail of await db
      .selectFrom('outbox_mail')
      .select(['entity', 'state'])
      .where('entity', 'in', entities)
      .orderBy('created_at')
      .execute())
      mails.set(mail.entity, mail.state as MailState)
  return rows.map((row) => {
    const mail = mails.get(`credential:${row.credential_id}`)
    return {
      completionId: row.id,
      familyName: row.family_name,
      givenName: row.given_name,
      status: row.status,
      ...(row.applied_on === null ? {} : { appliedOn: row.applied_on }),
      ...(row.credential_id === null
        ? {}
        : {
            badge: {
              id: row.credential_id,
              state: row.state as IssuedCredential['state'],
              claim: row.claim as CredentialRecord['claim'],
              ...(mail === undefined ? {} : { mail }),
            },
          }),
    }
  })
}
