import type { Actor } from '../domain/actor.ts'
import type { Issuer, IssuerKey } from '../domain/issuer.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findIssuerBySlug, insertIssuerKey, listIssuerKeys, updateIssuerKey } from '../store/issuers.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/**
 * Gives an issuer a new signing key. The former one is retired from this instant: it signs no more, stays in the DID document, and its badges verify.
 *
 * @throws ServiceError `forbidden`, `issuer_not_found`; `invalid_input` for a did:key issuer, whose identifier is its key
 */
export const rotateKey = async (
  deps: Deps,
  actor: Actor,
  command: { issuerSlug: string },
): Promise<{ retired: IssuerKey[]; active: IssuerKey }> => {
  permit(actor, 'key.manage')
  const issuer = await requireRotatable(deps, command.issuerSlug)
  const now = deps.now()
  const { kid, publicKeyMultibase } = await deps.signer.createKey(issuer.slug, now)
  const active: IssuerKey = { kid, issuerId: issuer.id, publicKeyMultibase, state: 'active', notBefore: now }
  const retired = await inTransaction(deps, async (deps) => {
    const former = (await listIssuerKeys(deps.db, issuer.id)).filter((key) => key.state === 'active')
    const retired = former.map((key): IssuerKey => ({ ...key, state: 'retired', notAfter: now }))
    for (const key of retired) await updateIssuerKey(deps.db, key)
    await insertIssuerKey(deps.db, active, now)
    await audit(deps, actor, 'key.rotated', `issuer:${issuer.slug}`, { kid, retired: retired.map((key) => key.kid).join(' ') })
    return retired
  })
  return { retired, active }
}

/**
 * Says which keys a rotation would retire; changes nothing.
 *
 * @throws ServiceError as `rotateKey`
 */
export const planRotation = async (deps: Deps, actor: Actor, command: { issuerSlug: string }): Promise<{ retire: IssuerKey[] }> => {
  permit(actor, 'key.manage')
  const issuer = await requireRotatable(deps, command.issuerSlug)
  return { retire: (await listIssuerKeys(deps.db, issuer.id)).filter((key) => key.state === 'active') }
}

const requireRotatable = async (deps: Deps, slug: string): Promise<Issuer> => {
  const issuer = await findIssuerBySlug(deps.db, slug)
  if (issuer === undefined) throw new ServiceError('issuer_not_found', `There is no issuer ${slug}.`)
  if (issuer.method === 'key')
    throw new ServiceError(
      'invalid_input',
      `${issuer.slug} is a did:key issuer: its identifier is its key, so it cannot have another one. Make a new issuer instead.`,
    )
  return issuer
}
