import { instant } from './columns.ts'
import type { Db } from './database.ts'

export const insertSecretLink = async (
  db: Db,
  link: { secretSha256: string; subject: string; recordId: string; createdAt: Date; expiresAt: Date },
): Promise<void> => {
  await db
    .insertInto('secret_link')
    .values({
      secret_sha256: link.secretSha256,
      subject: link.subject,
      record_id: link.recordId,
      created_at: instant.write(link.createdAt),
      expires_at: instant.write(link.expiresAt),
      closed_at: null,
    })
    .execute()
}

/** The record that a secret with this digest opens now. Undefined alike for unknown, closed and expired ones. */
export const findOpenSecretLink = async (
  db: Db,
  secretSha256: string,
  now: Date,
): Promise<{ subject: string; recordId: string; expiresAt: Date } | undefined> => {
  const row = await db
    .selectFrom('secret_link')
    .select(['subject', 'record_id', 'expires_at'])
    .where('secret_sha256', '=', secretSha256)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', instant.write(now))
    .executeTakeFirst()
  return row && { subject: row.subject, recordId: row.record_id, expiresAt: instant.read(row.expires_at) }
}

/** Closes every link of this kind to a record. Returns how many were open. */
export const closeSecretLinks = async (db: Db, subject: string, recordId: string, now: Date): Promise<number> => {
  const result = await db
    .updateTable('secret_link')
    .set({ closed_at: instant.write(now) })
    .where('subject', '=', subject)
    .where('record_id', '=', recordId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Uses up a link that opens once: true for exactly one caller. */
export const useUpSecretLink = async (db: Db, secretSha256: string, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('secret_link')
    .set({ closed_at: instant.write(now) })
    .where('secret_sha256', '=', secretSha256)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', instant.write(now))
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}
