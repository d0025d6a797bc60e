import { type Kysely, sql } from 'kysely'

/** What came of the badges: outcomes, productivity, consents, provision records, surveys, events, programmes; and every move with its day. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db

  await schema
    .createTable('outcome')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('employer_id', 'text', (c) => c.notNull().references('organisation.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('effective_on', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('outcome_of_participant').on('outcome').column('participant_id').execute()
  await schema.createIndex('outcome_of_employer').on('outcome').column('employer_id').execute()

  await schema
    .createTable('productivity_record')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('employer_id', 'text', (c) => c.notNull().references('organisation.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('productivity_of_employer').on('productivity_record').column('employer_id').execute()

  await schema
    .createTable('record_move')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('record_id', 'text', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('on_day', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    // Two moves at the same moment want the same place: one of them is refused.
    .addPrimaryKeyConstraint('record_move_pk', ['kind', 'record_id', 'n'])
    .execute()

  await schema
    .createTable('credential_event')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('credential_id', 'text', (c) => c.notNull().references('credential.id'))
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('on_day', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('credential_event_of_credential').on('credential_event').columns(['credential_id', 'at']).execute()

  await schema
    .createTable('consent_event')
    .addColumn('consent_id', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('on_day', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('consent_event_pk', ['consent_id', 'event'])
    .execute()
  await schema.createIndex('consent_event_of_participant').on('consent_event').column('participant_id').execute()

  await schema
    .createTable('provision_record')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('provided_on', 'text', (c) => c.notNull())
    .addColumn('keep_until', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('provision_record_of_participant').on('provision_record').column('participant_id').execute()

  await schema
    .createTable('survey_response')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('side', 'text', (c) => c.notNull())
    .addColumn('participant_id', 'text', (c) => c.references('participant.id'))
    .addColumn('employer_id', 'text', (c) => c.references('organisation.id'))
    .addColumn('credential_id', 'text', (c) => c.references('credential.id'))
    .addColumn('answered_on', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('survey_response_of_participant').on('survey_response').column('participant_id').execute()

  await schema
    .createTable('follow_up')
    .addColumn('credential_id', 'text', (c) => c.notNull().references('credential.id'))
    .addColumn('wave', 'integer', (c) => c.notNull())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'text', (c) => c.notNull())
    .addColumn('answered_at', 'text')
    .addPrimaryKeyConstraint('follow_up_pk', ['credential_id', 'wave'])
    .execute()
  await schema
    .createTable('follow_up_stop')
    .addColumn('participant_id', 'text', (c) => c.primaryKey().references('participant.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()

  await schema
    .createTable('occasion')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('held_on', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('is_demo', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await schema
    .createTable('attendance')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('occasion_id', 'text', (c) => c.notNull().references('occasion.id'))
    .addColumn('participant_id', 'text', (c) => c.references('participant.id'))
    .addColumn('employer_id', 'text', (c) => c.references('organisation.id'))
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('attendance_at_occasion').on('attendance').column('occasion_id').execute()
  await schema.createIndex('attendance_of_participant').on('attendance').column('participant_id').execute()
  await schema.createIndex('attendance_of_employer').on('attendance').column('employer_id').execute()

  await schema
    .createTable('support_programme')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()

  // An employer has one declaration in force: the next version ends the one before (DOMAIN section 16).
  await sql`create unique index declaration_published on declaration (employer_id) where state = 'published'`.execute(db)
}
