import type { Actor } from '../domain/actor.ts'
import type { Consent } from '../domain/consent.ts'
import type { Day } from '../domain/japanese-date.ts'
import {
  type BadgeWeight,
  confirmOutcome,
  disputeOutcome,
  type Outcome,
  type OutcomeContent,
  type OutcomeSide,
  reportOutcome,
  withdrawOutcome,
} from '../domain/outcome.ts'
import { permit } from '../domain/permit.ts'
import { refuseProblems } from '../domain/refusal.ts'
import { ServiceError } from '../errors.ts'
import { findConsent } from '../store/consents.ts'
import { findCredentialOfCompletion, findCredentialOfNomination } from '../store/credentials.ts'
import { findOutcome } from '../store/outcomes.ts'
import type { RecordMove } from '../store/record-moves.ts'
import type { Deps } from './deps.ts'
import { outcomeProblems } from './outcomes.ts'
import { inMoves, storeMove } from './store-move.ts'

/** An outcome with what was recorded of its moves elsewhere until now. */
export interface RecordedOutcome {
  content: Omit<OutcomeContent, 'badgeIds'>
  state: Outcome['state']
  badgeWeight: BadgeWeight
  /** the badges, by what they were awarded for */
  badges: ({ completionId: string } | { nominationId: string })[]
  /** who said so; both for one that is verified */
  confirmedBy: OutcomeSide[]
  consentId?: string
  reportedOn?: Day
  verifiedOn?: Day
  /** day of the dispute or withdrawal */
  endedOn?: Day
}

/**
 * Takes an outcome over by making its recorded moves again. Where no day of the report is recorded, it is the day on which it took effect, or the
 * first later day on which the learner's consent was in force. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden` without the consent that it names, `invalid_input` for badges or a declaration that are not there
 */
export const takeOverOutcome = async (deps: Deps, actor: Actor, recorded: RecordedOutcome): Promise<Outcome> => {
  permit(actor, 'programme.load')
  const known = await findOutcome(deps.db, recorded.content.id)
  if (known !== undefined) return known
  const content: OutcomeContent = { ...recorded.content, badgeIds: await badgeIdsOf(deps, recorded) }
  refuseProblems(
    `The outcome ${content.id} names what is not there.`,
    await outcomeProblems(deps, { ...content, badgeWeight: recorded.badgeWeight }),
  )
  const consent = recorded.consentId === undefined ? undefined : await findConsent(deps.db, recorded.consentId)
  const { outcome, moves } = replay(recorded, content, consent)
  return inMoves(deps, (deps) =>
    storeMove(deps, actor, 'outcome', {
      after: outcome,
      beside: { participant_id: outcome.participantId, employer_id: outcome.employerId, effective_on: outcome.effectiveOn },
      moves,
      detail: { type: outcome.type, badgeWeight: outcome.badgeWeight },
    }),
  )
}

const badgeIdsOf = async (deps: Deps, { content, badges }: RecordedOutcome): Promise<string[]> => {
  const ids: string[] = []
  for (const badge of badges) {
    const found =
      'completionId' in badge
        ? await findCredentialOfCompletion(deps.db, badge.completionId)
        : await findCredentialOfNomination(deps.db, badge.nominationId)
    if (found === undefined)
      throw new ServiceError(
        'credential_not_found',
        `The outcome ${content.id} names a badge that was not issued: ${JSON.stringify(badge)}.`,
      )
    ids.push(found.id)
  }
  return ids
}

const replay = (
  recorded: RecordedOutcome,
  content: OutcomeContent,
  consent: Consent | undefined,
): { outcome: Outcome; moves: RecordMove[] } => {
  const { badgeWeight, state, confirmedBy } = recorded
  const reportedOn = recorded.reportedOn ?? dayUnder(consent, content.effectiveOn)
  const moves: RecordMove[] = []
  let outcome: Outcome
  const moved = (next: Outcome, on: Day): Outcome => {
    moves.push({ state: next.state, on })
    outcome = next
    return next
  }
  const byLearner = confirmedBy.includes('learner') && state !== 'employer_reported'
  if (byLearner && consent === undefined)
    throw new ServiceError('forbidden', `The outcome ${content.id} was reported by the learner and names no consent to reporting.`)
  outcome = moved(
    byLearner && consent !== undefined
      ? reportOutcome(content, { by: 'learner', on: reportedOn, badgeWeight, consent })
      : reportOutcome(content, { by: 'employer', on: reportedOn, badgeWeight }),
    reportedOn,
  )
  const bothSaid = confirmedBy.length === 2
  const verifiedOn = recorded.verifiedOn ?? reportedOn
  if (state === 'verified' || (state === 'withdrawn' && bothSaid))
    outcome = moved(confirmOutcome(outcome, { by: 'employer', on: verifiedOn, badgeWeight }), verifiedOn)
  const endedOn = recorded.endedOn ?? verifiedOn
  if (state === 'disputed') outcome = moved(disputeOutcome(outcome, { by: byLearner ? 'employer' : 'learner', on: endedOn }), endedOn)
  if (state === 'withdrawn') outcome = moved(withdrawOutcome(outcome, { by: byLearner ? 'learner' : 'employer', on: endedOn }), endedOn)
  return { outcome, moves }
}

/** The day itself where the consent was in force, else the nearest day on which it was. */
const dayUnder = (consent: Consent | undefined, day: Day): Day => {
  if (consent === undefined) return day
  if (day < consent.givenOn || (consent.withdrawnOn !== undefined && day >= consent.withdrawnOn)) return consent.givenOn
  return day
}
