import { count, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

export interface Passkey {
  /** the credential id of WebAuthn, base64url */
  id: string
  userId: string
  /** COSE public key, base64url */
  publicKey: string
  counter: number
  transports: string[]
  createdAt: Date
  usedAt?: Date
  /** what its owner calls it, e.g. of which device it is */
  name?: string
}

const columns = ['id', 'user_id', 'public_key', 'counter', 'transports', 'created_at', 'used_at', 'name'] as const
const fromRow = (row: Row<'passkey'>): Passkey => ({
  id: row.id,
  userId: row.user_id,
  publicKey: row.public_key,
  counter: row.counter,
  transports: json.read(row.transports),
  createdAt: instant.read(row.created_at),
  usedAt: instant.readMaybe(row.used_at),
  ...(row.name === null ? {} : { name: row.name }),
})

export const insertPasskey = async (db: Db, passkey: Passkey): Promise<void> => {
  await db
    .insertInto('passkey')
    .values({
      id: passkey.id,
      user_id: passkey.userId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: json.write(passkey.transports),
      created_at: instant.write(passkey.createdAt),
      used_at: null,
      name: null,
    })
    .execute()
}

export const findPasskey = async (db: Db, id: string): Promise<Passkey | undefined> => {
  const row = await db.selectFrom('passkey').select(columns).where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

export const listPasskeys = async (db: Db, userId: string): Promise<Passkey[]> =>
  (await db.selectFrom('passkey').select(columns).where('user_id', '=', userId).orderBy('created_at').execute()).map(fromRow)

export const recordPasskeyUse = async (db: Db, id: string, counter: number, now: Date): Promise<void> => {
  await db
    .updateTable('passkey')
    .set({ counter, used_at: instant.write(now) })
    .where('id', '=', id)
    .execute()
}

export const deletePasskey = async (db: Db, userId: string, id: string): Promise<boolean> => {
  const result = await db.deleteFrom('passkey').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows) === 1
}

export const insertChallenge = async (db: Db, challenge: { challenge: string; userId?: string; expiresAt: Date }): Promise<void> => {
  await db
    .insertInto('passkey_challenge')
    .values({ challenge: challenge.challenge, user_id: challenge.userId ?? null, expires_at: instant.write(challenge.expiresAt) })
    .execute()
}

/** Takes a challenge that was handed out and is not over; each counts once. */
export const takeChallenge = async (db: Db, challenge: string, userId: string | undefined, now: Date): Promise<boolean> => {
  let query = db.deleteFrom('passkey_challenge').where('challenge', '=', challenge).where('expires_at', '>', instant.write(now))
  query = userId === undefined ? query.where('user_id', 'is', null) : query.where('user_id', '=', userId)
  return Number((await query.executeTakeFirst()).numDeletedRows) === 1
}

/** @returns whether there is such a passkey of this person */
export const renamePasskey = async (db: Db, userId: string, id: string, name: string): Promise<boolean> => {
  const answer = await db.updateTable('passkey').set({ name }).where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  return answer.numUpdatedRows > 0n
}

/** How many passkeys each account has. */
export const countPasskeys = async (db: Db): Promise<Map<string, number>> =>
  new Map(
    (
      await db
        .selectFrom('passkey')
        .select((select) => ['user_id', select.fn.countAll<string>().as('passkeys')])
        .groupBy('user_id')
        .execute()
    ).map((row) => [row.user_id, count(row.passkeys)]),
  )
