import { labelOf, ranksByText } from './labels.ts'
import type { Program, Slots } from './program.ts'
import { Sheet, type SheetParts } from './sheet.ts'
import { fillTemplate, type Template } from './template.ts'

/** All lines of one subject, to be put in its place. */
export interface Block {
  /** `<…>`, or the label of a blank node */
  readonly term: Template
  readonly program: Program
}

export interface OrderInput {
  /** blank nodes by rank */
  ranked: readonly number[]
  varyingNodes: readonly number[]
  /** the lines of IRIs, in their order */
  blocks: readonly Block[]
  /** by node */
  blankBlocks: readonly Program[]
  /** slots from this one on hold labels of blank nodes */
  firstLabel: number
}

/**
 * One order of blank nodes and subjects, in which some document had its lines: the labels in them are the same for all documents of that
 * order, so only leaves are left to be filled.
 */
export class KnownOrder {
  readonly #nodes: readonly (readonly [before: number, after: number])[]
  readonly #terms: readonly (readonly [before: Template, after: Template])[]
  readonly #sheet: Sheet

  private constructor({ ranked, varyingNodes, blocks }: OrderInput, parts: SheetParts) {
    this.#nodes = neighbours(ranked, (node) => varyingNodes.includes(node))
    this.#terms = neighbours(
      blocks.map(({ term }) => term),
      ({ slots }) => slots.length > 0,
    )
    this.#sheet = new Sheet(parts)
  }

  /** @returns `undefined` where the order of some lines depends on what fills them */
  static of(input: OrderInput): KnownOrder | undefined {
    const parts = partsOf(input)
    return parts && new KnownOrder(input, parts)
  }

  /**
   * Whether nodes and subjects of a document have this order. Where two are equal, none holds.
   *
   * @param hashes - of the nodes
   */
  holds(hashes: readonly string[], { texts }: Slots): boolean {
    for (let place = 0; place < this.#nodes.length; place++) {
      const [before, after] = this.#nodes[place] as readonly [number, number]
      if (!((hashes[before] as string) < (hashes[after] as string))) return false
    }
    for (let place = 0; place < this.#terms.length; place++) {
      const [before, after] = this.#terms[place] as readonly [Template, Template]
      if (!(fillTemplate(before, texts) < fillTemplate(after, texts))) return false
    }
    return true
  }

  /** The lines of a document of this order; on loan until the next call. */
  write(slots: Slots): Buffer {
    return this.#sheet.write(slots)
  }
}

/** Those of which at least one varies; the others stay as they are. */
const neighbours = <T>(ordered: readonly T[], varies: (one: T) => boolean): (readonly [T, T])[] =>
  ordered
    .slice(1)
    .map((after, place) => [ordered[place] as T, after] as const)
    .filter((pair) => pair.some(varies))

const partsOf = ({ ranked, blocks, blankBlocks, firstLabel }: OrderInput): SheetParts | undefined => {
  const labels = new Map(ranked.map((node, rank) => [firstLabel + node, labelOf(rank)]))
  const inOrder = [
    ...blocks.map(({ program }) => program),
    ...ranksByText(ranked.length).map((rank) => blankBlocks[ranked[rank] as number] as Program),
  ]
  const pieces: Uint8Array[] = []
  const slots: number[] = []
  let open: Uint8Array[] = []
  const lines = (fixed: readonly Uint8Array[], holes: readonly number[]): void => {
    for (let index = 0; index < fixed.length; index++) {
      open.push(fixed[index] as Uint8Array)
      const slot = holes[index]
      if (slot === undefined) continue
      const label = labels.get(slot)
      if (label !== undefined) open.push(Buffer.from(label))
      else {
        pieces.push(Buffer.concat(open))
        slots.push(slot)
        open = []
      }
    }
  }
  for (const { steps } of inOrder) {
    for (const step of steps) {
      if (step.kind === 'sorted') return undefined
      if (step.kind === 'fixed') lines(step.pieces, step.slots)
      else for (const label of inTextOrder(step.labels, labels)) lines(step.pieces, [...step.slots, label])
    }
  }
  pieces.push(Buffer.concat(open))
  return { pieces, slots }
}

const inTextOrder = (slots: readonly number[], labels: ReadonlyMap<number, string>): number[] =>
  slots.toSorted((a, b) => ((labels.get(a) as string) < (labels.get(b) as string) ? -1 : 1))
