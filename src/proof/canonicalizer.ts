import type { JsonObject } from '../json.ts'

/**
 * Turns a JSON-LD document into what is signed: JSON-LD in safe mode over the closed context registry, then RDFC-1.0.
 * The reference implementation uses the libraries; the compiled path (`shape/`) gives the same bytes faster.
 */
export interface Canonicalizer {
  /** @returns the canonical N-Quads @throws when a term is undefined or a context is not held */
  canonicalize(document: JsonObject): Promise<string>
  /** @returns SHA-256 of the canonical N-Quads as UTF-8 */
  digest(document: JsonObject): Promise<Uint8Array>
  /** The same without waiting, where it can be had so: the compiled path has it for documents like earlier ones. */
  digestNow?(document: JsonObject): Uint8Array | undefined
  /** What signing a document needs, where it can be had without waiting: the compiled path has it for documents like earlier ones. */
  signableNow?(document: JsonObject): SignableDocument | undefined
}

/** The text of a document taken apart: `pieces[0] values[0] pieces[1] …`, the pieces being those of all documents of its kind (the same list for each). */
export interface TextParts {
  readonly pieces: readonly string[]
  readonly values: readonly string[]
}

/** A document on its way to a signature. */
export interface SignableDocument {
  digest: Uint8Array
  /** The text of the document, as `JSON.stringify` writes it, without its last brace, and then `rest`. */
  textWith(rest: string): string
  /** SHA-256 of that text in hexadecimal, where it costs less than hashing the text. */
  sha256With?(rest: string): string
  /** The text of the document, where it is made of parts. */
  parts?(): TextParts
  /** false only where no two verifiers can order its lines differently (`disputed-order.ts`) */
  orderMayBeDisputed: boolean
}

export type CanonicalizationFailure = 'undefined_term' | 'context_not_held' | 'malformed' | 'too_slow' | 'overloaded'

/** Why a document has no canonical form here. `too_slow` and `overloaded` say nothing about the document: never conclude "invalid" from them. */
export class CanonicalizationError extends Error {
  override readonly name = 'CanonicalizationError'
  readonly failure: CanonicalizationFailure

  constructor(failure: CanonicalizationFailure, detail: string, options?: { cause?: unknown }) {
    super(detail, options)
    this.failure = failure
  }
}
