import type { Actor } from '../domain/actor.ts'
import { consentInForce } from '../domain/consent.ts'
import { jstDay } from '../domain/japanese-date.ts'
import type { Outcome, OutcomeSide } from '../domain/outcome.ts'
import { badgeName } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import type { Text } from '../domain/text.ts'
import { ServiceError } from '../errors.ts'
import { findAchievement } from '../store/achievements.ts'
import { listConsents } from '../store/consents.ts'
import { findCredential } from '../store/credentials.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import type { Deps } from './deps.ts'
import { requireOutcome } from './outcomes.ts'

/** A reported outcome with the names that the side which answers has to see. */
export interface OutcomeDescription {
  outcome: Outcome
  side: OutcomeSide
  person: string
  employer: Text
  /** names of the badges that it names */
  badges: string[]
  /** the learner answers and has not agreed to outcome reporting yet */
  asksConsent: boolean
}

/** @throws ServiceError `forbidden`, `not_found` */
export const describeOutcome = async (deps: Deps, actor: Actor, id: string): Promise<OutcomeDescription> => {
  const outcome = await requireOutcome(deps, id)
  const { participantId, employerId } = outcome
  permit(actor, 'outcome.read', { recordId: id, participantId, employerId })
  const participant = await findParticipant(deps.db, participantId)
  const employer = await findOrganisation(deps.db, employerId)
  if (participant === undefined || employer === undefined) throw new ServiceError('not_found', `There is no outcome ${id}.`)
  const side = outcome.state === 'learner_reported' ? 'employer' : 'learner'
  const badges: string[] = []
  for (const badgeId of outcome.badgeIds) {
    const credential = await findCredential(deps.db, badgeId)
    const achievement = credential && (await findAchievement(deps.db, credential.achievementId))
    if (achievement !== undefined) badges.push(achievement.name)
  }
  const agreed = consentInForce(
    await listConsents(deps.db, participantId, 'outcome_reporting'),
    { participantId, purpose: 'outcome_reporting' },
    jstDay(deps.now()),
  )
  return {
    outcome,
    side,
    person: badgeName(participant),
    employer: employer.name,
    badges,
    asksConsent: side === 'learner' && agreed === undefined,
  }
}
