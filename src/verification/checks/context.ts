import type { JsonObject } from '../../json.ts'
import type { Conformance } from '../../openbadges/conformance.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import type { VerifierDeps } from '../deps.ts'
import type { Check, CheckId, CheckStatus, Verification } from '../verdict.ts'

export type { Conformance } from '../../openbadges/conformance.ts'

/** What a caller may ask in addition. Nothing here switches a check off or hands in a result (SECURITY T31). */
export interface VerifyOptions {
  /** known identifiers of the person to whom the document should have been issued (CONFORMANCE VF-5) */
  recipient?: { id?: string; email?: string }
}

/** Why another document is verified on the way to the verdict about the first. */
export type NestedRole = 'endorsement' | 'status-list' | 'refreshed' | 'contained'

/**
 * All that a check after the signature gets. It is made only when the document keeps its rules, the signature holds and the
 * issuer did not fail, so `document` is the very object that was signed.
 */
export interface CheckContext {
  readonly document: JsonObject
  readonly conformance: Conformance
  readonly format: 'data-integrity' | 'jwt'
  readonly deps: VerifierDeps
  readonly options: VerifyOptions
  readonly now: Date
  /** 0 for the document that the caller gave, 1 for what is nested in it or fetched for it, and so on */
  readonly depth: number
  /** what the document is verified for; undefined for the document that the caller gave */
  readonly role: NestedRole | undefined
  /**
   * Verifies another document by the same rules, at `depth + 1`: an object with an embedded proof, an enveloped credential, or
   * the text of a compact JWT. A status list and a refreshed document get no status or refresh look-up of their own
   * (`status-list`) or no second refresh (`refreshed`).
   */
  verifyNested(document: JsonObject | string, role: NestedRole): Promise<Verification>
}

/** One check after the signature: status, refresh, recipient, endorsements. It never throws for anything that a document holds. */
export type ContextCheck = (context: CheckContext) => Promise<Check>

/** A check's line with the code's own sentence, or a more exact one. */
export const line = (
  id: CheckId,
  status: CheckStatus,
  code: CheckCode,
  more: { detail?: string; path?: string; items?: Check['items'] } = {},
): Check => ({
  id,
  status,
  code,
  detail: more.detail ?? checkCodes[code],
  ...(more.path === undefined ? {} : { path: more.path }),
  ...(more.items === undefined ? {} : { items: more.items }),
})
