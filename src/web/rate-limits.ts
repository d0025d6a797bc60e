import type { RequestHandler } from 'express'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { ServiceError } from '../errors.ts'
import type { WebDeps } from './web-deps.ts'

/** Requests of one address a minute: generous for a person and for an office behind one address, tight for somebody who tries out ids (SECURITY T26). */
const VERIFICATIONS_PER_MINUTE = 120
const PAGES_PER_MINUTE = 600
/** A service under an address of localhost is its owner's alone: test suites verify hundreds of documents from there within a minute. */
const VERIFICATIONS_PER_MINUTE_AT_HOME = 6_000

const isAtHome = (publicUrl: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(publicUrl).hostname)

const isVerification = (method: string, path: string): boolean =>
  method === 'POST' && /^\/(verify|verify\/(?:proof|table)|credentials\/verify|presentations\/verify)$/.test(path)

/** Limits each visitor's address; switched off for test benches by `AKASHI_RATE_LIMITS=off`. */
export const rateLimits = ({
  rateLimits: on,
  deps: { publicUrl },
}: {
  rateLimits: boolean
  deps: Pick<WebDeps['deps'], 'publicUrl'>
}): RequestHandler => {
  if (!on) return (_request, _response, next) => next()
  const verifications = new RateLimiterMemory({
    points: isAtHome(publicUrl) ? VERIFICATIONS_PER_MINUTE_AT_HOME : VERIFICATIONS_PER_MINUTE,
    duration: 60,
  })
  const pages = new RateLimiterMemory({ points: PAGES_PER_MINUTE, duration: 60 })
  return async (request, _response, next) => {
    const limiter = isVerification(request.method, request.path) ? verifications : pages
    try {
      await limiter.consume(request.ip ?? 'unknown')
    } catch (rejection) {
      const wait = rejection instanceof Error ? 60_000 : (rejection as { msBeforeNext: number }).msBeforeNext
      throw new ServiceError('rate_limited', 'Too many requests came from your address. Wait a moment and try again.', {
        retryAfterSeconds: Math.ceil(wait / 1000),
      })
    }
    next()
  }
}
