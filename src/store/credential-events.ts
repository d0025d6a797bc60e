import { jstDay } from '../domain/japanese-date.ts'
import { newId } from '../ids.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'

export type CredentialEventName = 'suspended' | 'reinstated' | 'revoked' | 'claimed' | 'declined'

/**
 * Records what became of a badge, in the transaction of the change; figures for past days are computed from it (DOMAIN section 11).
 *
 * @param event.on - JST day of it, where it is not the day of `now`
 */
export const appendCredentialEvent = async (
  db: Db,
  event: { credentialId: string; event: CredentialEventName; on?: string | undefined },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('credential_event')
    .values({
      id: newId(),
      credential_id: event.credentialId,
      event: event.event,
      on_day: event.on ?? jstDay(now),
      at: instant.write(now),
    })
    .execute()
}
