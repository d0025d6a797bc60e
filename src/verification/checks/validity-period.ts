import type { Json, JsonObject } from '../../json.ts'
import { readDateTime } from '../../openbadges/plain/date-time.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import { clockToleranceSeconds } from '../limits.ts'
import type { Check } from '../verdict.ts'
import { line } from './context.ts'

/** What the token around a credential says about time (RFC 7519: `nbf`, `exp`), in seconds since 1970. */
export interface TokenPeriod {
  notBefore?: number
  expires?: number
}

export interface PeriodOutcome {
  check: Check
  warnings: { code: CheckCode; detail: string }[]
}

/**
 * Holds every date that decides about validity against the clock (SECURITY step 9, L2): the document's own period, `created` and `expires`
 * of its proofs, and the period of a token. A beginning may lie ahead of our clock by the tolerance; an end has no tolerance.
 *
 * @param document - its dates have the right form, or none: the rules of its kind came before
 */
export const checkValidityPeriod = (document: JsonObject, proofs: readonly JsonObject[], token: TokenPeriod, now: Date): PeriodOutcome => {
  const latestBeginning = now.getTime() + clockToleranceSeconds * 1_000
  // VC Data Model 1.1 knows both names of each date; whichever is narrower counts.
  const begins = outermost(Math.max, document['validFrom'], document['issuanceDate'])
  const ends = outermost(Math.min, document['validUntil'], document['expirationDate'])
  const findings: [boolean, CheckCode][] = [
    [Number.isNaN(begins) || Number.isNaN(ends), 'validity.malformed'],
    [isBefore(ends, now.getTime()), 'validity.expired'],
    [isAfter(begins, latestBeginning), 'validity.not_yet'],
    [proofs.some((proof) => isBefore(instant(proof['expires']), now.getTime())), 'proof.expired'],
    [proofs.some((proof) => isAfter(instant(proof['created']), latestBeginning)), 'proof.created_in_future'],
    [token.expires !== undefined && isBefore(token.expires * 1_000, now.getTime()), 'validity.expired'],
    [token.notBefore !== undefined && isAfter(token.notBefore * 1_000, latestBeginning), 'validity.not_yet'],
  ]
  const fault = findings.find(([found]) => found)?.[1]
  const check =
    fault === undefined
      ? line('validity_period', 'passed', ends === undefined ? 'validity.open' : 'validity.within')
      : line('validity_period', 'failed', fault)
  const dates = [document['validFrom'], document['issuanceDate'], document['validUntil'], document['expirationDate']]
  const withoutZone = dates.some((date) => readDateTime(date)?.zoned === false)
  return { check, warnings: withoutZone ? [{ code: 'validity.without_zone', detail: checkCodes['validity.without_zone'] }] : [] }
}

const isBefore = (time: number | undefined, other: number): boolean => time !== undefined && time < other
const isAfter = (time: number | undefined, other: number): boolean => time !== undefined && time > other

/** The later or the earlier of two dates; the one that is there; NaN when one of them is no date. */
const outermost = (choose: typeof Math.max, ...dates: (Json | undefined)[]): number | undefined => {
  const instants = dates.map(instant).filter((one) => one !== undefined)
  return instants.length === 0 ? undefined : choose(...instants)
}

/** Milliseconds since 1970; undefined when absent, NaN when it is no date. */
const instant = (value: Json | undefined): number | undefined =>
  value === undefined ? undefined : (readDateTime(value)?.instant.getTime() ?? Number.NaN)
