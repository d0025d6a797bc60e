import type { Actor } from '../domain/actor.ts'
import { type Consent, type ConsentGiven, consentInForce, withdrawConsent as withdraw } from '../domain/consent.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { appendConsentEvents, findConsent, listConsents } from '../store/consents.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

export type GiveConsent = Omit<ConsentGiven, 'event' | 'consentId' | 'on' | 'isDemo'> & {
  /** kept where records are taken over with their own numbers */
  consentId?: string
  /** the day on which it was given; today where it is not named */
  on?: string
  /** the record that a secret link was made for, when the learner comes by one */
  recordId?: string
}

/**
 * Records that a learner agreed to something. The same purpose, recipient and items again give the consent that is in force already.
 *
 * @throws ServiceError `forbidden`, `participant_not_found`
 */
export const giveConsent = (deps: Deps, actor: Actor, command: GiveConsent): Promise<Consent> =>
  inTransaction(deps, (deps) => recordConsent(deps, actor, command))

/** The same inside the caller's transaction, for a deed that rests on the consent. */
export const recordConsent = async (deps: Deps, actor: Actor, command: GiveConsent): Promise<Consent> => {
  permit(actor, 'consent.give', {
    participantId: command.participantId,
    ...(command.recordId === undefined ? {} : { recordId: command.recordId }),
  })
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  if (command.consentId !== undefined) {
    const known = await findConsent(deps.db, command.consentId)
    if (known !== undefined) return known
  }
  const today = jstDay(deps.now())
  const on = command.on ?? today
  const known = consentInForce(await listConsents(deps.db, participant.id, command.purpose), command, on)
  if (known !== undefined && known.noticeVersion === command.noticeVersion && command.consentId === undefined) return known
  const event: ConsentGiven = {
    event: 'given',
    consentId: command.consentId ?? newId(),
    participantId: participant.id,
    purpose: command.purpose,
    items: command.items,
    recipient: command.recipient,
    handler: command.handler,
    noticeVersion: command.noticeVersion,
    on,
    channel: command.channel,
    isDemo: participant.isDemo,
  }
  await appendConsentEvents(deps.db, [event], deps.now())
  await audit(deps, actor, 'consent.given', `consent:${event.consentId}`, { purpose: event.purpose, notice: event.noticeVersion })
  const { event: _, on: givenOn, ...rest } = event
  return { ...rest, givenOn }
}

/**
 * Withdraws a consent; the record that it was given stays.
 *
 * @param command.recordId - the record that a secret link was made for, when the learner comes by one
 * @throws ServiceError `not_found`, `forbidden`, `conflict` when it is withdrawn already
 */
export const withdrawConsent = async (
  deps: Deps,
  actor: Actor,
  command: { consentId: string; participantId: string; channel: ConsentGiven['channel']; on?: string; recordId?: string },
): Promise<Consent> => {
  permit(actor, 'consent.withdraw', {
    participantId: command.participantId,
    ...(command.recordId === undefined ? {} : { recordId: command.recordId }),
  })
  const consent = await findConsent(deps.db, command.consentId)
  if (consent === undefined || consent.participantId !== command.participantId)
    throw new ServiceError('not_found', `There is no consent ${command.consentId} of this person.`)
  const on = command.on ?? jstDay(deps.now())
  const event = withdraw(consent, { by: { participantId: command.participantId }, on, channel: command.channel })
  try {
    await inTransaction(deps, async (deps) => {
      await appendConsentEvents(deps.db, [event], deps.now())
      await audit(deps, actor, 'consent.withdrawn', `consent:${consent.consentId}`, { purpose: consent.purpose })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', `The consent ${consent.consentId} is withdrawn already.`, { cause: error })
  }
  return { ...consent, withdrawnOn: on }
}

/**
 * Ends every consent of a person that is in force, inside the caller's transaction; that they were given stays on record.
 *
 * @returns how many ended
 */
export const endConsents = async (deps: Deps, participantId: string): Promise<number> => {
  const now = deps.now()
  const inForce = (await listConsents(deps.db, participantId)).filter(({ withdrawnOn }) => withdrawnOn === undefined)
  await appendConsentEvents(
    deps.db,
    inForce.map(({ consentId }) => ({ event: 'withdrawn', consentId, participantId, on: jstDay(now), channel: 'web' })),
    now,
  )
  return inForce.length
}
