import type { Slots } from './program.ts'

/** Bytes with holes, in which nothing else varies: `pieces[0] hole pieces[1] … pieces[n]`. */
export interface SheetParts {
  readonly pieces: readonly Uint8Array[]
  /** the slot of each hole: one fewer than there are pieces */
  readonly slots: readonly number[]
}

/** So much room is left for holes that grow before the sheet has to be written on a larger one. */
const spareBytes = 256

/**
 * The bytes of the document that was written last, to be written over: where the texts of the next one are as long, only they are written,
 * and what stands around them stays where it is.
 */
export class Sheet {
  readonly #pieces: readonly Uint8Array[]
  readonly #slots: readonly number[]
  /** each slot once, with all of its holes */
  readonly #holesOf: readonly { readonly slot: number; readonly holes: readonly number[] }[]
  /** what stands in the holes of a slot */
  readonly #texts: string[] = []
  readonly #begins: number[] = []
  readonly #ends: number[] = []
  #buffer: Buffer
  #length = 0

  constructor({ pieces, slots }: SheetParts) {
    this.#pieces = pieces
    this.#slots = slots
    this.#holesOf = [...new Set(slots)].map((slot) => ({ slot, holes: [...slots.keys()].filter((hole) => slots[hole] === slot) }))
    this.#buffer = Buffer.allocUnsafeSlow(pieces.reduce((sum, { length }) => sum + length, spareBytes))
    this.#writeAll([])
  }

  /** @returns the bytes, on loan until the next call */
  write({ texts, isAscii }: Slots): Buffer {
    for (let place = 0; place < this.#holesOf.length; place++) {
      const { slot, holes } = this.#holesOf[place] as { slot: number; holes: readonly number[] }
      const text = texts[slot] as string
      const before = this.#texts[slot] as string
      if (text === before) continue
      const first = holes[0] as number
      if (isAscii[slot] !== true || text.length !== (this.#ends[first] as number) - (this.#begins[first] as number)) {
        this.#writeAll(texts)
        break
      }
      // What was there has as many bytes. If it had as many characters, it was ASCII too, and begins with the same ones mostly.
      this.#texts[slot] = text
      this.#overwrite(holes, text, before.length === text.length ? firstDifference(text, before) : 0)
    }
    return this.#buffer.subarray(0, this.#length)
  }

  #overwrite(holes: readonly number[], text: string, from: number): void {
    const buffer = this.#buffer
    for (let place = 0; place < holes.length; place++) {
      const begin = this.#begins[holes[place] as number] as number
      for (let index = from; index < text.length; index++) buffer[begin + index] = text.charCodeAt(index)
    }
  }

  /** Slots of which there is no text yet are empty. */
  #writeAll(texts: readonly string[]): void {
    let at = this.#put(this.#pieces[0] as Uint8Array, 0)
    for (let hole = 0; hole < this.#slots.length; hole++) {
      const slot = this.#slots[hole] as number
      const text = texts[slot] ?? ''
      this.#begins[hole] = at
      this.#texts[slot] = text
      // UTF-8 needs at most three bytes for a UTF-16 code unit.
      this.#makeRoom(at, 3 * text.length)
      at += this.#buffer.write(text, at, 'utf8')
      this.#ends[hole] = at
      at = this.#put(this.#pieces[hole + 1] as Uint8Array, at)
    }
    this.#length = at
  }

  #put(piece: Uint8Array, at: number): number {
    this.#makeRoom(at, piece.length)
    this.#buffer.set(piece, at)
    return at + piece.length
  }

  #makeRoom(at: number, bytes: number): void {
    if (at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (at + bytes))
    larger.set(this.#buffer.subarray(0, at))
    this.#buffer = larger
  }
}

const firstDifference = (one: string, other: string): number => {
  let index = 0
  while (one.charCodeAt(index) === other.charCodeAt(index)) index++
  return index
}
