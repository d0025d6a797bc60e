import type { Json, JsonObject } from '../../json.ts'

const COLON = 0x3a
const BACKSLASH = 0x5c

/** @returns the index of the quotation mark that ends the string which begins at `start`, or -1 */
export const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1)
  while (end !== -1) {
    if (text.charCodeAt(end - 1) !== BACKSLASH) return end
    let slashes = end - 1
    while (text.charCodeAt(slashes) === BACKSLASH) slashes--
    if ((end - slashes) % 2 === 1) return end
    end = text.indexOf('"', end + 1)
  }
  return -1
}

/** The text of a document, cut at the strings that stand as values: `between[0] "string" between[1] … between[n]`. */
export interface TextInParts {
  /** what stands between the strings: one more than there are strings */
  readonly between: readonly string[]
  /** the strings as they are written, with their quotation marks */
  readonly strings: readonly string[]
  /** where in the document each of them stands */
  readonly paths: readonly (readonly (string | number)[])[]
}

/**
 * Cuts the text of a document that the strict reader has read.
 *
 * @returns `undefined` where the members of an object do not have the order of the text: names that are numbers come first in an object
 */
export const inParts = (text: string, document: JsonObject): TextInParts | undefined => {
  const paths: (string | number)[][] = []
  if (!pathsOfTexts(document, [], paths)) return undefined
  const between: string[] = []
  const strings: string[] = []
  let from = 0
  for (let at = text.indexOf('"'); at !== -1; ) {
    const end = endOfString(text, at)
    let next = end + 1
    while (isSpace(text.charCodeAt(next))) next++
    if (text.charCodeAt(next) !== COLON) {
      between.push(text.slice(from, at))
      strings.push(text.slice(at, end + 1))
      from = end + 1
    }
    at = text.indexOf('"', end + 1)
  }
  between.push(text.slice(from))
  return strings.length === paths.length ? { between, strings, paths } : undefined
}

const isSpace = (character: number): boolean => character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09

const pathsOfTexts = (value: Json, path: readonly (string | number)[], paths: (string | number)[][]): boolean => {
  if (typeof value === 'string') paths.push([...path])
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every((item, index) => pathsOfTexts(item, [...path, index], paths))
  return Object.entries(value).every(([member, inner]) => !/^\d/.test(member) && pathsOfTexts(inner, [...path, member], paths))
}
