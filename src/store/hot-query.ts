import type { CompiledQuery } from 'kysely'
import { type Db, sqliteOf } from './database.ts'
import { prepared } from './insert-rows.ts'

/** Stands for the key while a query is compiled. */
const KEY = '\u0000key'

/**
 * A query for one row by its key that is asked very often: compiled once for each kind of database, and on SQLite prepared once, which saves most of
 * its time (RELIABILITY "Durability facts").
 *
 * @param build - the query with the key as its parameter
 */
export const hotQuery = <R>(
  build: (db: Db, key: string) => { compile(): CompiledQuery<R> },
): ((db: Db, key: string) => Promise<R | undefined>) => {
  const compiled = new WeakMap<object, CompiledQuery<R>>()
  return async (db, key) => {
    const { adapter } = db.getExecutor()
    const known = compiled.get(adapter) ?? build(db, KEY).compile()
    compiled.set(adapter, known)
    const parameters = known.parameters.map((parameter) => (parameter === KEY ? key : parameter))
    const sqlite = sqliteOf(db)
    // A statement beside the query builder would see what a transaction of this connection has not committed.
    if (sqlite !== undefined && !sqlite.inTransaction) return prepared(sqlite, known.sql).get(...parameters) as R | undefined
    return (await db.executeQuery<R>({ ...known, parameters })).rows[0]
  }
}
