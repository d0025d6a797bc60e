import { endOfString } from './known-text/text-in-parts.ts'

/** Why a text is not read. All of them mean "no document here", but for `forbidden_key`, which is a document that attacks its reader. */
export type JsonFaultCode =
  | 'empty'
  | 'too_large'
  | 'not_utf8'
  | 'json_syntax'
  | 'duplicate_key'
  | 'forbidden_key'
  | 'number_not_finite'
  | 'lone_surrogate'
  | 'too_deep'
  | 'too_many_nodes'

/** What is wrong, in one sentence, and where: a JSON pointer (the empty text is the whole document). Quotes nothing from the document but member names. */
export interface JsonFault {
  ok: false
  code: JsonFaultCode
  detail: string
  at?: string
}

export interface JsonLimits {
  maxTextBytes: number
  maxDepth: number
  maxNodes: number
}

/** Stops the reading at the first fault. */
class Fault extends Error {
  readonly code: JsonFaultCode
  readonly at: string

  constructor(code: JsonFaultCode, detail: string, at: string) {
    super(detail)
    this.code = code
    this.at = at
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORD = /true|false|null/y
const SPACE = /[ \t\n\r]*/y

/** A member name in a message or a pointer: never longer than a line. */
const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name).toWellFormed()
const pointer = (at: string, step: string | number): string => `${at}/${shown(String(step)).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Reads slowly and exactly, to say what is wrong and where. Nothing is built. */
class FaultFinder {
  private readonly text: string
  private readonly limits: JsonLimits
  private offset = 0
  private nodes = 0

  constructor(text: string, limits: JsonLimits) {
    this.text = text
    this.limits = limits
  }

  readDocument(): void {
    this.readValue('', 1)
    this.skipSpace()
    if (this.offset < this.text.length) this.syntax('There is something after the end of the document', '')
  }

  private readValue(at: string, depth: number): void {
    this.skipSpace()
    if (++this.nodes > this.limits.maxNodes)
      throw new Fault('too_many_nodes', `The document has more than ${this.limits.maxNodes} values.`, at)
    const first = this.text[this.offset]
    if ((first === '{' || first === '[') && depth > this.limits.maxDepth) {
      throw new Fault('too_deep', `The document is nested more than ${this.limits.maxDepth} levels deep.`, at)
    }
    if (first === '{') this.readObject(at, depth)
    else if (first === '[') this.readArray(at, depth)
    else if (first === '"') this.readString(at)
    else if (!this.take(WORD)) this.readNumber(at)
  }

  private readObject(at: string, depth: number): void {
    const names = new Set<string>()
    this.offset++
    this.skipSpace()
    if (this.takeCharacter('}')) return
    do {
      this.skipSpace()
      const name = this.readString(at)
      if (name === '__proto__') throw new Fault('forbidden_key', 'A member is named __proto__.', at)
      if (names.has(name)) throw new Fault('duplicate_key', `The member "${shown(name)}" occurs twice in one object.`, pointer(at, name))
      names.add(name)
      this.skipSpace()
      if (!this.takeCharacter(':')) this.syntax('A colon is missing after a member name', at)
      this.readValue(pointer(at, name), depth + 1)
      this.skipSpace()
    } while (this.takeCharacter(','))
    if (!this.takeCharacter('}')) this.syntax('A comma or the end of an object is missing', at)
  }

  private readArray(at: string, depth: number): void {
    this.offset++
    this.skipSpace()
    if (this.takeCharacter(']')) return
    let index = 0
    do {
      this.readValue(pointer(at, index++), depth + 1)
      this.skipSpace()
    } while (this.takeCharacter(','))
    if (!this.takeCharacter(']')) this.syntax('A comma or the end of an array is missing', at)
  }

  private readString(at: string): string {
    const raw = this.takeString()
    if (raw === undefined) this.syntax('A string is missing, not closed, or holds a control character or an unknown escape', at)
    const value = JSON.parse(raw) as string
    if (!value.isWellFormed()) throw new Fault('lone_surrogate', 'A string holds half of a surrogate pair, which is no character.', at)
    return value
  }

  private readNumber(at: string): void {
    const raw = this.take(NUMBER)
    if (raw === undefined) this.syntax('A value is missing', at)
    if (!Number.isFinite(Number(raw))) throw new Fault('number_not_finite', 'A number is too large to be represented.', at)
  }

  private takeString(): string | undefined {
    if (this.text[this.offset] !== '"') return undefined
    // Character by character, a megabyte in one string would hold up everybody else for tens of milliseconds.
    const end = endOfString(this.text, this.offset)
    if (end === -1) return undefined
    const raw = this.text.slice(this.offset, end + 1)
    try {
      JSON.parse(raw)
    } catch {
      return undefined
    }
    this.offset = end + 1
    return raw
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.offset += found.length
    return found
  }

  private takeCharacter(character: string): boolean {
    if (this.text[this.offset] !== character) return false
    this.offset++
    return true
  }

  private skipSpace(): void {
    this.take(SPACE)
  }

  private syntax(what: string, at: string): never {
    const before = this.text.slice(0, this.offset)
    const line = before.split('\n').length
    const column = this.offset - before.lastIndexOf('\n')
    throw new Fault('json_syntax', `${what} (line ${line}, column ${column}).`, at)
  }
}

/**
 * Says what is wrong with a text that the strict reader refused, and where.
 *
 * A second reading by another method: where it finds nothing although the first one did, the text stays refused.
 */
export const findJsonFault = (text: string, limits: JsonLimits): JsonFault => {
  try {
    new FaultFinder(text, limits).readDocument()
  } catch (error) {
    if (error instanceof Fault) return { ok: false, code: error.code, detail: error.message, at: error.at }
    throw error
  }
  return { ok: false, code: 'json_syntax', detail: 'The document is not one well-formed JSON value.', at: '' }
}
