import type { JsonObject } from '../../json.ts'
import { sha256 } from '../sha256.ts'
import type { CompiledShape } from './compiled-shape.ts'
import { fillShape } from './fill.ts'
import type { IsTerm, ShapeLimits } from './key.ts'
import { Mould, type MouldInput } from './mould.ts'

/** Moulds are tried one after the other; a badge of another achievement misses at its name, within a tenth of a microsecond. */
const maxMoulds = 32
/** Moulds beyond these are brought to the front when they are of use: a document and its proof, by turns, leave the order alone. */
const inFront = 4
/** A mould with so few subjects and blank nodes puts them into order faster than it could by sorting. */
const maxTerms = 100
/** A document is of the same kind as those of a mould when so much of their constant text, by characters, is its own. */
const sameKind = 0.7
/** Two documents are the first of a kind when so much of their text is the same. */
const newKind = 0.5
/** Making a mould costs as much as filling some fifty documents: one for so many documents, besides those that are free at the start. */
const documentsPerMould = 64
const mouldsAtStart = 64

/**
 * The moulds of one canonicalizer, made and widened by what is seen: a first mould for each shape in which everything varies, then moulds
 * for kinds of documents (those of one achievement), in which only that varies which did vary.
 */
export class MouldStore {
  readonly #isTerm: IsTerm
  readonly #limits: ShapeLimits
  /** those that were of use lately come first */
  readonly #moulds: Mould[] = []
  /** the last document of each shape that was of no known kind */
  readonly #lastOfShape = new WeakMap<CompiledShape, readonly string[]>()
  #allowance = mouldsAtStart

  constructor(isTerm: IsTerm, limits: ShapeLimits) {
    this.#isTerm = isTerm
    this.#limits = limits
  }

  /** What the first mould that the document fits makes of it. */
  use<T>(document: JsonObject, cast: (mould: Mould) => T | undefined): T | undefined {
    for (let place = 0; place < this.#moulds.length; place++) {
      const mould = this.#moulds[place] as Mould
      const result = cast(mould)
      if (result === undefined) continue
      if (place >= inFront) {
        this.#moulds.splice(place, 1)
        this.#moulds.unshift(mould)
      }
      if (mould.input.isGeneral) this.#learn(document, mould)
      return result
    }
    return undefined
  }

  /** Makes the general mould of a shape, unless there is one, from a document of it that was filled otherwise. */
  noteFilled(shape: CompiledShape, document: JsonObject, leaves: readonly string[]): void {
    if (shape.subjects.length > maxTerms || this.#allowance < 1) return
    if (this.#moulds.some((mould) => mould.input.shape === shape && mould.input.isGeneral)) return
    const pinned = new Set(shape.pinned.map(({ leaf }) => leaf))
    this.#make({ shape, document, leaves, isGeneral: true, varying: new Set([...leaves.keys()].filter((leaf) => !pinned.has(leaf))) })
  }

  /** Looks whether the document, which fitted the general mould only, belongs to a kind, known or new. */
  #learn(document: JsonObject, general: Mould): void {
    const leaves = general.lastLeaves().slice()
    const { shape } = general.input
    this.#allowance = Math.min(mouldsAtStart, this.#allowance + 1 / documentsPerMould)
    const kin = this.#moulds.find(({ input }) => input.shape === shape && !input.isGeneral && sameCharacters(input, leaves) >= sameKind)
    const varying =
      kin === undefined ? this.#varyingSinceLast(shape, leaves) : new Set([...kin.input.varying, ...differing(kin.input, leaves)])
    this.#lastOfShape.set(shape, leaves)
    if (varying === undefined || this.#allowance < 1) return
    if (kin !== undefined) this.#moulds.splice(this.#moulds.indexOf(kin), 1)
    this.#make({ shape, document, leaves, varying, isGeneral: false })
  }

  /** The leaves that differ from those of the last document of no kind, if the two are the first of a kind. */
  #varyingSinceLast(shape: CompiledShape, leaves: readonly string[]): ReadonlySet<number> | undefined {
    const last = this.#lastOfShape.get(shape)
    if (last === undefined) return undefined
    const before = { leaves: last, varying: new Set<number>() }
    const varying = differing(before, leaves)
    return varying.size > 0 && sameCharacters(before, leaves) >= newKind ? varying : undefined
  }

  #make(input: Omit<MouldInput, 'isTerm' | 'limits'>): void {
    this.#allowance--
    const mould = new Mould({
      ...input,
      document: structuredClone(input.document),
      isTerm: this.#isTerm,
      limits: this.#limits,
    })
    // A mould must do what filling does; if ever it did not, it would not be used.
    const filled = fillShape(input.shape, input.leaves)
    const digest = mould.digest(input.document)
    if ('misfit' in filled || digest === undefined || !sha256Equals(digest, filled.nquads)) return
    this.#moulds.unshift(mould)
    if (this.#moulds.length > maxMoulds) this.#moulds.pop()
  }
}

type Known = Pick<MouldInput, 'leaves' | 'varying'>

/** The leaves that do not vary and have another text here. */
const differing = (known: Known, leaves: readonly string[]): Set<number> =>
  new Set([...leaves.keys()].filter((leaf) => !known.varying.has(leaf) && leaves[leaf] !== known.leaves[leaf]))

/** How much of the text that does not vary is the same here, by characters: from 0 to 1. */
function sameCharacters(known: Known, leaves: readonly string[]): number {
  let [same, all] = [0, 0]
  for (let leaf = 0; leaf < leaves.length; leaf++) {
    if (known.varying.has(leaf)) continue
    const { length } = known.leaves[leaf] as string
    all += length
    if (leaves[leaf] === known.leaves[leaf]) same += length
  }
  return all === 0 ? 0 : same / all
}

const sha256Equals = (digest: Uint8Array, nquads: string): boolean => Buffer.compare(digest, sha256(nquads)) === 0
