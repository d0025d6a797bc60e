import type { Issuer, IssuerKey } from '../domain/issuer.ts'
import type { JsonObject } from '../json.ts'
import { listIssuerKeys } from '../store/issuers.ts'
import type { Deps } from './deps.ts'
import { verificationMethodOf } from './signing-key.ts'
import { issuerUrl } from './urls.ts'

/**
 * The DID document of an issuer, made from its key history: every honest key stays listed, retired ones too, or their badges would die
 * (SECURITY (d), "Rotation"); a compromised key is not listed.
 *
 * `assertionMethod` holds absolute DID URLs as strings, as common validators expect (CONFORMANCE section 6, did:web).
 */
export const didDocument = async (deps: Deps, issuer: Issuer): Promise<JsonObject> => {
  const keys = (await listIssuerKeys(deps.db, issuer.id)).filter((key) => key.state !== 'compromised')
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: issuer.did,
    alsoKnownAs: [issuerUrl(deps.publicUrl, issuer.slug)],
    verificationMethod: keys.map((key) => verificationMethod(issuer, key)),
    assertionMethod: keys.map((key) => verificationMethodOf(issuer, key)),
  }
}

const verificationMethod = (issuer: Issuer, key: IssuerKey): JsonObject => ({
  id: verificationMethodOf(issuer, key),
  type: 'Multikey',
  controller: issuer.did,
  publicKeyMultibase: key.publicKeyMultibase,
})
