import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** Remembers that a browser was sent to the sign-in of its office. */
export const insertOfficeAttempt = async (db: Db, attempt: { browserSha256: string; returnTo: string; expiresAt: Date }): Promise<void> => {
  await db
    .insertInto('office_attempt')
    .values({ browser_sha256: attempt.browserSha256, return_to: attempt.returnTo, expires_at: instant.write(attempt.expiresAt) })
    .execute()
}

/** Takes the attempt of a browser that comes back: for exactly one caller, and not after its time. */
export const takeOfficeAttempt = async (db: Db, browserSha256: string, now: Date): Promise<{ returnTo: string } | undefined> => {
  const row = await db
    .deleteFrom('office_attempt')
    .where('browser_sha256', '=', browserSha256)
    .where('expires_at', '>', instant.write(now))
    .returning('return_to')
    .executeTakeFirst()
  return row && { returnTo: row.return_to }
}

/** The account here that belongs to an account of the provider. */
export const findOfficeUserId = async (db: Db, provider: string, subject: string): Promise<string | undefined> =>
  (await db.selectFrom('office_link').select('user_id').where('provider', '=', provider).where('subject', '=', subject).executeTakeFirst())
    ?.user_id

/** The account of the provider that belongs to an account here. */
export const findOfficeSubject = async (db: Db, provider: string, userId: string): Promise<string | undefined> =>
  (await db.selectFrom('office_link').select('subject').where('provider', '=', provider).where('user_id', '=', userId).executeTakeFirst())
    ?.subject

export const insertOfficeLink = async (db: Db, link: { provider: string; subject: string; userId: string }, now: Date): Promise<void> => {
  await db
    .insertInto('office_link')
    .values({ provider: link.provider, subject: link.subject, user_id: link.userId, created_at: instant.write(now) })
    .execute()
}

/** Parts an account here from its account at the provider. @returns whether there was a link */
export const deleteOfficeLink = async (db: Db, provider: string, userId: string): Promise<boolean> => {
  const result = await db.deleteFrom('office_link').where('provider', '=', provider).where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}
