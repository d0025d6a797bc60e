import type { Actor } from '../domain/actor.ts'
import type { Declaration } from '../domain/declaration.ts'
import type { Honour } from '../domain/honour.ts'
import type { Outcome } from '../domain/outcome.ts'
import { type Action, mayDo, type Target } from '../domain/permit.ts'
import type { ProductivityRecord } from '../domain/productivity.ts'
import { ServiceError } from '../errors.ts'
import type { Deps } from './deps.ts'
import { requireHonour } from './honours.ts'
import { requireOutcome } from './outcomes.ts'
import { requireDeclaration } from './own-declaration.ts'
import { requireProductivity } from './productivity.ts'

/** One declaration in any state. @throws ServiceError `not_found`, also for one that the actor may not see */
export const readOwnDeclaration = async (deps: Deps, actor: Actor, id: string): Promise<Declaration> =>
  seen(actor, 'declaration.read', `declaration ${id}`, await requireDeclaration(deps, id))

/** One honour in any state. @throws ServiceError `not_found`, also for one that the actor may not see */
export const readHonour = async (deps: Deps, actor: Actor, id: string): Promise<Honour> =>
  seen(actor, 'honour.read', `honour ${id}`, await requireHonour(deps, id))

export const readOutcome = async (deps: Deps, actor: Actor, id: string): Promise<Outcome> =>
  seen(actor, 'outcome.read', `outcome ${id}`, await requireOutcome(deps, id))

export const readProductivity = async (deps: Deps, actor: Actor, id: string): Promise<ProductivityRecord> =>
  seen(actor, 'productivity.read', `productivity record ${id}`, await requireProductivity(deps, id))

/** Whether a record exists is told to those who may see it. */
const seen = <T extends { id: string; employerId: string; participantId?: string }>(
  actor: Actor,
  action: Action,
  thing: string,
  record: T,
): T => {
  const target: Target = {
    employerId: record.employerId,
    recordId: record.id,
    ...(record.participantId === undefined ? {} : { participantId: record.participantId }),
  }
  if (!mayDo(actor, action, target)) throw new ServiceError('not_found', `There is no ${thing}.`)
  return record
}
