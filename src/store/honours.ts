import type { Honour } from '../domain/honour.ts'
import { type ListQuery, listBodies } from './body-records.ts'
import { instant, json } from './columns.ts'
import type { Db } from './database.ts'

/** Stores an honour as it stands now, new or changed. */
export const saveHonour = async (db: Db, honour: Honour, now: Date): Promise<void> => {
  const values = { employer_id: honour.employerId, state: honour.state, body: json.write(honour), updated_at: instant.write(now) }
  await db
    .insertInto('honour')
    .values({ id: honour.id, created_at: instant.write(now), ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}

export const findHonour = async (db: Db, id: string): Promise<Honour | undefined> => {
  const row = await db.selectFrom('honour').select('body').where('id', '=', id).executeTakeFirst()
  return row && json.read<Honour>(row.body)
}

/** Honours in any state, by id. */
export const listHonours = (db: Db, query: ListQuery = {}): Promise<Honour[]> => listBodies<Honour>(db, 'honour', query)
