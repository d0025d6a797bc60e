import type { JsonObject } from '../json.ts'
import { listAllKeys, listIssuers } from '../store/issuers.ts'
import type { Deps } from './deps.ts'
import { verificationMethodOf } from './signing-key.ts'

/**
 * Every public key of this host as a JWK set, retired ones included; a compromised one is not listed. Each names its issuer in `iss`
 * (CONFORMANCE JW-7).
 */
export const publishedJwks = async (deps: Deps): Promise<JsonObject> => {
  const issuers = new Map((await listIssuers(deps.db)).map((issuer) => [issuer.id, issuer]))
  const keys = (await listAllKeys(deps.db)).filter((key) => key.state !== 'compromised')
  return {
    keys: keys.flatMap((key) => {
      const issuer = issuers.get(key.issuerId)
      return issuer === undefined
        ? []
        : [{ ...deps.signer.publicJwk(key.publicKeyMultibase), kid: verificationMethodOf(issuer, key), iss: issuer.did }]
    }),
  }
}
