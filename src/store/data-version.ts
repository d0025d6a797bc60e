import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, isPostgres, sqliteOf } from './database.ts'
import { prepared } from './insert-rows.ts'

type Sqlite = NonNullable<ReturnType<typeof sqliteOf>>

const ownChanges = (sqlite: Sqlite): number => (prepared(sqlite, 'select total_changes() as own').get() as { own: number }).own

const changesOfOthers = (sqlite: Sqlite): number => (prepared(sqlite, 'pragma data_version').get() as { data_version: number }).data_version

/**
 * A mark of what is committed: while it stays the same nobody has changed anything, in this process or another, and what was read before is still true.
 * SQLite counts the changes of this connection and of the others; on PostgreSQL it is the snapshot that a reader would see. No mark ever comes back.
 */
export const dataVersion = (db: Db): string | Promise<string> => {
  const sqlite = sqliteOf(db)
  if (sqlite !== undefined) return `${ownChanges(sqlite)} ${changesOfOthers(sqlite)}`
  if (db.isTransaction || !isPostgres(db)) return randomUUID()
  return sql<{ version: string }>`select pg_current_snapshot()::text as version`
    .execute(db)
    .then(({ rows }) => rows[0]?.version ?? randomUUID())
}

/** What others had changed when it was looked at in this turn of the event loop. */
const lookedAt = new WeakMap<Sqlite, number>()

/**
 * The same mark for requests: on SQLite the file is asked once in each turn of the event loop. Requests of one turn had all arrived when it began,
 * so none of them can have been sent by somebody who was told of a later change; own changes count at once.
 */
export const dataVersionOfTurn = (db: Db): string | Promise<string> => {
  const sqlite = sqliteOf(db)
  if (sqlite === undefined) return dataVersion(db)
  let others = lookedAt.get(sqlite)
  if (others === undefined) {
    others = changesOfOthers(sqlite)
    lookedAt.set(sqlite, others)
    setImmediate(() => lookedAt.delete(sqlite))
  }
  return `${ownChanges(sqlite)} ${others}`
}
