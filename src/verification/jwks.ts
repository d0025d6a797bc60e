import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { type KeyFault, readJwk, type VerificationKey } from '../proof/verification-key.ts'
import type { VerifierDeps } from './deps.ts'
import { fetchJson } from './fetch-json.ts'
import { jwtLimits } from './limits.ts'

export type JwksSearch =
  | { kind: 'found'; key: VerificationKey }
  | { kind: 'not_listed' }
  | { kind: 'listed_for_another' }
  | { kind: 'unusable'; fault: KeyFault }
  | { kind: 'unreachable' }

/**
 * Looks for a token's key in the key set of an https issuer, `https://{authority}/.well-known/jwks.json` (Open Badges Implementation
 * Guide; CONFORMANCE JW-7). A key that is not in it proves nothing about the issuer, wherever else it may stand.
 *
 * A `kid` that no key of the set bears may be the address of a key (Open Badges 3.0, section 8.2.3). It is not fetched, since anybody can write any
 * address there: the key that signed is in the set, or the token is not the issuer's.
 *
 * @param wanted.kid - as in the header
 * @param wanted.jwk - the key of the header itself; with both, both must name one key
 * @param wanted.fits - whether a key is the one that signed the token
 */
export const findInIssuerJwks = async (
  issuerId: string,
  wanted: { kid: string | undefined; jwk: VerificationKey | undefined; fits(key: VerificationKey): boolean },
  deps: VerifierDeps,
): Promise<JwksSearch> => {
  const fetched = await fetchJson(`${new URL(issuerId).origin}/.well-known/jwks.json`, deps)
  if (fetched.kind === 'missing') return { kind: 'not_listed' }
  if (fetched.kind !== 'ok') return { kind: 'unreachable' }
  const listed = asList(fetched.value['keys']).filter(isJsonObject).slice(0, jwtLimits.maxListedKeys)
  const named = wanted.kid === undefined ? undefined : listed.filter((jwk) => jwk['kid'] === wanted.kid)
  if (named !== undefined && named.length > 0) return pick(named, issuerId, wanted.jwk)
  const { kid, jwk, fits } = wanted
  if (jwk === undefined && kid?.startsWith('https://') !== true) return { kind: 'not_listed' }
  return pick(
    listed.filter((one) => isKey(one, (key) => (jwk === undefined ? fits(key) : key.thumbprint === jwk.thumbprint))),
    issuerId,
    jwk,
  )
}

/** Two keys under one name are nobody's key. */
const pick = (candidates: JsonObject[], issuerId: string, expected: VerificationKey | undefined): JwksSearch => {
  const [jwk, second] = candidates
  if (jwk === undefined || second !== undefined) return { kind: 'not_listed' }
  if (jwk['iss'] !== undefined && jwk['iss'] !== issuerId) return { kind: 'listed_for_another' }
  const key = readJwk(jwk)
  if (typeof key === 'string') return { kind: 'unusable', fault: key }
  return expected === undefined || expected.thumbprint === key.thumbprint ? { kind: 'found', key } : { kind: 'not_listed' }
}

const isKey = (jwk: JsonObject, isWanted: (key: VerificationKey) => boolean): boolean => {
  const read = readJwk(jwk)
  return typeof read !== 'string' && isWanted(read)
}
