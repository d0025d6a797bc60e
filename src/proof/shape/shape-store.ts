import { createHash } from 'node:crypto'
import type { CompileFailure } from './compile.ts'
import type { CompiledShape } from './compiled-shape.ts'

/** What is known about a shape: compiled for some values of its pinned leaves, or why it never will be. */
export interface KnownShape {
  readonly variants: CompiledShape[]
  failure?: CompileFailure
}

/** One key may stand for several compiled shapes that differ in pinned values; further ones take the reference path. */
const maxVariants = 8
/** Keys that were seen once are remembered by digest, so that strangers cannot fill the memory with them. */
const maxSightings = 4_096

/**
 * The shapes of one canonicalizer: the most recently used are kept, those seen once only are remembered by their digest.
 */
export class ShapeStore {
  readonly #shapes = new Map<string, KnownShape>()
  readonly #sightings = new Set<string>()
  readonly #maxShapes: number

  constructor(maxShapes: number) {
    this.#maxShapes = maxShapes
  }

  get size(): number {
    return this.#shapes.size
  }

  /** The shape of a key; counts as use. */
  find(key: string): KnownShape | undefined {
    const known = this.#shapes.get(key)
    if (known !== undefined) {
      this.#shapes.delete(key)
      this.#shapes.set(key, known)
    }
    return known
  }

  add(key: string, found: CompiledShape | CompileFailure): void {
    const known = this.find(key) ?? { variants: [] }
    if (typeof found === 'string') known.failure = found
    else known.variants.push(found)
    this.#shapes.set(key, known)
    if (this.#shapes.size > this.#maxShapes) this.#shapes.delete(this.#shapes.keys().next().value as string)
  }

  /** Whether another variant of the shape may be compiled. */
  takesMore(known: KnownShape | undefined): boolean {
    return known === undefined || (known.failure === undefined && known.variants.length < maxVariants)
  }

  /** Notes that a key was seen; @returns whether it was seen before */
  sight(key: string): boolean {
    const digest = createHash('sha256').update(key).digest('base64')
    const seen = this.#sightings.delete(digest)
    if (!seen) this.#sightings.add(digest)
    if (this.#sightings.size > maxSightings) this.#sightings.delete(this.#sightings.keys().next().value as string)
    return seen
  }
}
