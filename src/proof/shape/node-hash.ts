import { hash } from 'node:crypto'
import { fillSegments } from './fill.ts'
import type { Segment } from './template.ts'

/** Hashes of one node that are kept: a score has a hundred values, a grade four. */
const maxKept = 128
/** Longer texts seldom come again. */
const maxCharacters = 64

/** The first-degree hash of a blank node; where one text decides it, that of a text that was met lately is at hand. */
export class NodeHash {
  readonly #firstDegree: readonly Segment[]
  readonly #onlySlot: number | undefined
  readonly #kept = new Map<string, string>()

  constructor(firstDegree: readonly Segment[]) {
    this.#firstDegree = firstDegree
    const templates = firstDegree.flatMap((segment) => ('fixed' in segment ? [segment.fixed] : segment.sorted))
    const [slot, ...others] = new Set(templates.flatMap(({ slots }) => slots))
    this.#onlySlot = others.length === 0 ? slot : undefined
  }

  /** @param texts - of the slots, escaped */
  of(texts: readonly string[]): string {
    const text = this.#onlySlot === undefined ? undefined : texts[this.#onlySlot]
    const known = text === undefined ? undefined : this.#kept.get(text)
    if (known !== undefined) return known
    const made = hash('sha256', fillSegments(this.#firstDegree, texts), 'hex')
    if (text !== undefined && text.length <= maxCharacters) {
      if (this.#kept.size >= maxKept) this.#kept.clear()
      this.#kept.set(text, made)
    }
    return made
  }
}
