import { hash } from 'node:crypto'
import type { TextParts } from '../canonicalizer.ts'
import type { Slots } from './program.ts'
import { Sheet } from './sheet.ts'
import type { Template } from './template.ts'

/** The text of documents of one kind with holes for their leaves and for what follows, once as text and once as bytes to be hashed. */
export class TextCast {
  /** the leaf of each hole */
  readonly leaves: readonly number[]
  readonly #pieces: readonly string[]
  /** the same with the last brace of the document */
  readonly #closed: readonly string[]
  /** what fills the sheet, by hole; the last one takes what follows */
  readonly #slots: Slots = { texts: [], isAscii: [] }
  readonly #sheet: Sheet

  constructor({ texts, slots }: Template) {
    this.leaves = slots
    this.#pieces = texts
    this.#closed = [...texts.slice(0, -1), `${texts[texts.length - 1]}}`]
    this.#sheet = new Sheet({ pieces: [...texts, ''].map((text) => Buffer.from(text)), slots: [...texts.keys()] })
  }

  /** @param values - what fills the holes, as it stands between quotation marks */
  parts(values: readonly string[]): TextParts {
    return { pieces: this.#closed, values }
  }

  /** The pieces are only strung together: who keeps nothing but the proof of a signed text never has it written out. */
  textWith(values: readonly string[], rest: string): string {
    let text = this.#pieces[0] as string
    for (let hole = 0; hole < values.length; hole++) text += (values[hole] as string) + (this.#pieces[hole + 1] as string)
    return text + rest
  }

  /** @param isAscii - of each value, whether it is known to be ASCII */
  sha256With(values: readonly string[], isAscii: readonly boolean[], rest: string): string {
    const { texts, isAscii: known } = this.#slots
    for (let hole = 0; hole < values.length; hole++) {
      texts[hole] = values[hole] as string
      known[hole] = isAscii[hole] as boolean
    }
    texts[values.length] = rest
    known[values.length] = ascii.test(rest)
    return hash('sha256', this.#sheet.write(this.#slots), 'hex')
  }
}

const ascii = /^[\x20-\x7e]*$/
