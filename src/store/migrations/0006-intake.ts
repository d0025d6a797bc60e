import { type Kysely, sql } from 'kysely'
import { readingKey } from '../../domain/kana.ts'

/** Imports in two steps, corrections, undone badges, names and addresses with their history, webhooks. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await participants(db)
  await completions(db)
  await imports(db)

  await db.schema
    .createTable('webhook')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('operator_id', 'text', (c) => c.notNull().references('organisation.id'))
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('revoked_at', 'text')
    .execute()
}

const participants = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('participant')
    .addColumn('reading_key', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  await db.schema.alterTable('participant').addColumn('registered_by', 'text').execute()
  const people = await sql<{ id: string; family_name_kana: string; given_name_kana: string }>`
    select id, family_name_kana, given_name_kana from participant`.execute(db)
  for (const { id, family_name_kana, given_name_kana } of people.rows)
    await sql`update participant set reading_key = ${readingKey(family_name_kana, given_name_kana)} where id = ${id}`.execute(db)
  await db.schema.createIndex('participant_by_reading').on('participant').column('reading_key').execute()

  await db.schema
    .createTable('participant_name')
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('replaced_at', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('participant_name_pk', ['participant_id', 'replaced_at'])
    .execute()

  await db.schema
    .alterTable('participant_email')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('unknown'))
    .execute()
  await db.schema.alterTable('participant_email').addColumn('retired_at', 'text').execute()
}

const completions = async (db: Kysely<unknown>): Promise<void> => {
  for (const column of ['note', 'employer_number', 'consent_id', 'correction'])
    await db.schema.alterTable('completion').addColumn(column, 'text').execute()
  await db.schema.createIndex('completion_of_session').on('completion').columns(['session_id', 'id']).execute()
  // The version of the badge that a run began under, once a later version exists.
  await db.schema.alterTable('course_session').addColumn('achievement_id', 'text').execute()

  // A badge that was undone before it left the house leaves the place of its completion free.
  await db.schema.alterTable('credential').addColumn('undone_at', 'text').execute()
  await db.schema.dropIndex('credential_of_completion').execute()
  await db.schema.dropIndex('credential_of_nomination').execute()
  await sql`create unique index credential_of_completion on credential (completion_id)
    where superseded_by is null and undone_at is null`.execute(db)
  await sql`create unique index credential_of_nomination on credential (nomination_id)
    where superseded_by is null and undone_at is null`.execute(db)
}

const imports = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('import_file')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('byte_count', 'integer', (c) => c.notNull())
    .addColumn('encoding', 'text', (c) => c.notNull())
    .addColumn('encoding_reason', 'text', (c) => c.notNull())
    .addColumn('session_id', 'text', (c) => c.references('course_session.id'))
    .addColumn('organisation_id', 'text', (c) => c.references('organisation.id'))
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('confirmed_by', 'text')
    .addColumn('bytes_read', 'integer', (c) => c.notNull())
    .addColumn('rows_read', 'integer', (c) => c.notNull())
    .addColumn('rows_done', 'integer', (c) => c.notNull())
    .addColumn('problem', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('checked_at', 'text')
    .addColumn('confirmed_at', 'text')
    .addColumn('finished_at', 'text')
    .execute()
  await db.schema.createIndex('import_file_of_organisation').on('import_file').columns(['organisation_id', 'created_at']).execute()

  // The file as it was sent, in base64, until it is checked.
  await db.schema
    .createTable('import_chunk')
    .addColumn('import_id', 'text', (c) => c.notNull().references('import_file.id'))
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('import_chunk_pk', ['import_id', 'n'])
    .execute()

  await db.schema
    .createTable('import_row')
    .addColumn('import_id', 'text', (c) => c.notNull().references('import_file.id'))
    .addColumn('record', 'integer', (c) => c.notNull())
    .addColumn('line', 'integer', (c) => c.notNull())
    .addColumn('decision', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text')
    .addColumn('entity_id', 'text')
    .addPrimaryKeyConstraint('import_row_pk', ['import_id', 'record'])
    .execute()
  await sql`create index import_row_waiting on import_row (import_id, record)
    where outcome is null and decision in ('accept', 'accept_with_warnings')`.execute(db)
}
