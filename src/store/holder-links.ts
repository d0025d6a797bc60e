import { instant } from './columns.ts'
import type { Db } from './database.ts'
import { insertRows } from './insert-rows.ts'

export const insertHolderLink = async (
  db: Db,
  link: { secretSha256: string; credentialId: string; expiresAt?: Date },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('holder_link')
    .values({
      secret_sha256: link.secretSha256,
      credential_id: link.credentialId,
      created_at: instant.write(now),
      expires_at: instant.writeMaybe(link.expiresAt),
    })
    .execute()
}

/** The same for many new badges, whose links do not end. */
export const insertHolderLinks = async (
  db: Db,
  links: readonly { secretSha256: string; credentialId: string }[],
  now: Date,
): Promise<void> => {
  const at = instant.write(now)
  const rows = links.map((link) => ({
    secret_sha256: link.secretSha256,
    credential_id: link.credentialId,
    created_at: at,
    expires_at: null,
  }))
  await insertRows({ db }, 'holder_link', rows)
}

/** Whether a secret with this digest opens the holder's view of this badge now. */
export const holderLinkOpens = async (db: Db, secretSha256: string, credentialId: string, now: Date): Promise<boolean> => {
  const row = await db
    .selectFrom('holder_link')
    .select('expires_at')
    .where('secret_sha256', '=', secretSha256)
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  return row !== undefined && (row.expires_at === null || instant.read(row.expires_at) > now)
}
