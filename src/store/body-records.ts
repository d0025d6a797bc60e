import { instant, json } from './columns.ts'
import type { Db } from './database.ts'

/** Tables that keep the domain's union as JSON, with state and tenant beside it for queries. */
export type BodyTable = 'declaration' | 'honour' | 'outcome' | 'productivity_record' | 'support_programme'

/** Columns beside the body; each table has those that its list asks for. */
export interface Beside {
  employer_id?: string
  participant_id?: string
  effective_on?: string
}

interface Stated {
  id: string
  state: string
}

export const insertBody = async (db: Db, table: BodyTable, record: Stated, beside: Beside, now: Date): Promise<void> => {
  const row = {
    id: record.id,
    state: record.state,
    body: json.write(record),
    created_at: instant.write(now),
    updated_at: instant.write(now),
    ...beside,
  }
  // The columns of every one of these tables are among those of `outcome`.
  await db
    .insertInto(table as 'outcome')
    .values(row as { [name in keyof Required<Beside>]: string } & typeof row)
    .execute()
}

/**
 * Puts `after` in the place of `before`.
 *
 * @returns false when somebody else changed the record meanwhile; nothing is stored then
 */
export const changeBody = async (db: Db, table: BodyTable, before: Stated, after: Stated, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable(table as 'outcome')
    .set({ state: after.state, body: json.write(after), updated_at: instant.write(now) })
    .where('id', '=', before.id)
    .where('body', '=', json.write(before))
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

export const findBody = async <T>(db: Db, table: BodyTable, id: string): Promise<T | undefined> => {
  const row = await db
    .selectFrom(table as 'outcome')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirst()
  return row && json.read<T>(row.body)
}

/** Which records a list holds; members that are absent do not restrict it. */
export interface ListQuery {
  employerId?: string
  participantId?: string
  state?: string
  /** records after this id */
  after?: string
  /** at most so many */
  limit?: number
}

export const listBodies = async <T>(db: Db, table: BodyTable, query: ListQuery = {}): Promise<T[]> => {
  let rows = db
    .selectFrom(table as 'outcome')
    .select('body')
    .orderBy('id')
  if (query.employerId !== undefined) rows = rows.where('employer_id', '=', query.employerId)
  if (query.participantId !== undefined) rows = rows.where('participant_id', '=', query.participantId)
  if (query.state !== undefined) rows = rows.where('state', '=', query.state)
  if (query.after !== undefined) rows = rows.where('id', '>', query.after)
  if (query.limit !== undefined) rows = rows.limit(query.limit)
  return (await rows.execute()).map((row) => json.read<T>(row.body))
}
