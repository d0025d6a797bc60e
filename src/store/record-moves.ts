import { count, instant } from './columns.ts'
import type { Db } from './database.ts'

/** One move of a record: the state that it reached, and on which JST day. */
export interface RecordMove {
  state: string
  on: string
}

/** Appends moves to the history of a record, in the transaction of the moves. Two writers at once want the same place, and one is refused. */
export const appendMoves = async (db: Db, kind: string, recordId: string, moves: readonly RecordMove[], now: Date): Promise<void> => {
  if (moves.length === 0) return
  const known = await db
    .selectFrom('record_move')
    .select((row) => row.fn.countAll().as('moves'))
    .where('kind', '=', kind)
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  const rows = moves.map(({ state, on }, place) => ({
    kind,
    record_id: recordId,
    n: count(known.moves) + place,
    state,
    on_day: on,
    at: instant.write(now),
  }))
  await db.insertInto('record_move').values(rows).execute()
}

/** The moves of one record, oldest first. */
export const listMoves = async (db: Db, kind: string, recordId: string): Promise<RecordMove[]> =>
  (
    await db
      .selectFrom('record_move')
      .select(['state', 'on_day'])
      .where('kind', '=', kind)
      .where('record_id', '=', recordId)
      .orderBy('n')
      .execute()
  ).map((row) => ({ state: row.state, on: row.on_day }))

/** The moves of all records of a kind, oldest first, by the record's id. */
export const listAllMoves = async (db: Db, kind: string): Promise<Map<string, RecordMove[]>> => {
  const rows = await db
    .selectFrom('record_move')
    .select(['record_id', 'state', 'on_day'])
    .where('kind', '=', kind)
    .orderBy('record_id')
    .orderBy('n')
    .execute()
  const moves = new Map<string, RecordMove[]>()
  for (const row of rows) moves.set(row.record_id, [...(moves.get(row.record_id) ?? []), { state: row.state, on: row.on_day }])
  return moves
}
