import type { Kysely } from 'kysely'

/** Nominations for achievements at work, whatever became of them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('nomination')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('achievement_id', 'text', (c) => c.notNull().references('achievement.id'))
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('employer_id', 'text', (c) => c.notNull().references('organisation.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('nomination_of_employer').on('nomination').column('employer_id').execute()
  await db.schema.createIndex('nomination_of_participant').on('nomination').column('participant_id').execute()
}
