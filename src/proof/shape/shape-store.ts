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
/** Keys that are not compiled are remembered by digest, so that strangers cannot fill the memory with them. */
const maxSightings = 4_096
/** Sightings of a shape that are passed over after its compilation went wrong. */
const passedOver = 64

/**
 * The shapes of one canonicalizer: the most recently used are kept, those not compiled yet are remembered by their digest.
 */
export class ShapeStore {
  readonly #shapes = new Map<string, KnownShape>()
  readonly #sightings = new Map<string, number>()
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
    this.#sightings.delete(digestOf(key))
    if (this.#shapes.size > this.#maxShapes) this.#shapes.delete(this.#shapes.keys().next().value as string)
  }

  /** Whether another variant of the shape may be compiled. */
  takesMore(known: KnownShape | undefined): boolean {
    return known === undefined || (known.failure === undefined && known.variants.length < maxVariants)
  }

  /** Lets a key be seen many times before it is looked at again. */
  putOff(key: string): void {
    this.#sightings.set(digestOf(key), -passedOver)
  }

  /** Notes that a key was seen; @returns how often since something was last added for it */
  sight(key: string): number {
    const digest = digestOf(key)
    const times = (this.#sightings.get(digest) ?? 0) + 1
    this.#sightings.delete(digest)
    this.#sightings.set(digest, times)
    if (this.#sightings.size > maxSightings) this.#sightings.delete(this.#sightings.keys().next().value as string)
    return times
  }
}

const digestOf = (key: string): string => createHash('sha256').update(key).digest('base64')
