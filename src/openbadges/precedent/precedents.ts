import type { JsonObject } from '../../json.ts'
import { type Circumstances, Precedent } from './precedent.ts'

/** Tried one after the other, those that were of use lately come first; a document of another structure leaves early. */
const maxPrecedents = 16
/** Those beyond these come to the front when they are of use. */
const inFront = 4
/** Making one costs as much as reading some thirty documents: one for so many documents that had to be read, besides those that are free at the start. */
const documentsPerPrecedent = 64
const freePrecedents = 32

/** The precedents for documents that are read for one purpose. */
export class Precedents {
  readonly #known: Precedent[] = []
  #allowance = freePrecedents

  /** The circumstances of a precedent from which follows that the document keeps all rules. */
  find(document: JsonObject): Circumstances | undefined {
    for (let place = 0; place < this.#known.length; place++) {
      const precedent = this.#known[place] as Precedent
      if (!precedent.covers(document)) continue
      if (place >= inFront) {
        this.#known.splice(place, 1)
        this.#known.unshift(precedent)
      }
      return precedent.circumstances
    }
    return undefined
  }

  /** Takes note of a document that was read and keeps all rules. */
  add(document: JsonObject, circumstances: Circumstances): void {
    this.#allowance = Math.min(freePrecedents, this.#allowance + 1 / documentsPerPrecedent)
    if (this.#allowance < 1) return
    this.#allowance--
    const precedent = Precedent.of(document, circumstances)
    if (precedent === undefined) return
    this.#known.unshift(precedent)
    if (this.#known.length > maxPrecedents) this.#known.pop()
  }
}
