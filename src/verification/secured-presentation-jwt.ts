import type { JsonObject } from '../json.ts'
import { withoutProof } from '../proof/data-integrity.ts'
import { jwsFits } from '../proof/jws.ts'
import { line } from './checks/context.ts'
import { judgePlainClaims } from './checks/jwt-claims.ts'
import { judgeJwtHeader } from './checks/jwt-header.ts'
import { admitToken, locateDocument } from './checks/jwt-token.ts'
import { checkPresentationForm, holderIdOf } from './checks/presentation-form.ts'
import { checkValidityPeriod } from './checks/validity-period.ts'
import { type CheckCode, checkCodes } from './codes.ts'
import { conclude } from './conclude.ts'
import { resolveTokenKey } from './jwt-keys.ts'
import { refusalLine } from './refusal-line.ts'
import { signatureLine } from './secured-jwt.ts'
import { holderLine, intentFault, judgeContained, notJudged, type PresentationOptions } from './secured-presentation.ts'
import { remembering, type Setting } from './setting.ts'
import type { Verification } from './verdict.ts'

/**
 * Judges a presentation secured as a compact JWT (VC-API section 8): the payload is the presentation, or, in the older form, its `vp` claim
 * is. `nonce` answers the challenge, `aud` names the domain.
 */
export const judgePresentationJwt = async (text: string, options: PresentationOptions, setting: Setting): Promise<Verification> => {
  const { deps, now } = setting
  const failed = (code: CheckCode, findings: { document?: JsonObject } = {}, detail?: string): Verification =>
    conclude([line('proof', 'failed', code, detail === undefined ? {} : { detail })], now, {
      kind: 'presentation',
      format: 'jwt',
      ...findings,
    })
  const token = admitToken(text)
  if ('kind' in token) return conclude([refusalLine(token)], now, { kind: 'presentation', format: 'jwt' })
  const located = locateDocument(token, 'vp')
  if (!located.ok) return failed(located.code)
  const { document } = located
  const findings = { kind: 'presentation' as const, format: 'jwt' as const, document }
  const form = await checkPresentationForm(document, withoutProof(document), deps.heldContexts, remembering(deps.canonicalizer))
  if (form.status !== 'passed') return conclude([form], now, findings)
  const header = judgeJwtHeader(token.header, 'plain', 'vp')
  if (!header.ok) return failed(header.code, findings)
  const holder = holderIdOf(document)
  const claims = judgePlainClaims(token.payload, document, holder)
  if (!claims.ok) return failed(claims.code, findings, claims.detail)
  const intended = intentFault(options, token.payload['nonce'], token.payload['aud'])
  if (intended !== undefined) return failed(intended, findings)

  const { iss } = token.payload
  const signer = holder ?? (typeof iss === 'string' ? iss : header.kid?.split('#', 1)[0])
  const key = await resolveTokenKey(header, signer ?? '', 'authentication', deps, now, (one) => jwsFits(token.jws, header.algorithm, one))
  const proof = signatureLine(token, header, key)
  const confirmed =
    holder === undefined ? line('issuer', 'not_applicable', 'holder.none') : holderLine(key.binding === undefined ? [] : [key.binding])
  const holderCheck = proof.status === 'passed' ? confirmed : notJudged()
  const period = checkValidityPeriod({}, [], claims.period, now)
  const older = located.place === 'claim' ? [{ code: 'proof.jwt_older_form', detail: checkCodes['proof.jwt_older_form'] }] : []
  return conclude([form, proof, holderCheck, period.check], now, {
    ...findings,
    warnings: [...header.warnings, ...claims.warnings, ...older],
    contained: await judgeContained(document, [proof, holderCheck], setting),
  })
}
