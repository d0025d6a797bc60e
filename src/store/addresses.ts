import { fullName } from '../domain/person-name.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** A mailbox of a person: a private one outlives the work address. */
export interface ContactAddress {
  address: string
  kind: 'private' | 'work' | 'unknown'
  /** out of use since then; mails go elsewhere, the mailbox stays this person's */
  retiredAt?: Date
}

export const listAddresses = async (db: Db, participantId: string): Promise<ContactAddress[]> =>
  (
    await db
      .selectFrom('participant_email')
      .select(['address', 'kind', 'retired_at'])
      .where('participant_id', '=', participantId)
      .orderBy('created_at')
      .orderBy('address_key')
      .execute()
  ).map((row) => ({
    address: row.address,
    kind: row.kind as ContactAddress['kind'],
    retiredAt: instant.readMaybe(row.retired_at),
  }))

export const insertAddress = async (
  db: Db,
  participantId: string,
  address: { address: string; addressKey: string; kind: ContactAddress['kind'] },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('participant_email')
    .values({
      participant_id: participantId,
      address_key: address.addressKey,
      address: address.address,
      kind: address.kind,
      created_at: instant.write(now),
      retired_at: null,
    })
    .execute()
}

/** Takes a mailbox out of use, or into use again. @returns false when it is none of this person's */
export const setAddressRetired = async (
  db: Db,
  participantId: string,
  addressKey: string,
  retiredAt: Date | undefined,
): Promise<boolean> => {
  const result = await db
    .updateTable('participant_email')
    .set({ retired_at: instant.writeMaybe(retiredAt) })
    .where('participant_id', '=', participantId)
    .where('address_key', '=', addressKey)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** The address that mails go to: the newest private one, else the one that came first; never one that is out of use. */
export const findMailAddress = async (db: Db, participantId: string): Promise<string | undefined> => {
  const rows = await db
    .selectFrom('participant_email')
    .select(['address', 'kind'])
    .where('participant_id', '=', participantId)
    .where('retired_at', 'is', null)
    .orderBy('created_at')
    .orderBy('address_key')
    .execute()
  return (rows.filter(({ kind }) => kind === 'private').at(-1) ?? rows[0])?.address
}

/** The participant whose mailbox this is, by the comparison form of the address. */
export const findParticipantIdByAddress = async (db: Db, addressKey: string): Promise<string | undefined> =>
  (await db.selectFrom('participant_email').select('participant_id').where('address_key', '=', addressKey).executeTakeFirst())
    ?.participant_id

/** The same for an address that is in use: one that was taken out of use, e.g. of a former job, signs nobody in. */
export const findParticipantIdByAddressInUse = async (db: Db, addressKey: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom('participant_email')
      .select('participant_id')
      .where('address_key', '=', addressKey)
      .where('retired_at', 'is', null)
      .executeTakeFirst()
  )?.participant_id

/** Name and mail address of many people; who has no address in use is left out. The address is chosen as in {@link findMailAddress}. */
export const listAddressees = async (
  db: Db,
  participantIds: readonly string[],
): Promise<Map<string, { name: string; address: string }>> => {
  const found = new Map<string, { name: string; address: string; isPrivate: boolean }>()
  for (let from = 0; from < participantIds.length; from += 500) {
    const rows = await db
      .selectFrom('participant_email')
      .innerJoin('participant', 'participant.id', 'participant_email.participant_id')
      .select(['participant.id as id', 'family_name', 'given_name', 'address', 'kind'])
      .where('participant.id', 'in', participantIds.slice(from, from + 500))
      .where('retired_at', 'is', null)
      .orderBy('participant_email.created_at')
      .orderBy('address_key')
      .execute()
    for (const row of rows) {
      const known = found.get(row.id)
      const isPrivate = row.kind === 'private'
      if (known === undefined || isPrivate)
        found.set(row.id, { name: fullName(row.family_name, row.given_name), address: row.address, isPrivate })
    }
  }
  return found
}
