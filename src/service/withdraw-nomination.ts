import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { type Nomination, withdrawNomination as withdrawn } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import type { Reason } from '../domain/refusal.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { nominationTarget, requireNomination, storeMove } from './nomination-moves.ts'
import { stopMails } from './post-mail.ts'
import { closeLinksTo } from './secret-links.ts'

/**
 * The learner withdraws the nomination at any time before the badge is issued; an employer only a draft of its own. Links to it close, mails about it that
 * have not left the house are stopped.
 *
 * @throws ServiceError `not_found`, `forbidden`, `conflict` once it is issued, rejected or withdrawn
 */
export const withdrawNomination = async (deps: Deps, actor: Actor, command: { id: string; reason?: Reason }): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  const { nomination } = read
  permit(actor, 'nomination.withdraw', nominationTarget(nomination))
  const side = 'role' in actor && actor.role === 'employer' ? 'employer' : 'learner'
  const next = withdrawn(
    nomination,
    { side, participantId: nomination.participantId },
    { on: jstDay(deps.now()), reason: command.reason ?? { code: 'LEARNER_REQUEST', text: '本人の申出により取下げ' } },
  )
  await inTransaction(deps, async (deps) => {
    await storeMove(deps, actor, read, next, 'nomination.withdrawn', { by: side })
    await stopMails(deps, `nomination:${nomination.id}`)
    await closeLinksTo(deps, 'nomination', nomination.id)
    await closeLinksTo(deps, 'nomination_learner', nomination.id)
  })
  return next
}
