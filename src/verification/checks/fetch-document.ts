import type { JsonObject } from '../../json.ts'
import type { VerifierDeps } from '../deps.ts'
import { decodeUtf8, readStrictJsonObject } from '../strict-json.ts'

/** Media types of documents that prove themselves; common services send any of the first four (VC-API, section 9). */
export const acceptSigned =
  'application/vc, application/vc+ld+json, application/ld+json, application/json, application/vc+jwt, application/jwt;q=0.9'

type Unreachable = { kind: 'unreachable'; reason: string }

/** Media types of documents that prove nothing by themselves. */
export const acceptUnsigned = 'application/json, application/ld+json'

/** The bytes at an address that a document names: our own without any network, others through the guarded fetcher. */
export const fetchBytes = async (
  deps: VerifierDeps,
  url: string,
  accept: typeof acceptSigned | typeof acceptUnsigned,
): Promise<{ kind: 'ok'; bytes: Uint8Array } | Unreachable> => {
  const own = await deps.local(url, accept)
  if (own === 'missing') return { kind: 'unreachable', reason: 'There is nothing at this address here.' }
  if (own !== undefined) return { kind: 'ok', bytes: own.bytes }
  const answer = await deps.outward.get(url, { accept })
  return answer.kind === 'ok' ? { kind: 'ok', bytes: answer.bytes } : { kind: 'unreachable', reason: answer.reason }
}

const compactJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** The credential at an address, unverified: an object, or the text of a compact JWT. */
export const fetchCredential = async (
  deps: VerifierDeps,
  url: string,
): Promise<{ kind: 'ok'; document: JsonObject | string } | { kind: 'malformed' } | Unreachable> => {
  const answer = await fetchBytes(deps, url, acceptSigned)
  if (answer.kind === 'unreachable') return answer
  const read = readStrictJsonObject(answer.bytes)
  if (read.ok) return { kind: 'ok', document: read.value }
  const text = decodeUtf8(answer.bytes)?.trim()
  return text !== undefined && compactJwt.test(text) ? { kind: 'ok', document: text } : { kind: 'malformed' }
}
