import type { Achievement } from '../domain/achievement.ts'
import type { Course } from '../domain/course.ts'
import type { Issuer } from '../domain/issuer.ts'
import type { Organisation } from '../domain/organisation.ts'
import { findOrganisation } from '../store/organisations.ts'
import { councilIssuer } from './council.ts'
import type { Deps } from './deps.ts'
import { employerIssuer } from './employer-issuer.ts'

/**
 * In whose name badges of a course are signed: the council's for a course under certification, its operator's own for one outside it, so that such a badge
 * never looks certified (DOMAIN section 1). The service holds the operator's key; it is made with the first badge.
 *
 * @throws ServiceError `issuer_not_found` while the programme is empty
 */
export const badgeAuthor = async (
  deps: Deps,
  course: Course,
  operator: Organisation,
): Promise<{ issuer: Issuer; author: Organisation }> => {
  if (course.certification.status === 'not_applicable') return { issuer: await employerIssuer(deps, operator), author: operator }
  const { issuer, council } = await councilIssuer(deps)
  return { issuer, author: council }
}

/** Whose definition it is: the operator's for a course outside certification, else the council's. */
export const creatorOf = async (deps: Deps, achievement: Achievement): Promise<Organisation> => {
  const creator = await findOrganisation(deps.db, achievement.creatorId)
  return creator?.kind === 'operator' ? creator : (await councilIssuer(deps)).council
}
