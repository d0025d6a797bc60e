import type { Json, JsonObject } from '../../json.ts'
import type { TextPlaces } from './reads.ts'

/**
 * The structure of a document, to be walked along: members in their order, lists in their length, everything that is no text by its value.
 * `seen`: a frozen object or list in which every text is that of the layout, so that it need not be looked at again;
 * `last`: the one that was like it last, of which that is found out when it comes again.
 */
export type Step =
  | { readonly kind: 'object'; readonly members: readonly string[]; readonly steps: readonly Step[]; seen?: object; last?: object }
  | { readonly kind: 'list'; readonly steps: readonly Step[]; seen?: object; last?: object }
  | { readonly kind: 'same'; readonly value: number | boolean | null }
  | { readonly kind: 'text'; readonly text: number }

export interface Layout {
  readonly root: Step
  readonly texts: readonly string[]
  /** a copy of the document in which no object stands in two places */
  readonly tree: JsonObject
  readonly places: TextPlaces
}

/** Larger documents are no precedents: a status list of a million entries has 130 KB, the fullest badge 500 values. */
const maxValues = 600
const maxCharacters = 250_000

/** @returns `undefined` for a document that is too large, or not plain JSON */
export const layoutOf = (document: JsonObject): Layout | undefined => {
  const reader = new LayoutReader()
  const read = reader.read(document)
  return read === undefined ? undefined : { root: read.step, texts: reader.texts, tree: read.copy as JsonObject, places: reader.places }
}

class LayoutReader {
  readonly texts: string[] = []
  readonly places = new Map<object, Map<string, number>>()
  #values = 0
  #characters = 0

  read(value: Json): { step: Step; copy: Json } | undefined {
    if (++this.#values > maxValues) return undefined
    if (Array.isArray(value)) return this.#list(value)
    if (typeof value === 'object' && value !== null) return this.#object(value)
    if (typeof value === 'string') {
      this.#characters += value.length
      if (this.#characters > maxCharacters) return undefined
      this.texts.push(value)
      return { step: { kind: 'text', text: this.texts.length - 1 }, copy: value }
    }
    return typeof value === 'number' || typeof value === 'boolean' || value === null
      ? { step: { kind: 'same', value }, copy: value }
      : undefined
  }

  #list(list: readonly Json[]): { step: Step; copy: Json } | undefined {
    const copy: Json[] = []
    const steps: Step[] = []
    for (const item of list) if (!this.#inner(copy, String(steps.length), item, steps)) return undefined
    return { step: { kind: 'list', steps }, copy }
  }

  #object(object: JsonObject): { step: Step; copy: Json } | undefined {
    const copy: JsonObject = {}
    const steps: Step[] = []
    const members: string[] = []
    for (const member in object) {
      if (member === '__proto__' || !Object.hasOwn(object, member)) return undefined
      members.push(member)
      if (!this.#inner(copy, member, object[member] as Json, steps)) return undefined
    }
    return { step: { kind: 'object', members, steps }, copy }
  }

  #inner(holder: object, key: string, value: Json, steps: Step[]): boolean {
    const read = this.read(value)
    if (read === undefined) return false
    Reflect.set(holder, key, read.copy)
    steps.push(read.step)
    if (read.step.kind === 'text') {
      const known = this.places.get(holder) ?? new Map<string, number>()
      this.places.set(holder, known.set(key, read.step.text))
    }
    return true
  }
}
