import { type Actor, actorLabel } from '../domain/actor.ts'
import type { Day } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import { type Beside, type BodyTable, changeBody, insertBody } from '../store/body-records.ts'
import { appendMoves, type RecordMove } from '../store/record-moves.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** How the audit log names the records of a table, and what the history calls their kind. */
const entityOf: Readonly<Record<BodyTable, string>> = {
  declaration: 'declaration',
  honour: 'honour',
  outcome: 'outcome',
  productivity_record: 'productivity',
  support_programme: 'support_programme',
}

interface Stated {
  id: string
  state: string
}

/**
 * Stores one move of a record with its day in the history and its audit entry; runs inside the transaction of the move.
 *
 * @param move.before - the record as it was read; absent for a new one
 * @param move.moves - the states that it reached, with their days; one unless the record is taken over
 * @throws ServiceError `conflict` when somebody else moved the record meanwhile
 */
export const storeMove = async <Record extends Stated>(
  deps: Deps,
  actor: Actor,
  table: BodyTable,
  move: {
    before?: Record | undefined
    after: Record
    beside?: Beside
    moves: readonly RecordMove[]
    action?: string
    detail?: { [name: string]: string | number | boolean }
  },
): Promise<Record> => {
  const { before, after } = move
  const now = deps.now()
  const entity = entityOf[table]
  if (before === undefined) await insertBody(deps.db, table, after, move.beside ?? {}, now)
  else if (!(await changeBody(deps.db, table, before, after, now))) throw changedMeanwhile(`${entity} ${after.id}`)
  await appendMoves(deps.db, table, after.id, move.moves, now)
  await audit(deps, actor, `${entity}.${move.action ?? after.state}`, `${entity}:${after.id}`, move.detail ?? {})
  return after
}

const changedMeanwhile = (thing: string, cause?: unknown): ServiceError =>
  new ServiceError('conflict', `${thing} was changed by somebody else at the same moment. Read it again and repeat the step.`, { cause })

/** A transaction of moves: two at the same moment are a `conflict`, whichever table refused the second. */
export const inMoves = async <T>(deps: Deps, work: (deps: Deps) => Promise<T>): Promise<T> => {
  try {
    return await inTransaction(deps, work)
  } catch (error) {
    if (isUniqueViolation(error)) throw changedMeanwhile('The record', error)
    throw error
  }
}

/** Who acted, as a decision keeps it: the id of a person or key, or what the log calls the actor. */
export const actingAs = (actor: Actor): { id: string; organisationId?: string } =>
  actor.kind === 'user' || actor.kind === 'api_key'
    ? { id: actor.id, ...(actor.organisationId === undefined ? {} : { organisationId: actor.organisationId }) }
    : { id: actorLabel(actor) }

/** The one move that a step makes today. */
export const movedTo = (record: Stated, on: Day): RecordMove[] => [{ state: record.state, on }]
