import type { JsonObject } from '../json.ts'
import { line, type NestedRole, type VerifyOptions } from './checks/context.ts'
import { conclude } from './conclude.ts'
import type { VerifierDeps } from './deps.ts'
import { type Envelope, openEnvelope } from './envelope.ts'
import { refuseFlood } from './input-flood.ts'
import { maxNesting } from './limits.ts'
import { refusalLine } from './refusal-line.ts'
import { judgeDocument } from './secured-document.ts'
import { judgeJwt } from './secured-jwt.ts'
import type { Setting } from './setting.ts'
import { withinTimeBudget } from './time-budget.ts'
import type { Verification } from './verdict.ts'

/** The setting of what the caller gave: one instant and one time limit for all that follows. */
export const outermost = (deps: VerifierDeps, options: VerifyOptions): Setting =>
  settingAt(withinTimeBudget(deps), options, deps.now(), 0, undefined)

const settingAt = (deps: VerifierDeps, options: VerifyOptions, now: Date, depth: number, role: NestedRole | undefined): Setting => ({
  deps,
  options,
  now,
  depth,
  role,
  verifyNested: async (document, nestedRole) =>
    depth >= maxNesting
      ? conclude([line('conformance', 'not_determined', 'contained.too_deep')], now)
      : judgeCredential(document, settingAt(deps, options, now, depth + 1, nestedRole)),
})

/** Judges one credential in whichever form it is secured: an object with proofs, an envelope, or the text of a compact JWT. */
export const judgeCredential = (credential: JsonObject | string, setting: Setting): Promise<Verification> => {
  if (typeof credential === 'string') return judgeJwt(credential, setting)
  const flood = refuseFlood(credential)
  if (flood !== undefined) return Promise.resolve(conclude([refusalLine(flood)], setting.now))
  const envelope = openEnvelope(credential)
  return envelope === undefined ? judgeDocument(credential, setting) : judgeEnvelope(envelope, setting)
}

const judgeEnvelope = async (envelope: Envelope, setting: Setting): Promise<Verification> => {
  if (envelope.kind === 'jwt' && envelope.holds === 'vc') return judgeJwt(envelope.text, setting)
  return unopened(envelope, setting.now)
}

/** The answer for an envelope that cannot be opened as what it should be. */
export const unopened = (envelope: Envelope, now: Date): Verification =>
  envelope.kind === 'unknown'
    ? conclude([line('proof', 'not_determined', 'proof.envelope_type_unknown')], now)
    : conclude([line('conformance', 'failed', 'conformance.envelope_malformed')], now)
