import { isAscii, isUtf8 } from 'node:buffer'
import type { Json, JsonObject } from '../json.ts'
import { KnownTexts } from './known-text/known-texts.ts'
import { endOfString } from './known-text/text-in-parts.ts'
import { documentLimits } from './limits.ts'
import { findJsonFault, type JsonFault, type JsonLimits } from './strict-json-fault.ts'

const BYTE_ORDER_MARK = 0xfeff

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * What one linear walk over the text can tell without building anything: holds depth and number of values against the limits.
 *
 * @returns the members of all objects, duplicates counted, that is, the colons outside strings; -1 when a limit is passed
 */
const countMembers = (text: string, limits: JsonLimits): number => {
  let depth = 0
  let members = 0
  let commas = 0
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i)
    if (character === QUOTE) {
      i = endOfString(text, i)
      if (i === -1) return -1
    } else if (character === COLON) members++
    else if (character === COMMA) {
      if (++commas >= limits.maxNodes) return -1
    } else if (character === OPEN_OBJECT || character === OPEN_ARRAY) {
      if (++depth > limits.maxDepth) return -1
    } else if (character === CLOSE_OBJECT || character === CLOSE_ARRAY) depth--
  }
  return members
}

/** What only the built value can tell. */
class Census {
  nodes = 0
  members = 0
  faulty = false
  readonly checkSurrogates: boolean

  constructor(checkSurrogates: boolean) {
    this.checkSurrogates = checkSurrogates
  }

  count(value: Json): void {
    this.nodes++
    if (typeof value === 'string') {
      if (this.checkSurrogates && !value.isWellFormed()) this.faulty = true
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) this.faulty = true
    } else if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) for (let index = 0; index < value.length; index++) this.count(value[index] as Json)
      else this.#countMembers(value)
    }
  }

  #countMembers(object: JsonObject): void {
    // What was parsed has no members but its own.
    for (const key in object) {
      this.members++
      if (key === '__proto__' || (this.checkSurrogates && !key.isWellFormed())) this.faulty = true
      this.count(object[key] as Json)
    }
  }
}

/** The bytes of a text in UTF-8; of one that is short enough in any case, only how many they are at most. */
const bytesUpTo = (most: number, text: string): number => (text.length * 3 <= most ? text.length * 3 : Buffer.byteLength(text))

const parse = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const isBlank = (text: string): boolean => text.charCodeAt(0) !== OPEN_OBJECT && text.trim() === ''

/** An escape that may be half of a surrogate pair. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/

/**
 * Reads exactly one JSON value as nobody can read differently (SECURITY (b), steps 1–4).
 *
 * `JSON.parse` builds the value; what it lets pass is found beside it: bytes that are not UTF-8, members that occur twice in one object
 * (the parsed value then has fewer members than the text has colons outside strings; escapes cannot hide it, since equal names fall together
 * in the value only), an own `__proto__`, numbers beyond 1.8e308, half surrogate pairs, depth and number of values. One leading
 * byte order mark is dropped (RFC 8259, section 8.1: a reader may ignore it); a second one is a mistake in the text.
 *
 * @param input - bytes in UTF-8, or text that was decoded already
 * @returns the value, with the text that it was read from (without a byte order mark)
 */
export const readStrictJson = (
  input: string | Uint8Array,
  limits: JsonLimits = documentLimits,
): { ok: true; value: Json; text: string } | JsonFault => {
  const bytes = typeof input === 'string' ? bytesUpTo(limits.maxTextBytes, input) : input.length
  if (bytes > limits.maxTextBytes) {
    return { ok: false, code: 'too_large', detail: `The document has ${bytes} bytes; the limit is ${limits.maxTextBytes}.` }
  }
  const decoded = typeof input === 'string' ? input : decodeUtf8(input)
  if (decoded === undefined) return { ok: false, code: 'not_utf8', detail: 'The document is not UTF-8.' }
  const text = decoded.charCodeAt(0) === BYTE_ORDER_MARK ? decoded.slice(1) : decoded
  if (isBlank(text)) return { ok: false, code: 'empty', detail: 'There is no document.' }
  if (!text.isWellFormed()) return findJsonFault(text, limits)
  const members = countMembers(text, limits)
  if (members === -1) return findJsonFault(text, limits)
  const value = parse(text)
  if (value === undefined) return findJsonFault(text, limits)
  const census = new Census(text.includes('\\u') && SURROGATE_ESCAPE.test(text))
  census.count(value)
  if (census.faulty || census.nodes > limits.maxNodes || census.members !== members) return findJsonFault(text, limits)
  return { ok: true, value, text }
}

/** @returns the text, with a byte order mark where there is one; `undefined` when the bytes are not UTF-8 */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  // Several times as fast as a fatal TextDecoder, which matters for megabytes of a stranger's on the event loop.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isAscii(buffer)) return buffer.toString('latin1')
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined
}

/** Texts of documents that were read within `documentLimits`. */
const knownTexts = new KnownTexts()

/**
 * The same, for a document: its outermost value has to be an object. Where a text differs from an earlier one in some strings only, the
 * parts of the object in which there are none of these are frozen.
 */
export const readStrictJsonObject = (
  input: string | Uint8Array,
  limits: JsonLimits = documentLimits,
): { ok: true; value: JsonObject; text: string } | JsonFault => {
  const known = limits === documentLimits && typeof input === 'string' ? readKnown(input) : undefined
  if (known !== undefined) return { ok: true, value: known, text: input as string }
  const read = readStrictJson(input, limits)
  if (!read.ok) return read
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)) {
    return { ok: false, code: 'json_syntax', detail: 'The document is not a JSON object.', at: '' }
  }
  if (limits === documentLimits) knownTexts.note(read.text, read.value)
  return { ok: true, value: read.value, text: read.text }
}

/** Its number of values and its depth are those of a text that was read; only its length has to be counted. */
const readKnown = (text: string): JsonObject | undefined =>
  text.isWellFormed() && bytesUpTo(documentLimits.maxTextBytes, text) <= documentLimits.maxTextBytes ? knownTexts.read(text) : undefined
