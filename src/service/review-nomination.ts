import { type Actor, actorLabel } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { type Nomination, type Reviewer, reviewNomination as reviewed } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import { type Reason, refuseActor } from '../domain/refusal.ts'
import { findCompletion } from '../store/completions.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { mailLearner } from './nomination-mails.ts'
import { nominationTarget, requireNomination, storeMove } from './nomination-moves.ts'

export type ReviewNomination = { id: string } & (
  | { decision: 'approve'; waivers?: { code: string; reason: string }[] }
  | { decision: 'return' | 'reject'; reason: Reason }
)

/**
 * One of two reviewers approves a submitted nomination, returns it with a reason or rejects it. After the second approval the learner is asked for the
 * consent to the exact text.
 *
 * @throws ServiceError `not_found`; `forbidden` for the own firm, the own result, a second review by the same person, and whoever is no person; `conflict`
 *   unless it is submitted; `invalid_input` for an approval with open problems, each named, and for a missing reason
 */
export const reviewNomination = async (deps: Deps, actor: Actor, command: ReviewNomination): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  const { nomination } = read
  permit(actor, 'nomination.review', nominationTarget(nomination))
  const on = jstDay(deps.now())
  const completions = (await Promise.all(nomination.basedOnCompletions.map((id) => findCompletion(deps.db, id)))).filter(
    (completion) => completion !== undefined,
  )
  const { id: _, ...decision } = command
  const next = reviewed(nomination, reviewerOf(actor), { ...decision, on }, completions)
  await inTransaction(deps, async (deps) => {
    const round = await storeMove(deps, actor, read, next, 'nomination.reviewed', {
      decision: command.decision,
      ...(command.decision === 'approve' ? {} : { reason: command.reason.code }),
    })
    if (next.state === 'approved') await mailLearner(deps, next, { what: 'consent', round })
    if (next.state === 'returned' || next.state === 'rejected')
      await mailLearner(deps, next, { what: next.state, round, reason: next.reason.text })
  })
  return next
}

/** A review is the judgement of a person; the system gives none. */
const reviewerOf = (actor: Actor): Reviewer => {
  if (actor.kind !== 'user' && actor.kind !== 'api_key') return refuseActor('A nomination is reviewed by a person.')
  return {
    id: actorLabel(actor),
    organisationIds: actor.organisationId === undefined ? [] : [actor.organisationId],
    ...(actor.kind === 'user' && actor.participantId !== undefined ? { participantId: actor.participantId } : {}),
  }
}
