import type { Json, JsonObject } from '../../json.ts'
import { endOfString, type TextInParts } from './text-in-parts.ts'

/** An escape that may be half of a surrogate pair. */
const surrogateEscape = /\\u[dD][89a-fA-F]/
const QUOTE = 0x22

/**
 * The text of one document that was read strictly, with holes for some of its strings. A text that differs from it in these holes only is
 * a document that differs in these strings only: it needs no reading besides that of the strings themselves.
 *
 * What has no hole in it is shared among the documents that are made, and frozen.
 */
export class TextKind {
  readonly parts: TextInParts
  readonly document: JsonObject
  /** numbers of the strings that have holes */
  readonly varying: ReadonlySet<number>
  /** the text around the holes: one more than there are holes */
  readonly #pieces: readonly string[]
  readonly #make: Maker

  /** @param document - as it was read from the text that was cut into parts */
  constructor(parts: TextInParts, document: JsonObject, varying: ReadonlySet<number>) {
    this.parts = parts
    this.document = document
    this.varying = varying
    const holes = [...varying].sort((a, b) => a - b)
    this.#pieces = piecesAround(parts, holes)
    this.#make = makerOf(
      document,
      holes.map((string) => parts.paths[string] as (string | number)[]),
    )
  }

  /**
   * The document of a text of this kind.
   *
   * @param text - well-formed UTF-16
   * @returns `undefined` when the text is of another kind, or its strings cannot be told as surely as the strict reader does
   */
  read(text: string): JsonObject | undefined {
    const pieces = this.#pieces
    let at = 0
    let strings = '['
    for (let hole = 0; hole < pieces.length; hole++) {
      const piece = pieces[hole] as string
      const begin = at + piece.length
      if (text.slice(at, begin) !== piece) return undefined
      if (hole === pieces.length - 1) return begin === text.length ? this.#filled(strings) : undefined
      if (text.charCodeAt(begin) !== QUOTE) return undefined
      const end = endOfString(text, begin)
      if (end === -1) return undefined
      at = end + 1
      strings += hole === 0 ? text.slice(begin, at) : `,${text.slice(begin, at)}`
    }
    return undefined
  }

  #filled(strings: string): JsonObject | undefined {
    if (strings.includes('\\u') && surrogateEscape.test(strings)) return undefined
    try {
      return this.#make(JSON.parse(`${strings}]`)) as JsonObject
    } catch {
      return undefined
    }
  }
}

const piecesAround = ({ between, strings }: TextInParts, holes: readonly number[]): string[] => {
  const pieces: string[] = []
  let from = 0
  for (const hole of [...holes, strings.length]) {
    let piece = ''
    for (let string = from; string <= hole; string++) piece += between[string] + (string < hole ? (strings[string] as string) : '')
    pieces.push(piece)
    from = hole + 1
  }
  return pieces
}

/** Makes a value out of the strings for its holes. */
type Maker = (strings: readonly string[]) => Json

/** @param paths - of the holes, in the order of the strings that fill them */
const makerOf = (value: Json, paths: readonly (readonly (string | number)[])[], first = 0): Maker => {
  if (paths[0]?.length === 0) return (strings) => strings[first] as string
  const members: { key: string | number; make: Maker }[] = []
  for (let from = 0; from < paths.length; ) {
    const key = paths[from]?.[0] as string | number
    let to = from
    while (to < paths.length && paths[to]?.[0] === key) to++
    const inner = (value as Record<string | number, Json>)[key] as Json
    members.push({
      key,
      make: makerOf(
        inner,
        paths.slice(from, to).map((path) => path.slice(1)),
        first + from,
      ),
    })
    from = to
  }
  return Array.isArray(value) ? listMaker(value, members) : objectMaker(value as JsonObject, members)
}

const objectMaker = (model: JsonObject, members: readonly { key: string | number; make: Maker }[]): Maker => {
  const base = Object.fromEntries(Object.entries(model).map(([member, value]) => [member, sharedCopy(value)]))
  return (strings) => {
    const made: JsonObject = { ...base }
    for (let place = 0; place < members.length; place++) {
      const { key, make } = members[place] as { key: string; make: Maker }
      made[key] = make(strings)
    }
    return made
  }
}

const listMaker = (model: readonly Json[], members: readonly { key: string | number; make: Maker }[]): Maker => {
  const base = model.map(sharedCopy)
  return (strings) => {
    const made = base.slice()
    for (const { key, make } of members) made[key as number] = make(strings)
    return made
  }
}

/** The topmost ones are enough: who looks at a part looks at no part of it. */
const sharedParts = new WeakSet<object>()

/** Whether the value is a part that documents of one kind have in common: frozen, with all that is in it. */
export const isSharedPart = (value: object): boolean => sharedParts.has(value)

const sharedCopy = (value: Json): Json => {
  const copy = frozenCopy(value)
  if (typeof copy === 'object' && copy !== null) sharedParts.add(copy)
  return copy
}

const frozenCopy = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as Json[]
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, frozenCopy(inner)])))
}
