import type { Json, JsonObject } from '../../json.ts'

/** What one document is, apart from the texts in it that may vary. */
export interface DocumentShape {
  /** equal for two documents exactly when they have the same structure, pinned texts and classes of texts */
  key: string
  /** the texts that are not in the key, in the order in which they stand in the document */
  leaves: string[]
}

/** Limits beyond which a document is left to the reference path. */
export interface ShapeLimits {
  /** JSON values of every kind */
  maxNodes: number
  /** objects and arrays inside each other */
  maxDepth: number
  /** characters of all texts together */
  maxCharacters: number
  /** characters of one IRI: the canonical form repeats an id in every statement about it */
  maxIriCharacters: number
}

/** Why a document is left to the reference path before its shape is even looked up. */
export type ShapeRefusal = 'over_limits' | 'inline_context' | 'prototype_key' | 'not_json'

/** Tells whether a text is a term of some held context: such a text may mean something to JSON-LD, so it belongs to the shape. */
export type IsTerm = (text: string) => boolean

/**
 * An absolute IRI that JSON-LD takes as it is and N-Quads writes without an escape, in a literal as well: no space, no control
 * character, none of `<>"{}|^` and backslash and backtick.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it must exclude
const absoluteIri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\u0000-\u0020\u007f<>"{}|^`\\]*$/

/** The scheme of an IRI with its colon, and with `//` where that follows (`https://`, `did:`); `undefined` for a plain text. */
export function iriPrefix(text: string): string | undefined {
  const first = text.charCodeAt(0) | 0x20
  if (first < 0x61 || first > 0x7a || !text.includes(':') || !absoluteIri.test(text)) return undefined
  const colon = text.indexOf(':')
  return text.slice(0, text.startsWith('//', colon + 1) ? colon + 3 : colon + 1)
}

/** The same as `iriPrefix(text) === prefix`, without making a text. */
export const hasIriPrefix = (text: string, prefix: string): boolean =>
  text.startsWith(prefix) && absoluteIri.test(text) && (prefix.endsWith('//') || !text.startsWith('//', prefix.length))

/** Whether a text may vary at all: not a JSON-LD keyword (or what looks like one), not a label of a blank node, not a term. */
export function isLeaf(text: string, isTerm: IsTerm): boolean {
  const first = text.charCodeAt(0)
  // Most texts are not ASCII or begin with a digit.
  if (first > 0x7a || (first >= 0x30 && first <= 0x39)) return true
  return first !== 0x40 && !text.startsWith('_:') && !isTerm(text)
}

/** Members whose whole value belongs to the shape: types, contexts, and keywords other than those that carry an id or a value. */
export const isPinnedMember = (member: string): boolean =>
  member === 'type' || (member.charCodeAt(0) === 0x40 && member !== '@id' && member !== '@value')

/**
 * Reads the shape of a document.
 *
 * The key is a text in a language that can be read back without doubt, so that no two structures share one: every value begins with a
 * letter of its kind, every text of free length is preceded by its length, objects, arrays and numbers have an end mark.
 * (`[1,2]` is `[n1;n2;]`, `[12]` is `[n12;]`.) It holds all contexts, every member name in order, every `type`, all numbers, booleans and
 * nulls, the class of every other text (plain, or IRI with its scheme and whether `//` follows), and which IRIs are equal to which.
 *
 * @returns why not, when the document must not be filled into a compiled shape
 */
export function readShape(document: JsonObject, isTerm: IsTerm, limits: ShapeLimits): DocumentShape | ShapeRefusal {
  const reader = new ShapeReader(isTerm, limits)
  reader.read(document)
  return reader.refusal ?? { key: reader.key, leaves: reader.leaves }
}

class ShapeReader {
  key = ''
  refusal: ShapeRefusal | undefined
  readonly leaves: string[] = []
  readonly #isTerm: IsTerm
  readonly #limits: ShapeLimits
  /** number of the leaf at which each IRI occurs first */
  readonly #iris = new Map<string, number>()
  #nodes = 0
  #characters = 0

  constructor(isTerm: IsTerm, limits: ShapeLimits) {
    this.#isTerm = isTerm
    this.#limits = limits
  }

  read(document: JsonObject): void {
    this.#object(document, 0)
  }

