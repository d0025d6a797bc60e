import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** Whose data may be affected by a breach; members that are absent do not restrict it. */
export interface AffectedScope {
  /** people whose badges these are */
  badgeIds?: readonly string[]
  /** people of this run of a course */
  sessionId?: string
  /** people who were registered by then: what a lost backup of that instant holds */
  registeredUntil?: Date
  /** people whose record somebody opened, changed or exported in this time */
  seen?: { from: Date; until: Date; actor?: string }
}

export interface AffectedPerson {
  id: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  addresses: string[]
  badges: number
}

/** Entities of the audit log that stand for a person, within the scope. */
const seenPeople = async (db: Db, seen: NonNullable<AffectedScope['seen']>): Promise<{ people: string[]; lists: string[] }> => {
  let query = db
    .selectFrom('audit_event')
    .select(['entity', 'action'])
    .distinct()
    .where('at', '>=', instant.write(seen.from))
    .where('at', '<=', instant.write(seen.until))
  if (seen.actor !== undefined) query = query.where('actor', '=', seen.actor)
  const events = await query.execute()
  const of = (prefix: string): string[] =>
    events.filter(({ entity }) => entity.startsWith(prefix)).map(({ entity }) => entity.slice(prefix.length))
  const people = new Set(of('participant:'))
  for (const [table, prefix] of [
    ['credential', 'credential:'],
    ['nomination', 'nomination:'],
    ['completion', 'completion:'],
    ['data_request', 'data-request:'],
  ] as const) {
    const ids = of(prefix)
    for (let from = 0; from < ids.length; from += 500)
      for (const row of await db
        .selectFrom(table as 'completion')
        .select('participant_id')
        .where('id', 'in', ids.slice(from, from + 500))
        .execute())
        people.add(row.participant_id)
  }
  return { people: [...people], lists: events.filter(({ action }) => /^export\.|\.searched$/.test(action)).map(({ entity }) => entity) }
}

/**
 * A page of the people affected, by id. A list that was exported or searched in the time counts everybody whom it may have held.
 *
 * @param page.after - id of the last person of the page before
 */
export const pageOfAffected = async (db: Db, scope: AffectedScope, page: { after: string; limit: number }): Promise<AffectedPerson[]> => {
  let query = db
    .selectFrom('participant')
    .select(['id', 'family_name', 'given_name', 'family_name_kana', 'given_name_kana'])
    .where('erased_at', 'is', null)
    .where('participant.id', '>', page.after)
  if (scope.registeredUntil !== undefined) query = query.where('created_at', '<=', instant.write(scope.registeredUntil))
  const { badgeIds, sessionId } = scope
  if (badgeIds !== undefined)
    query = query.where('participant.id', 'in', (where) =>
      where
        .selectFrom('credential')
        .select('participant_id')
        .where('credential.id', 'in', [...badgeIds]),
    )
  if (sessionId !== undefined)
    query = query.where('participant.id', 'in', (where) =>
      where.selectFrom('completion').select('participant_id').where('session_id', '=', sessionId),
    )
  if (scope.seen !== undefined) {
    const { people, lists } = await seenPeople(db, scope.seen)
    const sessions = lists.filter((entity) => entity.startsWith('session:')).map((entity) => entity.slice('session:'.length))
    if (!lists.includes('programme'))
      query = query.where((where) =>
        where.or([
          where('participant.id', 'in', people.length === 0 ? [''] : people),
          where(
            'participant.id',
            'in',
            where
              .selectFrom('completion')
              .select('completion.participant_id')
              .where('completion.session_id', 'in', sessions.length === 0 ? [''] : sessions),
          ),
        ]),
      )
  }
  const rows = await query.orderBy('participant.id').limit(page.limit).execute()
  const people: AffectedPerson[] = []
  for (const row of rows) {
    const addresses = await db
      .selectFrom('participant_email')
      .select('address')
      .where('participant_id', '=', row.id)
      .where('retired_at', 'is', null)
      .orderBy('created_at')
      .execute()
    const badges = await db
      .selectFrom('credential')
      .select('id')
      .where('participant_id', '=', row.id)
      .where('erased_at', 'is', null)
      .execute()
    people.push({
      id: row.id,
      familyName: row.family_name,
      givenName: row.given_name,
      familyNameKana: row.family_name_kana,
      givenNameKana: row.given_name_kana,
      addresses: addresses.map(({ address }) => address),
      badges: badges.length,
    })
  }
  return people
}
