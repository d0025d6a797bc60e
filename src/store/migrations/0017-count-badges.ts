import { type Kysely, sql } from 'kysely'

/** Badges are counted from an index that holds nothing else, not from rows with their documents. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`create index credential_count on credential (kind, state) where undone_at is null`.execute(db)
}
