import { splitJws } from '../proof/jws.ts'
import { refuseFlood } from './input-flood.ts'
import { type InputDocument, type InputOrigin, type Refusal, refuse, refuseFault } from './input-result.ts'
import { documentLimits, jwtLimits } from './limits.ts'
import { readStrictJsonObject } from './strict-json.ts'

/** The header is small and nearly flat: `jwk` is the only object in it. */
const headerLimits = { maxTextBytes: jwtLimits.maxHeaderBytes, maxDepth: 3, maxNodes: 64 }
/** In the older form the credential stands one level deeper, in `vc` or `vp`. */
const payloadLimits = { ...documentLimits, maxDepth: documentLimits.maxDepth + 1 }
/** Limits that any document has; passing one is no matter of the token's form. */
const limitCodes = new Set(['too_large', 'too_deep', 'too_many_nodes', 'forbidden_key'])

/**
 * Whether a text is meant as a compact token: base64url (or what people take for it) and full stops, the first part long enough to be no
 * host name and beginning as the encoding of `{` does.
 */
export const looksLikeJwt = (text: string): boolean => /^e[wy][A-Za-z0-9_+/=-]{8,}\.[A-Za-z0-9_+/=.~-]*$/.test(text)

const malformed = (detail: string): Refusal => ({ kind: 'refused', check: 'proof', code: 'proof.jwt_malformed', detail })

/**
 * Splits a compact JWS into header and payload: three segments of canonical base64url, none of them empty, both objects by the strict reader
 * (SECURITY (b), step 3). Which header members and claims are right is for the proof rules.
 */
export const readJwt = (token: string, from: InputOrigin = 'text'): Extract<InputDocument, { kind: 'jwt' }> | Refusal => {
  if (token.length > documentLimits.maxTextBytes) {
    return refuse('input.too_large', `The token has ${token.length} bytes; the limit is ${documentLimits.maxTextBytes}.`)
  }
  const jws = splitJws(token)
  if (jws === undefined) return malformed('The text is not three parts of base64url without padding, divided by full stops.')
  if (jws.signature.length > jwtLimits.maxSignatureBytes)
    return malformed('The signature of the token is longer than any signature in use.')
  const header = readStrictJsonObject(jws.header, headerLimits)
  if (!header.ok) return malformed(`The header of the token: ${header.detail}`)
  const payload = readStrictJsonObject(jws.payload, payloadLimits)
  if (!payload.ok) return limitCodes.has(payload.code) ? refuseFault(payload) : malformed(`The payload of the token: ${payload.detail}`)
  return refuseFlood(payload.value) ?? { kind: 'jwt', token, header: header.value, payload: payload.value, from }
}
