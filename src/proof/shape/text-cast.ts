import { hash } from 'node:crypto'
import type { Slots } from './program.ts'
import { Sheet } from './sheet.ts'
import type { Template } from './template.ts'

/** The text of a document with holes for its leaves and for what follows, once as text and once as bytes to be hashed. */
export class TextCast {
  /** the leaf of each hole */
  readonly leaves: readonly number[]
  /** pieces and holes by turns; the last hole takes what follows */
  readonly #pieces: string[]
  readonly #slots: Slots = { texts: [], isAscii: [] }
  readonly #rest: number
  readonly #sheet: Sheet

  /** @param rest - a slot that no leaf has */
  constructor({ texts, slots }: Template, rest: number) {
    this.leaves = slots
    this.#pieces = texts.flatMap((piece) => [piece, ''])
    this.#rest = rest
    this.#sheet = new Sheet({ pieces: [...texts, ''].map((text) => Buffer.from(text)), slots: [...slots, rest] })
  }

  /** @param text - as it stands between quotation marks */
  put(place: number, text: string, isAscii: boolean): void {
    const leaf = this.leaves[place] as number
    this.#pieces[2 * place + 1] = text
    this.#slots.texts[leaf] = text
    this.#slots.isAscii[leaf] = isAscii
  }

  /** The pieces are only strung together: who keeps nothing but the proof of a signed text never has it written out. */
  readonly textWith = (rest: string): string => {
    let text = ''
    for (let place = 0; place < this.#pieces.length - 1; place++) text += this.#pieces[place] as string
    return text + rest
  }

  readonly sha256With = (rest: string): string => {
    this.#slots.texts[this.#rest] = rest
    this.#slots.isAscii[this.#rest] = ascii.test(rest)
    return hash('sha256', this.#sheet.write(this.#slots), 'hex')
  }
}

const ascii = /^[\x20-\x7e]*$/
