import type { Actor } from '../domain/actor.ts'
import type { Declaration } from '../domain/declaration.ts'
import type { Honour } from '../domain/honour.ts'
import type { Outcome } from '../domain/outcome.ts'
import { type Action, permit } from '../domain/permit.ts'
import type { ProductivityRecord } from '../domain/productivity.ts'
import { ServiceError } from '../errors.ts'
import { type ListQuery, listBodies } from '../store/body-records.ts'
import type { Deps } from './deps.ts'

interface Listed {
  declaration: Declaration
  honour: Honour
  outcome: Outcome
  productivity_record: ProductivityRecord
}

const readActions: Readonly<Record<keyof Listed, Action>> = {
  declaration: 'declaration.read',
  honour: 'honour.read',
  outcome: 'outcome.read',
  productivity_record: 'productivity.read',
}

/**
 * One page of records, by id: all for the secretariat, those of the own firm for an employer, those about the own person for a learner. The tenant
 * stands in the query itself.
 *
 * @throws ServiceError `forbidden` for another tenant's list, `invalid_input` where records have no participant
 */
export const listLedger = async <Table extends keyof Listed>(
  deps: Deps,
  actor: Actor,
  table: Table,
  query: ListQuery,
): Promise<Listed[Table][]> => {
  const scoped = scopedTo(actor, query)
  permit(actor, readActions[table], { employerId: scoped.employerId, participantId: scoped.participantId })
  if (scoped.participantId !== undefined && table !== 'outcome')
    throw new ServiceError('invalid_input', 'These records are about employers.', {
      problems: [{ path: 'query/participantId', message: 'is known for outcomes only' }],
    })
  return listBodies<Listed[Table]>(deps.db, table, scoped)
}

/** An employer and a learner see their own records, whether or not they say so. */
const scopedTo = (actor: Actor, query: ListQuery): ListQuery => {
  if (actor.kind !== 'user' && actor.kind !== 'api_key') return query
  if (actor.role === 'employer') return { ...query, employerId: query.employerId ?? actor.organisationId }
  if (actor.role === 'learner' && actor.kind === 'user') return { ...query, participantId: query.participantId ?? actor.participantId }
  return query
}
