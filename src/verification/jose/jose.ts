import type { JsonObject } from '../../json.ts'
import { CanonicalizationError, type Canonicalizer } from '../../proof/canonicalizer.ts'
import { jwsFits, keyTypeOf } from '../../proof/jws.ts'
import { signJws } from '../../proof/sign-jws.ts'
import { readJwk } from '../../proof/verification-key.ts'
import { judgeJwtHeader } from '../checks/jwt-header.ts'
import { admitToken, withoutTokenClaims } from '../checks/jwt-token.ts'
import { type JoseHolds, type JoseSetting, joseFormFault } from './jose-form.ts'
import type { JoseKey } from './jose-key.ts'

/** A token or a verified document as text, or why there is none. */
export type JoseOutcome = { ok: true; data: string } | { ok: false; reason: string }

const failure = (reason: string): JoseOutcome => ({ ok: false, reason })

/**
 * Secures a document as a compact JWS with the key that is given (VC-JOSE-COSE, sections 3.1.1 and 3.1.2): the payload is the document.
 *
 * @param canonicalizer - finds terms that no context defines at any depth; asked only when every context of a credential is held
 */
export const issueJose = async (
  document: JsonObject,
  holds: JoseHolds,
  key: JoseKey,
  setting: JoseSetting,
  canonicalizer: Canonicalizer,
): Promise<JoseOutcome> => {
  if (key.secret === undefined) return failure('The key has no secretKeyJwk, so nothing can be signed.')
  if (key.algorithm !== undefined && key.algorithm !== key.secret.algorithm)
    return failure('The key is for another algorithm than its type has.')
  const fault = joseFormFault(document, holds, 'issue', setting)
  if (fault !== undefined) return failure(fault)
  if (holds === 'vc') {
    const undefinedTerm = await definitionFault(withoutTokenClaims(document), canonicalizer)
    if (undefinedTerm !== undefined) return failure(undefinedTerm)
  }
  const header = { typ: `${holds}+jwt`, cty: holds, kid: key.id }
  return { ok: true, data: signJws(header, document, key.secret.algorithm, key.secret.secret) }
}

const definitionFault = async (document: JsonObject, canonicalizer: Canonicalizer): Promise<string | undefined> => {
  try {
    await canonicalizer.digest(document)
    return undefined
  } catch (error) {
    if (!(error instanceof CanonicalizationError)) throw error
    return error.failure === 'context_not_held' ? undefined : error.message
  }
}

/**
 * Verifies a compact JWS with the key that is given. It judges the securing mechanism only (VC-API section 8): header, form, signature.
 * Times, status and the credentials inside a presentation are judged by the verifying endpoints and pages.
 *
 * @returns the document as JSON text
 */
export const verifyJose = (text: string, holds: JoseHolds, key: JoseKey, setting: JoseSetting): JoseOutcome => {
  const token = admitToken(text)
  if ('kind' in token) return failure(token.detail)
  if (token.header['typ'] !== `${holds}+jwt`) return failure(`The typ of the token is not ${holds}+jwt.`)
  const header = judgeJwtHeader(token.header, 'plain', holds)
  if (!header.ok) return failure(`The header of the token is refused (${header.code}).`)
  const isKeyOfAnother = header.jwk !== undefined && thumbprintOf(header.jwk) !== key.publicKey.thumbprint
  if (isKeyOfAnother) return failure('The header brings another key than the one that is given.')
  if (keyTypeOf(header.algorithm) !== key.publicKey.type || (key.algorithm !== undefined && key.algorithm !== header.algorithm))
    return failure('The algorithm of the token is not that of the key.')
  if (!jwsFits(token.jws, header.algorithm, key.publicKey)) return failure('The signature does not fit the document and the key.')
  const fault = joseFormFault(token.payload, holds, 'verify', setting)
  return fault === undefined ? { ok: true, data: JSON.stringify(withoutTokenClaims(token.payload)) } : failure(fault)
}

const thumbprintOf = (jwk: JsonObject): string | undefined => {
  const key = readJwk(jwk)
  return typeof key === 'string' ? undefined : key.thumbprint
}
