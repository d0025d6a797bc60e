import { createHash } from 'node:crypto'

/**
 * The text that many documents have in common, cut where they differ: `pieces[0] value pieces[1] value … pieces[n]`. Kept once and never changed,
 * so that a badge of a batch is stored as its own values only (PERFORMANCE "Storage"). Knows nothing about JSON beyond where its strings end.
 */
export interface DocumentTemplate {
  /** digest of the pieces: equal templates have the same id, in every process */
  id: string
  pieces: readonly string[]
}

const tokens = /"(?:[^"\\]|\\.)*"|[^"]+/g

/**
 * The template of two or more texts of one structure; `undefined` when they have not the same number of strings, or nothing in common.
 *
 * @param texts - documents as `JSON.stringify` writes them
 */
export const templateOf = (texts: readonly string[]): DocumentTemplate | undefined => {
  const [first, ...others] = texts.map((text) => text.match(tokens) ?? [])
  if (first === undefined || others.length === 0 || others.some((other) => other.length !== first.length)) return undefined
  const pieces = ['']
  let inHole = false
  for (const [n, token] of first.entries()) {
    if (others.every((other) => other[n] === token)) {
      if (inHole) pieces.push(token)
      else pieces[pieces.length - 1] += token
      inHole = false
    } else inHole = true
  }
  return inHole || pieces.length === 1 ? undefined : named(pieces)
}

const named = (pieces: readonly string[]): DocumentTemplate => ({
  id: createHash('sha256').update(JSON.stringify(pieces)).digest('base64url').slice(0, 22),
  pieces,
})

/** What fills the template to give exactly this text; `undefined` when nothing does. Any split is right that gives the text back. */
export const valuesOf = ({ pieces }: Pick<DocumentTemplate, 'pieces'>, text: string): string[] | undefined => {
  const first = pieces[0] as string
  const last = pieces[pieces.length - 1] as string
  const end = text.length - last.length
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return undefined
  const values: string[] = []
  let at = first.length
  for (let n = 1; n < pieces.length - 1; n += 1) {
    const piece = pieces[n] as string
    const found = text.indexOf(piece, at)
    if (found < 0 || found + piece.length > end) return undefined
    values.push(text.slice(at, found))
    at = found + piece.length
  }
  values.push(text.slice(at, end))
  return values
}

/** The text again. */
export const filled = ({ pieces }: Pick<DocumentTemplate, 'pieces'>, values: readonly string[]): string => {
  if (values.length !== pieces.length - 1) throw new Error(`a template with ${pieces.length - 1} holes got ${values.length} values`)
  let text = pieces[0] as string
  for (let n = 0; n < values.length; n += 1) text += (values[n] as string) + (pieces[n + 1] as string)
  return text
}

/** Samples of which a template is made: enough that what varies has varied. */
const SAMPLES = 40
const MAX_TEMPLATES = 64

/** A text as it is stored. */
export interface StoredText {
  /** undefined for a text that is stored whole */
  template?: DocumentTemplate
  /** the text, or as JSON what fills its template */
  stored: string
}

/** By the list of their pieces, which is the same for all texts of a kind. */
const templates = new WeakMap<readonly string[], DocumentTemplate>()

/** A text that comes in parts, `pieces[0] values[0] pieces[1] …`: the pieces are its template. */
export const storedParts = ({ pieces, values }: { pieces: readonly string[]; values: readonly string[] }): StoredText => {
  const template = templates.get(pieces) ?? named(pieces)
  templates.set(pieces, template)
  return { template, stored: JSON.stringify(values) }
}

/** Finds the template of each text, and makes new ones where several texts fit none. Keeps the most recently made. */
export class TemplateMaker {
  readonly #known: DocumentTemplate[] = []

  /** Takes a text apart if it fits a template that is known. */
  take(text: string): StoredText {
    for (const template of this.#known) {
      const values = valuesOf(template, text)
      if (values !== undefined) return { template, stored: JSON.stringify(values) }
    }
    return { stored: text }
  }

  /** Makes templates for those that are whole, where several are alike, and takes them apart in place. */
  settle(texts: readonly StoredText[]): void {
    const alike = new Map<number, StoredText[]>()
    for (const text of texts) {
      if (text.template !== undefined) continue
      const size = (text.stored.match(tokens) ?? []).length
      const group = alike.get(size)
      if (group === undefined) alike.set(size, [text])
      else group.push(text)
    }
    for (const group of alike.values()) {
      const template = templateOf(group.slice(0, SAMPLES).map(({ stored }) => stored))
      if (template === undefined) continue
      this.#known.unshift(template)
      this.#known.length = Math.min(this.#known.length, MAX_TEMPLATES)
      for (const text of group) Object.assign(text, this.take(text.stored))
    }
  }
}
