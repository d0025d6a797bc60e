import type { Actor } from '../domain/actor.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import {
  type ProductivityContent,
  type ProductivityRecord,
  rejectProductivity,
  returnProductivity,
  submitProductivity,
  verifyProductivity,
} from '../domain/productivity.ts'
import type { Reason } from '../domain/refusal.ts'
import { findProductivityRecord } from '../store/productivity-records.ts'
import type { RecordMove } from '../store/record-moves.ts'
import type { Deps } from './deps.ts'
import { problemsOf } from './productivity.ts'
import { inMoves, storeMove } from './store-move.ts'

/** A productivity record with what was recorded of its moves elsewhere until now. */
export interface RecordedProductivity {
  content: ProductivityContent
  state: ProductivityRecord['state']
  submittedOn?: Day
  verified?: { on: Day; by: string }
  /** why it was rejected or returned */
  ending?: { on?: Day; reason: Reason }
}

/**
 * Takes a productivity record over by making its recorded moves again; verifying holds it to every rule of DOMAIN section 11. A day that nobody
 * recorded is the day of the verification, or that of the load. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden`, `invalid_input` where a verified record breaks a rule
 */
export const takeOverProductivity = async (deps: Deps, actor: Actor, recorded: RecordedProductivity): Promise<ProductivityRecord> => {
  permit(actor, 'programme.load')
  const known = await findProductivityRecord(deps.db, recorded.content.id)
  if (known !== undefined) return known
  const { content, state, verified, ending } = recorded
  const today = jstDay(deps.now())
  const moves: RecordMove[] = []
  let record: ProductivityRecord = { ...content, state: 'draft' }
  const moved = (next: ProductivityRecord, on: Day): void => {
    record = next
    moves.push({ state: next.state, on })
  }
  if (state !== 'draft') {
    const on = recorded.submittedOn ?? verified?.on ?? ending?.on ?? today
    moved(submitProductivity(record, on), on)
  }
  if (state === 'verified')
    moved(
      verifyProductivity(record, { on: verified?.on ?? today, by: { id: verified?.by ?? 'secretariat' } }, await problemsOf(deps, content)),
      verified?.on ?? today,
    )
  if ((state === 'rejected' || state === 'returned') && ending !== undefined) {
    const decided = { on: ending.on ?? today, reason: ending.reason }
    moved(state === 'rejected' ? rejectProductivity(record, decided) : returnProductivity(record, decided), decided.on)
  }
  return inMoves(deps, (deps) =>
    storeMove(deps, actor, 'productivity_record', {
      after: record,
      beside: { employer_id: content.employerId },
      moves,
      detail: { employer: content.employerId, method: content.method },
    }),
  )
}
