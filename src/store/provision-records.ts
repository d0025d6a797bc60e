import type { ProvisionRecord } from '../domain/provision-record.ts'
import { instant, json } from './columns.ts'
import type { Db } from './database.ts'

/** Appends a record; records are never changed. */
export const appendProvisionRecord = async (db: Db, record: ProvisionRecord, now: Date): Promise<void> => {
  await db
    .insertInto('provision_record')
    .values({
      id: record.id,
      participant_id: record.participantId,
      provided_on: record.providedOn,
      keep_until: record.keepUntil ?? null,
      body: json.write(record),
      created_at: instant.write(now),
    })
    .execute()
}

export const findProvisionRecord = async (db: Db, id: string): Promise<ProvisionRecord | undefined> => {
  const row = await db.selectFrom('provision_record').select('body').where('id', '=', id).executeTakeFirst()
  return row && json.read<ProvisionRecord>(row.body)
}

/** The records, of one person or of all, by id. */
export const listProvisionRecords = async (
  db: Db,
  query: { participantId?: string; after?: string; limit?: number } = {},
): Promise<ProvisionRecord[]> => {
  let rows = db.selectFrom('provision_record').select('body').orderBy('id')
  if (query.participantId !== undefined) rows = rows.where('participant_id', '=', query.participantId)
  if (query.after !== undefined) rows = rows.where('id', '>', query.after)
  if (query.limit !== undefined) rows = rows.limit(query.limit)
  return (await rows.execute()).map((row) => json.read<ProvisionRecord>(row.body))
}
