import type { JsonObject } from '../json.ts'
import { withoutProof } from '../proof/data-integrity.ts'
import { checkAfterSignature, withoutSignature } from './after-signature.ts'
import { checkConformance, issuerIdOf } from './checks/conformance.ts'
import { line } from './checks/context.ts'
import { checkIssuer, issuerWithoutProof } from './checks/issuer.ts'
import { checkProofs } from './checks/proof.ts'
import { checkValidityPeriod } from './checks/validity-period.ts'
import { claimedIssuer } from './claimed-issuer.ts'
import { conclude } from './conclude.ts'
import { remembering, type Setting } from './setting.ts'
import type { Check, Verification } from './verdict.ts'

/**
 * Judges a credential with embedded proofs, in the one order of SECURITY (b). Whatever is returned as `document` is the object that was
 * checked; a step never sees what an earlier one refused.
 */
export const judgeDocument = async (document: JsonObject, setting: Setting): Promise<Verification> => {
  const { deps, now } = setting
  const canonicalizer = remembering(deps.canonicalizer)
  const unsecured = withoutProof(document)

  // Steps 5 and 6: the closed rules of its kind, before any cryptography. The first failure ends the work.
  const { check: conforms, conformance, goOn } = await checkConformance(document, unsecured, deps.heldContexts, canonicalizer)
  const findings = { kind: conformance.kind, format: 'data-integrity' as const, document }
  if (!goOn) return conclude([conforms], now, { ...findings, ...(await claimedIssuer(document, undefined, setting)) })

  // Steps 7 and 8: proof rules, keys, signatures, and whether one of the keys is the issuer's.
  const profile = { purpose: 'assertionMethod' as const, strict: conformance.kind !== 'credential' }
  const proof = await checkProofs(document, unsecured, profile, deps, canonicalizer, now)
  const issuer = await issuerLine(document, proof, setting)

  // Step 9: time. Reported whatever the signature says, so that "expired" and "forged" stay apart.
  const proofs = proof.verified.map((one) => one.proof)
  const period = checkValidityPeriod(document, proofs, {}, now)

  // Steps 10 and 11: nothing is fetched for them once the signature has failed or is not by the issuer.
  const holds = proof.check.status === 'passed' && issuer.status !== 'failed'
  const after = holds ? await checkAfterSignature({ document, conformance, format: 'data-integrity' }, setting) : withoutSignature()
  return conclude([conforms, proof.check, issuer, period.check, ...after.checks], now, {
    ...findings,
    ...(await claimedIssuer(document, issuer, setting)),
    warnings: [...unknownSuites(proof.check), ...period.warnings, ...after.warnings],
    ...(after.contained === undefined ? {} : { contained: after.contained }),
  })
}

const issuerLine = async (document: JsonObject, proof: Awaited<ReturnType<typeof checkProofs>>, { deps }: Setting): Promise<Check> => {
  const issuerId = issuerIdOf(document)
  if (proof.check.status !== 'passed') return issuerWithoutProof(issuerId, proof.keyFailures)
  if (issuerId === undefined) return line('issuer', 'failed', 'issuer.not_confirmed')
  return checkIssuer(
    issuerId,
    proof.verified.map(({ key }) => key),
    deps,
  )
}

/** A proof of an unknown suite beside one that verified does not count (VC-API section 6); it is said. */
const unknownSuites = ({ status, items = [] }: Check): Verification['warnings'] =>
  status === 'passed' ? items.filter(({ code }) => code === 'proof.suite_unknown').map(({ code, detail }) => ({ code, detail })) : []
