import type { Json, JsonObject } from '../../../src/json.ts'
import { iriFrom, plainTextFrom, type Random, textFrom } from './random.ts'

/** Every text of the document outside contexts and types. */
function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([member, inner]) => (member === 'type' || member === '@context' ? [] : textsOf(inner)))
}

const isIri = (text: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(text)
/** Members whose texts are few and fixed: changing them makes documents that both paths refuse, and no others. */
const isFixed = (member: string): boolean => ['type', '@context', '@language', '@direction', 'proofPurpose'].includes(member)

/**
 * The same document with some of its texts changed: most to another text of their kind, so that the shape stays the same; now and then to
 * one of another kind, or to a text that stands elsewhere in the document.
 */
export function revalued(document: JsonObject, random: Random): JsonObject {
  const texts = textsOf(document)
  const probability = random.pick([0.1, 0.5, 1])
  const freely = random.chance(0.2)
  const equally = random.chance(0.3)
  const changed = (text: string): string => {
    if (!random.chance(probability)) return text
    if (equally && random.chance(0.1)) return random.pick(texts.filter((other) => isIri(other) === isIri(text)))
    if (freely && random.chance(0.1)) return random.chance(0.5) ? textFrom(random) : iriFrom(random)
    return isIri(text) ? sameScheme(text, random) : plainTextFrom(random)
  }
  const copy = (value: Json, member = ''): Json => {
    if (isFixed(member)) return value
    if (typeof value === 'string') return changed(value)
    if (Array.isArray(value)) return value.map((item) => copy(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, copy(inner, member)]))
  }
  return copy(document) as JsonObject
}

const sameScheme = (text: string, random: Random): string => {
  const prefix = /^[^:]+:(\/\/)?/.exec(text)?.[0] ?? ''
  return `${prefix}changed.example/${random.below(1_000_000)}${random.pick(['', '', '', '日本', '?q=%E3%81%82', '𠮷'])}`
}
