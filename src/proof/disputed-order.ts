import { CanonicalizationError } from './canonicalizer.ts'

/**
 * Refuses to sign what two correct verifiers would hash differently (PERFORMANCE.md, "Interoperability trap").
 *
 * RDFC-1.0 orders lines by code point; rdf-canonize 5 orders them by UTF-16 code unit. The two differ where one text has a character
 * beyond U+FFFF (𠮷) at the place at which another has one of U+E000–U+FFFF (full-width punctuation, half-width kana). And a line that
 * occurs twice is kept twice by rdf-canonize but once by implementations that work on sets.
 *
 * @param nquads - the canonical N-Quads as the reference path gives them
 * @throws CanonicalizationError `malformed` naming the two lines
 */
export function refuseDisputedOrder(nquads: string): void {
  const lines = nquads.split('\n')
  lines.pop()
  for (let index = 1; index < lines.length; index++) {
    if (lines[index] === lines[index - 1]) {
      throw new CanonicalizationError('malformed', `The same statement occurs twice: ${shortened(lines[index] as string)}`)
    }
  }
  if (!mixesPlanes(nquads)) return
  refuseDisputedLines(lines)
  // Hashes of blank nodes sort lines in which the nodes have no numbers yet: there predicates and graph names may decide instead.
  refuseDisputedLines([...new Set(lines.flatMap((line) => line.match(termsAroundObject) ?? []))].sort())
}

/** The order by code point, as RDFC-1.0 asks for it. */
export function compareByCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const [unitA, unitB] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (unitA !== unitB) return rank(unitA) - rank(unitB)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above U+FFFF, so they rank behind every other code unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/** A predicate (` <…> `) or a graph name (`<…> .` at the end). */
const termsAroundObject = / <[^>]*> (?=["<_])|<[^>]*> \.$/g

const mixesPlanes = (text: string): boolean => /[\ud800-\udbff]/.test(text) && /[\ue000-\uffff]/.test(text)

/** @param lines - sorted by UTF-16 code unit; equal neighbours in both orders mean equal orders */
function refuseDisputedLines(lines: string[]): void {
  for (let index = 1; index < lines.length; index++) {
    const [before, after] = [lines[index - 1] as string, lines[index] as string]
    if (compareByCodePoint(before, after) <= 0) continue
    throw new CanonicalizationError(
      'malformed',
      `Verifiers that sort by code point and those that sort by UTF-16 would hash this differently, so no signature fits both. ` +
        `Two values of one property begin alike and then differ in a character beyond U+FFFF and one of U+E000–U+FFFF: ` +
        `${shortened(before)} and ${shortened(after)} Change or merge one of them.`,
    )
  }
}

const shortened = (line: string): string => (line.length > 200 ? `${line.slice(0, 199)}…` : line)
