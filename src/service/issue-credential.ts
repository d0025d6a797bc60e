import { randomBytes, randomUUID } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { certifiedOn } from '../domain/course.ts'
import type { CredentialRecord, IssuedCredential } from '../domain/credential.ts'
import { jstDay, lastDayOfValidity } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId, newShortId } from '../ids.ts'
import { hashedEmail } from '../openbadges/identity.ts'
import { findNewestAchievement } from '../store/achievements.ts'
import { findCompletion, type StoredCompletion, setAppliedOn } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import { findCredential, findCredentialOfCompletion, insertReserved } from '../store/credentials.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { councilIssuer } from './council.ts'
import { type CourseBadgeBasis, courseCredentialDocument, requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { reserveEntries } from './reserve-entry.ts'
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
 * @throws ServiceError `forbidden`, `completion_not_found`, `completion_not_eligible`, `course_not_certified`, `credential_refused`
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

  // 3. May it lead to a badge?
  requireEligible(completion, basis)
  const today = jstDay(deps.now())
  const awardedOn = command.awardedOn ?? today
  if (awardedOn < completion.startOn || awardedOn > today)
    throw new ServiceError(
      'invalid_input',
      `The day of the award ${awardedOn} must lie between the beginning of the course (${completion.startOn}) and today (${today}).`,
      { problems: [{ path: 'awardedOn', message: `must lie between ${completion.startOn} and ${today}` }] },
    )

  // 4. One transaction: reserve id and status entry, build, check, store what is to be signed.
  const id = await reserve(deps, actor, basis, completion, {
    awardedOn,
    appliedOn: command.appliedOn,
    validUntilOn: command.validUntilOn,
  })
  // 5. Sign outside any transaction, and store the signed bytes.
  return signReserved(deps, id)
}

/** @throws ServiceError `completion_not_eligible` where the course leads to no badge, or a record is missing */
export const loadBasis = async (deps: Deps, completion: StoredCompletion): Promise<CourseBadgeBasis> => {
  const session = await findSession(deps.db, completion.sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (session === undefined || course === undefined)
    throw new ServiceError('course_not_found', `The course of completion ${completion.id} is missing.`)
  if (course.badge === undefined) throw new ServiceError('completion_not_eligible', `The course ${course.code} leads to no badge.`)
  const newest = await findNewestAchievement(deps.db, course.badge.achievementSlug)
  if (newest === undefined)
    throw new ServiceError(
      'achievement_not_found',
      `The badge definition ${course.badge.achievementSlug} of course ${course.code} is missing.`,
    )
  const { issuer, council } = await councilIssuer(deps)
  const operator = await findOrganisation(deps.db, course.operatorId)
  if (operator === undefined)
    throw new ServiceError('organisation_not_found', `The operator ${course.operatorId} of course ${course.code} is missing.`)
  return { issuer, council, operator, course, sessionEnd: session.end, achievement: newest.achievement }
}

/** @throws ServiceError `completion_not_eligible`, `course_not_certified` */
export const requireEligible = (completion: StoredCompletion, basis: CourseBadgeBasis): void => {
  const { endOn } = completion
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
  appliedOn?: string
  validUntilOn?: string
}

const reserve = async (deps: Deps, actor: Actor, basis: CourseBadgeBasis, completion: StoredCompletion, days: Days): Promise<string> => {
  const id = newId()
  const now = deps.now()
  try {
    await inTransaction(deps, async (deps) => {
      const [entry] = await reserveEntries(deps, { issuerId: basis.issuer.id, purpose: 'revocation', subjects: [`credential:${id}`] })
      if (entry === undefined) throw new Error('no status entry was reserved')
      const record = newRecord(basis, completion, { id, entry, ...days })
      const document = courseCredentialDocument(deps, basis, record, completion, { identity: await identityOf(deps, basis, completion) })
      requireConforming(deps, document)
      await setAppliedOn(deps.db, completion.id, record.appliedOn, now)
      await insertReserved(deps.db, [{ ...record, unsignedText: JSON.stringify(document) }], now)
      await audit(deps, actor, 'credential.reserved', `credential:${id}`, {
        completion: completion.id,
        list: entry.listId,
        index: entry.index,
      })
    })
    return id
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Somebody else issued the same completion at the same moment: theirs is the badge.
    const theirs = await findCredentialOfCompletion(deps.db, completion.id)
    if (theirs === undefined) throw error
    return theirs.id
  }
}

/** The record of a new badge: private and unclaimed until its holder decides otherwise (DOMAIN section 5). */
export const newRecord = (
  basis: CourseBadgeBasis,
  completion: StoredCompletion,
  reserved: { id: string; entry: { listId: string; index: number } } & Days,
): CredentialRecord => ({
  id: reserved.id,
  shortId: newShortId(),
  kind: 'course_completion',
  issuerId: basis.issuer.id,
  achievementId: basis.achievement.id,
  participantId: completion.participantId,
  completionId: completion.id,
  // Pairwise: two badges of one person cannot be put together by their subject (SECURITY (e) 2).
  subjectId: `urn:uuid:${randomUUID()}`,
  entry: reserved.entry,
  appliedOn: completion.appliedOn ?? reserved.appliedOn ?? reserved.awardedOn,
  awardedOn: reserved.awardedOn,
  validUntilOn:
    reserved.validUntilOn ??
    (basis.course.badge?.validityMonths ? lastDayOfValidity(basis.sessionEnd, basis.course.badge.validityMonths) : undefined),
  claim: 'unclaimed',
  visibility: 'private',
  nameShown: false,
  isDemo: completion.isDemo,
})

/** The recipient is a pairwise id alone, unless the course asks for a hashed address beside it (docs/decisions/0003). */
const identityOf = async (deps: Deps, basis: CourseBadgeBasis, completion: StoredCompletion) => {
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
