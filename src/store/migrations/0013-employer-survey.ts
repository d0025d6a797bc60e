import type { Kysely } from 'kysely'

/** The questions that were mailed to employers, and who wants no more of them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('employer_survey')
    .addColumn('employer_id', 'text', (c) => c.notNull().references('organisation.id'))
    .addColumn('wave', 'integer', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'text', (c) => c.notNull())
    .addColumn('answered_at', 'text')
    .addPrimaryKeyConstraint('employer_survey_pk', ['employer_id', 'wave'])
    .execute()
  await db.schema
    .createTable('employer_survey_stop')
    .addColumn('employer_id', 'text', (c) => c.primaryKey().references('organisation.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
}
