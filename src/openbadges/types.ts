import type { JsonObject } from '../json.ts'

/** A document that is built and not yet checked. */
export interface UnsignedCredential extends JsonObject {
  '@context': string[]
  id: string
  type: string[]
}

declare const checked: unique symbol

/**
 * A document that passed every numbered rule of its profile (`check.ts`). Only the checker makes one, and only this can be signed
 * (ARCHITECTURE, "Prepare, check, sign").
 */
export interface CheckedCredential {
  readonly [checked]: true
  readonly profile: string
  readonly document: Readonly<UnsignedCredential>
}

/** One broken rule, with the place as a JSON pointer. */
export interface RuleProblem {
  rule: string
  path: string
  message: string
}
