import type { Actor } from '../domain/actor.ts'
import { readEmail } from '../domain/email-address.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { type Nomination, requestConfirmation as requested } from '../domain/nomination.ts'
import type { Text } from '../domain/text.ts'
import { ServiceError } from '../errors.ts'
import { findOrganisation } from '../store/organisations.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { mailEmployer, mailLearner } from './nomination-mails.ts'
import { requireNomination, storeMove } from './nomination-moves.ts'
import { permitDrafter } from './permit-drafter.ts'

export interface RequestConfirmation {
  id: string
  /** the superior's address; the employer's own where none is named. Only where the learner drafted */
  toAddress?: string
  /** post of the person who confirms the numbers for the employer. Only where the employer drafted */
  confirmedBy?: Text
}

/**
 * Asks the other side to confirm: the employer by a mail with a link, without an account; where the employer drafted, its own confirmation comes with the
 * request and the learner is asked.
 *
 * @throws ServiceError `not_found`; `forbidden` for whoever did not draft it; `conflict` unless it is a draft; `invalid_input` for a nomination that is not
 *   complete enough to be shown, or without an address
 */
export const requestConfirmation = async (deps: Deps, actor: Actor, command: RequestConfirmation): Promise<Nomination> => {
  const read = await requireNomination(deps, command.id)
  await permitDrafter(deps, actor, read.nomination)
  const next = requested(read.nomination, {
    on: jstDay(deps.now()),
    ...(command.confirmedBy === undefined ? {} : { confirmedBy: command.confirmedBy }),
  })
  const toAddress = next.waitingFor === 'employer' ? await addressOf(deps, next, command.toAddress) : undefined
  await inTransaction(deps, async (deps) => {
    const round = await storeMove(deps, actor, read, next, 'nomination.requested', { of: next.waitingFor })
    if (toAddress !== undefined) await mailEmployer(deps, next, { toAddress, round })
    else await mailLearner(deps, next, { what: 'agree', round })
  })
  return next
}

/**
 * Whom to ask at the employer.
 *
 * @throws ServiceError `invalid_input` where no address is known, or it is none
 */
export const addressOf = async (deps: Pick<Deps, 'db'>, nomination: Nomination, wanted: string | undefined): Promise<string> => {
  const reading = readEmail(wanted ?? (await findOrganisation(deps.db, nomination.employerId))?.email ?? '')
  if (reading.ok) return reading.address
  throw new ServiceError('invalid_input', 'The address of somebody at the employer is needed, who can confirm the figures.', {
    problems: [{ path: '/toAddress', code: 'ADDRESS_NEEDED', message: '数値を確認できる方のメールアドレスを記入してください。' }],
  })
}
