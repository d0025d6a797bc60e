import type { Erasure } from '../domain/erasure.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'

export const insertErasure = async (db: Db, erasure: Erasure): Promise<void> => {
  await db
    .insertInto('erasure')
    .values({
      id: erasure.id,
      participant_id: erasure.participantId,
      credential_id: erasure.credentialId ?? null,
      at: instant.write(erasure.at),
    })
    .execute()
}

/** The ids of the erasures that this database knows. */
export const listErasureIds = async (db: Db): Promise<Set<string>> =>
  new Set((await db.selectFrom('erasure').select('id').execute()).map((row) => row.id))

/** Whether the person was erased; false for one who is not known. */
export const isErasedPerson = async (db: Db, participantId: string): Promise<boolean> =>
  (await db
    .selectFrom('participant')
    .select('id')
    .where('id', '=', participantId)
    .where('erased_at', 'is not', null)
    .executeTakeFirst()) !== undefined
