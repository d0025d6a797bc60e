import type { JsonObject } from '../../json.ts'
import type { SignableDocument } from '../canonicalizer.ts'
import { sha256 } from '../sha256.ts'
import { ByteWriter } from './byte-writer.ts'
import type { CompiledShape } from './compiled-shape.ts'
import { escapeLiteral, isPlainAscii, isSimple } from './escape.ts'
import { jsonTemplateOf } from './json-template.ts'
import type { IsTerm, ShapeLimits } from './key.ts'
import { type Block, KnownOrder } from './known-order.ts'
import { labelOf, rankByHash, ranksByText } from './labels.ts'
import { NodeHash } from './node-hash.ts'
import { type Pattern, patternOf } from './pattern.ts'
import { type Program, programOf, runProgram, type Slots } from './program.ts'
import { specialiseShape } from './specialise.ts'
import { fillTemplate } from './template.ts'
import { TextCast } from './text-cast.ts'

export interface MouldInput {
  shape: CompiledShape
  /** one document of the shape, and its leaves */
  document: JsonObject
  leaves: readonly string[]
  /** the leaves that may have another text than in that document; of leaves that must be equal all or none, of pinned ones none */
  varying: ReadonlySet<number>
  /** whether all leaves vary that may */
  isGeneral: boolean
  isTerm: IsTerm
  limits: ShapeLimits
}

const astral = /[\ud800-\udbff]/
/** One document is cast at a time, so all moulds write into the same place. */
const lines = new ByteWriter()

/**
 * The hot path: a shape specialised for the leaves that do not vary among many documents, such as those of one achievement. It walks
 * along a pattern instead of reading a key, and copies bytes that were encoded once. Whatever does not fit is left to `fillShape`.
 */
export class Mould {
  readonly input: MouldInput
  readonly #pattern: Pattern
  readonly #text: TextCast
  readonly #varying: readonly number[]
  readonly #escaped: readonly number[]
  readonly #equal: CompiledShape['equal']
  readonly #firstLabel: number
  readonly #constantBlocks: readonly Block[]
  readonly #constantTerms: readonly string[]
  readonly #varyingBlocks: readonly Block[]
  /** by node */
  readonly #blankBlocks: readonly Program[]
  /** orders of nodes and subjects that were met before, by where the nodes that vary stand among the others */
  readonly #orders = new Map<string, KnownOrder[]>()
  readonly #constantNodes: readonly number[]
  readonly #varyingNodes: readonly number[]
  /** of each varying node, in their order */
  readonly #nodeHashes: readonly NodeHash[]
  readonly #constantsHoldAstral: boolean
  readonly #fixedBytes: number
  readonly #uses: readonly (readonly [slot: number, times: number])[]
  // What belongs to the document that is being cast, kept to be used again:
  readonly #hashes: string[]
  readonly #raw: string[]
  readonly #simple: boolean[] = []
  readonly #slots: Slots
  #ordersTried = 0

