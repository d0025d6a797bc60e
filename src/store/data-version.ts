import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, isPostgres, sqliteOf } from './database.ts'
import { prepared } from './insert-rows.ts'

/**
 * A mark of what is committed: while it stays the same nobody has changed anything, in this process or another, and what was read before is still true.
 * SQLite counts the changes of this connection and of the others; on PostgreSQL it is the snapshot that a reader would see. No mark ever comes back.
 */
export const dataVersion = (db: Db): string | Promise<string> => {
  const sqlite = sqliteOf(db)
  if (sqlite !== undefined) {
    const { own } = prepared(sqlite, 'select total_changes() as own').get() as { own: number }
    const { data_version: others } = prepared(sqlite, 'pragma data_version').get() as { data_version: number }
    return `${own} ${others}`
  }
  if (db.isTransaction || !isPostgres(db)) return randomUUID()
  return sql<{ version: string }>`select pg_current_snapshot()::text as version`
    .execute(db)
    .then(({ rows }) => rows[0]?.version ?? randomUUID())
}
