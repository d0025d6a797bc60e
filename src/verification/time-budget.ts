import { CanonicalizationError, type Canonicalizer } from '../proof/canonicalizer.ts'
import type { Outward, VerifierDeps } from './deps.ts'
import { verificationMilliseconds } from './limits.ts'

/**
 * The same means of verification, with one time limit over all that leads to one verdict (SECURITY T9): a document may name twenty slow
 * hosts, and each of them alone keeps within the limits of the fetcher.
 *
 * What is not there when the time is over counts as unreachable or too slow, which is never valid and never invalid.
 *
 * @param elapsed - milliseconds since the verification began
 */
export const withinTimeBudget = (deps: VerifierDeps, elapsed: () => number = stopwatch()): VerifierDeps => {
  const remaining = (): number => verificationMilliseconds - elapsed()
  const canonicalizer = takenOnce(deps.canonicalizer, deps.goingOn ?? deps.canonicalizer)
  return { ...deps, outward: budgetedOutward(deps.outward, remaining), canonicalizer: budgetedCanonicalizer(canonicalizer, remaining) }
}

/** A verification is refused at its beginning or not at all: once a document of it was worked on, the rest of it waits its turn. */
const takenOnce = (first: Canonicalizer, goingOn: Canonicalizer): Canonicalizer => {
  let taken = false
  const run = async <T>(work: (canonicalizer: Canonicalizer) => Promise<T>): Promise<T> => {
    try {
      const result = await work(first)
      taken = true
      return result
    } catch (error) {
      if (taken && error instanceof CanonicalizationError && error.failure === 'overloaded') return work(goingOn)
      throw error
    }
  }
  return {
    canonicalize: (document) => run((canonicalizer) => canonicalizer.canonicalize(document)),
    digest: (document) => run((canonicalizer) => canonicalizer.digest(document)),
  }
}

const stopwatch = (): (() => number) => {
  const begun = performance.now()
  return () => performance.now() - begun
}

const budgetedOutward = (outward: Outward, remaining: () => number): Outward => ({
  get: (url, options) =>
    beforeTheEnd(
      remaining(),
      () => outward.get(url, options),
      () => ({
        kind: 'unreachable',
        reason: 'The time for this verification is over.',
      }),
    ),
})

const budgetedCanonicalizer = (canonicalizer: Canonicalizer, remaining: () => number): Canonicalizer => {
  const tooSlow = (): never => {
    throw new CanonicalizationError('too_slow', 'The time for this verification is over.')
  }
  return {
    canonicalize: (document) => beforeTheEnd(remaining(), () => canonicalizer.canonicalize(document), tooSlow),
    digest: (document) => beforeTheEnd(remaining(), () => canonicalizer.digest(document), tooSlow),
  }
}

/** @param otherwise - what is answered when the time is over, before the work began or while it runs */
const beforeTheEnd = async <T>(milliseconds: number, work: () => Promise<T>, otherwise: () => T): Promise<T> => {
  if (milliseconds <= 0) return otherwise()
  let timer: Parameters<typeof clearTimeout>[0]
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    const result = await Promise.race([work().then((value) => ({ value })), over])
    return result === undefined ? otherwise() : result.value
  } finally {
    clearTimeout(timer)
  }
}
