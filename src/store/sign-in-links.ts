import { absent, instant } from './columns.ts'
import type { Db } from './database.ts'

export const insertSignInLink = async (
  db: Db,
  link: { secretSha256: string; userId: string; browserSha256?: string; expiresAt: Date },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('sign_in_link')
    .values({
      secret_sha256: link.secretSha256,
      user_id: link.userId,
      browser_sha256: link.browserSha256 ?? null,
      expires_at: instant.write(link.expiresAt),
      used_at: null,
      created_at: instant.write(now),
    })
    .execute()
}

/** A link that still opens. Undefined alike for unknown, used and expired ones. */
export const findOpenSignInLink = async (
  db: Db,
  secretSha256: string,
  now: Date,
): Promise<{ userId: string; browserSha256?: string } | undefined> => {
  const row = await db
    .selectFrom('sign_in_link')
    .select(['user_id', 'browser_sha256'])
    .where('secret_sha256', '=', secretSha256)
    .where('used_at', 'is', null)
    .where('expires_at', '>', instant.write(now))
    .executeTakeFirst()
  return row && { userId: row.user_id, browserSha256: absent(row.browser_sha256) }
}

/** Uses a link up: true for exactly one caller. */
export const useUpSignInLink = async (db: Db, secretSha256: string, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('sign_in_link')
    .set({ used_at: instant.write(now) })
    .where('secret_sha256', '=', secretSha256)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}
