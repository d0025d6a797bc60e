import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../../json.ts'
import type { Canonicalizer, SignableDocument } from '../canonicalizer.ts'
import type { ContextRegistry } from '../contexts.ts'
import { jsonLdOver } from '../json-ld.ts'
import { sha256 } from '../sha256.ts'
import { type CompileFailure, compileShape } from './compile.ts'
import type { CompiledShape } from './compiled-shape.ts'
import { fillShape, type Misfit } from './fill.ts'
import { type DocumentShape, readShape, type ShapeLimits, type ShapeRefusal } from './key.ts'
import type { Mould } from './mould.ts'
import { MouldStore } from './mould-store.ts'
import { ShapeStore } from './shape-store.ts'
import { termsOf } from './terms.ts'

/** Why a document took the reference path. */
export type Fallback = ShapeRefusal | Misfit | CompileFailure | 'new_shape' | 'no_more_variants'

export interface ShapeCounts {
  /** documents whose canonical form was filled in */
  filled: number
  /** how many of these were cast in a mould, that is, on the hot path */
  cast: number
  /** shapes that were compiled */
  compiled: number
  /** documents that took the reference path, by reason */
  fallbacks: Partial<Record<Fallback, number>>
}

export interface ShapeOptions {
  /**
   * `first_sight` for documents that we make ourselves: the first one waits for the compilation. `second_sight` for those of strangers,
   * who can send a new shape every time: compiled aside, and never more often than once in `runsPerCompilation` runs of the reference path.
   */
  compileAt: 'first_sight' | 'second_sight'
  /** shapes kept; 256 unless told */
  maxShapes?: number
  limits?: ShapeLimits
  /**
   * where shapes are compiled; in this thread unless told
   *
   * @param isPopular - the shape was seen so often that the compilation is worth its while even when others wait for it
   * @throws an error with `failure: 'overloaded'` when it is not done for want of room, and may be asked for again
   */
  compile?: (document: JsonObject, shape: DocumentShape, isPopular?: boolean) => Promise<CompiledShape | CompileFailure>
}

export interface ShapeCanonicalizer extends Canonicalizer {
  /** The canonical form, if it can be had without the reference path. Counts nothing as a fallback. */
  canonicalizeNow(document: JsonObject): string | undefined
  /** The digest, for documents like those that were seen before; `digest` asks here first. */
  digestNow(document: JsonObject): Uint8Array | undefined
  /** a copy of the counters, for metrics and tests */
  counts(): ShapeCounts
  /** resolves when no compilation is under way */
  settled(): Promise<void>
}

/** An ordinary badge has 150 values and 4 KB of text, the largest status list 100 KB; larger documents gain nothing from a shape. */
const defaultLimits: ShapeLimits = { maxNodes: 1_000, maxDepth: 16, maxCharacters: 250_000, maxIriCharacters: 2_048 }
/** A compilation costs two to four runs of the reference path: so it adds at most a quarter to what a stream of strangers' shapes costs. */
const runsPerCompilation = 16
/**
 * A shape that was seen so often is compiled even while documents wait: it costs less than the next few of its kind. Without this a service that
 * starts under load would never learn the shapes that it is loaded with.
 */
const popularSightings = 8
/** Compilations that are free before the first runs: the ordinary shapes after a start. */
const compilationsAtStart = 32

/**
 * The compiled path (PERFORMANCE.md): canonical forms are filled into compiled shapes, byte-equal to the reference path, which does
 * whatever a shape cannot. Whoever verifies strangers' documents checks them against the closed schema first.
 */
export function shapeCanonicalizer(contexts: ContextRegistry, reference: Canonicalizer, options: ShapeOptions): ShapeCanonicalizer {
  return new CompiledPath(contexts, reference, options)
}

/** A compiler that works in the thread in which it is called. */
export function shapeCompiler(contexts: ContextRegistry): NonNullable<ShapeOptions['compile']> {
  const jsonLd = jsonLdOver(contexts)
  const isTerm = termsOf(contexts)
  return (document, shape) => compileShape({ document, shape, isTerm, jsonLd, nonce: `x${randomBytes(16).toString('hex')}` })
}

type Attempt = { nquads: string } | { fallback: Fallback; shape?: DocumentShape }

class CompiledPath implements ShapeCanonicalizer {
  readonly #reference: Canonicalizer
  readonly #compile: NonNullable<ShapeOptions['compile']>
  readonly #atFirstSight: boolean
  readonly #isTerm: ReturnType<typeof termsOf>
  readonly #limits: ShapeLimits
  readonly #store: ShapeStore
  readonly #counts: ShapeCounts = { filled: 0, cast: 0, compiled: 0, fallbacks: {} }
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #moulds: MouldStore
  #compilations = compilationsAtStart

