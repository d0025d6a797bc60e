import type { JsonObject } from '../../../src/json.ts'
import { CanonicalizationError, type Canonicalizer } from '../../../src/proof/canonicalizer.ts'

/** The canonical form, or the kind of failure: what two canonicalizers must agree about. */
export async function outcomeOf(canonicalizer: Canonicalizer, document: JsonObject): Promise<string> {
  try {
    return await canonicalizer.canonicalize(structuredClone(document))
  } catch (error) {
    if (error instanceof CanonicalizationError) return `failure: ${error.failure}`
    throw error
  }
}
