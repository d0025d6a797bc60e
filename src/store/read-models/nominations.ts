import type { IssuedCredential } from '../../domain/credential.ts'
import type { Nomination } from '../../domain/nomination.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Participant } from '../../domain/participant.ts'
import { findAchievement } from '../achievements.ts'
import { findCredential, findCredentialOfCompletion } from '../credentials.ts'
import type { Db } from '../database.ts'
import { findNomination, pageNominations } from '../nominations.ts'
import { findOrganisation } from '../organisations.ts'
import { findParticipant } from '../participants.ts'

export { listEmployments } from '../employments.ts'
export { findNomination, pageNominations } from '../nominations.ts'

/** The learner and the employer of a nomination. */
export const findNominationPeople = async (
  db: Db,
  nomination: Pick<Nomination, 'participantId' | 'employerId'>,
): Promise<{ participant: Participant; employer: Organisation } | undefined> => {
  const participant = await findParticipant(db, nomination.participantId)
  const employer = await findOrganisation(db, nomination.employerId)
  return participant === undefined || employer === undefined ? undefined : { participant, employer }
}

/** Badges for results at work that rest on the course of this badge, as far as their holder shows them to everybody who has the link. */
export const resultsOnCourse = async (
  db: Db,
  credential: Pick<IssuedCredential, 'completionId' | 'participantId'>,
): Promise<{ id: string; name: string }[]> => {
  const { completionId, participantId } = credential
  if (completionId === undefined) return []
  const results: { id: string; name: string }[] = []
  for (const nomination of await pageNominations(db, { participantId, state: 'issued', limit: 100 })) {
    if (nomination.state !== 'issued' || !nomination.basedOnCompletions.includes(completionId)) continue
    const badge = await findCredential(db, nomination.credentialId)
    const achievement = badge && (await findAchievement(db, badge.achievementId))
    if (badge?.state === 'issued' && badge.visibility !== 'private' && achievement !== undefined)
      results.push({ id: badge.id, name: achievement.name })
  }
  return results
}

/** Badges of the courses that led to this result, as far as their holder shows them to everybody who has the link. */
export const coursesBehind = async (
  db: Db,
  credential: Pick<IssuedCredential, 'nominationId'>,
): Promise<{ id: string; name: string }[]> => {
  const nomination = credential.nominationId === undefined ? undefined : await findNomination(db, credential.nominationId)
  const courses: { id: string; name: string }[] = []
  for (const completionId of nomination?.basedOnCompletions ?? []) {
    const badge = await findCredentialOfCompletion(db, completionId)
    const achievement = badge && (await findAchievement(db, badge.achievementId))
    if (badge?.state === 'issued' && badge.visibility !== 'private' && achievement !== undefined)
      courses.push({ id: badge.id, name: achievement.name })
  }
  return courses
}
