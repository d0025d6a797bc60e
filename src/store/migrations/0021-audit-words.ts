import type { Kysely } from 'kysely'

/** Free words of entries of the audit log, which can be erased: the entry itself holds only a digest of them under a salt. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('audit_words')
    .addColumn('sequence', 'integer', (c) => c.primaryKey().references('audit_event.sequence'))
    .addColumn('salt', 'text', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .execute()
}
