import type { Kysely } from 'kysely'

/** Badges as VC-JWT: one token for each signed version. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('credential_token')
    .addColumn('credential_id', 'text', (c) => c.notNull().references('credential.id').onDelete('cascade'))
    .addColumn('document_sha256', 'text', (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('credential_token_pk', ['credential_id', 'document_sha256'])
    .execute()
}
