import type { Json, JsonObject } from '../json.ts'
import type { VerifierDeps } from './deps.ts'
import { readStrictJsonObject } from './strict-json.ts'

/** What came back from an address at which a JSON object should stand. `missing` is said of our own addresses only. */
export type FetchedJson = { kind: 'ok'; value: JsonObject } | { kind: 'missing' | 'malformed' | 'unreachable' }

const accept = 'application/did+json, application/ld+json, application/json'

/** Fetches a JSON object: our own documents without any network, everything else through the guarded fetcher. */
export const fetchJson = async (url: string, deps: VerifierDeps): Promise<FetchedJson> => {
  const own = await deps.local(url)
  if (own === 'missing') return { kind: 'missing' }
  const answer = own === undefined ? await deps.outward.get(url, { accept }) : { kind: 'ok' as const, bytes: own.bytes }
  if (answer.kind !== 'ok') return { kind: 'unreachable' }
  const known = recent.get(url)
  if (known !== undefined && sameBytes(known.bytes, answer.bytes)) return { kind: 'ok', value: known.value }
  const read = readStrictJsonObject(answer.bytes)
  if (!read.ok) return { kind: 'malformed' }
  if (answer.bytes.length <= maxRecentBytes) remember(url, answer.bytes, read.value)
  return { kind: 'ok', value: read.value }
}

/** Documents read lately, by their address and their bytes: the same issuer's keys are asked for with every badge. */
const recent = new Map<string, { bytes: Uint8Array; value: JsonObject }>()
const mostRecent = 256
/** A DID document or profile has 1 KB. */
const maxRecentBytes = 16_384

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

const remember = (url: string, bytes: Uint8Array, value: JsonObject): void => {
  recent.delete(url)
  if (recent.size >= mostRecent) recent.delete(recent.keys().next().value ?? '')
  // A copy: whoever handed out the bytes may write into them.
  recent.set(url, { bytes: bytes.slice(), value: frozen(value) })
}

const frozen = <T extends Json>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}
