import { isJsonObject, type JsonObject } from '../../json.ts'
import { isJwsAlgorithm, type JwsAlgorithm } from '../../proof/jws.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import type { Verification } from '../verdict.ts'

export type HeaderJudgement =
  | { ok: true; algorithm: JwsAlgorithm; kid: string | undefined; jwk: JsonObject | undefined; warnings: Verification['warnings'] }
  | { ok: false; code: CheckCode }

/** Nothing else may stand in a header: `jku`, `x5u`, `x5c`, `crit`, `zip`, `b64` and whatever comes after them (SECURITY T7, JW-1). */
const members = new Set(['alg', 'typ', 'cty', 'kid', 'jwk'])

/** SECURITY T7 for badges; ES384 and ES512 are in use for plain credentials only (VC-API section 8). */
const badgeAlgorithms: ReadonlySet<JwsAlgorithm> = new Set(['RS256', 'ES256', 'EdDSA'])

const refused = (code: CheckCode): HeaderJudgement => ({ ok: false, code })

/**
 * Judges the header of a token (SECURITY T7; CONFORMANCE JW-1; VC-API section 8).
 *
 * @param kind - `badge`: the rules of Open Badges, under which `typ` is `JWT` or absent; the type of VC-JOSE-COSE is read with a warning
 * @param document - `vc` or `vp`, of which `typ` and `cty` are made
 */
export const judgeJwtHeader = (header: JsonObject, kind: 'badge' | 'plain', document: 'vc' | 'vp'): HeaderJudgement => {
  const { alg, typ, cty, kid, jwk } = header
  if (Object.keys(header).some((member) => !members.has(member))) return refused('proof.jwt_header_refused')
  if (!isJwsAlgorithm(alg) || (kind === 'badge' && !badgeAlgorithms.has(alg))) return refused('proof.jwt_algorithm_refused')
  const isTyped = typ === `${document}+jwt`
  if (typ !== undefined && typ !== 'JWT' && !isTyped) return refused('proof.jwt_header_refused')
  if (cty !== undefined && cty !== document) return refused('proof.jwt_header_refused')
  if (kid !== undefined && (typeof kid !== 'string' || kid === '')) return refused('proof.jwt_header_refused')
  if (jwk !== undefined && !isJsonObject(jwk)) return refused('proof.jwt_header_refused')
  if (kid === undefined && jwk === undefined && kind === 'badge') return refused('proof.jwt_key_missing')
  const codes: CheckCode[] = []
  if (kind === 'badge' && isTyped) codes.push('proof.jwt_type_uncommon')
  if (kind === 'badge' && alg === 'EdDSA') codes.push('proof.algorithm_uncommon')
  return { ok: true, algorithm: alg, kid, jwk, warnings: codes.map((code) => ({ code, detail: checkCodes[code] })) }
}
