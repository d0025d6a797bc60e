import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import {
  type ProductivityContent,
  type ProductivityRecord,
  productivityProblems,
  rejectProductivity as rejected,
  returnProductivity as returned,
  submitProductivity as submitted,
  verifyProductivity as verified,
} from '../domain/productivity.ts'
import { type Reason, refuseMove } from '../domain/refusal.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findCompletion } from '../store/completions.ts'
import { listEmployedAt } from '../store/employments.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findProductivityRecord } from '../store/productivity-records.ts'
import type { Deps } from './deps.ts'
import { readKpiSettings } from './kpi-settings.ts'
import { actingAs, inMoves, movedTo, storeMove } from './store-move.ts'

export type WriteProductivity = Omit<ProductivityContent, 'id' | 'isDemo'>

/** A new draft of an employer's productivity record. */
export const draftProductivity = async (deps: Deps, actor: Actor, command: WriteProductivity): Promise<ProductivityRecord> => {
  permit(actor, 'productivity.write', { employerId: command.employerId })
  const employer = await findOrganisation(deps.db, command.employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${command.employerId}.`)
  const after: ProductivityRecord = { ...command, id: newId(), isDemo: employer.isDemo, state: 'draft' }
  return inMoves(deps, (deps) =>
    storeMove(deps, actor, 'productivity_record', {
      after,
      beside: { employer_id: employer.id },
      moves: movedTo(after, jstDay(deps.now())),
      action: 'drafted',
      detail: { employer: employer.id, method: command.method },
    }),
  )
}

/** Changes a draft or a returned record. */
export const editProductivity = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; change: Partial<Omit<WriteProductivity, 'employerId'>> },
): Promise<ProductivityRecord> => {
  const { employerId } = await requireProductivity(deps, command.id)
  permit(actor, 'productivity.write', { employerId })
  return inMoves(deps, async (deps) => {
    const before = await requireProductivity(deps, command.id)
    if (before.state !== 'draft' && before.state !== 'returned')
      return refuseMove(`productivity record ${before.id}`, before.state, 'edit', ['draft', 'returned'])
    const after: ProductivityRecord = { ...before, ...command.change }
    return storeMove(deps, actor, 'productivity_record', { before, after, moves: [], action: 'edited' })
  })
}

export const submitProductivity = async (deps: Deps, actor: Actor, command: { id: string }): Promise<ProductivityRecord> => {
  const { employerId } = await requireProductivity(deps, command.id)
  permit(actor, 'productivity.submit', { employerId })
  return move(deps, actor, command.id, async (_, record, today) => submitted(record, today))
}

/**
 * Verifies a submitted record under every rule of DOMAIN section 11.
 *
 * @throws ServiceError `invalid_input` with each broken rule; `forbidden` for anybody of the employer
 */
export const verifyProductivity = async (deps: Deps, actor: Actor, command: { id: string }): Promise<ProductivityRecord> => {
  const { employerId } = await requireProductivity(deps, command.id)
  permit(actor, 'productivity.verify', { employerId })
  return move(deps, actor, command.id, async (deps, record, today) =>
    verified(record, { on: today, by: actingAs(actor) }, await problemsOf(deps, record)),
  )
}

export const returnProductivity = (deps: Deps, actor: Actor, command: { id: string; reason: Reason }): Promise<ProductivityRecord> =>
  decide(deps, actor, command, returned)

export const rejectProductivity = (deps: Deps, actor: Actor, command: { id: string; reason: Reason }): Promise<ProductivityRecord> =>
  decide(deps, actor, command, rejected)

const decide = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; reason: Reason },
  decision: (record: ProductivityRecord, decided: { on: string; reason: Reason }) => ProductivityRecord,
): Promise<ProductivityRecord> => {
  const { employerId } = await requireProductivity(deps, command.id)
  permit(actor, 'productivity.verify', { employerId })
  return move(deps, actor, command.id, async (_, record, today) => decision(record, { on: today, reason: command.reason }))
}

const move = (
  deps: Deps,
  actor: Actor,
  id: string,
  step: (deps: Deps, record: ProductivityRecord, today: string) => Promise<ProductivityRecord>,
): Promise<ProductivityRecord> =>
  inMoves(deps, async (deps) => {
    const before = await requireProductivity(deps, id)
    const today = jstDay(deps.now())
    const after = await step(deps, before, today)
    return storeMove(deps, actor, 'productivity_record', {
      before,
      after,
      moves: movedTo(after, today),
      detail: { employer: before.employerId, ...('reason' in after ? { reason: after.reason.code } : {}) },
    })
  })

/** What keeps a record from counting today, for the writer before submitting and for the reviewer. */
export const problemsOf = async (deps: Deps, record: ProductivityContent): Promise<InputProblem[]> => {
  const found = await Promise.all(record.linkedCompletionIds.map((id) => findCompletion(deps.db, id)))
  const completions = found.filter((completion) => completion !== undefined)
  const employed = await listEmployedAt(
    deps.db,
    record.employerId,
    completions.map(({ participantId }) => participantId),
  )
  const { methods } = await readKpiSettings(deps)
  return productivityProblems(
    record,
    completions,
    (participantId, employerId) => employerId === record.employerId && employed.has(participantId),
    methods,
  )
}

/** @throws ServiceError `not_found` */
export const requireProductivity = async (deps: Deps, id: string): Promise<ProductivityRecord> => {
  const record = await findProductivityRecord(deps.db, id)
  if (record === undefined) throw new ServiceError('not_found', `There is no productivity record ${id}.`)
  return record
}
