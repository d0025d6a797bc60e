import type { Segment, Template } from './template.ts'

/**
 * The canonical form of all documents of one shape, with holes for what varies. Plain data, so that it can be made in another thread.
 *
 * Slots: leaf `n` has slot `n`; blank node `b` has slot `leaves + b`, which holds its label while the lines are written, and `_:a` or
 * `_:z` while a node is hashed (those are written into the templates at compile time).
 */
export interface CompiledShape {
  /** number of leaves that a document of the shape has */
  readonly leaves: number
  /** leaves whose value belongs to the shape although the key does not hold it */
  readonly pinned: readonly { leaf: number; text: string }[]
  /** pairs of leaves that must have the same text */
  readonly equal: readonly (readonly [number, number])[]
  /** leaves that occur in a literal and may need escapes */
  readonly escaped: readonly number[]
  readonly subjects: readonly CompiledSubject[]
  readonly blankNodes: readonly CompiledBlankNode[]
}

/** A subject with all its lines, ordered by predicate. */
export interface CompiledSubject {
  /** `<…>` or the label of a blank node; subjects are ordered by it */
  readonly term: Template
  readonly lines: readonly Segment[]
}

/** A blank node, in the order of its slot. */
export interface CompiledBlankNode {
  /** its quads as "Hash First Degree Quads" (RDFC-1.0, 4.6) writes them: itself `_:a`, every other blank node `_:z` */
  readonly firstDegree: readonly Segment[]
  /** the hash, when nothing in those quads varies */
  readonly hash?: string
}
