import type { Kysely } from 'kysely'

/** The register of employers: what they declare, and for what they are honoured. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const name of ['declaration', 'honour'] as const) {
    await db.schema
      .createTable(name)
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('employer_id', 'text', (c) => c.notNull().references('organisation.id'))
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex(`${name}_of_employer`).on(name).column('employer_id').execute()
  }
}
