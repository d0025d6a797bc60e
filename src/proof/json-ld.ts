import jsonld, { type ProcessorOptions, type Quad } from 'jsonld'
import ContextResolver from 'jsonld/lib/ContextResolver.js'
import { canonize, NQuads } from 'rdf-canonize'
import type { JsonObject } from '../json.ts'
import { CanonicalizationError } from './canonicalizer.ts'
import type { ContextRegistry } from './contexts.ts'

/**
 * The JSON-LD operations of this project, over the closed registry and in safe mode: an undefined term is an error, never data that is
 * dropped. Failures are `CanonicalizationError`s.
 */
export interface JsonLd {
  /** RDF of the document; text direction is kept as `i18n` datatypes (CONFORMANCE T17) */
  toQuads(document: JsonObject): Promise<Quad[]>
  /** canonical N-Quads by RDFC-1.0 */
  canonicalize(document: JsonObject): Promise<string>
  expand(document: JsonObject): Promise<JsonObject[]>
  compact(expanded: JsonObject[], context: unknown): Promise<JsonObject>
}

export function jsonLdOver(contexts: ContextRegistry): JsonLd {
  const sharedCache = registryCache(contexts)
  const documentLoader = async (url: string) => ({ ...(await contexts.documentLoader(url)), tag: 'static' as const })
  // A resolver serves one operation; the cache of processed contexts behind it serves all. jsonld's own cache is global to the process
  // and would answer for a context that another registry loaded.
  const options = (): ProcessorOptions => ({
    base: null,
    safe: true,
    documentLoader,
    contextResolver: new ContextResolver({ sharedCache }),
  })
  const toQuads = (document: JsonObject): Promise<Quad[]> =>
    jsonld.toRDF(document, { ...options(), rdfDirection: 'i18n-datatype', produceGeneralizedRdf: false })
  return {
    toQuads: (document) => explained(() => toQuads(document)),
    canonicalize: (document) => explained(async () => canonize(await toQuads(document), { algorithm: 'RDFC-1.0' })),
    expand: (document) => explained(() => jsonld.expand(document, options())),
    compact: (expanded, context) => explained(() => jsonld.compact(expanded, context, options())),
  }
}

/** One quad as a line of N-Quads, line end included. */
export const quadLine = (quad: Quad): string => NQuads.serializeQuad(quad)

/** Keeps processed contexts of the registry only: a context that a stranger wrote inline is processed each time and never kept. */
function registryCache(contexts: ContextRegistry): { get(key: string): unknown; set(key: string, value: unknown): void } {
  const kept = new Map<string, unknown>()
  return {
    get: (key) => kept.get(key),
    set: (key, value) => {
      if (contexts.urls.has(key)) kept.set(key, value)
    },
  }
}

async function explained<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (cause) {
    throw canonicalizationErrorOf(cause)
  }
}

/** Members of the errors of jsonld that say what was wrong and where. */
interface LibraryError extends Error {
  cause?: unknown
  details?: { code?: string; cause?: unknown; event?: { code?: string; details?: Record<string, unknown> } }
}

/** What the libraries threw, as the failure that callers decide by. */
export function canonicalizationErrorOf(cause: unknown): CanonicalizationError {
  const held = chainOf(cause).find((error) => error instanceof CanonicalizationError)
  if (held !== undefined) return held
  const event = chainOf(cause)
    .map((error) => (error as LibraryError).details?.event)
    .find((found) => found !== undefined)
  if (event !== undefined) {
    const { property, type, id, value } = event.details ?? {}
    const name = [property, type, id, value].find((member) => typeof member === 'string')
    const what = name === undefined ? '' : ` (${JSON.stringify(name)})`
    return new CanonicalizationError('undefined_term', `JSON-LD safe mode: ${event.code ?? 'data would be lost'}${what}.`, { cause })
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  if (message.startsWith('Maximum deep iterations exceeded')) {
    return new CanonicalizationError('too_slow', 'The graph has too many blank nodes that only a deep search can tell apart.', { cause })
  }
  return new CanonicalizationError('malformed', `JSON-LD: ${message}`, { cause })
}

function chainOf(cause: unknown): Error[] {
  const chain: Error[] = []
  for (let error = cause; error instanceof Error && chain.length < 10; ) {
    chain.push(error)
    const { cause: outer, details } = error as LibraryError
    error = outer ?? details?.cause
  }
  return chain
}
