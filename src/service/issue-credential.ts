import { randomBytes } from 'node:crypto'
import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import { certifiedOn, type Session } from '../domain/course.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { lastDayOfValidity } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { hashedEmail } from '../openbadges/identity.ts'
import { findAchievement, findNewestAchievement } from '../store/achievements.ts'
import { findCompletion, type StoredCompletion, setAppliedOn } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import { findCredential, findCredentialOfCompletion } from '../store/credentials.ts'
import { hasErasedBadge } from '../store/erase-badge.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import { badgeAuthor } from './badge-author.ts'
import { type CourseBadgeBasis, courseCredentialDocument } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { requireWithinQuota } from './quotas.ts'
import { awardDay, type BadgeMatter, reserveCredential } from './reserve-credential.ts'
import { signReserved } from './sign-reserved.ts'

export interface IssueCredential {
  completionId: string
  /** JST day of the award; today where it is not given. A past day is for records that are taken over */
  awardedOn?: string
  /** JST day on which the learner applied; the day of the award where nobody recorded one */
  appliedOn?: string
  /** last JST day of validity, where the rule of the course does not decide it */
  validUntilOn?: string
}

/**
 * Issues the badge of a completion: reserve, build, check, store what will be signed, sign, store the signed bytes (ARCHITECTURE "Issue one badge").
 * The same completion gives the same badge, however often and from wherever it is asked for.
 *
 * @throws ServiceError `forbidden`, `completion_not_found`, `completion_not_eligible`, `course_not_certified`, `credential_refused`,
 *   `quota_exceeded`; `credential_erased` when the holder had the badge removed
 */
export const issueCredential = async (deps: Deps, actor: Actor, command: IssueCredential): Promise<IssuedCredential> => {
  // 1. Load the completion and what its badge stands on; may this actor issue for this course?
  const completion = await findCompletion(deps.db, command.completionId)
  if (completion === undefined) throw new ServiceError('completion_not_found', `There is no completion ${command.completionId}.`)
  const basis = await loadBasis(deps, completion)
  permit(actor, 'credential.issue', { operatorId: basis.course.operatorId })

  // 2. Issued before, or begun and not finished? Then that is the badge.
  const known = await findCredentialOfCompletion(deps.db, completion.id)
  if (known !== undefined) return known.state === 'reserved' ? signReserved(deps, known.id) : known

  if (await hasErasedBadge(deps.db, completion.id))
    throw new ServiceError('credential_erased', `The badge of completion ${completion.id} was removed at its holder's wish.`)

  // 3. May it lead to a badge?
  requireEligible(completion, basis)
  const awardedOn = courseAwardDay(command.awardedOn, completion, deps.now())

  // 4. One transaction: reserve id and status entry, build, check, store what is to be signed.
  const { appliedOn, validUntilOn } = command
  const id = await reserveCredential(deps, actor, {
    matter: courseBadgeMatter(basis, completion, { awardedOn, appliedOn, validUntilOn }),
    document: async (deps, record) =>
      courseCredentialDocument(deps, basis, record, completion, { identity: await identityOf(deps, basis, completion) }),
    before: (deps) => requireWithinQuota(deps, actor, basis.operator),
    alongside: (deps, record, now) => setAppliedOn(deps.db, completion.id, record.appliedOn, now),
    theirs: (deps) => findCredentialOfCompletion(deps.db, completion.id),
  })
  // 5. Sign outside any transaction, and store the signed bytes.
  return signReserved(deps, id)
}

/** @throws ServiceError `invalid_input` */
export const courseAwardDay = (asked: string | undefined, completion: StoredCompletion, now: Date): string =>
  awardDay(asked, { on: completion.startOn, what: 'the beginning of the course' }, now)

