import { ServiceError } from '../errors.ts'
import type { Completion } from './completion.ts'
import { type Consent, inForceOn } from './consent.ts'
import type { Day } from './japanese-date.ts'
import { refuseActor, refuseMove, refuseWithoutConsent } from './refusal.ts'

/** The way of a completion to its badge: completed → applied → issued. Completing a course is not yet a badge (DOMAIN section 1). */
export type Application =
  | { state: 'not_applied'; completionId: string; participantId: string }
  | { state: 'applied'; completionId: string; participantId: string; appliedOn: Day; consentId: string }
  | { state: 'issued'; completionId: string; participantId: string; appliedOn: Day; consentId: string; credentialId: string }

const thing = (application: Application): string => `application for completion ${application.completionId}`

/**
 * not_applied → applied, by the learner or at once by a course with `autoApply`; both need the learner's consent `badge_issuance`.
 *
 * @throws ServiceError `completion_not_eligible` unless the completion says completed
 */
export const applyForBadge = (
  application: Application,
  completion: Pick<Completion, 'id' | 'participantId' | 'status'>,
  applying: { by: { participantId: string } | 'course'; on: Day; consent: Consent | undefined },
): Extract<Application, { state: 'applied' }> => {
  if (application.state !== 'not_applied') return refuseMove(thing(application), application.state, 'apply', ['not_applied'])
  if (applying.by !== 'course' && applying.by.participantId !== completion.participantId)
    return refuseActor('Only the learner applies for the own badge.')
  if (completion.status !== 'completed') {
    throw new ServiceError(
      'completion_not_eligible',
      `Completion ${completion.id} is ${completion.status}; only a completed course leads to a badge.`,
    )
  }
  const { consent } = applying
  if (
    consent === undefined ||
    consent.participantId !== completion.participantId ||
    consent.purpose !== 'badge_issuance' ||
    !inForceOn(consent, applying.on)
  ) {
    return refuseWithoutConsent('The learner has no consent to the issue of a badge in force.')
  }
  const { completionId, participantId } = application
  return { state: 'applied', completionId, participantId, appliedOn: applying.on, consentId: consent.consentId }
}

/** applied → issued, when the operator or the secretariat has issued the badge. */
export const markIssued = (application: Application, credentialId: string): Extract<Application, { state: 'issued' }> => {
  if (application.state !== 'applied') return refuseMove(thing(application), application.state, 'issue', ['applied'])
  return { ...application, state: 'issued', credentialId }
}
