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
export const remembering = (canonicalizer: Canonicalizer): Canonicalizer => new Remembering(canonicalizer)

class Remembering implements Canonicalizer {
  readonly #canonicalizer: Canonicalizer
  readonly #texts = new Map<JsonObject, Promise<string>>()
  readonly #digests = new Map<JsonObject, Promise<Uint8Array>>()
  /** the document itself comes first; the configurations of proofs, which come after it, are hashed once anyway */
  #first: { document: JsonObject; digest: Uint8Array } | undefined

  constructor(canonicalizer: Canonicalizer) {
    this.#canonicalizer = canonicalizer
  }

  canonicalize(document: JsonObject): Promise<string> {
    const working = this.#texts.get(document) ?? this.#canonicalizer.canonicalize(document)
    this.#texts.set(document, working)
    return working
  }

  digest(document: JsonObject): Promise<Uint8Array> {
    const working = this.#digests.get(document) ?? this.#canonicalizer.digest(document)
    this.#digests.set(document, working)
    return working
  }

  digestNow(document: JsonObject): Uint8Array | undefined {
    if (this.#first?.document === document) return this.#first.digest
    if (this.#digests.has(document)) return undefined
    const digest = this.#canonicalizer.digestNow?.(document)
    if (digest !== undefined) this.#first ??= { document, digest }
    return digest
  }
}
