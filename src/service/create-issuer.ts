import type { Actor } from '../domain/actor.ts'
import type { Issuer, IssuerKey } from '../domain/issuer.ts'
import type { Text } from '../domain/text.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findIssuerBySlug, insertIssuer, insertIssuerKey } from '../store/issuers.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { webDid } from './urls.ts'

export interface CreateIssuer {
  slug: string
  name: Text
  method: 'web' | 'key'
  statusPurpose: Issuer['statusPurpose']
  securing: Issuer['securing']
  organisationId?: string
  /** the council's own issuer stands at the root of the domain: `/.well-known/did.json` */
  atRoot?: boolean
  isDemo: boolean
}

/**
 * Makes an issuer with its first key.
 *
 * @throws ServiceError `conflict` when the slug is taken, `invalid_input` when it is no slug
 */
export const createIssuer = async (deps: Deps, actor: Actor, command: CreateIssuer): Promise<Issuer> => {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(command.slug))
    throw new ServiceError('invalid_input', `"${command.slug}" cannot stand in a URL; use small letters, digits and hyphens, e.g. council.`)
  if ((await findIssuerBySlug(deps.db, command.slug)) !== undefined)
    throw new ServiceError('conflict', `There is an issuer ${command.slug} already.`)
  // The private key first: an issuer without a key would be worse than a key file that nobody uses.
  const now = deps.now()
  const { kid, publicKeyMultibase } = await deps.signer.createKey(command.slug, now)
  const issuer: Issuer = {
    id: newId(),
    slug: command.slug,
    name: command.name,
    did: command.method === 'key' ? `did:key:${publicKeyMultibase}` : webDid(deps.publicUrl, command.atRoot ? undefined : command.slug),
    method: command.method,
    organisationId: command.organisationId,
    statusPurpose: command.statusPurpose,
    securing: command.securing,
    isDemo: command.isDemo,
  }
  const key: IssuerKey = { kid, issuerId: issuer.id, publicKeyMultibase, state: 'active', notBefore: now }
  try {
    await inTransaction(deps, async (deps) => {
      await insertIssuer(deps.db, issuer, now)
      await insertIssuerKey(deps.db, key, now)
      await audit(deps, actor, 'issuer.created', `issuer:${issuer.slug}`, { did: issuer.did, kid })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new ServiceError('conflict', `There is an issuer ${command.slug} or ${issuer.did} already.`, { cause: error })
    throw error
  }
  return issuer
}