/** @throws ServiceError `completion_not_eligible` where the course leads to no badge, or a record is missing */
export const loadBasis = async (deps: Deps, completion: Pick<StoredCompletion, 'id' | 'sessionId'>): Promise<CourseBadgeBasis> => {
  const session = await findSession(deps.db, completion.sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (session === undefined || course === undefined)
    throw new ServiceError('course_not_found', `The course of completion ${completion.id} is missing.`)
  if (course.badge === undefined) throw new ServiceError('completion_not_eligible', `The course ${course.code} leads to no badge.`)
  const achievement = await versionOf(deps, session, course.badge.achievementSlug)
  if (achievement === undefined)
    throw new ServiceError(
      'achievement_not_found',
      `The badge definition ${course.badge.achievementSlug} of course ${course.code} is missing.`,
    )
  const operator = await findOrganisation(deps.db, course.operatorId)
  if (operator === undefined)
    throw new ServiceError('organisation_not_found', `The operator ${course.operatorId} of course ${course.code} is missing.`)
  return { ...(await badgeAuthor(deps, course, operator)), operator, course, sessionEnd: session.end, achievement }
}

/** The version that the run began under, or the newest while there is no later one. */
const versionOf = async (deps: Deps, session: Session, slug: string): Promise<Achievement | undefined> =>
  (session.achievementId === undefined ? undefined : await findAchievement(deps.db, session.achievementId)) ??
  (await findNewestAchievement(deps.db, slug))?.achievement

/** @throws ServiceError `completion_not_eligible`, `course_not_certified` */
export const requireEligible = (completion: StoredCompletion, basis: CourseBadgeBasis): void => {
  const { endOn } = completion
  if (completion.erasedAt !== undefined)
    throw new ServiceError('completion_not_eligible', `What completion ${completion.id} says of its participant was erased at their wish.`)
  if (completion.status !== 'completed' || endOn === undefined)
    throw new ServiceError(
      'completion_not_eligible',
      `Completion ${completion.id} has the status ${completion.status}; only a completed course leads to a badge.`,
    )
  if (basis.course.certification.status !== 'not_applicable' && !certifiedOn(basis.course, endOn))
    throw new ServiceError(
      'course_not_certified',
      `The course ${basis.course.code} was not certified on ${endOn}, the day on which completion ${completion.id} ended.`,
    )
}

interface Days {
  awardedOn: string
  appliedOn?: string | undefined
  validUntilOn?: string | undefined
}

/** What the badge of a completion is about. */
export const courseBadgeMatter = (basis: CourseBadgeBasis, completion: StoredCompletion, days: Days): BadgeMatter => ({
  kind: 'course_completion',
  issuerId: basis.issuer.id,
  achievementId: basis.achievement.id,
  participantId: completion.participantId,
  completionId: completion.id,
  appliedOn: completion.appliedOn ?? days.appliedOn ?? days.awardedOn,
  awardedOn: days.awardedOn,
  validUntilOn:
    days.validUntilOn ??
    (basis.course.badge?.validityMonths ? lastDayOfValidity(basis.sessionEnd, basis.course.badge.validityMonths) : undefined),
  isDemo: completion.isDemo,
})

/** The recipient is a pairwise id alone, unless the course asks for a hashed address beside it (docs/decisions/0003). */
export const identityOf = async (deps: Deps, basis: CourseBadgeBasis, completion: StoredCompletion) => {
  if (basis.course.badge?.recipientIdentity !== 'hashed_email') return undefined
  const email = (await findParticipant(deps.db, completion.participantId))?.emails[0]
  return email === undefined ? undefined : [hashedEmail(email, randomBytes(16).toString('base64url'))]
}

/** The issued badge, or why it is none. */
export const requireIssued = async (deps: Deps, id: string): Promise<IssuedCredential> => {
  const credential = await findCredential(deps.db, id)
  if (credential === undefined) throw new ServiceError('credential_not_found', `There is no badge ${id}.`)
  if (credential.state === 'reserved') throw new ServiceError('credential_not_issued', `The badge ${id} is being issued.`)
  return credential
}
