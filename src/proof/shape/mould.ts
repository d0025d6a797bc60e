import { hash } from 'node:crypto'
import type { JsonObject } from '../../json.ts'
import type { SignableDocument } from '../canonicalizer.ts'
import { sha256 } from '../sha256.ts'
import { ByteWriter } from './byte-writer.ts'
import type { CompiledShape } from './compiled-shape.ts'
import { escapeLiteral, isSimple } from './escape.ts'
import { fillSegments } from './fill.ts'
import { jsonTemplateOf } from './json-template.ts'
import type { IsTerm, ShapeLimits } from './key.ts'
import { labelOf, rankByHash, ranksByText } from './labels.ts'
import { type Pattern, patternOf } from './pattern.ts'
import { type Program, programOf, runProgram, type Slots } from './program.ts'
import { specialiseShape } from './specialise.ts'
import { fillTemplate, type Segment, type Template } from './template.ts'

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

/** All lines of one subject, to be put in its place. */
interface Block {
  /** `<…>` */
  readonly term: Template
  readonly program: Program
}

const astral = /[\ud800-\udbff]/
/** One document is cast at a time, so all moulds write into the same places. */
const [lines, values] = [new ByteWriter(), new ByteWriter()]

/**
 * The hot path: a shape specialised for the leaves that do not vary among many documents, such as those of one achievement. It walks
 * along a pattern instead of reading a key, and copies bytes that were encoded once. Whatever does not fit is left to `fillShape`.
 */
export class Mould {
  readonly input: MouldInput
  readonly #pattern: Pattern
  readonly #json: Template
  readonly #varying: readonly number[]
  readonly #escaped: readonly number[]
  readonly #equal: CompiledShape['equal']
  /** slots of leaves that are written more than once, so that encoding them first pays */
  readonly #repeated: readonly number[]
  readonly #firstLabel: number
  readonly #constantBlocks: readonly Block[]
  readonly #constantTerms: readonly string[]
  readonly #varyingBlocks: readonly Block[]
  /** by node */
  readonly #blankBlocks: readonly Program[]
  /** for a node of whose lines only its own label varies: their bytes by its rank, as far as they were written before */
  readonly #bytesByRank: readonly (Uint8Array[] | undefined)[]
  readonly #firstDegrees: readonly (readonly Segment[])[]
  readonly #constantNodes: readonly number[]
  readonly #varyingNodes: readonly number[]
  readonly #constantsHoldAstral: boolean
  readonly #fixedBytes: number
  readonly #uses: readonly (readonly [slot: number, times: number])[]
  // What belongs to the document that is being cast, kept to be used again:
  readonly #hashes: string[]
  readonly #raw: string[]
  readonly #simple: boolean[] = []
  readonly #slots: Slots

