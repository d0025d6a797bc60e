import { isJsonObject, type JsonObject } from '../../json.ts'
import { type CompactJws, splitJws } from '../../proof/jws.ts'
import type { CheckCode } from '../codes.ts'
import { readJwt } from '../input-jwt.ts'
import type { Refusal } from '../input-result.ts'

/** A compact JWT whose parts were read as nobody can read them differently; nothing about it is verified yet. */
export interface Token {
  jws: CompactJws
  header: JsonObject
  payload: JsonObject
}

/** @returns the refusal of the strict reader unless the text is three segments whose first two are JSON objects within the limits */
export const admitToken = (text: string): Token | Refusal => {
  const read = readJwt(text)
  if (read.kind === 'refused') return read
  return { jws: splitJws(text) as CompactJws, header: read.header, payload: read.payload }
}

/** The same, where why a text is no token does not matter. */
export const readToken = (text: string): Token | undefined => {
  const token = admitToken(text)
  return 'kind' in token ? undefined : token
}

/** The document of a token, and where it stood. */
export interface Located {
  ok: true
  document: JsonObject
  /** `claim`: in `vc` or `vp`, the older form; `payload`: the payload without the token's own claims is the document */
  place: 'claim' | 'payload'
}

/** Claims by which a token repeats what the credential says, or says something about itself (RFC 7519, section 4.1; OpenID `nonce`). */
const tokenClaims = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'nonce'])

/** The document of a payload: a `jti` that repeats the id and an `exp` that repeats the end are the token's, every other member is its. */
export const withoutTokenClaims = (payload: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(payload).filter(([member]) => !tokenClaims.has(member)))

/**
 * Finds the document in the payload (VC-JOSE-COSE; VC-API section 8; CONFORMANCE JW-2): under `typ: vc+jwt` the payload is the document
 * and a `vc` claim is refused; otherwise a `vc` claim holds it, or the payload is it.
 *
 * @param name - `vc` for credentials, `vp` for presentations
 */
export const locateDocument = ({ header, payload }: Token, name: 'vc' | 'vp'): Located | { ok: false; code: CheckCode } => {
  const inClaim = payload[name]
  const isTyped = header['typ'] === `${name}+jwt`
  if (inClaim === undefined) {
    if (payload['vc'] !== undefined || payload['vp'] !== undefined) return { ok: false, code: 'proof.jwt_form_wrong' }
    return { ok: true, document: withoutTokenClaims(payload), place: 'payload' }
  }
  // beside the claim stand only claims of the token: a payload that is a document as well would be read differently by others
  const isAlone = Object.keys(payload).every((member) => member === name || tokenClaims.has(member))
  if (isTyped || !isAlone || !isJsonObject(inClaim)) return { ok: false, code: 'proof.jwt_form_wrong' }
  return { ok: true, document: inClaim, place: 'claim' }
}
