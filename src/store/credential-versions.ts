import type { IssuedCredential, SignedDocument } from '../domain/credential.ts'
import { instant } from './columns.ts'
import { appendCredentialEvent } from './credential-events.ts'
import type { Db } from './database.ts'

/**
 * Puts a newly signed version in the place of the present one, which stays readable as an earlier version.
 *
 * @returns false when the badge changed meanwhile
 */
export const replaceDocument = async (
  db: Db,
  replaced: IssuedCredential,
  next: { document: SignedDocument; entry: { listId: string; index: number }; unsignedText: string },
  now: Date,
): Promise<boolean> => {
  const result = await db
    .updateTable('credential')
    .set({
      state: 'issued',
      unsigned_text: next.unsignedText,
      template_id: null,
      signed_text: next.document.text,
      signed_sha256: next.document.sha256,
      status_list_id: next.entry.listId,
      status_index: next.entry.index,
      changed_at: instant.write(now),
      reason: null,
      updated_at: instant.write(now),
    })
    .where('id', '=', replaced.id)
    .where('signed_sha256', '=', replaced.document.sha256)
    .where('state', '<>', 'revoked')
    .executeTakeFirst()
  if (Number(result.numUpdatedRows) !== 1) return false
  await db
    .insertInto('credential_version')
    .values({
      credential_id: replaced.id,
      sha256: replaced.document.sha256,
      text: replaced.document.text,
      issued_at: instant.write(replaced.issuedAt),
      status_list_id: replaced.entry.listId,
      status_index: replaced.entry.index,
      replaced_at: instant.write(now),
    })
    .execute()
  if (replaced.state === 'suspended') await appendCredentialEvent(db, { credentialId: replaced.id, event: 'reinstated' }, now)
  return true
}

/** An earlier signed version of a badge by its digest. */
export const findCredentialVersion = async (db: Db, credentialId: string, sha256: string): Promise<SignedDocument | undefined> =>
  db
    .selectFrom('credential_version')
    .select(['text', 'sha256'])
    .where('credential_id', '=', credentialId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()

/** The digests of the earlier signed versions of a badge, the first one first. */
export const listCredentialVersions = async (db: Db, credentialId: string): Promise<string[]> =>
  (
    await db
      .selectFrom('credential_version')
      .select('sha256')
      .where('credential_id', '=', credentialId)
      .orderBy('replaced_at')
      .orderBy('sha256')
      .execute()
  ).map((row) => row.sha256)