  constructor(contexts: ContextRegistry, reference: Canonicalizer, options: ShapeOptions) {
    this.#reference = reference
    this.#compile = options.compile ?? shapeCompiler(contexts)
    this.#atFirstSight = options.compileAt === 'first_sight'
    this.#isTerm = termsOf(contexts)
    this.#limits = options.limits ?? defaultLimits
    this.#moulds = new MouldStore(this.#isTerm, this.#limits)
    this.#store = new ShapeStore(options.maxShapes ?? 256)
  }

  async canonicalize(document: JsonObject): Promise<string> {
    const attempt = this.#attempt(document)
    if ('nquads' in attempt) return attempt.nquads
    if (attempt.shape === undefined) return this.#fallBack(attempt.fallback, document)
    return this.#atFirstSight ? this.#compileFirst(document, attempt.shape) : this.#compileAside(document, attempt.shape)
  }

  async digest(document: JsonObject): Promise<Uint8Array> {
    return this.digestNow(document) ?? sha256(await this.canonicalize(document))
  }

  digestNow(document: JsonObject): Uint8Array | undefined {
    return this.#cast(document, (mould) => mould.digest(document))
  }

  signableNow(document: JsonObject): SignableDocument | undefined {
    return this.#cast(document, (mould) => mould.cast(document))
  }

  canonicalizeNow(document: JsonObject): string | undefined {
    const attempt = this.#attempt(document)
    return 'nquads' in attempt ? attempt.nquads : undefined
  }

  counts(): ShapeCounts {
    return { ...this.#counts, fallbacks: { ...this.#counts.fallbacks } }
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values())
  }

  #cast<T>(document: JsonObject, cast: (mould: Mould) => T | undefined): T | undefined {
    const result = this.#moulds.use(document, cast)
    if (result !== undefined) {
      this.#counts.filled++
      this.#counts.cast++
    }
    return result
  }

  /** @returns with the shape when compiling it may help */
  #attempt(document: JsonObject): Attempt {
    const shape = readShape(document, this.#isTerm, this.#limits)
    if (typeof shape === 'string') return { fallback: shape }
    const known = this.#store.find(shape.key)
    if (known?.failure !== undefined) return { fallback: known.failure }
    for (const variant of known?.variants ?? []) {
      const filled = fillShape(variant, shape.leaves)
      if ('nquads' in filled) {
        this.#counts.filled++
        this.#moulds.noteFilled(variant, document, shape.leaves)
        return filled
      }
      if (filled.misfit !== 'other_values') return { fallback: filled.misfit }
    }
    return this.#store.takesMore(known) ? { fallback: 'new_shape', shape } : { fallback: 'no_more_variants' }
  }

  async #compileFirst(document: JsonObject, shape: DocumentShape): Promise<string> {
    const before = this.#underWay.get(shape.key)
    if (before !== undefined) {
      await before
      const attempt = this.#attempt(document)
      return 'nquads' in attempt ? attempt.nquads : this.#fallBack(attempt.fallback, document)
    }
    const nquads = this.#reference.canonicalize(document)
    await this.#compileNow(document, shape, nquads)
    return nquads
  }

  async #compileAside(document: JsonObject, shape: DocumentShape): Promise<string> {
    const sightings = this.#store.sight(shape.key)
    const nquads = await this.#fallBack('new_shape', document)
    this.#compilations = Math.min(compilationsAtStart, this.#compilations + 1 / runsPerCompilation)
    if (sightings > 1 && this.#compilations >= 1 && !this.#underWay.has(shape.key)) {
      this.#compilations--
      void this.#compileNow(document, shape, Promise.resolve(nquads), sightings >= popularSightings)
    }
    return nquads
  }

  /** Compiles a shape and keeps it if it gives the very bytes that the reference path gives for the document. Never fails. */
  #compileNow(document: JsonObject, shape: DocumentShape, reference: Promise<string>, isPopular = true): Promise<void> {
    const work = async (): Promise<void> => {
      const nquads = await reference
      const compiled = await this.#compile(document, shape, isPopular)
      if (typeof compiled === 'string') return this.#store.add(shape.key, compiled)
      const filled = fillShape(compiled, shape.leaves)
      if ('nquads' in filled && filled.nquads !== nquads) return this.#store.add(shape.key, 'differs_from_reference')
      this.#counts.compiled++
      this.#store.add(shape.key, compiled)
    }
    const underWay = work()
      .catch((error: unknown) => {
        // Nothing was done, so nothing was used up. Whatever else went wrong is not tried again soon.
        if (hadNoRoom(error)) this.#compilations = Math.min(compilationsAtStart, this.#compilations + 1)
        else this.#store.putOff(shape.key)
      })
      .finally(() => this.#underWay.delete(shape.key))
    this.#underWay.set(shape.key, underWay)
    return underWay
  }

  #fallBack(reason: Fallback, document: JsonObject): Promise<string> {
    this.#counts.fallbacks[reason] = (this.#counts.fallbacks[reason] ?? 0) + 1
    return this.#reference.canonicalize(document)
  }
}

const hadNoRoom = (error: unknown): boolean => error instanceof Error && 'failure' in error && error.failure === 'overloaded'
