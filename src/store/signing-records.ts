import { createHash } from 'node:crypto'
import { absent, instant } from './columns.ts'
import type { Db } from './database.ts'

/** What a record that is filed for signing holds; other records (badges, endorsements) are reserved in tables of their own. */
export type FiledKind = 'credential_version' | 'status_list' | 'plain'

export interface FiledRecord {
  id: string
  kind: FiledKind
  issuerId: string
  /** what it belongs to: `credential:ID`, `status-list:ID`, `issuer:ID` */
  entity: string
  securing: string
  /** the exact text that is to be signed; absent when it was signed, or given up */
  unsignedText?: string
  unsignedSha256: string
}

/** Stores texts before they are signed. */
export const fileRecords = async (
  db: Db,
  records: readonly (Omit<FiledRecord, 'unsignedText' | 'unsignedSha256'> & { unsignedText: string })[],
  now: Date,
): Promise<void> => {
  await db
    .insertInto('signing_record')
    .values(
      records.map((record) => ({
        id: record.id,
        kind: record.kind,
        issuer_id: record.issuerId,
        entity: record.entity,
        securing: record.securing,
        unsigned_text: record.unsignedText,
        unsigned_sha256: createHash('sha256').update(record.unsignedText).digest('hex'),
        created_at: instant.write(now),
        signed_sha256: null,
        signed_at: null,
      })),
    )
    .execute()
}

export const findFiledRecord = async (db: Db, id: string): Promise<FiledRecord | undefined> => {
  const row = await db
    .selectFrom('signing_record')
    .select(['id', 'kind', 'issuer_id', 'entity', 'securing', 'unsigned_text', 'unsigned_sha256'])
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      kind: row.kind as FiledKind,
      issuerId: row.issuer_id,
      entity: row.entity,
      securing: row.securing,
      unsignedText: absent(row.unsigned_text),
      unsignedSha256: row.unsigned_sha256,
    }
  )
}

/** Keeps of a record that was signed its digests alone: the text stands where it belongs now. */
export const markFiledSigned = async (db: Db, id: string, signedSha256: string, now: Date): Promise<void> => {
  await db
    .updateTable('signing_record')
    .set({ unsigned_text: null, signed_sha256: signedSha256, signed_at: instant.write(now) })
    .where('id', '=', id)
    .execute()
}

/** Forgets what was filed about one record, e.g. a badge that is erased. */
export const forgetUnsignedTextsOf = async (db: Db, entity: string): Promise<void> => {
  await db.updateTable('signing_record').set({ unsigned_text: null }).where('entity', '=', entity).execute()
}

/** Forgets texts that nobody signed since: their deed was given up, or begun again under another record. */
export const forgetUnsignedTexts = async (db: Db, before: Date): Promise<void> => {
  await db
    .updateTable('signing_record')
    .set({ unsigned_text: null })
    .where('created_at', '<', instant.write(before))
    .where('unsigned_text', 'is not', null)
    .execute()
}
