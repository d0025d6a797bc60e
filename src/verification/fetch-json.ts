import type { JsonObject } from '../json.ts'
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
  const read = readStrictJsonObject(answer.bytes)
  return read.ok ? { kind: 'ok', value: read.value } : { kind: 'malformed' }
}
