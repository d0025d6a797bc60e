import type { Actor } from '../domain/actor.ts'
import { readEmail } from '../domain/email-address.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { nameSearchKey } from '../domain/person-name.ts'
import { ServiceError } from '../errors.ts'
import { findParticipant, insertEmployment, insertParticipant } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

export interface RegisterParticipant {
  participant: Participant
  employment?: { employerId: string; from?: string; source: string }
}

/**
 * Registers a participant with their addresses and present employer. Names stay exactly as given. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden`; `conflict` when a mailbox belongs to another participant
 */
export const registerParticipant = async (deps: Deps, actor: Actor, command: RegisterParticipant): Promise<Participant> => {
  permit(actor, 'programme.load')
  const { participant, employment } = command
  const known = await findParticipant(deps.db, participant.id)
  if (known !== undefined) return known
  const now = deps.now()
  try {
    await inTransaction(deps, async (deps) => {
      await insertParticipant(
        deps.db,
        {
          ...participant,
          searchKey: nameSearchKey(`${participant.familyName}${participant.givenName}`),
          addressKeys: participant.emails.map(addressKey),
        },
        now,
      )
      if (employment !== undefined)
        await insertEmployment(
          deps.db,
          { id: `${participant.id}:${employment.employerId}`, participantId: participant.id, ...employment },
          now,
        )
      await audit(deps, actor, 'participant.registered', `participant:${participant.id}`)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', `A mailbox of participant ${participant.id} belongs to another participant.`, { cause: error })
  }
  return participant
}

/** How mailboxes are compared: one mailbox, one participant (DOMAIN section 4). */
const addressKey = (address: string): string => {
  const reading = readEmail(address)
  if (!reading.ok) throw new ServiceError('invalid_input', `"${address}" is no e-mail address.`)
  return reading.address.toLowerCase()
}
