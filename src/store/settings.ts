import type { Db } from './database.ts'

export const readSetting = async (db: Db, name: string): Promise<string | undefined> =>
  (await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst())?.value

/** Stores the value unless there is one already; of two at once the first one stays. */
export const addSetting = async (db: Db, name: string, value: string): Promise<void> => {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
}

export const writeSetting = async (db: Db, name: string, value: string): Promise<void> => {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
