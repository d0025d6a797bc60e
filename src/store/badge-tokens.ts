import type { SignedDocument } from '../domain/credential.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** The token of one signed version of a badge. */
export const findBadgeToken = async (db: Db, credentialId: string, documentSha256: string): Promise<SignedDocument | undefined> => {
  const row = await db
    .selectFrom('credential_token')
    .select(['token', 'sha256'])
    .where('credential_id', '=', credentialId)
    .where('document_sha256', '=', documentSha256)
    .executeTakeFirst()
  return row && { text: row.token, sha256: row.sha256 }
}

/** @returns false when the version has its token already; that one is served */
export const insertBadgeToken = async (
  db: Db,
  version: { credentialId: string; documentSha256: string },
  token: SignedDocument,
  now: Date,
): Promise<boolean> => {
  const result = await db
    .insertInto('credential_token')
    .values({
      credential_id: version.credentialId,
      document_sha256: version.documentSha256,
      token: token.text,
      sha256: token.sha256,
      created_at: instant.write(now),
    })
    .onConflict((conflict) => conflict.columns(['credential_id', 'document_sha256']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) === 1
}
