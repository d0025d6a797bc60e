import { sql } from 'kysely'
import { count } from './columns.ts'
import { type Db, isPostgres } from './database.ts'

/** Tables from which erasures take something away. */
const touched = [
  'participant',
  'participant_email',
  'participant_name',
  'address_claim',
  'data_request',
  'completion',
  'credential',
  'credential_version',
  'endorsement',
  'evidence_file',
  'nomination',
  'outcome',
  'survey_response',
  'outbox_mail',
  'import_row',
  'import_chunk',
  'share_link',
  'share_link_opening',
  'holder_link',
  'secret_link',
  'idempotency',
  'job',
  'user_account',
  'membership',
  'session',
  'passkey',
  'sign_in_link',
  'employment',
  'provision_record',
  'credential_token',
  'signing_record',
  'log_leaf',
  'audit_words',
]

/**
 * Takes what was erased out of the files of the database as well. SQLite overwrites what it deletes (`secure_delete`), and here its log is written back
 * and emptied and the file written anew. On PostgreSQL the tables are written anew; its own log and archives go on holding old pages until they are
 * recycled.
 *
 * @param maxBytes - a database or table that is larger is not written anew now, since that holds up others; SQLite's log is emptied all the same
 * @returns whether nothing is left to be done
 */
export const clearTraces = async (db: Db, maxBytes: number): Promise<boolean> => {
  if (isPostgres(db)) return clearPostgres(db, maxBytes)
  const pages = await sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`.execute(
    db,
  )
  const isSmall = count(pages.rows[0]?.bytes ?? 0) <= maxBytes
  if (isSmall) await sql`vacuum`.execute(db)
  const emptied = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db)
  return isSmall && count(emptied.rows[0]?.busy ?? 0) === 0
}

const clearPostgres = async (db: Db, maxBytes: number): Promise<boolean> => {
  let isDone = true
  for (const table of touched) {
    const size = await sql<{ bytes: string }>`select pg_total_relation_size(${table}::regclass) as bytes`.execute(db)
    const isSmall = count(size.rows[0]?.bytes ?? 0) <= maxBytes
    await (isSmall ? sql`vacuum (full) ${sql.table(table)}` : sql`vacuum ${sql.table(table)}`).execute(db)
    isDone &&= isSmall
  }
  return isDone
}
