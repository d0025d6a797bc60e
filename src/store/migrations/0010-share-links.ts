import type { Kysely } from 'kysely'

/** Links by which a learner shows badges to one reader, and the log of their openings. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('share_link')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secret_sha256', 'text', (c) => c.notNull().unique())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('credential_ids', 'text', (c) => c.notNull())
    .addColumn('recipient_text', 'text')
    .addColumn('recipient_employer_id', 'text', (c) => c.references('organisation.id'))
    .addColumn('fields', 'text', (c) => c.notNull())
    .addColumn('max_views', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('withdrawn_at', 'text')
    .addColumn('is_demo', 'integer', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('share_link_of_participant').on('share_link').column('participant_id').execute()
  await db.schema.createIndex('share_link_to_employer').on('share_link').column('recipient_employer_id').execute()
  await db.schema
    .createTable('share_link_opening')
    .addColumn('link_id', 'text', (c) => c.notNull().references('share_link.id'))
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('share_link_opening_pk', ['link_id', 'n'])
    .execute()
}
