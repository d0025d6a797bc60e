import type { Request, RequestHandler, Response } from 'express'
import { ServiceError } from '../errors.ts'
import type { Verifying } from '../service/verifying.ts'
import { admissionLimits } from '../verification/limits.ts'
import { lacksRoom, type Verification } from '../verification/verdict.ts'
import { closeAfterAnswer } from './close-after-answer.ts'

/** Who may have something verified or issued now. */
export interface Admission {
  /** looks at a request before its body is read: refuses it while too many are in work, and large bodies beyond a few */
  door: RequestHandler
  /**
   * Takes a request into work once its body is there; it leaves with its answer. Whoever came through the door and sent his body at once
   * is never refused here.
   *
   * @throws ServiceError `overloaded`
   */
  enter(response: Response): void
  /** the same door for the issuing instances, which sign documents of others; with places of its own */
  issuing: RequestHandler
  /** verifies for badge pages and makes proofs, in places of their own, so that a flood of strangers' documents leaves our badges alone */
  guarded(verifying: Verifying): Verifying
  /** how many verifications of strangers are in work now, those whose body arrives included */
  inWork(): number
}

export interface AdmissionLimits {
  requests: number
  pages: number
  issuing: number
  largeBodyBytes: number
  largeRequests: number
  arrivalMilliseconds: number
  largeBodyMilliseconds: number
  lingerMilliseconds: number
}

export const overloaded = (): ServiceError =>
  new ServiceError('overloaded', 'Too much is being done at this moment. Try again in a few seconds.', {
    retryAfterSeconds: admissionLimits.retryAfterSeconds,
  })

/** A number of places; whoever takes one gives it back once, however often he says so. */
const createPlaces = (most: number) => {
  let taken = 0
  return {
    isFull: () => taken >= most,
    taken: () => taken,
    take: (): (() => void) => {
      let held = true
      taken++
      return () => {
        if (held) taken--
        held = false
      }
    },
  }
}

/**
 * Admission to verification (RELIABILITY "more load than capacity"): whoever cannot be served learns it at the head of the request, without
 * his body being read and without waiting in a queue. The place of whoever is let in is kept while his body arrives, for a moment: a slow
 * sender loses it. Large bodies have places of their own besides, so that a flood of pictures leaves room for badges.
 *
 * @param hasNoRoomForPictures - a large body in a form is a picture; it is not read while no thread would take it
 */
export const createAdmission = (
  limits: AdmissionLimits = admissionLimits,
  hasNoRoomForPictures: () => boolean = () => false,
): Admission => {
  const work = createPlaces(limits.requests)
  const large = createPlaces(limits.largeRequests)
  const pages = createPlaces(limits.pages)
  const issuing = createPlaces(limits.issuing)
  /** places kept for those whose body arrives */
  const kept = new WeakMap<Response, () => boolean>()

  const refuse = (request: Request, response: Response): never => {
    closeAfterAnswer(request, response, limits.lingerMilliseconds)
    throw overloaded()
  }
  const keepPlace = (response: Response): void => {
    const leave = work.take()
    let waits = true
    const giveBack = (): boolean => {
      const waited = waits
      waits = false
      clearTimeout(late)
      leave()
      return waited
    }
    const late = setTimeout(giveBack, limits.arrivalMilliseconds)
    response.once('close', giveBack)
    kept.set(response, giveBack)
  }
  const door: RequestHandler = (request, response, next) => {
    if (request.method !== 'POST') return next()
    const isLarge = !(Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= limits.largeBodyBytes)
    const isPicture = isLarge && String(request.headers['content-type']).startsWith('multipart/')
    if (work.isFull() || (isLarge && large.isFull()) || (isPicture && hasNoRoomForPictures())) refuse(request, response)
    keepPlace(response)
    if (isLarge) {
      const leave = large.take()
      const late = setTimeout(() => {
        if (!request.complete) request.destroy()
      }, limits.largeBodyMilliseconds)
      response.once('close', () => {
        leave()
        clearTimeout(late)
      })
    }
    next()
  }
  const enter = (response: Response): void => {
    const hadPlace = kept.get(response)?.() ?? false
    if (!hadPlace && work.isFull()) throw overloaded()
    response.once('close', work.take())
  }
  const issuingDoor: RequestHandler = (request, response, next) => {
    if (request.method !== 'POST') return next()
    if (issuing.isFull()) refuse(request, response)
    response.once('close', issuing.take())
    next()
  }
  const inPages = async <T>(verify: () => Promise<T>, verificationOf: (answer: T) => Verification): Promise<T> => {
    if (pages.isFull()) throw overloaded()
    const leave = pages.take()
    try {
      const answer = await verify()
      if (lacksRoom(verificationOf(answer))) throw overloaded()
      return answer
    } finally {
      leave()
    }
  }
  const guarded = (verifying: Verifying): Verifying => ({
    ...verifying,
    stored: (text) =>
      inPages(
        () => verifying.stored(text),
        (verification) => verification,
      ),
    proofOf: (text) =>
      inPages(
        () => verifying.proofOf(text),
        ({ verification }) => verification,
      ),
  })
  return { door, enter, issuing: issuingDoor, guarded, inWork: work.taken }
}
