import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import type { Measure } from '../domain/measure.ts'
import { confirmedFigures, confirmNomination, correctFigures, type Nomination } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import type { Text } from '../domain/text.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { mailLearner } from './nomination-mails.ts'
import { nominationTarget, requireNomination, storeMove } from './nomination-moves.ts'
import { closeLinksTo } from './secret-links.ts'

export interface ConfirmFigures {
  id: string
  /** post of the person who confirms, e.g. 人事責任者; no name */
  confirmedBy: Text
  /** the figures as the employer knows them, where they differ from the reported ones */
  measures?: Measure[]
}

/**
 * The employer confirms figures and role, signed in or by the link of a mail. Other figures than the reported ones go back to the learner, who agrees to
 * them or not; the same ones submit the nomination for review.
 *
 * @throws ServiceError `not_found`; `forbidden` for anybody but this employer; `conflict` when it does not wait for the employer; `invalid_input`
 */
export const confirmFigures = async (deps: Deps, actor: Actor, command: ConfirmFigures): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  const { nomination } = read
  permit(actor, 'nomination.confirm_numbers', nominationTarget(nomination))
  const { confirmedBy, measures } = command
  const on = jstDay(deps.now())
  const isCorrected = measures !== undefined && confirmedFigures({ ...nomination, measures }) !== confirmedFigures(nomination)
  const next = isCorrected
    ? correctFigures(nomination, { on, confirmedBy, measures })
    : confirmNomination(nomination, { by: 'employer', on, confirmedBy })
  await inTransaction(deps, async (deps) => {
    const round = await storeMove(deps, actor, read, next, isCorrected ? 'nomination.corrected' : 'nomination.confirmed')
    // What the link was for is done; it opens the page that says so no longer than the learner needs to answer.
    await closeLinksTo(deps, 'nomination', nomination.id)
    if (isCorrected) await mailLearner(deps, next, { what: 'corrected', round })
  })
  return next
}
