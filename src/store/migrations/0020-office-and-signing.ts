import type { Kysely } from 'kysely'

/** Sign-in with an office account, and the records that a signer of its own process signs from. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('office_attempt')
    .addColumn('browser_sha256', 'text', (c) => c.primaryKey())
    .addColumn('return_to', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute()
  await schema
    .createTable('office_link')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('user_account.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('office_link_pk', ['provider', 'subject'])
    .addUniqueConstraint('office_link_of_user', ['provider', 'user_id'])
    .execute()
  await schema
    .createTable('signing_record')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('issuer_id', 'text', (c) => c.notNull().references('issuer.id'))
    .addColumn('entity', 'text', (c) => c.notNull())
    .addColumn('securing', 'text', (c) => c.notNull())
    .addColumn('unsigned_text', 'text')
    .addColumn('unsigned_sha256', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('signed_sha256', 'text')
    .addColumn('signed_at', 'text')
    .execute()
  await schema.createIndex('signing_record_by_time').on('signing_record').column('created_at').execute()
}
