import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { readDateTime } from '../../openbadges/plain/date-time.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import type { Verification } from '../verdict.ts'
import { issuerIdOf } from './conformance.ts'
import type { TokenPeriod } from './validity-period.ts'

export type ClaimsJudgement =
  | { ok: true; period: TokenPeriod; warnings: Verification['warnings'] }
  | { ok: false; code: CheckCode; detail: string }

const refused = (code: CheckCode, claim: string): ClaimsJudgement => ({ ok: false, code, detail: `${checkCodes[code]} (${claim})` })

/**
 * Compares the claims of a badge's token with the credential inside it: each that must be there is, and each equals the credential's own
 * value (Open Badges 3.0, sections 8.2.4 and 8.2.6; CONFORMANCE JW-2 to JW-4). A missing `sub` is right where the subject has no id (T13).
 */
export const judgeBadgeClaims = (payload: JsonObject, credential: JsonObject): ClaimsJudgement => {
  const numbers = numericDates(payload)
  if (numbers === undefined) return refused('proof.jwt_claim_differs', 'nbf, exp')
  const begins = credential['validFrom'] ?? credential['issuanceDate']
  const ends = credential['validUntil'] ?? credential['expirationDate']
  const claims: [string, boolean, boolean][] = [
    ['iss', payload['iss'] !== undefined, payload['iss'] === issuerIdOf(credential)],
    ['jti', payload['jti'] !== undefined, payload['jti'] === credential['id']],
    ['nbf', payload['nbf'] !== undefined, isSameInstant(numbers.notBefore, begins)],
  ]
  const subject = subjectIdOf(credential)
  if (subject !== undefined || payload['sub'] !== undefined) claims.push(['sub', payload['sub'] !== undefined, payload['sub'] === subject])
  if (ends !== undefined || payload['exp'] !== undefined) {
    claims.push(['exp', payload['exp'] !== undefined, isSameInstant(numbers.expires, ends)])
  }
  for (const [claim, isPresent, isEqual] of claims) {
    if (!isPresent) return refused('proof.jwt_claim_missing', claim)
    if (!isEqual) return refused('proof.jwt_claim_differs', claim)
  }
  return { ok: true, period: numbers, warnings: issuedAtWarning(payload) }
}

/**
 * Compares the claims of any other token: none has to be there, none may contradict the document (VC-JOSE-COSE; VC-API section 8).
 *
 * @param signer - who signs the document: the issuer of a credential, the holder of a presentation
 */
export const judgePlainClaims = (payload: JsonObject, document: JsonObject, signer: string | undefined): ClaimsJudgement => {
  const numbers = numericDates(payload)
  if (numbers === undefined) return refused('proof.jwt_claim_differs', 'nbf, exp')
  const subject = subjectIdOf(document)
  const claims: [string, Json | undefined][] = [
    ['iss', signer],
    ['jti', document['id']],
    ['sub', subject],
  ]
  for (const [claim, value] of claims) {
    if (payload[claim] !== undefined && value !== undefined && payload[claim] !== value) return refused('proof.jwt_claim_differs', claim)
  }
  return { ok: true, period: numbers, warnings: issuedAtWarning(payload) }
}

/** RFC 7519, section 2 "NumericDate"; undefined when `nbf` or `exp` is something else than a number. */
const numericDates = (payload: JsonObject): TokenPeriod | undefined => {
  const { nbf, exp } = payload
  if ((nbf !== undefined && typeof nbf !== 'number') || (exp !== undefined && typeof exp !== 'number')) return undefined
  return { ...(nbf === undefined ? {} : { notBefore: nbf }), ...(exp === undefined ? {} : { expires: exp }) }
}

/** A whole number of seconds may stand for a date with a fraction (JW-3). */
const isSameInstant = (seconds: number | undefined, date: Json | undefined): boolean => {
  const instant = readDateTime(date)?.instant.getTime()
  if (seconds === undefined || instant === undefined) return false
  return seconds * 1_000 === instant || (Number.isInteger(seconds) && seconds === Math.floor(instant / 1_000))
}

/** The id of the only subject; of several subjects none can be `sub`. */
const subjectIdOf = (document: JsonObject): string | undefined => {
  const [subject, second] = asList(document['credentialSubject'])
  const id = second === undefined && isJsonObject(subject) ? subject['id'] : undefined
  return typeof id === 'string' ? id : undefined
}

/** The time of issue decides nothing here, so a malformed one is only said (VC-API section 8). */
const issuedAtWarning = (payload: JsonObject): Verification['warnings'] => {
  const issuedAt = payload['iat']
  if (issuedAt === undefined || typeof issuedAt === 'number') return []
  return [{ code: 'proof.jwt_issued_at_malformed', detail: checkCodes['proof.jwt_issued_at_malformed'] }]
}