  constructor(input: MouldInput) {
    const { shape, document, leaves, varying, isTerm, limits } = input
    const constants = new Map([...leaves.entries()].filter(([leaf]) => !varying.has(leaf)))
    const special = specialiseShape(shape, constants)
    this.input = input
    this.#pattern = patternOf(document, leaves, varying, isTerm, limits)
    this.#text = new TextCast(jsonTemplateOf(document, varying, isTerm))
    this.#varying = [...varying]
    this.#escaped = special.escaped
    this.#equal = shape.equal.filter(([leaf]) => varying.has(leaf))
    this.#firstLabel = shape.leaves

    const blocks = special.subjects.map(({ term, lines }) => ({ term, program: programOf(lines, shape.leaves) }))
    const isBlank = ({ term }: Block): boolean => (term.slots[0] ?? -1) >= shape.leaves
    const iris = blocks.filter((block) => !isBlank(block))
    this.#constantBlocks = iris.filter(({ term }) => term.slots.length === 0).sort((a, b) => (termOf(a) < termOf(b) ? -1 : 1))
    this.#constantTerms = this.#constantBlocks.map(termOf)
    this.#varyingBlocks = iris.filter(({ term }) => term.slots.length > 0)
    const blankBlocks: Program[] = []
    for (const block of blocks) if (isBlank(block)) blankBlocks[(block.term.slots[0] as number) - shape.leaves] = block.program
    this.#blankBlocks = Array.from(special.blankNodes, (_, node) => blankBlocks[node] ?? programOf([], shape.leaves))

    this.#hashes = special.blankNodes.map((node) => node.hash ?? '')
    const nodes = [...special.blankNodes.keys()]
    this.#varyingNodes = nodes.filter((node) => special.blankNodes[node]?.hash === undefined)
    this.#nodeHashes = this.#varyingNodes.map((node) => new NodeHash(special.blankNodes[node]?.firstDegree ?? []))
    this.#constantNodes = nodes
      .filter((node) => special.blankNodes[node]?.hash !== undefined)
      .sort((a, b) => ((this.#hashes[a] as string) < (this.#hashes[b] as string) ? -1 : 1))

    const uses = new Map<number, number>()
    for (const { program } of blocks) for (const slot of program.slots) uses.set(slot, (uses.get(slot) ?? 0) + 1)
    this.#uses = [...uses]
    this.#fixedBytes = blocks.reduce((sum, { program }) => sum + program.fixedBytes, 0)
    this.#constantsHoldAstral = astral.test(JSON.stringify(special))
    this.#raw = leaves.slice()
    const labels = nodes.map(() => '')
    this.#slots = { texts: [...leaves, ...labels], isAscii: [...leaves.map(() => false), ...labels.map(() => true)] }
  }

  /** SHA-256 of the canonical N-Quads; `undefined` when the document does not fit. */
  digest(document: JsonObject): Uint8Array | undefined {
    return this.#pattern.match(document, this.#raw) ? this.#fill() : undefined
  }

  /** What signing the document needs; `undefined` when it does not fit. */
  cast(document: JsonObject): SignableDocument | undefined {
    const digest = this.digest(document)
    if (digest === undefined) return undefined
    const text = this.#text
    const values: string[] = []
    const isAscii: boolean[] = []
    let orderMayBeDisputed = this.#constantsHoldAstral
    for (let place = 0; place < text.leaves.length; place++) {
      const leaf = text.leaves[place] as number
      const value = this.#raw[leaf] as string
      const isSimple = this.#simple[leaf] === true
      orderMayBeDisputed ||= !isSimple && astral.test(value)
      values.push(isSimple ? value : JSON.stringify(value).slice(1, -1))
      isAscii.push(isSimple && this.#slots.isAscii[leaf] === true)
    }
    return {
      digest,
      orderMayBeDisputed,
      textWith: (rest) => text.textWith(values, rest),
      sha256With: (rest) => text.sha256With(values, isAscii, rest),
      parts: () => text.parts(values),
    }
  }

  /** The leaves of the document that was found to fit last. */
  lastLeaves(): readonly string[] {
    return this.#raw
  }

  #fill(): Uint8Array | undefined {
    if (!this.#prepareLeaves()) return undefined
    this.#hashNodes()
    const known = this.#knownOrder()
    return known === undefined ? this.#fillAnew() : sha256(known.write(this.#slots))
  }

  #knownOrder(): KnownOrder | undefined {
    return this.#orders.get(this.#standing())?.find((order) => order.holds(this.#hashes, this.#slots))
  }

  /** How many of the constant nodes come before each that varies. Orders of one standing differ in their subjects, or among those that vary. */
  #standing(): string {
    let standing = ''
    for (let place = 0; place < this.#varyingNodes.length; place++) {
      const hash = this.#hashes[this.#varyingNodes[place] as number] as string
      let before = 0
      while (before < this.#constantNodes.length && (this.#hashes[this.#constantNodes[before] as number] as string) < hash) before++
      standing += `${before} `
    }
    return standing
  }

  #fillAnew(): Uint8Array | undefined {
    const ranked = this.#labelNodes()
    const blocks = this.#placedBlocks()
    if (ranked === undefined || blocks === undefined) return undefined
    lines.begin(this.#fixedBytes + this.#bytesOfHoles())
    for (let place = 0; place < blocks.length; place++)
      if (!runProgram((blocks[place] as Block).program, lines, this.#slots)) return undefined
    const order = ranksByText(ranked.length)
    for (let place = 0; place < order.length; place++) {
      const node = ranked[order[place] as number] as number
      if (!runProgram(this.#blankBlocks[node] as Program, lines, this.#slots)) return undefined
    }
    this.#noteOrder(ranked, blocks)
    return sha256(lines.written())
  }

  #noteOrder(ranked: readonly number[], blocks: readonly Block[]): void {
    if (this.#ordersTried >= maxKnownOrders) return
    this.#ordersTried++
    const input = { ranked, varyingNodes: this.#varyingNodes, blocks, blankBlocks: this.#blankBlocks, firstLabel: this.#firstLabel }
    const order = KnownOrder.of(input)
    if (order === undefined) return
    const standing = this.#standing()
    this.#orders.set(standing, [order, ...(this.#orders.get(standing) ?? [])])
  }

  #prepareLeaves(): boolean {
    const { texts, isAscii } = this.#slots
    for (let place = 0; place < this.#varying.length; place++) {
      const leaf = this.#varying[place] as number
      const text = this.#raw[leaf] as string
      const ascii = isPlainAscii(text)
      const simple = ascii || isSimple(text)
      if (!simple && !text.isWellFormed()) return false
      this.#simple[leaf] = simple
      isAscii[leaf] = ascii
      texts[leaf] = text
    }
    for (const [leaf, other] of this.#equal) if (texts[leaf] !== texts[other]) return false
    for (const leaf of this.#escaped) if (this.#simple[leaf] !== true) texts[leaf] = escapeLiteral(texts[leaf] as string)
    return true
  }

  #hashNodes(): void {
    const { texts } = this.#slots
    for (let place = 0; place < this.#varyingNodes.length; place++) {
      this.#hashes[this.#varyingNodes[place] as number] = (this.#nodeHashes[place] as NodeHash).of(texts)
    }
  }

  /** @returns the nodes by rank; `undefined` when two have one hash */
  #labelNodes(): readonly number[] | undefined {
    const { texts } = this.#slots
    const ranked = rankByHash(this.#hashes, this.#constantNodes, this.#varyingNodes)
    if (ranked === undefined) return undefined
    for (let rank = 0; rank < ranked.length; rank++) texts[this.#firstLabel + (ranked[rank] as number)] = labelOf(rank)
    return ranked
  }

  /** The lines of IRIs in their order; `undefined` when two subjects are one. */
  #placedBlocks(): readonly Block[] | undefined {
    if (this.#varyingBlocks.length === 0) return this.#constantBlocks
    const blocks = this.#constantBlocks.slice()
    const terms = this.#constantTerms.slice()
    for (const block of this.#varyingBlocks) {
      const term = fillTemplate(block.term, this.#slots.texts)
      let place = terms.length
      while (place > 0 && term < (terms[place - 1] as string)) place--
      if (place > 0 && term === terms[place - 1]) return undefined
      blocks.splice(place, 0, block)
      terms.splice(place, 0, term)
    }
    return blocks
  }

  /** At most so many bytes fill the holes of this document. */
  #bytesOfHoles(): number {
    let bytes = 0
    for (const [slot, times] of this.#uses) bytes += times * (this.#slots.texts[slot] as string).length * bytesOfUnit
    return bytes
  }
}

/** With two nodes that vary among ten there are 110 orders; each takes some 20 KB. */
const maxKnownOrders = 128

/** UTF-8 needs at most three bytes for a UTF-16 code unit. */
const bytesOfUnit = 3
const termOf = ({ term }: Block): string => term.texts[0] as string
