import type { DataRequest } from '../domain/data-request.ts'
import { erasedText } from '../domain/erasure.ts'
import { instant, json } from './columns.ts'
import type { Db } from './database.ts'

const read = (row: { body: string }): DataRequest => json.read<DataRequest>(row.body)

export const insertDataRequest = async (db: Db, request: DataRequest, now: Date): Promise<void> => {
  const at = instant.write(now)
  await db
    .insertInto('data_request')
    .values({
      id: request.id,
      participant_id: request.participantId,
      kind: request.kind,
      state: request.state,
      received_on: request.receivedOn,
      due_on: request.dueOn,
      decided_on: request.state === 'open' ? null : request.decidedOn,
      body: json.write(request),
      created_at: at,
      updated_at: at,
    })
    .execute()
}

/** Puts the next state in the place of the one that was read. Returns false when somebody else was first. */
export const changeDataRequest = async (db: Db, before: DataRequest, after: DataRequest, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('data_request')
    .set({
      state: after.state,
      due_on: after.dueOn,
      decided_on: after.state === 'open' ? null : after.decidedOn,
      body: json.write(after),
      updated_at: instant.write(now),
    })
    .where('id', '=', before.id)
    .where('body', '=', json.write(before))
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

export const findDataRequest = async (db: Db, id: string): Promise<DataRequest | undefined> => {
  const row = await db.selectFrom('data_request').select('body').where('id', '=', id).executeTakeFirst()
  return row && read(row)
}

/** Requests, those that are due first; of one person or in one state where that is named. */
export const listDataRequests = async (
  db: Db,
  filter: { participantId?: string; state?: DataRequest['state']; limit: number },
): Promise<DataRequest[]> => {
  let query = db.selectFrom('data_request').select('body')
  if (filter.participantId !== undefined) query = query.where('participant_id', '=', filter.participantId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  return (await query.orderBy('due_on').orderBy('id').limit(filter.limit).execute()).map(read)
}

/** How many requests wait, and how many of them are overdue on this day. */
export const countOpenDataRequests = async (db: Db, today: string): Promise<{ open: number; overdue: number }> => {
  const rows = await db.selectFrom('data_request').select('due_on').where('state', '=', 'open').execute()
  return { open: rows.length, overdue: rows.filter((row) => row.due_on < today).length }
}

/** Takes the words out of a person's requests; kinds, days and decisions stay. */
export const blankRequestTexts = async (db: Db, participantId: string, now: Date): Promise<void> => {
  for (const row of await db.selectFrom('data_request').select(['id', 'body']).where('participant_id', '=', participantId).execute())
    await blank(db, row.id, read(row), now)
}

/** The same for requests that were decided before a day. Returns how many. */
export const blankDecidedBefore = async (db: Db, day: string, now: Date): Promise<number> => {
  const rows = await db
    .selectFrom('data_request')
    .select(['id', 'body'])
    .where('state', '<>', 'open')
    .where('decided_on', '<', day)
    .execute()
  const wordy = rows.filter((row) => read(row).text !== erasedText.ja)
  for (const row of wordy) await blank(db, row.id, read(row), now)
  return wordy.length
}

const blank = async (db: Db, id: string, request: DataRequest, now: Date): Promise<void> => {
  const blanked = {
    ...request,
    text: erasedText.ja,
    ...(request.extended === undefined ? {} : { extended: { ...request.extended, reason: erasedText.ja } }),
    ...(request.state === 'answered' ? { answer: erasedText.ja } : {}),
  }
  await db
    .updateTable('data_request')
    .set({ body: json.write(blanked), updated_at: instant.write(now) })
    .where('id', '=', id)
    .execute()
}
