import type BetterSqlite3 from 'better-sqlite3'
import type { Insertable } from 'kysely'
import type { Db } from './database.ts'
import type { Tables } from './tables.ts'

/** Where many rows are written at once: inside a transaction of `db`. With `sqlite`, the same connection, prepared statements are used. */
export interface BulkTarget {
  db: Db
  sqlite?: BetterSqlite3.Database | undefined
}

/** Below the parameters that SQLite (32,766) and PostgreSQL (65,535) take in one statement. */
const MAX_PARAMETERS = 16_000

const statements = new WeakMap<BetterSqlite3.Database, Map<string, BetterSqlite3.Statement>>()

/** A statement of this connection, prepared once. */
export const prepared = (sqlite: BetterSqlite3.Database, text: string): BetterSqlite3.Statement => {
  const known = statements.get(sqlite) ?? new Map<string, BetterSqlite3.Statement>()
  statements.set(sqlite, known)
  const statement = known.get(text) ?? sqlite.prepare(text)
  known.set(text, statement)
  return statement
}

/**
 * Inserts many rows: on SQLite row by row with one prepared statement (a statement through the query builder costs as much as four such rows), else
 * several rows a statement.
 */
export const insertRows = async <T extends keyof Tables & string>(
  target: BulkTarget,
  table: T,
  rows: readonly (Insertable<Tables[T]> & Record<string, string | number | null>)[],
): Promise<void> => {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  if (target.sqlite !== undefined) {
    const names = columns.map((name) => `"${name}"`).join(', ')
    const statement = prepared(target.sqlite, `insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`)
    for (const row of rows) statement.run(columns.map((name) => row[name] as string | number | null))
    return
  }
  const size = Math.floor(MAX_PARAMETERS / columns.length)
  for (let from = 0; from < rows.length; from += size)
    await target.db
      .insertInto(table)
      .values(rows.slice(from, from + size) as Insertable<Tables[T]>[])
      .execute()
}
