import type { Actor } from '../domain/actor.ts'
import { listErasureIds } from '../store/erasures.ts'
import { inTransaction } from '../store/transaction.ts'
import { clearTracesNow } from './clear-traces.ts'
import type { Deps } from './deps.ts'
import { eraseIn } from './erase.ts'

const actor: Actor = { kind: 'system', reason: 'restore' }

/**
 * Does again what was erased since the backup from which this database was restored, before anybody can read it. Runs whenever the service or a command
 * opens the database; repeating it changes nothing.
 *
 * @returns how many erasures were done again
 */
export const replayErasures = async (deps: Deps): Promise<number> => {
  const recorded = deps.erasures?.all() ?? []
  if (recorded.length === 0) return 0
  const known = await listErasureIds(deps.db)
  const missing = recorded.filter(({ id }) => !known.has(id))
  for (const erasure of missing) await inTransaction(deps, (deps) => eraseIn(deps, actor, erasure))
  if (missing.length > 0) await clearTracesNow(deps)
  return missing.length
}
