import { ServiceError } from '../errors.ts'
import { latestAuditInstant } from '../store/audit.ts'
import type { Deps } from './deps.ts'

/** A clock may be put right by this much without anybody noticing (RELIABILITY R9). */
const TOLERANCE_MILLISECONDS = 5 * 60_000
const RETRY_SECONDS = 60

/** Notices a clock that went back. */
export interface ClockGuard {
  /**
   * @returns the instant that counts: never before one that counted earlier
   * @throws ServiceError `clock_behind` when the clock is more than five minutes behind that
   */
  instant(now: Date): Date
}

/** @param latest - the latest instant that is known from earlier */
export const clockGuard = (latest: Date): ClockGuard => {
  let highest = latest.getTime()
  return {
    instant: (now) => {
      const behind = highest - now.getTime()
      if (behind > TOLERANCE_MILLISECONDS)
        throw new ServiceError(
          'clock_behind',
          `The clock says ${now.toISOString()}, and it was ${new Date(highest).toISOString()} before. Put the clock right; nothing is issued until then.`,
          { retryAfterSeconds: RETRY_SECONDS },
        )
      highest = Math.max(highest, now.getTime())
      return new Date(highest)
    },
  }
}

/** A guard that begins with the last entry of the audit log: a clock that went back while the service was down is noticed as well. */
export const clockGuardOf = async (deps: Pick<Deps, 'db'>): Promise<ClockGuard> =>
  clockGuard((await latestAuditInstant(deps.db)) ?? new Date(0))

/**
 * The instant at which something is reserved or signed: no badge and no signature is older than the one before it.
 *
 * @throws ServiceError `clock_behind`
 */
export const issuingInstant = (deps: Pick<Deps, 'now' | 'clock'>): Date => deps.clock?.instant(deps.now()) ?? deps.now()
