import type { InputProblem } from '../errors.ts'
import { type Consent, inForceOn } from './consent.ts'
import { addMonths, type Day } from './japanese-date.ts'
import { refuseProblems, refuseWithoutConsent } from './refusal.ts'

/** That personal data was given to a third party; append-only (APPI 29, 30; DOMAIN section 13). */
export type ProvisionRecord = {
  id: string
  providedOn: Day
  participantId: string
  items: string[]
  isDemo: boolean
} & (
  | {
      provider: 'secretariat' | 'operator' | 'employer'
      recipient: { organisationId?: string; name: string; corporateNumber?: string; representative: string; address: string }
      basis: 'consent'
      consentId: string
      keepUntil: Day
    }
  /** the learner's own sharing: outside the record duty as far as is known, the log shows it all the same */
  | { provider: 'learner_self'; recipient: { name: string }; basis: 'provided_by_the_person'; keepUntil?: Day }
)

/** Years for which a record is kept at least. */
export const provisionKeepYears = 3

/**
 * The record of a provision to a third party.
 *
 * @throws ServiceError `forbidden` where no consent of this person that names the recipient is in force, `invalid_input` where the
 * recipient's name, representative or address is missing
 */
export const recordProvision = (
  provision: {
    id: string
    provider: 'secretariat' | 'operator' | 'employer'
    recipient: { organisationId?: string; name: string; corporateNumber?: string; representative: string; address: string }
    participantId: string
    items: string[]
    providedOn: Day
    isDemo: boolean
  },
  consent: Consent | undefined,
): ProvisionRecord => {
  const problems: InputProblem[] = []
  for (const member of ['name', 'representative', 'address'] as const) {
    if (provision.recipient[member].trim() === '')
      problems.push({ path: `/recipient/${member}`, message: 'The record has to name it (APPI 29).' })
  }
  if (provision.items.length === 0) problems.push({ path: '/items', message: 'The record has to name what was provided.' })
  refuseProblems('The provision record is incomplete.', problems)
  if (
    consent === undefined ||
    consent.participantId !== provision.participantId ||
    consent.purpose !== 'provision_to_employer' ||
    (provision.recipient.organisationId !== undefined && consent.recipient !== provision.recipient.organisationId) ||
    !inForceOn(consent, provision.providedOn)
  ) {
    return refuseWithoutConsent('No consent of this person that names this recipient is in force.')
  }
  return {
    ...provision,
    basis: 'consent',
    consentId: consent.consentId,
    keepUntil: addMonths(provision.providedOn, provisionKeepYears * 12),
  }
}

/** The entry for a page or link that the learner shared; it expires with the access log, not after three years. */
export const recordOwnSharing = (sharing: {
  id: string
  recipientName: string
  participantId: string
  items: string[]
  providedOn: Day
  isDemo: boolean
}): ProvisionRecord => {
  const { recipientName, ...rest } = sharing
  return { ...rest, provider: 'learner_self', recipient: { name: recipientName }, basis: 'provided_by_the_person' }
}

/** Whether the record may be deleted on that day. */
export const mayBeDeleted = (record: ProvisionRecord, day: Day): boolean => record.keepUntil === undefined || day > record.keepUntil
