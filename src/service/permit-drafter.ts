import type { Actor } from '../domain/actor.ts'
import type { Nomination } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import { refuseActor } from '../domain/refusal.ts'
import { listEmployments } from '../store/employments.ts'
import type { Deps } from './deps.ts'
import { nominationTarget } from './nomination-moves.ts'

/**
 * Lets the side that drafted a nomination go on with it: the learner, also by the link to the own page, or the employer; and the system.
 *
 * @throws ServiceError `forbidden`
 */
export const permitDrafter = async (deps: Pick<Deps, 'db'>, actor: Actor, nomination: Nomination): Promise<void> => {
  const employers = (await listEmployments(deps.db, nomination.participantId)).map(({ employerId }) => employerId)
  permit(actor, 'nomination.draft', { ...nominationTarget(nomination), employerIdsOfParticipant: employers })
  if (actor.kind === 'system') return
  const side = 'role' in actor && actor.role === 'employer' ? 'employer' : 'learner'
  if (side !== nomination.draftedBy)
    refuseActor(`Only the ${nomination.draftedBy} who drafted nomination ${nomination.id} goes on with it.`)
}
