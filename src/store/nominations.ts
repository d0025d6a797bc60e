import type { Nomination } from '../domain/nomination.ts'
import { instant, json } from './columns.ts'
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

/** Every nomination in any state, or those in one state, by id. */
export const listNominations = async (db: Db, state?: Nomination['state']): Promise<Nomination[]> => {
  const all = db.selectFrom('nomination').select('body').orderBy('id')
  const rows = await (state === undefined ? all : all.where('state', '=', state)).execute()
  return rows.map((row) => json.read<Nomination>(row.body))
}
