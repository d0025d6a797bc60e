import type { Actor } from '../domain/actor.ts'
import {
  announceHonour as announced,
  awardHonour as awarded,
  cancelHonour as cancelled,
  declineHonour as declined,
  type Honour,
  type HonourBasis,
  shortlistHonour as shortlisted,
} from '../domain/honour.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { type Reason, refuseProblems } from '../domain/refusal.ts'
import type { Text } from '../domain/text.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findHonour } from '../store/honours.ts'
import { findNomination } from '../store/nominations.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findProductivityRecord } from '../store/productivity-records.ts'
import type { Deps } from './deps.ts'
import { endorseHonour, withdrawHonourEndorsement } from './endorse-honour.ts'
import { inMoves, movedTo, storeMove } from './store-move.ts'

/**
 * A new candidate for an honour, with the results that it would rest on.
 *
 * @throws ServiceError `forbidden`, `organisation_not_found`, `invalid_input` for a basis that is not the employer's own confirmed result
 */
export const proposeHonour = async (
  deps: Deps,
  actor: Actor,
  command: { employerId: string; fiscalYear: number; basis: HonourBasis },
): Promise<Honour> => {
  permit(actor, 'honour.shortlist', { employerId: command.employerId })
  const employer = await findOrganisation(deps.db, command.employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${command.employerId}.`)
  await requireBasis(deps, command.employerId, command.basis)
  const after: Honour = { ...command, id: newId(), isDemo: employer.isDemo, state: 'candidate' }
  return inMoves(deps, (deps) =>
    storeMove(deps, actor, 'honour', {
      after,
      beside: { employer_id: employer.id },
      moves: movedTo(after, jstDay(deps.now())),
      detail: { employer: employer.id, fiscalYear: command.fiscalYear },
    }),
  )
}

/** candidate → shortlisted; the basis may be completed with it. */
export const shortlistHonour = (deps: Deps, actor: Actor, command: { id: string; basis?: HonourBasis }): Promise<Honour> =>
  moveHonour(deps, actor, command.id, 'honour.shortlist', async (deps, honour) => {
    if (command.basis !== undefined) await requireBasis(deps, honour.employerId, command.basis)
    return shortlisted(command.basis === undefined ? honour : { ...honour, basis: command.basis })
  })

/**
 * shortlisted → awarded, on at least one confirmed result of the employer.
 *
 * @throws ServiceError `invalid_input` without a basis, a citation, or where a result of the basis does not stand any more
 */
export const awardHonour = (
  deps: Deps,
  actor: Actor,
  command: { id: string; category: 'best_practice' | 'good_practice'; citation: Text },
): Promise<Honour> =>
  moveHonour(deps, actor, command.id, 'honour.award', async (deps, honour, today) => {
    await requireBasis(deps, honour.employerId, honour.basis)
    return awarded(honour, { category: command.category, citation: command.citation, on: today })
  })

export const declineHonour = (deps: Deps, actor: Actor, command: { id: string }): Promise<Honour> =>
  moveHonour(deps, actor, command.id, 'honour.award', async (_, honour, today) => declined(honour, today))

export const announceHonour = async (deps: Deps, actor: Actor, command: { id: string }): Promise<Honour> => {
  const honour = await moveHonour(deps, actor, command.id, 'honour.announce', async (_, honour, today) => announced(honour, today))
  await endorseHonour(deps, honour)
  return honour
}

/** Ends an honour, with a reason; it counts on no day from today on. */
export const cancelHonour = async (deps: Deps, actor: Actor, command: { id: string; reason: Reason }): Promise<Honour> => {
  const honour = await moveHonour(deps, actor, command.id, 'honour.cancel', async (_, honour, today) =>
    cancelled(honour, { on: today, reason: command.reason }),
  )
  await withdrawHonourEndorsement(deps, honour.id, command.reason)
  return honour
}

const moveHonour = async (
  deps: Deps,
  actor: Actor,
  id: string,
  action: 'honour.shortlist' | 'honour.award' | 'honour.announce' | 'honour.cancel',
  move: (deps: Deps, honour: Honour, today: string) => Promise<Honour>,
): Promise<Honour> => {
  const { employerId } = await requireHonour(deps, id)
  permit(actor, action, { employerId })
  return inMoves(deps, async (deps) => {
    const before = await requireHonour(deps, id)
    const today = jstDay(deps.now())
    const after = await move(deps, before, today)
    return storeMove(deps, actor, 'honour', { before, after, moves: movedTo(after, today), detail: { employer: employerId } })
  })
}

/** @throws ServiceError `not_found` */
export const requireHonour = async (deps: Deps, id: string): Promise<Honour> => {
  const honour = await findHonour(deps.db, id)
  if (honour === undefined) throw new ServiceError('not_found', `There is no honour ${id}.`)
  return honour
}

/** An honour rests on results of the same employer: issued or approved nominations, verified productivity records (DOMAIN section 11). */
export const requireBasis = async (deps: Deps, employerId: string, basis: HonourBasis): Promise<void> => {
  const problems: InputProblem[] = []
  for (const [i, id] of basis.nominationIds.entries()) {
    const nomination = await findNomination(deps.db, id)
    const stands = nomination?.employerId === employerId && (nomination.state === 'issued' || nomination.state === 'approved')
    if (!stands)
      problems.push({
        path: `/basis/nominationIds/${i}`,
        code: 'BASIS_NOT_CONFIRMED',
        message: `${id}は、この企業の承認された成果ではありません。`,
      })
  }
  for (const [i, id] of basis.productivityIds.entries()) {
    const record = await findProductivityRecord(deps.db, id)
    if (record?.employerId !== employerId || record.state !== 'verified')
      problems.push({
        path: `/basis/productivityIds/${i}`,
        code: 'BASIS_NOT_CONFIRMED',
        message: `${id}は、この企業の確認された生産性向上の実績ではありません。`,
      })
  }
  refuseProblems('An honour rests on confirmed results of the employer itself.', problems)
}
