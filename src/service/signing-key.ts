import type { Issuer, IssuerKey } from '../domain/issuer.ts'
import { ServiceError } from '../errors.ts'
import type { SigningKey } from '../signing/signer.ts'
import { listIssuerKeys } from '../store/issuers.ts'
import type { Deps } from './deps.ts'

/** How verifiers find a key: the fragment is the key itself, and the issuer's document really lists it (CONFORMANCE T4). */
export const verificationMethodOf = (issuer: Pick<Issuer, 'did'>, key: Pick<IssuerKey, 'publicKeyMultibase'>): string =>
  `${issuer.did}#${key.publicKeyMultibase}`

const signsAt = (key: IssuerKey, at: Date): boolean =>
  key.state === 'active' && key.notBefore <= at && (key.notAfter === undefined || at < key.notAfter)

/**
 * The key that signs for an issuer at this instant: the newest active one.
 *
 * @throws ServiceError `key_not_active`
 */
export const signingKeyOf = async (deps: Deps, issuer: Issuer, at: Date): Promise<SigningKey> => {
  const key = (await listIssuerKeys(deps.db, issuer.id)).filter((key) => signsAt(key, at)).at(-1)
  if (key === undefined)
    throw new ServiceError(
      'key_not_active',
      `No key of issuer ${issuer.slug} is active at ${at.toISOString()}. Run: akashi keys rotate --issuer ${issuer.slug}`,
    )
  return { kid: key.kid, verificationMethod: verificationMethodOf(issuer, key) }
}
