import { isJsonObject, type JsonObject } from '../../json.ts'
import { type CompactJws, splitJws } from '../../proof/jws.ts'
import type { CheckCode } from '../codes.ts'
import { jwtLimits } from '../limits.ts'
import { readStrictJsonObject } from '../strict-json.ts'

/** A compact JWT whose parts were read as nobody can read them differently; nothing about it is verified yet. */
export interface Token {
  jws: CompactJws
  header: JsonObject
  payload: JsonObject
}

/** @returns undefined unless the text is three segments whose first two are JSON objects within the limits (SECURITY (b), step 3) */
export const readToken = (text: string): Token | undefined => {
  const jws = splitJws(text)
  if (jws === undefined || jws.header.length > jwtLimits.maxHeaderBytes || jws.signature.length > jwtLimits.maxSignatureBytes)
    return undefined
  const header = readStrictJsonObject(jws.header)
  const payload = readStrictJsonObject(jws.payload)
  return header.ok && payload.ok ? { jws, header: header.value, payload: payload.value } : undefined
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
    // a `jti` that repeats the id and an `exp` that repeats the end are the token's; every other member is the document's
    const members = Object.entries(payload).filter(([member]) => !tokenClaims.has(member))
    return { ok: true, document: Object.fromEntries(members), place: 'payload' }
  }
  // beside the claim stand only claims of the token: a payload that is a document as well would be read differently by others
  const isAlone = Object.keys(payload).every((member) => member === name || tokenClaims.has(member))
  if (isTyped || !isAlone || !isJsonObject(inClaim)) return { ok: false, code: 'proof.jwt_form_wrong' }
  return { ok: true, document: inClaim, place: 'claim' }
}
