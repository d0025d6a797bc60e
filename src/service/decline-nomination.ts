import type { Actor } from '../domain/actor.ts'
import { declineConfirmation, type Nomination, type NominationSide } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { mailLearner } from './nomination-mails.ts'
import { nominationTarget, requireNomination, storeMove } from './nomination-moves.ts'
import { closeLinksTo } from './secret-links.ts'

/**
 * The side that was asked does not confirm: the nomination is a draft again, without a trace for others. The learner is told when the employer declined; an
 * employer is not told why a learner did.
 *
 * @param command.by - the side that declines
 * @throws ServiceError `not_found`; `forbidden` for the other side; `conflict` when nobody was asked
 */
export const declineNomination = async (deps: Deps, actor: Actor, command: { id: string; by: NominationSide }): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  const { nomination } = read
  permit(actor, command.by === 'employer' ? 'nomination.confirm_numbers' : 'nomination.confirm_text', nominationTarget(nomination))
  const next = declineConfirmation(nomination, command.by)
  await inTransaction(deps, async (deps) => {
    const round = await storeMove(deps, actor, read, next, 'nomination.declined', { by: command.by })
    await closeLinksTo(deps, command.by === 'employer' ? 'nomination' : 'nomination_learner', nomination.id)
    if (command.by === 'employer' && nomination.draftedBy === 'learner') await mailLearner(deps, next, { what: 'declined', round })
  })
  return next
}
