import type BetterSqlite3 from 'better-sqlite3'
import { sql } from 'kysely'
import { type Db, isPostgres } from './database.ts'
import { type BulkTarget, prepared } from './insert-rows.ts'
import type { Tables } from './tables.ts'

export type ColumnValue = string | number | null

/**
 * Rows of one table, column by column. A column whose value is the same in all rows stands there once; the others are lists with a value for each row.
 * An object for each row would cost more to hand to another thread than the row costs to write.
 */
export interface ColumnRows {
  count: number
  columns: Record<string, ColumnValue | readonly ColumnValue[]>
}

/** @param rows - all with the same members */
export const columnRows = (rows: readonly Record<string, ColumnValue>[]): ColumnRows => {
  const [first = {}] = rows
  const columns: ColumnRows['columns'] = {}
  for (const name of Object.keys(first)) {
    const value = first[name] as ColumnValue
    columns[name] = rows.every((row) => row[name] === value) ? value : rows.map((row) => row[name] as ColumnValue)
  }
  return { count: rows.length, columns }
}

/** The values of one column, row by row. */
export const columnOf = ({ count, columns }: ColumnRows, name: string): readonly ColumnValue[] => {
  const column = columns[name]
  return isList(column) ? column : Array<ColumnValue>(count).fill(column ?? null)
}

const isList = (column: ColumnValue | readonly ColumnValue[] | undefined): column is readonly ColumnValue[] => Array.isArray(column)

/** Inserts the rows, inside a transaction: on SQLite with one prepared statement for each row, on PostgreSQL with one statement for all. */
export const insertColumnRows = async (target: BulkTarget, table: keyof Tables & string, rows: ColumnRows): Promise<void> => {
  if (rows.count === 0) return
  if (target.sqlite === undefined && (await insertUnnested(target.db, table, rows))) return
  if (target.sqlite !== undefined) return insertPrepared(target.sqlite, table, rows)
  const names = Object.keys(rows.columns)
  const lists = names.map((name) => columnOf(rows, name))
  const size = Math.floor(16_000 / names.length)
  for (let from = 0; from < rows.count; from += size) {
    const values = Array.from(
      { length: Math.min(size, rows.count - from) },
      (_, n) => sql`(${sql.join(lists.map((list) => list[from + n]))})`,
    )
    await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))}) values ${sql.join(values)}`.execute(
      target.db,
    )
  }
}

const insertPrepared = (sqlite: BetterSqlite3.Database, table: string, { count, columns }: ColumnRows): void => {
  const names = Object.keys(columns)
  const text = `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`
  const statement = prepared(sqlite, text)
  const values = names.map((name) => (isList(columns[name]) ? null : (columns[name] as ColumnValue)))
  const varying = names.flatMap((name, place) => (isList(columns[name]) ? [{ place, list: columns[name] as readonly ColumnValue[] }] : []))
  for (let n = 0; n < count; n += 1) {
    for (const { place, list } of varying) values[place] = list[n] as ColumnValue
    statement.run(values)
  }
}

/** A list for each column is one parameter, however many rows there are. @returns false on a database that has no lists */
const insertUnnested = async (db: Db, table: string, { count, columns }: ColumnRows): Promise<boolean> => {
  if (!isPostgres(db)) return false
  const names = Object.keys(columns)
  const lists = names.filter((name) => isList(columns[name]))
  const typeOf = (value: ColumnValue | undefined): 'int4' | 'text' => (typeof value === 'number' ? 'int4' : 'text')
  const arrays = lists.map((name) => {
    const list = columns[name] as readonly ColumnValue[]
    return sql`${list}::${sql.raw(typeOf(list.find((value) => value !== null)))}[]`
  })
  const chosen = names.map((name) => {
    const column = columns[name] as ColumnValue
    return isList(columns[name]) ? sql.ref(`r.${name}`) : sql`${column}::${sql.raw(typeOf(column))}`
  })
  const source =
    lists.length === 0
      ? sql`generate_series(1, ${count}::int4)`
      : sql`unnest(${sql.join(arrays)}) as r (${sql.join(lists.map((name) => sql.ref(name)))})`
  await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))}) select ${sql.join(chosen)} from ${source}`.execute(
    db,
  )
  return true
}
