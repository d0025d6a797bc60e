import type { Actor } from '../domain/actor.ts'
import { type Application, applyForBadge as apply } from '../domain/application.ts'
import { consentItems, noticeVersion } from '../domain/consent-notice.ts'
import type { Course, Session } from '../domain/course.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { fullName } from '../domain/person-name.ts'
import { ServiceError } from '../errors.ts'
import { type StoredCompletion, setApplication } from '../store/completions.ts'
import { findCredentialOfCompletion } from '../store/credentials.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { recordConsent } from './consents.ts'
import { requireCompletion } from './course-of.ts'
import type { Deps } from './deps.ts'
import { closeLinksTo } from './secret-links.ts'

export interface ApplyForBadge {
  completionId: string
  /** the notice that was read and agreed to */
  noticeVersion: string
  /** must be said, never assumed */
  agreed: boolean
}

/**
 * The learner applies for the badge of an own completion, under the consent to its issue. The secret link of the mail is used up.
 *
 * @throws ServiceError `completion_not_found`, `forbidden`, `completion_not_eligible`; `conflict` when it was applied for before; `invalid_input` without
 * the agreement to the present notice
 */
export const applyForBadge = async (
  deps: Deps,
  actor: Actor,
  command: ApplyForBadge,
): Promise<Extract<Application, { state: 'applied' }>> => {
  // 1. Is it the actor's own completion?
  const { completion } = await requireCompletion(deps, command.completionId)
  permit(actor, 'credential.apply', { participantId: completion.participantId, recordId: completion.id })
  requireAgreement(command)

  // 2. May it lead to a badge? Asked before the consent, so that nobody consents to what cannot be.
  const application = await applicationOf(deps, completion)
  const today = jstDay(deps.now())
  if (application.state !== 'not_applied' || completion.status !== 'completed')
    apply(application, completion, { by: { participantId: completion.participantId }, on: today, consent: undefined })

  // 3. One transaction: consent, application, audit.
  return inTransaction(deps, async (deps) => {
    const consent = await recordConsent(deps, actor, {
      participantId: completion.participantId,
      purpose: 'badge_issuance',
      items: [...consentItems.badge_issuance],
      recipient: 'secretariat',
      handler: 'secretariat',
      noticeVersion: command.noticeVersion,
      channel: 'web',
      recordId: completion.id,
    })
    const applied = apply(application, completion, { by: { participantId: completion.participantId }, on: today, consent })
    if (!(await setApplication(deps.db, completion.id, applied, deps.now())))
      throw new ServiceError('conflict', `The badge of completion ${completion.id} was applied for already.`)
    await closeLinksTo(deps, 'application', completion.id)
    await audit(deps, actor, 'credential.applied', `completion:${completion.id}`, { consent: consent.consentId })
    return applied
  })
}

const requireAgreement = (command: ApplyForBadge): void => {
  const problems = [
    ...(command.agreed ? [] : [{ path: '/agreed', message: 'must be true: a badge is issued with the consent of its holder only' }]),
    ...(command.noticeVersion === noticeVersion
      ? []
      : [{ path: '/noticeVersion', message: `must be the present notice, ${noticeVersion}` }]),
  ]
  if (problems.length > 0) throw new ServiceError('invalid_input', 'The agreement to the issue of the badge is missing.', { problems })
}

/** What a learner sees before applying, by the secret link of the mail. */
export interface ApplicationDescription {
  application: Application
  completion: StoredCompletion
  course: Course
  session: Session
  /** the learner's own name */
  person: string
}

/**
 * What the page of an application shows to the learner.
 *
 * @throws ServiceError `completion_not_found`, `forbidden`
 */
export const describeApplication = async (deps: Deps, actor: Actor, completionId: string): Promise<ApplicationDescription> => {
  const { completion, course, session } = await requireCompletion(deps, completionId)
  permit(actor, 'credential.apply', { participantId: completion.participantId, recordId: completion.id })
  const participant = await findParticipant(deps.db, completion.participantId)
  return {
    application: await applicationOf(deps, completion),
    completion,
    course,
    session,
    person: participant === undefined ? '' : fullName(participant.familyName, participant.givenName),
  }
}

/** How far a completion is on its way to the badge. */
export const applicationOf = async (deps: Deps, completion: StoredCompletion): Promise<Application> => {
  const { id: completionId, participantId, appliedOn, consentId = '' } = completion
  const credential = await findCredentialOfCompletion(deps.db, completionId)
  if (credential !== undefined)
    return { state: 'issued', completionId, participantId, appliedOn: credential.appliedOn, consentId, credentialId: credential.id }
  return appliedOn === undefined
    ? { state: 'not_applied', completionId, participantId }
    : { state: 'applied', completionId, participantId, appliedOn, consentId }
}
