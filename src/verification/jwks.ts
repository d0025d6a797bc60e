import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { type KeyFault, readJwk, type VerificationKey } from '../proof/verification-key.ts'
import type { VerifierDeps } from './deps.ts'
import { fetchJson } from './fetch-json.ts'

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
 * @param wanted.kid - as in the header: the `kid` of a key of the set, or an https URL at which one JWK stands
 * @param wanted.jwk - the key of the header itself; with both, both must name one key
 */
export const findInIssuerJwks = async (
  issuerId: string,
  wanted: { kid: string | undefined; jwk: VerificationKey | undefined },
  deps: VerifierDeps,
): Promise<JwksSearch> => {
  const fetched = await fetchJson(`${new URL(issuerId).origin}/.well-known/jwks.json`, deps)
  if (fetched.kind === 'missing') return { kind: 'not_listed' }
  if (fetched.kind !== 'ok') return { kind: 'unreachable' }
  const listed = asList(fetched.value['keys']).filter(isJsonObject)
  const named = wanted.kid === undefined ? undefined : listed.filter((jwk) => jwk['kid'] === wanted.kid)
  if (named !== undefined && named.length > 0) return pick(named, issuerId, wanted.jwk)
  const key = wanted.jwk ?? (await keyAt(wanted.kid, deps))
  if (key === 'unreachable') return { kind: 'unreachable' }
  if (key === undefined) return { kind: 'not_listed' }
  return pick(
    listed.filter((jwk) => isKey(jwk, key)),
    issuerId,
    key,
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

const isKey = (jwk: JsonObject, key: VerificationKey): boolean => {
  const read = readJwk(jwk)
  return typeof read !== 'string' && read.thumbprint === key.thumbprint
}

/** The one JWK at the address that `kid` is (Open Badges 3.0, section 8.2.3); undefined when it is no address or no key stands there. */
const keyAt = async (kid: string | undefined, deps: VerifierDeps): Promise<VerificationKey | 'unreachable' | undefined> => {
  if (kid === undefined || !kid.startsWith('https://') || !URL.canParse(kid)) return undefined
  const fetched = await fetchJson(kid, deps)
  if (fetched.kind === 'unreachable') return 'unreachable'
  const key = fetched.kind === 'ok' ? readJwk(fetched.value) : undefined
  return typeof key === 'object' ? key : undefined
}
