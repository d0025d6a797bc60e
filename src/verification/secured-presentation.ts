import { asList, type Json, type JsonObject } from '../json.ts'
import { withoutProof } from '../proof/data-integrity.ts'
import { line } from './checks/context.ts'
import { checkPresentationForm, containedIn, holderIdOf } from './checks/presentation-form.ts'
import { checkProofs } from './checks/proof.ts'
import { checkValidityPeriod } from './checks/validity-period.ts'
import type { CheckCode } from './codes.ts'
import { conclude } from './conclude.ts'
import type { VerifierDeps } from './deps.ts'
import { bindIssuer, type IssuerBinding } from './issuers.ts'
import type { ResolvedKey } from './keys.ts'
import { remembering, type Setting } from './setting.ts'
import type { Check, Verification } from './verdict.ts'

/** What a presentation must have been made for. Compared as plain strings; what is not given is not compared. */
export interface PresentationOptions {
  challenge?: string
  domain?: string
}

/** Judges a presentation with embedded proofs: shape, proof for `authentication`, challenge and domain, holder, then each credential in it. */
export const judgePresentation = async (
  presentation: JsonObject,
  options: PresentationOptions,
  setting: Setting,
): Promise<Verification> => {
  const { deps, now } = setting
  const canonicalizer = remembering(deps.canonicalizer)
  const unsecured = withoutProof(presentation)
  const findings = { kind: 'presentation' as const, format: 'data-integrity' as const, document: presentation }
  const form = await checkPresentationForm(presentation, unsecured, deps.heldContexts, canonicalizer)
  if (form.status !== 'passed') return conclude([form], now, findings)
  const profile = { purpose: 'authentication' as const, strict: false }
  const { check: signature, verified } = await checkProofs(presentation, unsecured, profile, deps, canonicalizer, now)
  const intended = verified.map(({ proof }) => intentFault(options, proof['challenge'], proof['domain'])).find((code) => code !== undefined)
  const proof = signature.status === 'passed' && intended !== undefined ? line('proof', 'failed', intended, { path: '/proof' }) : signature
  const keys = verified.map(({ key }) => key)
  const holder = proof.status === 'passed' ? await checkHolder(holderIdOf(presentation), keys, deps) : notJudged()
  const period = checkValidityPeriod(
    {},
    verified.map((one) => one.proof),
    {},
    now,
  )
  return conclude([form, proof, holder, period.check], now, {
    ...findings,
    contained: await judgeContained(presentation, [proof, holder], setting),
  })
}

/** `domain` may be a list in Data Integrity, as `aud` may be in a token; one of its items then has to be the one that is asked for. */
export const intentFault = (options: PresentationOptions, challenge: Json | undefined, domain: Json | undefined): CheckCode | undefined => {
  if (options.challenge !== undefined && challenge !== options.challenge) return 'proof.challenge_wrong'
  if (options.domain !== undefined && !asList(domain).includes(options.domain)) return 'proof.domain_wrong'
  return undefined
}

export const notJudged = (): Check => line('issuer', 'not_applicable', 'issuer.not_judged')

const checkHolder = async (holderId: string | undefined, keys: ResolvedKey[], deps: VerifierDeps): Promise<Check> => {
  if (holderId === undefined) return line('issuer', 'not_applicable', 'holder.none')
  const bindings: IssuerBinding[] = []
  for (const key of keys) bindings.push(await bindIssuer(holderId, key, deps, 'authentication'))
  return holderLine(bindings)
}

/** One key of the holder's suffices. */
export const holderLine = (bindings: IssuerBinding[]): Check => {
  if (bindings.some(({ status }) => status === 'passed')) return line('issuer', 'passed', 'holder.confirmed')
  if (bindings.some(({ status }) => status === 'not_determined')) return line('issuer', 'not_determined', 'holder.not_determined')
  return line('issuer', 'failed', 'holder.not_confirmed')
}

/** Each credential by all steps of its own; none once the presentation itself has failed, so that nothing is fetched for a forgery. */
export const judgeContained = async (presentation: JsonObject, checks: Check[], { verifyNested }: Setting): Promise<Verification[]> => {
  if (checks.some(({ id, status }) => status === 'failed' || (id === 'proof' && status !== 'passed'))) return []
  const judged: Verification[] = []
  // One after the other: each may cost key, status and canonicalization, and their number is a stranger's choice.
  for (const credential of containedIn(presentation)) judged.push(await verifyNested(credential, 'contained'))
  return judged
}
