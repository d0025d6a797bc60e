import type { JsonObject } from '../json.ts'

export type CheckStatus = 'passed' | 'failed' | 'not_determined' | 'not_applicable'
export type Verdict = 'valid' | 'invalid' | 'unverifiable' | 'bad-request'

/** The checks in the order in which they are made (SECURITY (b), CONFORMANCE section 2). */
export const checkIds = [
  'input',
  'conformance',
  'proof',
  'issuer',
  'validity_period',
  'status',
  'refresh',
  'recipient',
  'endorsements',
] as const
export type CheckId = (typeof checkIds)[number]

/** What one check found. `code` is stable and is what pages translate; `detail` is one plain English sentence. */
export interface Check {
  id: CheckId
  status: CheckStatus
  code: string
  detail: string
  /** JSON pointer of the place, where one place is to blame */
  path?: string
  /** per entry, per proof or per endorsement where there are several */
  items?: { id?: string; status: CheckStatus; code: string; detail: string; data?: JsonObject }[]
}

export interface ProblemDetail {
  type: string
  title: string
  detail: string
}

/** Who says to have issued it, and whether our own register knows the identifier (dated; never counts towards the verdict). */
export interface IssuerAnswer {
  id: string
  /** the name that the document claims */
  name?: string
  recognised: boolean
  /** the register's own entry */
  register?: { name: string; since: string; until?: string; note?: string }
}

/** The whole answer. `verified` is true for `valid` only. */
export interface Verification {
  verdict: Verdict
  verified: boolean
  checkedAt: Date
  checks: Check[]
  warnings: { code: string; detail: string }[]
  problemDetails: ProblemDetail[]
  issuer?: IssuerAnswer
  /** what kind of document it was */
  kind?: 'open-badge-3' | 'open-badge-2' | 'endorsement' | 'clr-2' | 'status-list' | 'credential' | 'presentation'
  format?: 'data-integrity' | 'jwt' | 'ob2-signed' | 'ob2-hosted'
  /** the very object that was checked; pages render from this and from nothing else */
  document?: JsonObject
  /** each credential inside a presentation or CLR, each with its own verdict */
  contained?: Verification[]
}

/** Whether nothing could be said for want of room: the same document may well be judged a moment later. */
export const lacksRoom = ({ verdict, checks }: Verification): boolean =>
  verdict === 'unverifiable' && checks.some(({ code }) => code.endsWith('.overloaded'))

/** A failure outranks an open question, an unreadable input outranks both (SECURITY (b), "Verdict"). */
export const verdictOf = (checks: Check[]): Verdict => {
  if (checks.some((check) => check.id === 'input' && check.status === 'failed')) return 'bad-request'
  if (checks.some((check) => check.status === 'failed')) return 'invalid'
  if (checks.some((check) => check.status === 'not_determined')) return 'unverifiable'
  return 'valid'
}
