import type { Actor } from '../domain/actor.ts'
import { type Course, certifiedOn } from '../domain/course.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import { findNewestAchievement } from '../store/achievements.ts'
import type { SignedEndorsement } from '../store/endorsements.ts'
import { findOrganisation } from '../store/organisations.ts'
import type { Deps } from './deps.ts'
import { endorse } from './endorse.ts'
import { achievementUrl, issuerUrl } from './urls.ts'
import { withdrawEndorsementsOf } from './withdraw-endorsement.ts'

/** The certification is permitted and recorded by the use case that gives it; what is signed here only repeats it. */
const certifier: Actor = { kind: 'system', reason: 'certification' }

/**
 * Signs the secretariat's word that a course is certified: one about its badge definition, so that a copy by another issuer fails, and one about its
 * operator (DOMAIN section 9). Call it when a course is certified, and when its badge gets a new version. The same again signs nothing new.
 *
 * @returns the endorsements that stand; none for a course that is not certified today
 * @throws ServiceError `organisation_not_found`, `credential_refused`, and the signer's own
 */
export const endorseCourse = async (deps: Deps, course: Course): Promise<SignedEndorsement[]> => {
  const { certification } = course
  if (certification.status !== 'certified' || !certifiedOn(course, jstDay(deps.now()))) return []
  const operator = await findOrganisation(deps.db, course.operatorId)
  if (operator === undefined) throw new ServiceError('organisation_not_found', `There is no operator ${course.operatorId}.`)
  const badge = course.badge && (await findNewestAchievement(deps.db, course.badge.achievementSlug))
  const targets = [
    ...(badge === undefined ? [] : [{ type: 'achievement' as const, id: achievementUrl(deps.publicUrl, badge.achievement.id) }]),
    { type: 'operator' as const, id: issuerUrl(deps.publicUrl, operator.slug) },
  ]
  const standing: SignedEndorsement[] = []
  for (const target of targets)
    standing.push(
      await endorse(deps, certifier, {
        statement: { kind: 'approved_course', targetId: target.id, courseName: course.name.ja, certifiedOn: certification.certifiedOn },
        targetType: target.type,
        basisId: course.id,
        validFromOn: certification.certifiedOn,
        ...(certification.until === undefined ? {} : { validUntilOn: certification.until }),
        isDemo: course.isDemo,
      }),
    )
  return standing
}

/** Withdraws the endorsements of a course whose certification was suspended or ended. @returns the ids of what was withdrawn */
export const withdrawCourseEndorsements = (deps: Deps, courseId: string, reason: { code: string; text: string }): Promise<string[]> =>
  withdrawEndorsementsOf(deps, certifier, { basisId: courseId, reason })
