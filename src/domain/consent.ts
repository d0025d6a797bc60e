import type { Day } from './japanese-date.ts'
import { refuseActor, refuseMove } from './refusal.ts'

export type ConsentPurpose = 'badge_issuance' | 'public_page' | 'outcome_reporting' | 'workplace_achievement' | 'provision_to_employer'
export const consentPurposes: readonly ConsentPurpose[] = [
  'badge_issuance',
  'public_page',
  'outcome_reporting',
  'workplace_achievement',
  'provision_to_employer',
]

/** What a learner agreed to. The record of it is append-only: a withdrawal is an event of its own (DOMAIN section 3). */
export interface ConsentGiven {
  event: 'given'
  consentId: string
  participantId: string
  purpose: ConsentPurpose
  /** kinds of data, e.g. `name`, `course`, `result` */
  items: string[]
  /** `secretariat`, `public`, or an organisation's id */
  recipient: string
  /** who handles the data: the operator, the secretariat or the employer */
  handler: string
  noticeVersion: string
  on: Day
  channel: 'web' | 'paper' | 'mail' | 'import'
  isDemo: boolean
}

export interface ConsentWithdrawn {
  event: 'withdrawn'
  consentId: string
  participantId: string
  on: Day
  channel: ConsentGiven['channel']
}

export type ConsentEvent = ConsentGiven | ConsentWithdrawn

/** A consent with its withdrawal, as folded from the events. */
export interface Consent extends Omit<ConsentGiven, 'event' | 'on'> {
  givenOn: Day
  withdrawnOn?: Day
}

/** Folds the events, in the order in which they were appended, into one record for each consent. */
export const consentsOf = (events: readonly ConsentEvent[]): Consent[] => {
  const consents = new Map<string, Consent>()
  for (const event of events) {
    if (event.event === 'given') {
      const { event: _, on, ...given } = event
      consents.set(event.consentId, { ...given, givenOn: on })
    } else {
      const consent = consents.get(event.consentId)
      if (consent !== undefined && consent.withdrawnOn === undefined) consents.set(event.consentId, { ...consent, withdrawnOn: event.on })
    }
  }
  return [...consents.values()]
}

/** Whether the consent was in force on that day: from the day it was given to the day before its withdrawal. */
export const inForceOn = (consent: Pick<Consent, 'givenOn' | 'withdrawnOn'>, day: Day): boolean =>
  consent.givenOn <= day && (consent.withdrawnOn === undefined || day < consent.withdrawnOn)

/** The consent of a person for a purpose that is in force on that day, for this recipient and these items where they are named. */
export const consentInForce = (
  consents: readonly Consent[],
  wanted: { participantId: string; purpose: ConsentPurpose; recipient?: string; items?: readonly string[] },
  day: Day,
): Consent | undefined =>
  consents.find(
    (consent) =>
      consent.participantId === wanted.participantId &&
      consent.purpose === wanted.purpose &&
      (wanted.recipient === undefined || consent.recipient === wanted.recipient) &&
      (wanted.items ?? []).every((item) => consent.items.includes(item)) &&
      inForceOn(consent, day),
  )

/**
 * The event that withdraws a consent; the event that gave it stays as it is.
 *
 * @throws ServiceError `conflict` where it is withdrawn already, `forbidden` where somebody else withdraws
 */
export const withdrawConsent = (
  consent: Consent,
  withdrawal: { by: { participantId: string }; on: Day; channel: ConsentGiven['channel'] },
): ConsentWithdrawn => {
  if (withdrawal.by.participantId !== consent.participantId) return refuseActor('Only the person who gave a consent withdraws it.')
  if (consent.withdrawnOn !== undefined) return refuseMove(`consent ${consent.consentId}`, 'withdrawn', 'withdraw', ['given'])
  return {
    event: 'withdrawn',
    consentId: consent.consentId,
    participantId: consent.participantId,
    on: withdrawal.on,
    channel: withdrawal.channel,
  }
}
