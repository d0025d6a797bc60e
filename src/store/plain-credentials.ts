import type { StatusListEntry } from '../domain/credential.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** A credential that was signed for a caller of the VC-API by an instance that keeps a record. */
export interface PlainCredential {
  issuerId: string
  id: string
  text: string
  sha256: string
  entry?: StatusListEntry
}

/** @throws a unique violation when the issuer issued this id before */
export const insertPlainCredential = async (db: Db, credential: PlainCredential, now: Date): Promise<void> => {
  await db
    .insertInto('plain_credential')
    .values({
      issuer_id: credential.issuerId,
      id: credential.id,
      text: credential.text,
      sha256: credential.sha256,
      status_list_id: credential.entry?.listId ?? null,
      status_index: credential.entry?.index ?? null,
      issued_at: instant.write(now),
    })
    .execute()
}

export const findPlainCredential = async (db: Db, issuerId: string, id: string): Promise<PlainCredential | undefined> => {
  const row = await db
    .selectFrom('plain_credential')
    .select(['issuer_id', 'id', 'text', 'sha256', 'status_list_id', 'status_index'])
    .where('issuer_id', '=', issuerId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const entry =
    row.status_list_id === null || row.status_index === null ? undefined : { listId: row.status_list_id, index: row.status_index }
  return { issuerId: row.issuer_id, id: row.id, text: row.text, sha256: row.sha256, entry }
}
