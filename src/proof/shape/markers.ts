import type { Quad } from 'jsonld'
import { type LeafClass, leafClasses } from './key.ts'
import type { Piece } from './template.ts'

const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
const prefixOf = (leafClass: LeafClass | undefined): string => (leafClass?.kind === 'iri' ? leafClass.prefix : '')

/**
 * The markers of one compilation: a text for each leaf that no document holds, of the leaf's own class, the same for equal IRIs.
 * They show where in the RDF each leaf comes out, and which leaves do not come out whole and so are pinned to their own texts.
 */
export class Markers {
  readonly #leaves: readonly string[]
  readonly #classes: readonly LeafClass[]
  readonly #nonce: string
  /** for each leaf the one whose marker it shares: where the same text occurs first, as far as that matters, or the leaf itself */
  readonly #first: number[]
  readonly #pinned = new Set<number>()

  /** @param nonce - letters and digits that occur in no text of the document */
  constructor(leaves: readonly string[], nonce: string) {
    this.#leaves = leaves
    this.#nonce = nonce
    this.#classes = leafClasses(leaves)
    this.#first = this.#classes.map((leafClass, leaf) => (leafClass.kind === 'same' ? leafClass.as : leaf))
  }

  /** What stands in the leaves while RDF is made: markers, and the own texts of pinned leaves. */
  texts(): string[] {
    return this.#leaves.map((text, leaf) => (this.#isPinned(leaf) ? text : this.#markerOf(this.#first[leaf] as number)))
  }

  pinned(): { leaf: number; text: string }[] {
    return this.#leaves.map((text, leaf) => ({ leaf, text })).filter(({ leaf }) => this.#isPinned(leaf))
  }

  /** Pairs of plain leaves that share a marker, so that only documents fit in which their texts are equal. */
  equal(): [number, number][] {
    return this.#first.flatMap((first, leaf): [number, number][] =>
      first !== leaf && this.#classes[leaf]?.kind === 'plain' && !this.#isPinned(leaf) ? [[first, leaf]] : [],
    )
  }

  /** The leaves that may vary and are not IRIs, so that a literal that holds them may need escapes. */
  freePlainLeaves(): number[] {
    return this.#leaves.map((_, leaf) => leaf).filter((leaf) => this.#classes[leaf]?.kind === 'plain' && !this.#isPinned(leaf))
  }

  /**
   * Pins every leaf whose marker does not occur in the quads, or occurs in a place where its value could change more than one term:
   * inside a longer text, or as predicate, type, datatype or language.
   *
   * @returns how many leaves became pinned by this
   */
  pinByQuads(quads: readonly Quad[]): number {
    const whole = new Set<number>()
    const broken = new Set<number>()
    const mustNotVary = (text: string | undefined): void => {
      for (const { leaf } of this.#occurrences(text)) broken.add(leaf)
    }
    const mayVary = (text: string): void => {
      for (const { leaf, marker } of this.#occurrences(text)) (marker === text ? whole : broken).add(leaf)
    }
    for (const { subject, predicate, object } of quads) {
      mayVary(subject.value)
      mustNotVary(predicate.value)
      if (predicate.value === rdfType) mustNotVary(object.value)
      else mayVary(object.value)
      mustNotVary(object.datatype?.value)
      mustNotVary(object.language)
    }
    const before = this.#pinned.size
    for (const leaf of this.#first) if (!whole.has(leaf) || broken.has(leaf)) this.#pinned.add(leaf)
    return this.#pinned.size - before
  }

  /**
   * Lets plain leaves share a marker when they have the same text, and are values of one property of one node: JSON-LD may make one quad
   * of them (the name of a profile that a document holds twice).
   *
   * @returns how many leaves were joined to another
   */
  joinByQuads(quads: readonly Quad[]): number {
    let joined = 0
    const firstWith = new Map<string, number>()
    for (const { subject, predicate, object } of quads) {
      if (object.termType !== 'Literal') continue
      const [occurrence] = this.#occurrences(object.value)
      if (occurrence === undefined || this.#classes[occurrence.leaf]?.kind !== 'plain') continue
      const { leaf } = occurrence
      const place = JSON.stringify([subject.value, predicate.value, object.datatype?.value, object.language, this.#leaves[leaf]])
      const first = firstWith.get(place) ?? leaf
      firstWith.set(place, first)
      if (first === leaf) continue
      for (let other = 0; other < this.#first.length; other++) if (this.#first[other] === leaf) this.#first[other] = first
      joined++
    }
    return joined
  }

  /** A line of N-Quads, cut at its markers; each marker becomes the slot of its leaf. */
  cut(line: string): Piece[] {
    const pieces: Piece[] = []
    let end = 0
    for (const { leaf, marker, at } of this.#occurrences(line)) {
      pieces.push(line.slice(end, at), leaf)
      end = at + marker.length
    }
    pieces.push(line.slice(end))
    return pieces
  }

  #isPinned(leaf: number): boolean {
    return this.#pinned.has(this.#first[leaf] as number)
  }

  #markerOf(leaf: number): string {
    return `${prefixOf(this.#classes[leaf])}${this.#nonce}x${leaf}x`
  }

  *#occurrences(text: string | undefined): Generator<{ leaf: number; marker: string; at: number }> {
    if (text === undefined || !text.includes(this.#nonce)) return
    for (const match of text.matchAll(new RegExp(`${this.#nonce}x(\\d+)x`, 'g'))) {
      const leaf = Number(match[1])
      const marker = this.#markerOf(leaf)
      yield { leaf, marker, at: match.index + match[0].length - marker.length }
    }
  }
}
