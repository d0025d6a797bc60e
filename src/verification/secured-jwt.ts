import type { JsonObject } from '../json.ts'
import type { Canonicalizer } from '../proof/canonicalizer.ts'
import { jwsFits, keyTypeOf } from '../proof/jws.ts'
import { checkAfterSignature, withoutSignature } from './after-signature.ts'
import { checkConformance, issuerIdOf } from './checks/conformance.ts'
import { type Conformance, line } from './checks/context.ts'
import { judgeBadgeClaims, judgePlainClaims } from './checks/jwt-claims.ts'
import { type HeaderJudgement, judgeJwtHeader } from './checks/jwt-header.ts'
import { admitToken, type Located, locateDocument, type Token } from './checks/jwt-token.ts'
import { checkProofs } from './checks/proof.ts'
import { checkValidityPeriod, type TokenPeriod } from './checks/validity-period.ts'
import { claimedIssuer } from './claimed-issuer.ts'
import { type CheckCode, checkCodes } from './codes.ts'
import { conclude } from './conclude.ts'
import { resolveTokenKey, type TokenKey } from './jwt-keys.ts'
import { refusalLine } from './refusal-line.ts'
import { remembering, type Setting } from './setting.ts'
import type { Check, Verification } from './verdict.ts'

/**
 * Judges a credential secured as a compact JWT (Open Badges 3.0, section 8.2; VC-JOSE-COSE), in the same order as one with an embedded
 * proof. `document` of the answer is the credential that the token holds.
 */
export const judgeJwt = async (text: string, setting: Setting): Promise<Verification> => {
  const { deps, now } = setting
  const token = admitToken(text)
  if ('kind' in token) return conclude([refusalLine(token)], now, { format: 'jwt' })
  const located = locateDocument(token, 'vc')
  if (!located.ok) return conclude([line('proof', 'failed', located.code)], now, { format: 'jwt' })
  const { document } = located

  // Steps 5 and 6. A proof inside the credential was made first (JW-6) and is held to the same rules of form.
  const { proof: _, ...unsecured } = document
  const canonicalizer = remembering(deps.canonicalizer)
  const { check: conforms, conformance, goOn } = await checkConformance(document, unsecured, deps.heldContexts, canonicalizer)
  const findings = { kind: conformance.kind, format: 'jwt' as const, document }
  if (!goOn) return conclude([conforms], now, { ...findings, ...(await claimedIssuer(document, undefined, setting)) })

  // Step 7: header, form and claims, before anything is looked up.
  const rules = judgeRules(token, located, conformance)
  if (!rules.ok) {
    const check = line('proof', 'failed', rules.code, { detail: rules.detail })
    const period = checkValidityPeriod(document, [], {}, now)
    const lines = [conforms, check, line('issuer', 'not_applicable', 'issuer.not_judged'), period.check, ...withoutSignature().checks]
    return conclude(lines, now, { ...findings, ...(await claimedIssuer(document, undefined, setting)) })
  }

  // Step 8: the key where its issuer publishes it, then the signature.
  const key = await resolveTokenKey(rules.header, issuerIdOf(document) ?? '', 'assertionMethod', deps, now, (key) =>
    jwsFits(token.jws, rules.header.algorithm, key),
  )
  const signature = signatureLine(token, rules.header, key)
  const proof = signature.status === 'passed' ? await embeddedProofs(signature, document, unsecured, canonicalizer, setting) : signature
  const issuer = issuerLine(proof, key)

  // Step 9, with the token's own period; then steps 10 and 11.
  const period = checkValidityPeriod(document, [], rules.period, now)
  const holds = proof.status === 'passed' && issuer.status !== 'failed'
  const after = holds ? await checkAfterSignature({ document, conformance, format: 'jwt' }, setting) : withoutSignature()
  return conclude([conforms, proof, issuer, period.check, ...after.checks], now, {
    ...findings,
    ...(await claimedIssuer(document, issuer, setting)),
    warnings: [...rules.warnings, ...period.warnings, ...after.warnings],
    ...(after.contained === undefined ? {} : { contained: after.contained }),
  })
}

/** Proofs inside the credential were made before the token (JW-6). They add nothing, but a broken one is not passed over (SECURITY L8). */
const embeddedProofs = async (
  signature: Check,
  document: JsonObject,
  unsecured: JsonObject,
  canonicalizer: Canonicalizer,
  { deps, now }: Setting,
): Promise<Check> => {
  if (document['proof'] === undefined) return signature
  const profile = { purpose: 'assertionMethod' as const, strict: true }
  const { check } = await checkProofs(document, unsecured, profile, deps, canonicalizer, now)
  return check.status === 'passed' || check.code === 'proof.suite_unknown' ? signature : check
}

type AcceptedHeader = HeaderJudgement & { ok: true }

type Rules =
  | { ok: true; header: AcceptedHeader; period: TokenPeriod; warnings: Verification['warnings'] }
  | { ok: false; code: CheckCode; detail: string }

/** Header (T7), the place of the credential (JW-5), claims (JW-2 to JW-4). */
const judgeRules = ({ header, payload }: Token, located: Located, conformance: Conformance): Rules => {
  const isBadge = conformance.kind !== 'credential' && conformance.kind !== 'status-list'
  const judged = judgeJwtHeader(header, isBadge ? 'badge' : 'plain', 'vc')
  if (!judged.ok) return { ok: false, code: judged.code, detail: checkCodes[judged.code] }
  // Open Badges: a `vc` claim if and only if the first context is that of VC Data Model 1.1
  if (isBadge && (located.place === 'claim') !== (conformance.vcdm === '1.1')) {
    return { ok: false, code: 'proof.jwt_form_wrong', detail: checkCodes['proof.jwt_form_wrong'] }
  }
  const claims = isBadge
    ? judgeBadgeClaims(payload, located.document)
    : judgePlainClaims(payload, located.document, issuerIdOf(located.document))
  if (!claims.ok) return claims
  const older = !isBadge && located.place === 'claim' ? [warning('proof.jwt_older_form')] : []
  return { ok: true, header: judged, period: claims.period, warnings: [...judged.warnings, ...claims.warnings, ...older] }
}

const warning = (code: CheckCode): Verification['warnings'][number] => ({ code, detail: checkCodes[code] })

/** Whether the token's signature fits the key that its signer publishes. */
export const signatureLine = (token: Token, { algorithm, kid }: AcceptedHeader, key: TokenKey): Check => {
  const data: JsonObject = { type: 'JWT', alg: algorithm, ...(kid === undefined ? {} : { verificationMethod: kid }) }
  const judged = (status: Check['status'], code: CheckCode): Check =>
    line('proof', status, code, { items: [{ status, code, detail: checkCodes[code], data }] })
  if (!key.ok) return judged(key.status, key.code)
  if (key.key.type !== keyTypeOf(algorithm)) return judged('failed', 'proof.key_type_wrong')
  return jwsFits(token.jws, algorithm, key.key) ? judged('passed', 'proof.verified') : judged('failed', 'proof.altered')
}

const issuerLine = (proof: Check, key: TokenKey): Check => {
  if (key.binding === undefined || (key.ok && proof.status !== 'passed')) return line('issuer', 'not_applicable', 'issuer.not_judged')
  return line('issuer', key.binding.status, key.binding.code)
}
