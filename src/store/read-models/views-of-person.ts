import { type PersonViewAction, personViewActions } from '../../domain/view-actions.ts'
import { instant, json } from '../columns.ts'
import type { Db } from '../database.ts'

/** That somebody looked at data of a person, as the log keeps it. */
export interface PersonView {
  at: Date
  action: PersonViewAction
  /** `user:…`, `api-key:…`, `system:…` */
  actor: string
  purpose?: string
}

/** Who looked at these records, and at the mails about them, the newest first. */
export const listPersonViews = async (db: Db, entities: readonly string[], limit: number): Promise<PersonView[]> => {
  const mails = (
    await db
      .selectFrom('outbox_mail')
      .select('id')
      .where('entity', 'in', [...entities])
      .execute()
  ).map(({ id }) => `mail:${id}`)
  const rows = await db
    .selectFrom('audit_event')
    .leftJoin('audit_words', 'audit_words.sequence', 'audit_event.sequence')
    .select(['at', 'action', 'actor', 'detail', 'words'])
    .where('entity', 'in', [...entities, ...mails])
    .where('action', 'in', [...personViewActions])
    .orderBy('audit_event.sequence', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => {
    const purpose = row.words ?? json.read<{ purpose?: string }>(row.detail).purpose
    return {
      at: instant.read(row.at),
      action: row.action as PersonViewAction,
      actor: row.actor,
      ...(purpose === undefined ? {} : { purpose }),
    }
  })
}

/** Role and organisation behind the actors of the log; the names of staff are not a reader's business. */
export const describeActors = async (
  db: Db,
  actors: readonly string[],
): Promise<Map<string, { role: string; organisation?: { ja: string; en?: string } }>> => {
  const found = new Map<string, { role: string; organisation?: { ja: string; en?: string } }>()
  const ids = (prefix: string): string[] => [
    ...new Set(actors.filter((actor) => actor.startsWith(prefix)).map((actor) => actor.slice(prefix.length))),
  ]
  const note = (actor: string, row: { role: string; name_ja: string | null; name_en: string | null }): void => {
    if (found.has(actor)) return
    found.set(actor, {
      role: row.role,
      ...(row.name_ja === null ? {} : { organisation: { ja: row.name_ja, ...(row.name_en === null ? {} : { en: row.name_en }) } }),
    })
  }
  const users = ids('user:')
  if (users.length > 0)
    for (const row of await db
      .selectFrom('membership')
      .leftJoin('organisation', 'organisation.id', 'membership.organisation_id')
      .select(['user_id', 'role', 'name_ja', 'name_en'])
      .where('user_id', 'in', users)
      .orderBy('membership.created_at')
      .execute())
      note(`user:${row.user_id}`, row)
  const keys = ids('api-key:')
  if (keys.length > 0)
    for (const row of await db
      .selectFrom('api_key')
      .leftJoin('organisation', 'organisation.id', 'api_key.organisation_id')
      .select(['api_key.id as key_id', 'role', 'name_ja', 'name_en'])
      .where('api_key.id', 'in', keys)
      .execute())
      note(`api-key:${row.key_id}`, row)
  return found
}