  #object(object: JsonObject, depth: number): void {
    this.#enter(depth)
    this.key += '{'
    for (const member in object) {
      if (this.refusal !== undefined) return
      if (member === '__proto__') this.#refuse('prototype_key')
      this.key += `${member.length}:${member}`
      const value = object[member]
      if (!isPinnedMember(member)) this.#value(value, depth + 1)
      else if (member !== '@context' || isListOfNames(value)) this.#pinned(value, depth + 1)
      else this.#refuse('inline_context')
    }
    this.key += '}'
  }

  #value(value: Json | undefined, depth: number): void {
    if (typeof value === 'string') this.#text(value)
    else if (Array.isArray(value)) this.#array(value, depth, false)
    else if (typeof value === 'object' && value !== null) this.#object(value, depth)
    else this.#constant(value)
  }

  #pinned(value: Json | undefined, depth: number): void {
    if (typeof value === 'string') this.#literally(value)
    else if (Array.isArray(value)) this.#array(value, depth, true)
    else if (typeof value === 'object' && value !== null) this.#refuse('not_json')
    else this.#constant(value)
  }

  #array(array: Json[], depth: number, pinned: boolean): void {
    this.#enter(depth)
    this.key += '['
    for (const item of array) {
      if (this.refusal !== undefined) return
      if (pinned) this.#pinned(item, depth + 1)
      else this.#value(item, depth + 1)
    }
    this.key += ']'
  }

  #constant(value: number | boolean | null | undefined): void {
    this.#count(0)
    if (value === true) this.key += 't'
    else if (value === false) this.key += 'f'
    else if (value === null) this.key += 'z'
    else if (typeof value === 'number' && Number.isFinite(value)) this.key += Object.is(value, -0) ? 'n-0;' : `n${value};`
    else this.#refuse('not_json')
  }

  #text(text: string): void {
    if (!isLeaf(text, this.#isTerm)) {
      this.#literally(text)
      return
    }
    this.#count(text.length)
    const prefix = iriPrefix(text)
    this.key += prefix === undefined ? 'P' : this.#iriClass(text, prefix)
    this.leaves.push(text)
  }

  #iriClass(text: string, prefix: string): string {
    if (text.length > this.#limits.maxIriCharacters) this.#refuse('over_limits')
    const known = this.#iris.get(text)
    if (known !== undefined) return `E${known};`
    this.#iris.set(text, this.leaves.length)
    return `I${prefix};`
  }

  #literally(text: string): void {
    this.#count(text.length)
    this.key += `"${text.length}:${text}`
  }

  #enter(depth: number): void {
    this.#count(0)
    if (depth >= this.#limits.maxDepth) this.#refuse('over_limits')
  }

  #count(characters: number): void {
    this.#nodes++
    this.#characters += characters
    if (this.#nodes > this.#limits.maxNodes || this.#characters > this.#limits.maxCharacters) this.#refuse('over_limits')
  }

  #refuse(reason: ShapeRefusal): void {
    this.refusal ??= reason
  }
}

/** Only names of contexts: what an inline context means cannot be known beforehand. */
const isListOfNames = (value: Json | undefined): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))

/** What a leaf is besides its text; `same`: an IRI that occurred before, at that leaf. */
export type LeafClass = { kind: 'plain' } | { kind: 'iri'; prefix: string } | { kind: 'same'; as: number }

/** The class of each leaf of a shape. */
export function leafClasses(leaves: readonly string[]): LeafClass[] {
  const iris = new Map<string, number>()
  return leaves.map((text, leaf) => {
    const prefix = iriPrefix(text)
    if (prefix === undefined) return { kind: 'plain' }
    const as = iris.get(text)
    if (as !== undefined) return { kind: 'same', as }
    iris.set(text, leaf)
    return { kind: 'iri', prefix }
  })
}

/** A copy of the document with other texts in its leaves, which are given in the order of `readShape`. */
export function withLeaves(document: JsonObject, isTerm: IsTerm, leaves: readonly string[]): JsonObject {
  let next = 0
  const copy = (value: Json): Json => {
    if (typeof value === 'string') return isLeaf(value, isTerm) ? (leaves[next++] as string) : value
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, isPinnedMember(member) ? inner : copy(inner)]))
  }
  return copy(document) as JsonObject
}
