import { type Actor, actorLabel } from '../domain/actor.ts'
import { appendAudit } from '../store/audit.ts'
import type { Deps } from './deps.ts'

/** Records what an actor did, in the transaction of the deed. `detail` holds ids, codes and digests only. */
export const audit = (
  deps: Deps,
  actor: Actor,
  action: string,
  entity: string,
  detail: Record<string, string | number | boolean> = {},
): Promise<void> => appendAudit(deps.db, [{ at: deps.now(), actor: actorLabel(actor), action, entity, detail }])
