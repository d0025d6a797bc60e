import type { Membership, User } from '../domain/user.ts'
import { absent, flag, instant } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

const userColumns = ['id', 'email_key', 'email', 'name', 'disabled_at', 'is_demo', 'created_at'] as const
const userOf = (row: Row<'user_account'>): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  disabledAt: instant.readMaybe(row.disabled_at),
  isDemo: flag.read(row.is_demo),
})

export const insertUser = async (db: Db, user: User & { emailKey: string }, now: Date): Promise<void> => {
  await db
    .insertInto('user_account')
    .values({
      id: user.id,
      email_key: user.emailKey,
      email: user.email,
      name: user.name,
      disabled_at: instant.writeMaybe(user.disabledAt),
      is_demo: flag.write(user.isDemo),
      created_at: instant.write(now),
    })
    .execute()
}

export const findUser = async (db: Db, id: string): Promise<User | undefined> => {
  const row = await db.selectFrom('user_account').select(userColumns).where('id', '=', id).executeTakeFirst()
  return row && userOf(row)
}

/** @param emailKey - the address as `emailKey` of `domain/email-address.ts` makes it */
export const findUserByEmail = async (db: Db, emailKey: string): Promise<User | undefined> => {
  const row = await db.selectFrom('user_account').select(userColumns).where('email_key', '=', emailKey).executeTakeFirst()
  return row && userOf(row)
}

export const listUsers = async (db: Db): Promise<User[]> =>
  (await db.selectFrom('user_account').select(userColumns).orderBy('created_at').orderBy('id').execute()).map(userOf)

export const setUserDisabled = async (db: Db, id: string, disabledAt: Date | undefined): Promise<boolean> => {
  const result = await db
    .updateTable('user_account')
    .set({ disabled_at: instant.writeMaybe(disabledAt) })
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

const membershipColumns = ['id', 'user_id', 'role', 'organisation_id', 'participant_id', 'created_at'] as const
const membershipOf = (row: Row<'membership'>): Membership => ({
  id: row.id,
  userId: row.user_id,
  role: row.role as Membership['role'],
  organisationId: absent(row.organisation_id),
  participantId: absent(row.participant_id),
})

export const insertMembership = async (db: Db, membership: Membership, now: Date): Promise<void> => {
  await db
    .insertInto('membership')
    .values({
      id: membership.id,
      user_id: membership.userId,
      role: membership.role,
      organisation_id: membership.organisationId ?? null,
      participant_id: membership.participantId ?? null,
      created_at: instant.write(now),
    })
    .execute()
}

/** What a person may be, in the order in which it was given. */
export const listMemberships = async (db: Db, userId: string): Promise<Membership[]> =>
  (
    await db.selectFrom('membership').select(membershipColumns).where('user_id', '=', userId).orderBy('created_at').orderBy('id').execute()
  ).map(membershipOf)

/**
 * Closes the account that belongs to this address as far as it is this person's: the role of learner goes, and with it sessions and links. An account with
 * other roles keeps them.
 */
export const closeAccountOf = async (db: Db, participantId: string, emailKey: string): Promise<void> => {
  const user = await db.selectFrom('user_account').select('id').where('email_key', '=', emailKey).executeTakeFirst()
  if (user === undefined) return
  const memberships = await db.selectFrom('membership').select(['id', 'participant_id']).where('user_id', '=', user.id).execute()
  const own = memberships.filter((row) => row.participant_id === participantId).map((row) => row.id)
  if (own.length === 0) return
  await db.deleteFrom('session').where('user_id', '=', user.id).execute()
  await db.deleteFrom('sign_in_link').where('user_id', '=', user.id).execute()
  await db.deleteFrom('membership').where('id', 'in', own).execute()
  if (own.length < memberships.length) return
  await deleteAccounts(db, [user.id])
}

/** Deletes accounts that have no role left, with everything by which somebody signs in to them. */
export const deleteAccounts = async (db: Db, ids: readonly string[]): Promise<void> => {
  for (const table of ['session', 'sign_in_link', 'passkey', 'passkey_challenge', 'office_link'] as const)
    await db
      .deleteFrom(table as 'passkey')
      .where('user_id', 'in', [...ids])
      .execute()
  await db
    .deleteFrom('user_account')
    .where('id', 'in', [...ids])
    .execute()
}

/** Everybody's roles, by account. */
export const listAllMemberships = async (db: Db): Promise<Membership[]> =>
  (await db.selectFrom('membership').select(membershipColumns).orderBy('created_at').orderBy('id').execute()).map(membershipOf)

/** @returns false when it was none of this account's */
export const deleteMembership = async (db: Db, userId: string, id: string): Promise<boolean> => {
  await db.updateTable('session').set({ membership_id: null }).where('membership_id', '=', id).execute()
  const result = await db.deleteFrom('membership').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows) === 1
}
