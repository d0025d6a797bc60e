import { randomBytes } from 'node:crypto'
import { type Actor, actorLabel } from '../domain/actor.ts'
import type { ViewAction } from '../domain/view-actions.ts'
import { appendAudit } from '../store/audit.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'

/**
 * Records what an actor did, in the transaction of the deed; a deed that changes nothing else, e.g. looking at a record, gets a transaction of its own,
 * since two writers at once would tear the chain. `detail` holds ids, codes and digests only.
 *
 * @param purpose - what somebody typed: it may name a person, so it is stored apart and an erasure takes it; the chain keeps its digest under a salt
 */
export const audit = async (
  deps: Deps,
  actor: Actor,
  action: string,
  entity: string,
  detail: Record<string, string | number | boolean> = {},
  purpose?: string,
): Promise<void> => {
  const words = purpose === undefined ? {} : { words: { salt: randomBytes(16).toString('hex'), words: purpose.slice(0, MAX_PURPOSE) } }
  const append = (deps: Deps): Promise<void> =>
    appendAudit(deps.db, [{ at: deps.now(), actor: actorLabel(actor), action, entity, detail, ...words }])
  await (deps.db.isTransaction ? append(deps) : inTransaction(deps, append))
}

/** In characters; more is cut. */
const MAX_PURPOSE = 200

/** Records that somebody looked at personal data of others, with the purpose that they named (SECURITY (e) 7). Whoever looks at their own is not recorded. */
export const auditView = async (deps: Deps, actor: Actor, action: ViewAction, entity: string, purpose?: string): Promise<void> => {
  if (actor.kind === 'link' || ('role' in actor && actor.role === 'learner')) return
  await audit(deps, actor, action, entity, {}, purpose)
}
