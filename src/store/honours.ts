import type { Honour } from '../domain/honour.ts'
import { type ListQuery, listBodies } from './body-records.ts'
import { json } from './columns.ts'
import type { Db } from './database.ts'

export const findHonour = async (db: Db, id: string): Promise<Honour | undefined> => {
  const row = await db.selectFrom('honour').select('body').where('id', '=', id).executeTakeFirst()
  return row && json.read<Honour>(row.body)
}

/** Honours in any state, by id. */
export const listHonours = (db: Db, query: ListQuery = {}): Promise<Honour[]> => listBodies<Honour>(db, 'honour', query)
