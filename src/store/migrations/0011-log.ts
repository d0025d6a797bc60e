import { type Kysely, SqliteAdapter, sql } from 'kysely'

/** The public log: its entries, the hashes of full tiles, its keys and signed heads; and tables that only grow refuse anything else. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('log_leaf')
    .addColumn('position', 'integer', (c) => c.primaryKey())
    .addColumn('audit_sequence', 'integer', (c) => c.notNull().unique())
    .addColumn('entity', 'text', (c) => c.notNull())
    .addColumn('document_sha256', 'text', (c) => c.notNull())
    // Goes with the personal data of whom the document is about; the hash stays.
    .addColumn('salt', 'text')
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('log_leaf_of_entity').on('log_leaf').column('entity').execute()
  await schema
    .createTable('log_tile')
    .addColumn('level', 'integer', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('log_tile_pk', ['level', 'position'])
    .execute()
  await schema
    .createTable('log_key')
    .addColumn('kid', 'text', (c) => c.primaryKey())
    .addColumn('not_before', 'text', (c) => c.notNull())
    .addColumn('not_after', 'text')
    .execute()
  await schema
    .createTable('log_head')
    .addColumn('number', 'integer', (c) => c.primaryKey())
    .addColumn('tree_size', 'integer', (c) => c.notNull())
    .addColumn('root_hash', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('audit_sequence', 'integer', (c) => c.notNull())
    .addColumn('audit_hash', 'text', (c) => c.notNull())
    .addColumn('kid', 'text', (c) => c.notNull().references('log_key.kid'))
    .addColumn('note', 'text', (c) => c.notNull())
    .execute()

  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  const growsOnly = (table: string): Promise<void> => refuse(db, isSqlite, table, ['update', 'delete'])
  for (const table of ['audit_event', 'log_tile', 'log_head']) await growsOnly(table)
  await refuse(db, isSqlite, 'log_leaf', ['delete'])
  await refuseChangeOfLeaf(db, isSqlite)
}

/** A trigger is no wall: whoever owns the database can drop it. It keeps mistakes and injected statements out; the hashes find the rest. */
const refuse = async (db: Kysely<unknown>, isSqlite: boolean, table: string, deeds: readonly ('update' | 'delete')[]): Promise<void> => {
  if (!isSqlite)
    await sql
      .raw(
        `create or replace function ${table}_grows() returns trigger language plpgsql as $$ begin raise exception '${table} only grows'; end $$`,
      )
      .execute(db)
  for (const deed of deeds)
    await sql
      .raw(
        isSqlite
          ? `create trigger ${table}_no_${deed} before ${deed} on ${table} begin select raise(abort, '${table} only grows'); end`
          : `create trigger ${table}_no_${deed} before ${deed} on ${table} for each row execute function ${table}_grows()`,
      )
      .execute(db)
}

/** The one change of an entry: its salt is forgotten. */
const refuseChangeOfLeaf = async (db: Kysely<unknown>, isSqlite: boolean): Promise<void> => {
  const same = ['position', 'audit_sequence', 'entity', 'document_sha256', 'hash'].map((name) => `new.${name} = old.${name}`).join(' and ')
  const allowed = `new.salt is null and ${same}`
  await sql
    .raw(
      isSqlite
        ? `create trigger log_leaf_no_update before update on log_leaf when not (${allowed}) begin select raise(abort, 'log_leaf only grows'); end`
        : `create trigger log_leaf_no_update before update on log_leaf for each row when (not (${allowed})) execute function log_leaf_grows()`,
    )
    .execute(db)
}
