import type { JsonObject } from '../json.ts'
import type { Canonicalizer } from '../proof/canonicalizer.ts'
import type { NestedRole, VerifyOptions } from './checks/context.ts'
import type { VerifierDeps } from './deps.ts'
import type { Verification } from './verdict.ts'

/** Under which one document is verified; what is nested in it gets a setting of its own, one step deeper. */
export interface Setting {
  deps: VerifierDeps
  options: VerifyOptions
  /** one instant for everything that leads to one verdict */
  now: Date
  depth: number
  role: NestedRole | undefined
  verifyNested(document: JsonObject | string, role: NestedRole): Promise<Verification>
}

/** A canonicalizer that does no document twice in one verification, since the same object is hashed for its conformance and for each proof. */
export const remembering = (canonicalizer: Canonicalizer): Canonicalizer => {
  const texts = new WeakMap<JsonObject, Promise<string>>()
  const digests = new WeakMap<JsonObject, Promise<Uint8Array>>()
  return {
    canonicalize: (document) => once(texts, document, () => canonicalizer.canonicalize(document)),
    digest: (document) => once(digests, document, () => canonicalizer.digest(document)),
  }
}

const once = <T>(known: WeakMap<JsonObject, Promise<T>>, document: JsonObject, work: () => Promise<T>): Promise<T> => {
  const begun = known.get(document)
  if (begun !== undefined) return begun
  const working = work()
  known.set(document, working)
  return working
}
