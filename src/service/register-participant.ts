import type { Actor } from '../domain/actor.ts'
import { readEmail } from '../domain/email-address.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { nameSearchKey } from '../domain/person-name.ts'
import { ServiceError } from '../errors.ts'
import { insertEmployment } from '../store/employments.ts'
import { findParticipant, insertParticipant } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

export interface RegisterParticipant {
  participant: Participant
  employment?: { employerId: string; from?: string; source: string }
}

/**
 * Registers a participant with their addresses and present employer. Names stay exactly as given. The same person again changes nothing.
 *
 * @throws ServiceError `forbidden`; `conflict` when the number or a mailbox belongs to another participant; `invalid_input`
 */
export const registerParticipant = async (deps: Deps, actor: Actor, command: RegisterParticipant): Promise<Participant> => {
  const operatorId = 'role' in actor && actor.role === 'operator' ? actor.organisationId : undefined
  permit(actor, 'participant.register', operatorId === undefined ? {} : { operatorId })
  const { participant, employment } = command
  const known = await findParticipant(deps.db, participant.id)
  if (known !== undefined) return requireSamePerson(known, participant, actor)
  const now = deps.now()
  try {
    await inTransaction(deps, async (deps) => {
      await insertParticipant(
        deps.db,
        {
          ...participant,
          searchKey: nameSearchKey(`${participant.familyName}${participant.givenName}`),
          addressKeys: participant.emails.map(addressKey),
          ...(operatorId === undefined ? {} : { registeredBy: operatorId }),
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

/** A number is one person's. A load that is run again meets its own records, names corrected since then included. */
const requireSamePerson = (known: Participant, given: Participant, actor: Actor): Participant => {
  const same = known.familyName === given.familyName && known.givenName === given.givenName
  if (same || actor.kind === 'system') return known
  throw new ServiceError('conflict', `The number ${given.id} is another participant's.`)
}

/** How mailboxes are compared: one mailbox, one participant (DOMAIN section 4). @throws ServiceError `invalid_input` */
export const addressKey = (address: string): string => {
  const reading = readEmail(address)
  if (!reading.ok)
    throw new ServiceError('invalid_input', 'This is no e-mail address.', {
      problems: [{ path: '/address', message: 'is no e-mail address' }],
    })
  return reading.address.toLowerCase()
}
