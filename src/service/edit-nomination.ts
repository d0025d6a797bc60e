import type { Actor } from '../domain/actor.ts'
import { editNomination as edited, type Nomination, type NominationContent } from '../domain/nomination.ts'
import { refuseProblems } from '../domain/refusal.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { completionProblems } from './draft-nomination.ts'
import { requireNomination, storeMove } from './nomination-moves.ts'
import { permitDrafter } from './permit-drafter.ts'

export type EditNomination = { id: string } & Partial<
  Pick<NominationContent, 'basedOnCompletions' | 'title' | 'role' | 'measures' | 'publishPolicy' | 'projectId'>
>

/**
 * Changes a draft or a returned nomination. Changed figures or a changed role need a new confirmation by the employer.
 *
 * @throws ServiceError `not_found`; `forbidden` for whoever did not draft it; `conflict` in another state; `invalid_input`
 */
export const editNomination = async (deps: Deps, actor: Actor, command: EditNomination): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  await permitDrafter(deps, actor, read.nomination)
  const { id: _, ...change } = command
  const next = edited(read.nomination, change)
  refuseProblems(
    'The nomination names what is not the learner’s.',
    await completionProblems(deps, next.participantId, change.basedOnCompletions ?? []),
  )
  await inTransaction(deps, (deps) => storeMove(deps, actor, read, next, 'nomination.edited'))
  return next
}
