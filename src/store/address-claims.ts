import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** An address that a person added and whose mail was not answered yet. */
export interface AddressClaim {
  id: string
  participantId: string
  address: string
  createdAt: Date
  expiresAt: Date
}

export const insertAddressClaim = async (db: Db, claim: AddressClaim): Promise<void> => {
  await db
    .insertInto('address_claim')
    .values({
      id: claim.id,
      participant_id: claim.participantId,
      address: claim.address,
      created_at: instant.write(claim.createdAt),
      expires_at: instant.write(claim.expiresAt),
    })
    .execute()
}

const read = (row: { id: string; participant_id: string; address: string; created_at: string; expires_at: string }): AddressClaim => ({
  id: row.id,
  participantId: row.participant_id,
  address: row.address,
  createdAt: instant.read(row.created_at),
  expiresAt: instant.read(row.expires_at),
})
const columns = ['id', 'participant_id', 'address', 'created_at', 'expires_at'] as const

export const findAddressClaim = async (db: Db, id: string): Promise<AddressClaim | undefined> => {
  const row = await db.selectFrom('address_claim').select(columns).where('id', '=', id).executeTakeFirst()
  return row && read(row)
}

/** Addresses of a person that wait for their mail to be answered. */
export const listAddressClaims = async (db: Db, participantId: string, now: Date): Promise<AddressClaim[]> =>
  (
    await db
      .selectFrom('address_claim')
      .select(columns)
      .where('participant_id', '=', participantId)
      .where('expires_at', '>', instant.write(now))
      .orderBy('created_at')
      .execute()
  ).map(read)

export const deleteAddressClaim = async (db: Db, id: string): Promise<void> => {
  await db.deleteFrom('address_claim').where('id', '=', id).execute()
}

export const deleteAddressClaimsBefore = async (db: Db, expired: Date): Promise<void> => {
  await db.deleteFrom('address_claim').where('expires_at', '<', instant.write(expired)).execute()
}
