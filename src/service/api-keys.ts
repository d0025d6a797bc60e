import type { Actor } from '../domain/actor.ts'
import type { Organisation } from '../domain/organisation.ts'
import { mayDo, permit } from '../domain/permit.ts'
import type { Text } from '../domain/text.ts'
import { ServiceError } from '../errors.ts'
import { endApiKey, type ListedApiKey, listApiKeys } from '../store/api-keys.ts'
import { listIssuers } from '../store/issuers.ts'
import { listOrganisations } from '../store/organisations.ts'
import { inTransaction } from '../store/transaction.ts'
import { findUser, listMemberships } from '../store/users.ts'
import { audit } from './audit.ts'
import { keyTarget } from './create-api-key.ts'
import type { Deps } from './deps.ts'

export type { ListedApiKey } from '../store/api-keys.ts'

/** The operator or employer whose keys this actor sees; undefined for whoever sees all. */
const ownOrganisation = (actor: Actor): string | undefined =>
  'role' in actor && (actor.role === 'operator' || actor.role === 'employer') ? actor.organisationId : undefined

/** Keys without their secrets, the newest first: all, or those of the own organisation. @throws ServiceError `forbidden` */
export const readApiKeys = async (deps: Deps, actor: Actor): Promise<ListedApiKey[]> => {
  const organisationId = ownOrganisation(actor)
  permit(actor, 'api_key.manage', organisationId === undefined ? {} : { operatorId: organisationId, employerId: organisationId })
  return listApiKeys(deps.db, organisationId === undefined ? {} : { organisationId })
}

/**
 * One key.
 *
 * @throws ServiceError `not_found`, alike for a key that is unknown and for one of another organisation
 */
export const readApiKey = async (deps: Deps, actor: Actor, id: string): Promise<ListedApiKey> => {
  const [key] = await listApiKeys(deps.db, { id })
  if (key === undefined || !mayDo(actor, 'api_key.manage', keyTarget(key)))
    throw new ServiceError('not_found', `There is no API key ${id.slice(0, 60)}; akashi api-key list names them.`)
  return key
}

/**
 * Ends a key: the next call with it is refused.
 *
 * @throws ServiceError `not_found` for a key that is unknown, of another organisation, or ended already
 */
export const revokeApiKey = async (deps: Deps, actor: Actor, id: string): Promise<void> => {
  await readApiKey(deps, actor, id)
  await inTransaction(deps, async (deps) => {
    if (!(await endApiKey(deps.db, id, deps.now())))
      throw new ServiceError('not_found', `The API key ${id.slice(0, 60)} is not in use any more.`)
    await audit(deps, actor, 'api_key.revoked', `api-key:${id}`)
  })
}

/** What a list of keys is read with: names of organisations and issuers by id, and of the people who made them by the name of the audit log. */
export interface KeyNames {
  organisations: ReadonlyMap<string, Organisation>
  issuers: ReadonlyMap<string, { slug: string; name: Text }>
  /** an operator or employer learns the names of its own people alone */
  makers: ReadonlyMap<string, string>
}

export const readKeyNames = async (deps: Deps, actor: Actor, keys: readonly ListedApiKey[]): Promise<KeyNames> => {
  const own = ownOrganisation(actor)
  const organisations = (
    await Promise.all((['secretariat', 'operator', 'employer'] as const).map((kind) => listOrganisations(deps.db, kind)))
  ).flat()
  const makers = new Map<string, string>()
  for (const madeBy of new Set(keys.flatMap((key) => key.madeBy ?? []))) {
    const id = madeBy.startsWith('user:') ? madeBy.slice('user:'.length) : undefined
    const user = id === undefined ? undefined : await findUser(deps.db, id)
    if (user === undefined) continue
    const isOwn = own === undefined || (await listMemberships(deps.db, user.id)).some(({ organisationId }) => organisationId === own)
    if (isOwn) makers.set(madeBy, user.name)
  }
  return {
    organisations: new Map(organisations.filter(({ id }) => own === undefined || id === own).map((one) => [one.id, one])),
    issuers: own === undefined ? new Map((await listIssuers(deps.db)).map(({ id, slug, name }) => [id, { slug, name }])) : new Map(),
    makers,
  }
}