  constructor(input: MouldInput) {
    const { shape, document, leaves, varying, isTerm, limits } = input
    const constants = new Map([...leaves.entries()].filter(([leaf]) => !varying.has(leaf)))
    const special = specialiseShape(shape, constants)
    this.input = input
    this.#pattern = patternOf(document, leaves, varying, isTerm, limits)
    this.#json = jsonTemplateOf(document, varying, isTerm)
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

    this.#bytesByRank = this.#blankBlocks.map(({ slots }, node) => (slots.every((slot) => slot === shape.leaves + node) ? [] : undefined))
    this.#firstDegrees = special.blankNodes.map(({ firstDegree }) => firstDegree)
    this.#hashes = special.blankNodes.map((node) => node.hash ?? '')
    const nodes = [...special.blankNodes.keys()]
    this.#varyingNodes = nodes.filter((node) => special.blankNodes[node]?.hash === undefined)
    this.#constantNodes = nodes
      .filter((node) => special.blankNodes[node]?.hash !== undefined)
      .sort((a, b) => ((this.#hashes[a] as string) < (this.#hashes[b] as string) ? -1 : 1))

    const uses = new Map<number, number>()
    for (const { program } of blocks) for (const slot of program.slots) uses.set(slot, (uses.get(slot) ?? 0) + 1)
    this.#uses = [...uses]
    this.#repeated = this.#uses.filter(([slot, times]) => slot < shape.leaves && times > 1).map(([slot]) => slot)
    this.#fixedBytes = blocks.reduce((sum, { program }) => sum + program.fixedBytes, 0)
    this.#constantsHoldAstral = astral.test(JSON.stringify(special))
    this.#raw = leaves.slice()
    this.#slots = { texts: leaves.slice(), bytes: new Array(shape.leaves + nodes.length).fill(undefined) }
  }

  /** SHA-256 of the canonical N-Quads; `undefined` when the document does not fit. */
  digest(document: JsonObject): Uint8Array | undefined {
    return this.#pattern.match(document, this.#raw) ? this.#fill() : undefined
  }

  /** What signing the document needs; `undefined` when it does not fit. */
  cast(document: JsonObject): SignableDocument | undefined {
    const digest = this.digest(document)
    if (digest === undefined) return undefined
    const { texts } = this.#slots
    let orderMayBeDisputed = this.#constantsHoldAstral
    for (const leaf of this.#varying) {
      const text = this.#raw[leaf] as string
      if (this.#simple[leaf] === true) texts[leaf] = `"${text}"`
      else {
        texts[leaf] = JSON.stringify(text)
        orderMayBeDisputed ||= astral.test(text)
      }
    }
    return { digest, openJson: fillTemplate(this.#json, texts), orderMayBeDisputed }
  }

  /** The leaves of the document that was found to fit last. */
  lastLeaves(): readonly string[] {
    return this.#raw
  }

  #fill(): Uint8Array | undefined {
    if (!this.#prepareLeaves()) return undefined
    const ranked = this.#labelNodes()
    const blocks = this.#placedBlocks()
    if (ranked === undefined || blocks === undefined) return undefined
    lines.begin(this.#fixedBytes + this.#bytesOfHoles())
    for (const { program } of blocks) if (!runProgram(program, lines, this.#slots)) return undefined
    for (const rank of ranksByText(ranked.length)) if (!this.#writeNode(ranked[rank] as number, rank)) return undefined
    return sha256(lines.written())
  }

  #writeNode(node: number, rank: number): boolean {
    const bytesByRank = this.#bytesByRank[node]
    const known = bytesByRank?.[rank]
    if (known !== undefined) {
      lines.bytes(known)
      return true
    }
    const start = lines.length
    if (!runProgram(this.#blankBlocks[node] as Program, lines, this.#slots)) return false
    if (bytesByRank !== undefined) bytesByRank[rank] = lines.copyFrom(start)
    return true
  }

  #prepareLeaves(): boolean {
    const { texts, bytes } = this.#slots
    for (const leaf of this.#varying) {
      const text = this.#raw[leaf] as string
      const simple = isSimple(text)
      if (!simple && !text.isWellFormed()) return false
      this.#simple[leaf] = simple
      texts[leaf] = text
    }
    for (const [leaf, other] of this.#equal) if (texts[leaf] !== texts[other]) return false
    for (const leaf of this.#escaped) if (this.#simple[leaf] !== true) texts[leaf] = escapeLiteral(texts[leaf] as string)
    let length = 0
    for (const leaf of this.#repeated) length += (texts[leaf] as string).length
    values.begin(length * bytesOfUnit)
    for (const leaf of this.#repeated) bytes[leaf] = values.encoded(texts[leaf] as string)
    return true
  }

  /** @returns the nodes by rank; `undefined` when two have one hash */
  #labelNodes(): readonly number[] | undefined {
    const { texts, bytes } = this.#slots
    for (const node of this.#varyingNodes) {
      this.#hashes[node] = hash('sha256', fillSegments(this.#firstDegrees[node] as Segment[], texts), 'hex')
    }
    const ranked = rankByHash(this.#hashes, this.#constantNodes, this.#varyingNodes)
    if (ranked === undefined) return undefined
    for (let rank = 0; rank < ranked.length; rank++) {
      const slot = this.#firstLabel + (ranked[rank] as number)
      const label = labelOf(rank)
      texts[slot] = label.text
      bytes[slot] = label.bytes
    }
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

/** UTF-8 needs at most three bytes for a UTF-16 code unit. */
const bytesOfUnit = 3
const termOf = ({ term }: Block): string => term.texts[0] as string
