import type { Nomination } from '../domain/nomination.ts'
import { count, instant, json } from './columns.ts'
import type { Db } from './database.ts'

/** Stores a nomination as it stands now, new or changed. */
export const saveNomination = async (db: Db, nomination: Nomination, now: Date): Promise<void> => {
  const values = {
    achievement_id: nomination.achievementId,
    participant_id: nomination.participantId,
    employer_id: nomination.employerId,
    state: nomination.state,
    body: json.write(nomination),
    updated_at: instant.write(now),
  }
  await db
    .insertInto('nomination')
    .values({ id: nomination.id, created_at: instant.write(now), ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}

export const findNomination = async (db: Db, id: string): Promise<Nomination | undefined> => {
  const row = await db.selectFrom('nomination').select('body').where('id', '=', id).executeTakeFirst()
  return row && json.read<Nomination>(row.body)
}

/** A nomination with its revision, for {@link changeNomination}. */
export const readNomination = async (db: Db, id: string): Promise<{ nomination: Nomination; revision: number } | undefined> => {
  const row = await db.selectFrom('nomination').select(['body', 'revision']).where('id', '=', id).executeTakeFirst()
  return row && { nomination: json.read<Nomination>(row.body), revision: count(row.revision) }
}

/**
 * Stores the next state of a nomination, if nobody changed it since it was read.
 *
 * @param revision - as it was read
 * @returns false when somebody else was first; the caller then reads theirs
 */
export const changeNomination = async (db: Db, nomination: Nomination, revision: number, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('nomination')
    .set({ state: nomination.state, body: json.write(nomination), revision: revision + 1, updated_at: instant.write(now) })
    .where('id', '=', nomination.id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Nominations of a person or a firm, in one state or any, by id; at most `limit` after the one with the id `after`. */
export const pageNominations = async (
  db: Db,
  filter: { participantId?: string; employerId?: string; state?: Nomination['state']; limit: number; after?: string },
): Promise<Nomination[]> => {
  let query = db.selectFrom('nomination').select('body').orderBy('id').limit(filter.limit)
  if (filter.participantId !== undefined) query = query.where('participant_id', '=', filter.participantId)
  if (filter.employerId !== undefined) query = query.where('employer_id', '=', filter.employerId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.after !== undefined) query = query.where('id', '>', filter.after)
  return (await query.execute()).map((row) => json.read<Nomination>(row.body))
}

/** Every nomination in any state, or those in one state, by id. */
export const listNominations = async (db: Db, state?: Nomination['state']): Promise<Nomination[]> => {
  const all = db.selectFrom('nomination').select('body').orderBy('id')
  const rows = await (state === undefined ? all : all.where('state', '=', state)).execute()
  return rows.map((row) => json.read<Nomination>(row.body))
}
