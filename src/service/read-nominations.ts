import type { Actor } from '../domain/actor.ts'
import { type LinkedCompletion, type Nomination, nominationProblems } from '../domain/nomination.ts'
import { mayDo, permit } from '../domain/permit.ts'
import { refuseActor } from '../domain/refusal.ts'
import type { InputProblem } from '../errors.ts'
import { findCompletion } from '../store/completions.ts'
import { pageNominations } from '../store/nominations.ts'
import type { Deps } from './deps.ts'
import { nominationTarget, requireNomination } from './nomination-moves.ts'

/** A nomination with what keeps it from being approved, for whoever works on it. */
export interface ReadableNomination {
  nomination: Nomination
  problems: InputProblem[]
}

/**
 * One nomination, for the learner, the employer, the secretariat, a reviewer of another firm, and whoever comes by its link.
 *
 * @throws ServiceError `not_found`, `forbidden`
 */
export const readNominationFor = async (deps: Deps, actor: Actor, id: string): Promise<ReadableNomination> => {
  const { nomination } = await requireNomination(deps, id)
  permit(actor, 'nomination.read', nominationTarget(nomination))
  if (!isForEyesOf(actor, nomination)) refuseActor('The learner has not asked this employer yet.')
  return { nomination, problems: nominationProblems(nomination, await completionsOf(deps, nomination)) }
}

/** What a learner has drafted, or taken back, is not the employer's to see before it is asked, nor the other way round (PRODUCT section 5, guards). */
const isForEyesOf = (actor: Actor, nomination: Nomination): boolean => {
  if (!('role' in actor) || (actor.role !== 'employer' && actor.role !== 'learner')) return true
  return actor.role === nomination.draftedBy || (nomination.state !== 'draft' && nomination.state !== 'withdrawn')
}

const completionsOf = async (deps: Deps, nomination: Nomination): Promise<LinkedCompletion[]> =>
  (await Promise.all(nomination.basedOnCompletions.map((id) => findCompletion(deps.db, id)))).filter(
    (completion) => completion !== undefined,
  )

/**
 * A page of the nominations that this actor may read: all for the secretariat, of other firms for a reviewer, the own firm's or the own ones otherwise.
 *
 * @param query.limit - at most this many; fewer are returned where others than the actor's own are left out
 * @returns also the id after which the next page begins, where there may be one
 * @throws ServiceError `forbidden` for whoever reads none
 */
export const listNominationsFor = async (
  deps: Deps,
  actor: Actor,
  query: { state?: Nomination['state']; limit: number; after?: string },
): Promise<{ nominations: Nomination[]; next?: string }> => {
  const found = await pageNominations(deps.db, { ...scopeOf(actor), ...query })
  const last = found.at(-1)
  return {
    nominations: found.filter(
      (nomination) => mayDo(actor, 'nomination.read', nominationTarget(nomination)) && isForEyesOf(actor, nomination),
    ),
    ...(found.length === query.limit && last !== undefined ? { next: last.id } : {}),
  }
}

const scopeOf = (actor: Actor): { participantId?: string; employerId?: string } => {
  if (actor.kind === 'system') return {}
  if (actor.kind === 'public' || actor.kind === 'link') return refuseActor('A list of nominations is for those who are signed in.')
  switch (actor.role) {
    case 'secretariat':
    case 'reviewer':
      return {}
    case 'employer':
      return actor.organisationId === undefined ? refuseActor('This employer is not known.') : { employerId: actor.organisationId }
    case 'learner':
      return actor.kind === 'user' && actor.participantId !== undefined
        ? { participantId: actor.participantId }
        : refuseActor('This learner is not known.')
    default:
      return refuseActor('This role reads no nominations.')
  }
}
