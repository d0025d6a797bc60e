import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { endApiKey, type ListedApiKey, listApiKeys } from '../store/api-keys.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** All keys without their secrets, the newest first. @throws ServiceError `forbidden` */
export const readApiKeys = async (deps: Deps, actor: Actor): Promise<ListedApiKey[]> => {
  permit(actor, 'api_key.manage')
  return listApiKeys(deps.db)
}

/**
 * Ends a key: the next call with it is refused.
 *
 * @throws ServiceError `forbidden`; `not_found` for a key that is unknown or ended already
 */
export const revokeApiKey = async (deps: Deps, actor: Actor, id: string): Promise<void> => {
  permit(actor, 'api_key.manage')
  await inTransaction(deps, async (deps) => {
    if (!(await endApiKey(deps.db, id, deps.now())))
      throw new ServiceError('not_found', `There is no API key ${id.slice(0, 60)} in use; akashi api-key list names them.`)
    await audit(deps, actor, 'api_key.revoked', `api-key:${id}`)
  })
}
