import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CanonicalizationError } from '../../../src/proof/canonicalizer.ts'
import type { VerifierDeps } from '../../../src/verification/deps.ts'
import { verificationMilliseconds } from '../../../src/verification/limits.ts'
import { withinTimeBudget } from '../../../src/verification/time-budget.ts'
import { newWorld } from './world.ts'

/** Hosts and canonicalizer that answer after a second each, by a clock that only the test moves. */
const slowly = (): { deps: VerifierDeps; asked: string[] } => {
  const asked: string[] = []
  const second = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 1_000))
  const outward: VerifierDeps['outward'] = {
    get: (url) => {
      asked.push(url)
      return second({ kind: 'ok' as const, url, mediaType: 'application/json', bytes: new Uint8Array() })
    },
  }
  const canonicalizer = { canonicalize: () => second(''), digest: () => second(new Uint8Array(32)) }
  return { deps: { ...newWorld().deps, outward, canonicalizer }, asked }
}

describe('T9: one time limit over everything that leads to one verdict', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('hosts that answer slowly one after the other become unreachable, and are no longer asked', async () => {
    const { deps, asked } = slowly()
    const begun = Date.now()
    const budgeted = withinTimeBudget(deps, () => Date.now() - begun)
    const answers: string[] = []
    const visit = async (): Promise<number> => {
      for (let host = 0; host < 20; host++) {
        answers.push((await budgeted.outward.get(`https://slow-${host}.example/`, { accept: '*/*' })).kind)
      }
      return Date.now() - begun
    }
    const visiting = visit()
    await vi.runAllTimersAsync()
    const lasted = await visiting
    const inTime = Math.floor(verificationMilliseconds / 1_000)
    expect(answers.filter((kind) => kind === 'ok')).toHaveLength(inTime)
    expect(new Set(answers.slice(inTime))).toEqual(new Set(['unreachable']))
    expect(asked).toHaveLength(inTime + 1)
    expect(lasted).toBe(verificationMilliseconds)
  })

  test('what is still to be canonicalized then is too slow, not malformed', async () => {
    const { deps } = slowly()
    let elapsed = 0
    const budgeted = withinTimeBudget(deps, () => elapsed)
    const inTime = budgeted.canonicalizer.digest({})
    await vi.runAllTimersAsync()
    expect(await inTime).toHaveLength(32)
    elapsed = verificationMilliseconds
    const failure = await budgeted.canonicalizer.digest({}).catch((cause: unknown) => cause)
    expect(failure).toBeInstanceOf(CanonicalizationError)
    expect((failure as CanonicalizationError).failure).toBe('too_slow')
  })
})

describe('a verification is refused at its beginning or not at all (RELIABILITY "more load than capacity")', () => {
  const room = () => {
    const state = { free: true }
    const refuse = async (): Promise<never> => {
      throw new CanonicalizationError('overloaded', 'no thread is free')
    }
    const digest = async (): Promise<Uint8Array> => (state.free ? new Uint8Array(32) : refuse())
    const canonicalize = async (): Promise<string> => (state.free ? '' : refuse())
    const goingOn = { canonicalize: async () => 'after a while', digest: async () => new Uint8Array([1]) }
    const budgeted = withinTimeBudget({ ...newWorld().deps, canonicalizer: { canonicalize, digest }, goingOn })
    return { state, canonicalizer: budgeted.canonicalizer }
  }

  test('the first document finds no room: overloaded', async () => {
    const { state, canonicalizer } = room()
    state.free = false
    await expect(canonicalizer.digest({})).rejects.toMatchObject({ failure: 'overloaded' })
  })
  test('a later one waits its turn', async () => {
    const { state, canonicalizer } = room()
    await canonicalizer.digest({})
    state.free = false
    expect(await canonicalizer.digest({})).toEqual(new Uint8Array([1]))
    expect(await canonicalizer.canonicalize({})).toBe('after a while')
  })
})
