import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { confirmNomination, type Nomination } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { nominationTarget, requireNomination, storeMove } from './nomination-moves.ts'

/**
 * The learner agrees to a nomination that the employer drafted, or to figures that the employer corrected; it is then submitted for review.
 *
 * @throws ServiceError `not_found`; `forbidden` for anybody but the learner; `conflict` when it does not wait for the learner
 */
export const agreeToNomination = async (deps: Deps, actor: Actor, command: { id: string }): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  permit(actor, 'nomination.confirm_text', nominationTarget(read.nomination))
  const next = confirmNomination(read.nomination, { by: 'learner', on: jstDay(deps.now()) })
  await inTransaction(deps, (deps) => storeMove(deps, actor, read, next, 'nomination.agreed'))
  return next
}
