import type { JsonObject } from '../json.ts'
import { CanonicalizationError, type Canonicalizer } from '../proof/canonicalizer.ts'
import type { Outward, OutwardAnswer, VerifierDeps } from './deps.ts'
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
  const time = new TimeBudget(elapsed)
  const canonicalizer = new BudgetedCanonicalizer(deps.canonicalizer, deps.goingOn ?? deps.canonicalizer, time)
  return { ...deps, outward: new BudgetedOutward(deps.outward, time), canonicalizer }
}

const stopwatch = (): (() => number) => {
  const begun = performance.now()
  return () => performance.now() - begun
}

class TimeBudget {
  readonly #elapsed: () => number

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  isOver(): boolean {
    return this.#remaining() <= 0
  }

  /** @param otherwise - what is answered when the time is over, before the work began or while it runs */
  async within<T>(work: () => Promise<T>, otherwise: () => T): Promise<T> {
    const milliseconds = this.#remaining()
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

  #remaining(): number {
    return verificationMilliseconds - this.#elapsed()
  }
}

class BudgetedOutward implements Outward {
  readonly #outward: Outward
  readonly #time: TimeBudget

  constructor(outward: Outward, time: TimeBudget) {
    this.#outward = outward
    this.#time = time
  }

  get(url: string, options: Parameters<Outward['get']>[1]): Promise<OutwardAnswer> {
    return this.#time.within(() => this.#outward.get(url, options), timeIsOver)
  }
}

const timeIsOver = (): OutwardAnswer => ({ kind: 'unreachable', reason: 'The time for this verification is over.' })

const tooSlow = (): never => {
  throw new CanonicalizationError('too_slow', 'The time for this verification is over.')
}

/** A verification is refused at its beginning or not at all: once a document of it was worked on, the rest of it waits its turn. */
class BudgetedCanonicalizer implements Canonicalizer {
  readonly #first: Canonicalizer
  readonly #goingOn: Canonicalizer
  readonly #time: TimeBudget
  #taken = false

  constructor(first: Canonicalizer, goingOn: Canonicalizer, time: TimeBudget) {
    this.#first = first
    this.#goingOn = goingOn
    this.#time = time
  }

  canonicalize(document: JsonObject): Promise<string> {
    return this.#run((canonicalizer) => canonicalizer.canonicalize(document))
  }

  digest(document: JsonObject): Promise<Uint8Array> {
    return this.#run((canonicalizer) => canonicalizer.digest(document))
  }

  digestNow(document: JsonObject): Uint8Array | undefined {
    const digest = this.#time.isOver() ? undefined : this.#first.digestNow?.(document)
    if (digest !== undefined) this.#taken = true
    return digest
  }

  #run<T>(work: (canonicalizer: Canonicalizer) => Promise<T>): Promise<T> {
    return this.#time.within(() => this.#begin(work), tooSlow)
  }

  async #begin<T>(work: (canonicalizer: Canonicalizer) => Promise<T>): Promise<T> {
    try {
      const result = await work(this.#first)
      this.#taken = true
      return result
    } catch (error) {
      if (this.#taken && error instanceof CanonicalizationError && error.failure === 'overloaded') return work(this.#goingOn)
      throw error
    }
  }
}
