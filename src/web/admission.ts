import type { RequestHandler, Response } from 'express'
import { ServiceError } from '../errors.ts'
import { admissionLimits } from '../verification/limits.ts'

/** Who may have something verified now. */
export interface Admission {
  /** looks at a request before its body is read: refuses it while too many are in work, and large bodies beyond a few */
  door: RequestHandler
  /**
   * Takes a request into work once its body is there; it leaves with its answer.
   *
   * @throws ServiceError `overloaded`
   */
  enter(response: Response): void
  /** how many are in work now */
  inWork(): number
}

export interface AdmissionLimits {
  requests: number
  largeBodyBytes: number
  largeRequests: number
  largeBodyMilliseconds: number
}

const overloaded = (): ServiceError =>
  new ServiceError('overloaded', 'Too much is being verified at this moment. Try again in a few seconds.', {
    retryAfterSeconds: admissionLimits.retryAfterSeconds,
  })

/**
 * Admission to verification (RELIABILITY "more load than capacity"): whoever cannot be served learns it at once, without his body being
 * read and without waiting in a queue. Large bodies have places of their own, so that a flood of pictures leaves room for badges; a slow
 * upload of a small body holds none of the places of those that are in work.
 */
export const createAdmission = (limits: AdmissionLimits = admissionLimits): Admission => {
  let inWork = 0
  let large = 0
  const door: RequestHandler = (request, response, next) => {
    if (request.method !== 'POST') return next()
    if (inWork >= limits.requests) throw overloaded()
    const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY)
    if (length <= limits.largeBodyBytes) return next()
    if (large >= limits.largeRequests) throw overloaded()
    large++
    const late = setTimeout(() => {
      if (!request.complete) request.destroy()
    }, limits.largeBodyMilliseconds)
    response.once('close', () => {
      large--
      clearTimeout(late)
    })
    next()
  }
  const enter = (response: Response): void => {
    if (inWork >= limits.requests) throw overloaded()
    inWork++
    response.once('close', () => inWork--)
  }
  return { door, enter, inWork: () => inWork }
}
