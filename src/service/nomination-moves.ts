import type { Actor } from '../domain/actor.ts'
import type { Nomination, NominationContent } from '../domain/nomination.ts'
import type { Target } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { changeNomination, readNomination } from '../store/nominations.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** A nomination as it was read, to be moved. */
export interface ReadNomination {
  nomination: Nomination
  revision: number
}

/** @throws ServiceError `not_found` */
export const requireNomination = async (deps: Pick<Deps, 'db'>, id: string): Promise<ReadNomination> => {
  const read = await readNomination(deps.db, id)
  if (read === undefined) throw new ServiceError('not_found', `There is no nomination ${id}.`)
  return read
}

/** What the permission of a deed on a nomination is about. */
export const nominationTarget = (nomination: Pick<NominationContent, 'id' | 'employerId' | 'participantId'>): Target => ({
  employerId: nomination.employerId,
  participantId: nomination.participantId,
  recordId: nomination.id,
})

/**
 * Stores the next state of a nomination with its audit entry, in the caller's transaction.
 *
 * @param action - what happened, e.g. `nomination.reviewed`
 * @returns the number of the new state; mails about it are named by it
 * @throws ServiceError `conflict` when somebody changed it meanwhile
 */
export const storeMove = async (
  deps: Deps,
  actor: Actor,
  read: ReadNomination,
  next: Nomination,
  action: string,
  detail: Record<string, string | number | boolean> = {},
): Promise<number> => {
  if (!(await changeNomination(deps.db, next, read.revision, deps.now())))
    throw new ServiceError('conflict', `The nomination ${next.id} was changed by somebody else; load it and try again.`)
  await audit(deps, actor, action, `nomination:${next.id}`, { state: next.state, ...detail })
  return read.revision + 1
}
