import { type Kysely, sql } from 'kysely'

/** Signed endorsements, confidential evidence of nominations, and a revision by which two changes of one nomination notice each other. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('endorsement')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('issuer_id', 'text', (c) => c.notNull().references('issuer.id'))
    .addColumn('issuer_org_id', 'text', (c) => c.notNull().references('organisation.id'))
    .addColumn('target_type', 'text', (c) => c.notNull())
    .addColumn('target_id', 'text', (c) => c.notNull())
    .addColumn('target_digest', 'text')
    .addColumn('basis_id', 'text', (c) => c.notNull())
    .addColumn('text_ja', 'text', (c) => c.notNull())
    .addColumn('statement', 'text', (c) => c.notNull())
    .addColumn('valid_from_on', 'text', (c) => c.notNull())
    .addColumn('valid_until_on', 'text')
    .addColumn('status_list_id', 'text', (c) => c.notNull())
    .addColumn('status_index', 'integer', (c) => c.notNull())
    .addColumn('unsigned_text', 'text', (c) => c.notNull())
    .addColumn('signed_text', 'text')
    .addColumn('signed_sha256', 'text')
    .addColumn('issued_at', 'text')
    .addColumn('revoked_at', 'text')
    .addColumn('reason_code', 'text')
    .addColumn('reason_text', 'text')
    .addColumn('superseded_by', 'text')
    .addColumn('is_demo', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  // One standing endorsement of a kind, signer, target and source record; a withdrawn one makes room for the next.
  await sql`create unique index endorsement_once on endorsement (kind, issuer_id, target_id, basis_id) where state <> 'revoked'`.execute(db)
  await schema.createIndex('endorsement_of_target').on('endorsement').column('target_id').execute()
  await schema.createIndex('endorsement_of_basis').on('endorsement').column('basis_id').execute()

  await schema
    .createTable('evidence_file')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('nomination_id', 'text', (c) => c.notNull().references('nomination.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('media_type', 'text', (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()
  await sql`create unique index evidence_file_once on evidence_file (nomination_id, sha256)`.execute(db)

  await schema
    .alterTable('nomination')
    .addColumn('revision', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}
