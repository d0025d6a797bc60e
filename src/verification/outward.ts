import { type Clock, systemClock } from '../clock.ts'
import type { Outward, OutwardAnswer } from './deps.ts'
import { outwardLimits } from './limits.ts'
import { createAnswerCache } from './outward-cache.ts'
import { type Call, exchange } from './outward-exchange.ts'
import { createGate } from './outward-gate.ts'
import { type Lookup, resolvePublic, systemLookup } from './outward-lookup.ts'
import { type Destination, readDestination, readOrigin } from './outward-url.ts'

export interface OutwardOptions {
  /** `public`: https on public addresses and the listed origins; `off`: the listed origins only (`AKASHI_OUTWARD`) */
  mode: 'public' | 'off'
  /** exact origins that are allowed in addition, on any address and port, https only (`AKASHI_OUTWARD_ORIGINS`) */
  origins: readonly string[]
  now?: Clock
  /** names to addresses; for tests */
  lookup?: Lookup
  /** where a test has its server instead of at the checked address */
  reroute?: Call['reroute']
  /** certificates trusted instead of those of the system, PEM; for tests. A certificate is checked always */
  ca?: string
}

const unreachable = (reason: string): OutwardAnswer => ({ kind: 'unreachable', reason })
const tooSlow = unreachable('The server took longer than the limit.')

/** Resolves as soon as the signal fires; what was under way goes on until it notices. */
const fired = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }))

/**
 * The guarded fetcher: the only place from which the verifier opens a connection (SECURITY T8).
 *
 * https only, port 443 or a listed origin, no user name, no redirect. The name is resolved once, all its addresses have to be public, and
 * the connection goes to the address that was checked. 3 s in all, 1 MB before and after decoding, documents and tokens only (pictures when
 * `accept` names them), no cookies, no credentials. The same address is fetched once at a time. An answer is kept as long as it says itself, five
 * minutes at most, and not at all when it says nothing: a revocation must not be overlooked. Of failures only time-outs are remembered, shortly.
 *
 * @throws Error when a listed origin is not an https origin
 */
export const createOutward = (options: OutwardOptions): Outward => {
  const listed = new Set(options.origins.map(readOrigin))
  const answers = createAnswerCache(options.now ?? systemClock)
  const slowHosts = createAnswerCache(options.now ?? systemClock)
  const gate = createGate()
  const flights = new Map<string, Promise<OutwardAnswer>>()

  const fetchOnce = async (destination: Destination, accept: string, maxBytes: number, signal: AbortSignal) => {
    const resolved = await resolvePublic(destination, options.lookup ?? systemLookup)
    if (signal.aborted) return undefined
    if (resolved.kind !== 'address') return { answer: resolved, keepSeconds: 0 }
    const { address } = resolved
    return exchange({ destination, address, accept, maxBytes, signal, reroute: options.reroute, ca: options.ca })
  }

  const fly = async (key: string, destination: Destination, accept: string, maxBytes: number): Promise<OutwardAnswer> => {
    const { host } = destination.url
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), outwardLimits.totalMilliseconds)
    let hasBegun = false
    try {
      const passed = gate.pass(host, limit.signal, () => {
        hasBegun = true
        return Promise.race([fetchOnce(destination, accept, maxBytes, limit.signal), fired(limit.signal)])
      })
      const exchanged = await passed
      if (exchanged !== undefined) {
        answers.keep(key, exchanged.answer, exchanged.keepSeconds)
        return exchanged.answer
      }
    } catch {
      if (!limit.signal.aborted) return unreachable('The server could not be reached, or did not answer completely.')
    } finally {
      clearTimeout(timer)
    }
    if (!hasBegun) return unreachable('Too many documents are being fetched at the moment.')
    slowHosts.keep(host, tooSlow, outwardLimits.timeoutMemorySeconds)
    return tooSlow
  }

  return {
    get(url, { accept, maxBytes = outwardLimits.maxBytes }) {
      const destination = readDestination(url, { isListed: (origin) => listed.has(origin), onlyListed: options.mode === 'off' })
      if (destination.kind === 'refused') return Promise.resolve(destination)
      const limit = Math.min(maxBytes, outwardLimits.maxBytes)
      const key = `${limit} ${accept} ${destination.url.href}`
      const known = answers.get(key) ?? slowHosts.get(destination.url.host)
      if (known !== undefined) return Promise.resolve(known)
      const underWay = flights.get(key)
      if (underWay !== undefined) return underWay
      const flight = fly(key, destination, accept, limit).finally(() => flights.delete(key))
      flights.set(key, flight)
      return flight
    },
  }
}
