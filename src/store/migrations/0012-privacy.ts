import type { Kysely } from 'kysely'

/** What people ask about their own data, erasures, and private addresses that wait for their mail to be answered. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema.alterTable('credential').addColumn('erased_at', 'text').execute()
  await schema.alterTable('participant').addColumn('erased_at', 'text').execute()
  await schema.alterTable('completion').addColumn('erased_at', 'text').execute()

  await schema
    .createTable('erasure')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull())
    // Absent: the whole person.
    .addColumn('credential_id', 'text')
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()

  await schema
    .createTable('data_request')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('received_on', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('decided_on', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('data_request_of_participant').on('data_request').column('participant_id').execute()
  await schema.createIndex('data_request_due').on('data_request').columns(['state', 'due_on']).execute()

  await schema
    .createTable('address_claim')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('address_claim_of_participant').on('address_claim').column('participant_id').execute()
}
