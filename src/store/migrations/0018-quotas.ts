import type { Kysely } from 'kysely'

/** How many badges an operator or employer may issue in a fiscal year; when a key was last used; what a passkey is called. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('issue_quota')
    .addColumn('organisation_id', 'text', (c) => c.primaryKey().references('organisation.id'))
    .addColumn('per_fiscal_year', 'integer', (c) => c.notNull())
    .addColumn('changed_at', 'text', (c) => c.notNull())
    .execute()
  await schema.alterTable('api_key').addColumn('last_used_on', 'text').execute()
  await schema.alterTable('passkey').addColumn('name', 'text').execute()
}
