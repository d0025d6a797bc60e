import type { JsonObject } from '../../json.ts'
import { inParts, type TextInParts } from './text-in-parts.ts'
import { TextKind } from './text-kind.ts'

/** Tried one after the other; a text of another kind leaves within a tenth of a microsecond, mostly at its name. */
const maxKinds = 32
/** Kinds beyond these come to the front when they are of use. */
const inFront = 4
/** Texts that were cut into parts and are of no kind yet. */
const maxSingles = 8
/** Larger texts are seldom of one kind, and would only take memory; the fullest badge has 40 KB. */
const maxCharacters = 65_536
/** A text is of the same kind as another when so much of what the strings without holes hold, by characters, is its own. */
const sameKind = 0.7
/** Two texts are the first of a kind when so much of their strings is the same. */
const newKind = 0.5
/** Cutting a text and making a kind of it costs as much as reading some ten: one for so many texts, besides those that are free at the start. */
const textsPerCut = 32
const freeCuts = 64

interface Single {
  parts: TextInParts
  document: JsonObject
}

/**
 * Kinds of texts of documents, such as those of the badges of one achievement, found out from what was read. A text of a known kind is read
 * by comparing it with the kind. What is of no known kind is read as ever: here nothing is ever refused.
 */
export class KnownTexts {
  /** those that were of use lately come first */
  readonly #kinds: TextKind[] = []
  readonly #singles: Single[] = []
  #allowance = freeCuts

  /** @param text - well-formed UTF-16 */
  read(text: string): JsonObject | undefined {
    for (let place = 0; place < this.#kinds.length; place++) {
      const kind = this.#kinds[place] as TextKind
      const document = kind.read(text)
      if (document === undefined) continue
      if (place >= inFront) {
        this.#kinds.splice(place, 1)
        this.#kinds.unshift(kind)
      }
      return document
    }
    return undefined
  }

  /** Takes note of a text that was read strictly, and of the document that it is. */
  note(text: string, document: JsonObject): void {
    this.#allowance = Math.min(freeCuts, this.#allowance + 1 / textsPerCut)
    if (text.length > maxCharacters || this.#allowance < 1) return
    this.#allowance--
    const parts = inParts(text, document)
    if (parts !== undefined) this.#learn({ parts, document })
  }

  #learn(one: Single): void {
    const kind = this.#kinds.find((known) => isAlike(one.parts, known.parts, known.varying, sameKind))
    if (kind !== undefined) {
      this.#kinds.splice(this.#kinds.indexOf(kind), 1)
      this.#keep(one, new Set([...kind.varying, ...differing(one.parts, kind.parts)]))
      return
    }
    const fellow = this.#singles.find((known) => isAlike(one.parts, known.parts, noHoles, newKind))
    if (fellow === undefined) {
      this.#singles.unshift(one)
      if (this.#singles.length > maxSingles) this.#singles.pop()
      return
    }
    const varying = new Set(differing(one.parts, fellow.parts))
    if (varying.size === 0) return
    this.#singles.splice(this.#singles.indexOf(fellow), 1)
    this.#keep(one, varying)
  }

  #keep({ parts, document }: Single, varying: ReadonlySet<number>): void {
    this.#kinds.unshift(new TextKind(parts, document, varying))
    if (this.#kinds.length > maxKinds) this.#kinds.pop()
  }
}

const noHoles: ReadonlySet<number> = new Set()

const differing = (one: TextInParts, other: TextInParts): number[] =>
  [...one.strings.keys()].filter((string) => one.strings[string] !== other.strings[string])

/** Whether two texts are the same but for strings, and so much of the strings that have no hole is the same. */
const isAlike = (one: TextInParts, other: TextInParts, holes: ReadonlySet<number>, share: number): boolean => {
  if (one.between.length !== other.between.length || one.between.some((piece, place) => piece !== other.between[place])) return false
  let [same, all] = [0, 0]
  for (const [number, string] of one.strings.entries()) {
    if (holes.has(number)) continue
    all += string.length
    if (string === other.strings[number]) same += string.length
  }
  return same >= share * all
}
