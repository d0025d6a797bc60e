import type { SignInFactor } from '../domain/user.ts'
import { absent, count, instant } from './columns.ts'
import type { Db } from './database.ts'

export interface Session {
  secretSha256: string
  userId: string
  membershipId?: string
  factor: SignInFactor
  createdAt: Date
  seenAt: Date
}

export const insertSession = async (db: Db, session: Session): Promise<void> => {
  await db
    .insertInto('session')
    .values({
      secret_sha256: session.secretSha256,
      user_id: session.userId,
      membership_id: session.membershipId ?? null,
      factor: session.factor,
      created_at: instant.write(session.createdAt),
      seen_at: instant.write(session.seenAt),
    })
    .execute()
}

export const findSession = async (db: Db, secretSha256: string): Promise<Session | undefined> => {
  const row = await db
    .selectFrom('session')
    .select(['secret_sha256', 'user_id', 'membership_id', 'factor', 'created_at', 'seen_at'])
    .where('secret_sha256', '=', secretSha256)
    .executeTakeFirst()
  return (
    row && {
      secretSha256: row.secret_sha256,
      userId: row.user_id,
      membershipId: absent(row.membership_id),
      factor: row.factor as SignInFactor,
      createdAt: instant.read(row.created_at),
      seenAt: instant.read(row.seen_at),
    }
  )
}

export const touchSession = async (db: Db, secretSha256: string, seenAt: Date): Promise<void> => {
  await db
    .updateTable('session')
    .set({ seen_at: instant.write(seenAt) })
    .where('secret_sha256', '=', secretSha256)
    .execute()
}

export const deleteSession = async (db: Db, secretSha256: string): Promise<void> => {
  await db.deleteFrom('session').where('secret_sha256', '=', secretSha256).execute()
}

/** Forgets what is over: sessions that nobody has used since, links and windows of time that are past. */
export const deleteOldSignIns = async (db: Db, before: { session: Date; link: Date; window: Date }): Promise<void> => {
  await db.deleteFrom('session').where('seen_at', '<', instant.write(before.session)).execute()
  await db.deleteFrom('sign_in_link').where('expires_at', '<', instant.write(before.link)).execute()
  await db.deleteFrom('passkey_challenge').where('expires_at', '<', instant.write(before.link)).execute()
  await db.deleteFrom('office_attempt').where('expires_at', '<', instant.write(before.link)).execute()
  await db.deleteFrom('attempt').where('window_start', '<', instant.write(before.window)).execute()
}

export const countSessions = async (db: Db, userId: string): Promise<number> =>
  count(
    (
      await db
        .selectFrom('session')
        .select((row) => row.fn.countAll().as('n'))
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
    ).n,
  )

/**
 * Closes every sign-in of an account.
 *
 * @returns how many ended
 */
export const deleteSessionsOf = async (db: Db, userId: string): Promise<number> =>
  count((await db.deleteFrom('session').where('user_id', '=', userId).executeTakeFirst()).numDeletedRows)
