import type { Actor } from '../domain/actor.ts'
import { readEmail } from '../domain/email-address.ts'
import { permit } from '../domain/permit.ts'
import { fullName } from '../domain/person-name.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { deleteAddressClaim, findAddressClaim, insertAddressClaim } from '../store/address-claims.ts'
import { insertAddress, listAddresses, setAddressRetired } from '../store/addresses.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { closeAccountOf } from '../store/users.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'
import { addressKey } from './register-participant.ts'
import { actorBySecretLink, createSecretLink, useUpLink } from './secret-links.ts'
import { digestOf } from './secrets.ts'

const LINK_DAYS = 7

/**
 * A learner adds a private address, e.g. before leaving a job: a mail goes there, and nothing changes until its link is answered. The answer is the same
 * for a mailbox that belongs to somebody else: who types an address must not learn whose it is.
 *
 * @throws ServiceError `forbidden`, `participant_not_found`, `invalid_input` for what is no address
 */
export const askToAddAddress = async (deps: Deps, actor: Actor, command: { participantId: string; address: string }): Promise<void> => {
  permit(actor, 'participant.update_contact', { participantId: command.participantId })
  const reading = readEmail(command.address)
  if (!reading.ok)
    throw new ServiceError('invalid_input', 'This is no e-mail address.', {
      problems: [{ path: 'address', message: 'must be an e-mail address, e.g. name@example.jp' }],
    })
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  await inTransaction(deps, async (deps) => {
    const id = newId()
    const { secret, expiresAt } = await createSecretLink(deps, { subject: 'address', recordId: id, days: LINK_DAYS })
    await insertAddressClaim(deps.db, { id, participantId: participant.id, address: reading.address, createdAt: deps.now(), expiresAt })
    await postMail(deps, {
      kind: 'address_confirm',
      event: `address-claim:${id}`,
      toAddress: reading.address,
      // The mailbox may be a stranger's: the mail names nobody.
      data: { to: { kind: 'person', name: '' }, url: `${deps.publicUrl}/address?k=${secret}`, days: LINK_DAYS },
      entity: `participant:${participant.id}`,
      isDemo: participant.isDemo,
    })
    await audit(deps, actor, 'participant.address_claimed', `participant:${participant.id}`)
  })
}

/**
 * The link of the mail was answered: the address is the person's from now on, beside those that are there. Every address in use hears of it.
 *
 * @throws ServiceError `not_found` alike for unknown, used and expired links; `conflict` when the mailbox belongs to another participant
 */
export const confirmAddress = async (deps: Deps, secret: string): Promise<void> => {
  const link = await actorBySecretLink(deps, secret)
  const claim = link?.actor.subject === 'address' ? await findAddressClaim(deps.db, link.actor.id) : undefined
  const participant = claim && (await findParticipant(deps.db, claim.participantId))
  if (link === undefined || claim === undefined || participant === undefined)
    throw new ServiceError('not_found', 'This link is not open any more. Add the address again.')
  const now = deps.now()
  try {
    await inTransaction(deps, async (deps) => {
      if (!(await useUpLink(deps, secret))) throw new ServiceError('not_found', 'This link is not open any more. Add the address again.')
      const others = (await listAddresses(deps.db, participant.id)).filter(({ retiredAt }) => retiredAt === undefined)
      if (!(await setAddressRetired(deps.db, participant.id, claim.address, undefined)))
        await insertAddress(deps.db, participant.id, { address: claim.address, addressKey: claim.address, kind: 'private' }, now)
      await deleteAddressClaim(deps.db, claim.id)
      await audit(deps, link.actor, 'participant.address_added', `participant:${participant.id}`, { kind: 'private' })
      for (const address of new Set([...others.map(({ address }) => address), claim.address]))
        await postMail(deps, {
          kind: 'address_added',
          event: `address-claim:${claim.id} added ${digestOf(address).slice(0, 16)}`,
          toAddress: address,
          data: {
            to: { kind: 'person', name: fullName(participant.familyName, participant.givenName) },
            url: `${deps.publicUrl}/console/data`,
          },
          entity: `participant:${participant.id}`,
          isDemo: participant.isDemo,
        })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', 'This mailbox belongs to another participant.', { cause: error })
  }
}

/** Whether the link still opens, before its button is pressed. */
export const addressLinkOpens = async (deps: Deps, secret: string): Promise<boolean> =>
  (await actorBySecretLink(deps, secret))?.actor.subject === 'address'

/**
 * A learner takes an address out of use, e.g. the one of a former job: no mail goes there, and it signs nobody in any more. One has to stay.
 *
 * @throws ServiceError `forbidden`, `not_found`, `conflict` for the last address in use
 */
export const retireOwnAddress = async (deps: Deps, actor: Actor, command: { participantId: string; address: string }): Promise<void> => {
  permit(actor, 'participant.update_contact', { participantId: command.participantId })
  const key = addressKey(command.address)
  await inTransaction(deps, async (deps) => {
    const inUse = (await listAddresses(deps.db, command.participantId)).filter(({ retiredAt }) => retiredAt === undefined)
    if (!inUse.some(({ address }) => address.toLowerCase() === key)) throw new ServiceError('not_found', 'There is no such address in use.')
    if (inUse.length === 1) throw new ServiceError('conflict', 'This is the only address in use. Add another one first.')
    await setAddressRetired(deps.db, command.participantId, key, deps.now())
    await closeAccountOf(deps.db, command.participantId, key)
    await audit(deps, actor, 'participant.address_retired', `participant:${command.participantId}`)
  })
}
