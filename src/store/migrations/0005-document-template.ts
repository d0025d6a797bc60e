import type { Kysely } from 'kysely'

/** What the badges of a batch have in common is stored once. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('document_template')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('pieces', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.alterTable('credential').addColumn('template_id', 'text').execute()
}
