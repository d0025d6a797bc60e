import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { type Nomination, resubmitNomination as resubmitted } from '../domain/nomination.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { mailEmployer } from './nomination-mails.ts'
import { requireNomination, storeMove } from './nomination-moves.ts'
import { permitDrafter } from './permit-drafter.ts'
import { addressOf } from './request-confirmation.ts'

/**
 * Submits a returned nomination again, for a fresh review. Where figures or role are not those that the employer confirmed, the employer is asked first.
 *
 * @param command.toAddress - the superior's address, where the employer has to confirm again; the employer's own where none is named
 * @throws ServiceError `not_found`; `forbidden` for whoever did not draft it; `conflict` unless it was returned; `invalid_input`
 */
export const resubmitNomination = async (deps: Deps, actor: Actor, command: { id: string; toAddress?: string }): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  await permitDrafter(deps, actor, read.nomination)
  const next = resubmitted(read.nomination, jstDay(deps.now()))
  const toAddress = next.state === 'awaiting_employer' ? await addressOf(deps, next, command.toAddress) : undefined
  await inTransaction(deps, async (deps) => {
    const round = await storeMove(deps, actor, read, next, 'nomination.resubmitted')
    if (toAddress !== undefined) await mailEmployer(deps, next, { toAddress, round })
  })
  return next
}
