import type { Json, JsonObject } from '../json.ts'
import { CanonicalizationError, type Canonicalizer } from './canonicalizer.ts'
import type { ContextRegistry } from './contexts.ts'
import { jsonLdOver } from './json-ld.ts'
import { sha256 } from './sha256.ts'

/**
 * The reference path: JSON-LD in safe mode over the closed registry, then RDFC-1.0, both by the libraries.
 *
 * Refuses two things that the libraries let through because the hash would not see them: an own key `__proto__` (it vanishes from the
 * RDF, SECURITY L4) and lone surrogates (as UTF-8 they all become U+FFFD, so that two texts would share one hash).
 */
export function referenceCanonicalizer(contexts: ContextRegistry): Canonicalizer {
  const jsonLd = jsonLdOver(contexts)
  const canonicalize = async (document: JsonObject): Promise<string> => {
    refuseHiddenKeys(document)
    const nquads = await jsonLd.canonicalize(document)
    if (!nquads.isWellFormed()) throw new CanonicalizationError('malformed', 'A string holds a lone surrogate, which UTF-8 cannot carry.')
    return nquads
  }
  return { canonicalize, digest: async (document) => sha256(await canonicalize(document)) }
}

function refuseHiddenKeys(value: Json): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) refuseHiddenKeys(item)
    return
  }
  if (Object.hasOwn(value, '__proto__')) throw new CanonicalizationError('malformed', 'A member is named __proto__.')
  for (const key in value) refuseHiddenKeys(value[key] as Json)
}
