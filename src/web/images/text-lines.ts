/** Lines of Japanese text and the size at which they fill their area best. */
export interface TextLines {
  lines: string[]
  /** font size, in the same unit as the area */
  size: number
}

export interface TextArea {
  width: number
  height: number
  maxLines: number
  /** sizes to choose from, largest first */
  sizes: readonly number[]
  /** distance of two lines as a multiple of the size */
  leading: number
}

/** Width of a piece of text in em. */
export type Measure = (text: string) => number

// What the choice of line ends costs; only the relations matter.
const cost = {
  afterOrganisationKind: 0.5,
  afterParticle: 1,
  betweenWords: 3,
  insideKatakana: 4,
  shortLine: 2,
  stepOfSize: 0.8,
}
/** A line of fewer em than this looks lost. */
const shortLineEm = 3
/** The last line may go this far (as a part of the size) over the area's edge, where only its leading is. */
const overhang = 0.3

/**
 * Sets a text in lines that end where a reader would pause, in the largest size for which no ugly break is needed.
 * A text that fits at no size that way is broken between any two characters.
 *
 * @returns undefined when it does not fit at the smallest size; letters are never squeezed
 */
export function fitText(text: string, area: TextArea, measureAnew: Measure): TextLines | undefined {
  const widths = new Map<string, number>()
  const measure: Measure = (part) => {
    const width = widths.get(part) ?? measureAnew(part)
    widths.set(part, width)
    return width
  }
  return fitPieces(piecesOf(text, words), area, measure) ?? fitPieces(piecesOf(text, graphemes), area, measure)
}

function fitPieces(pieces: string[], area: TextArea, measure: Measure): TextLines | undefined {
  let best: (TextLines & { cost: number }) | undefined
  for (const [step, size] of area.sizes.entries()) {
    const set = breakLines(pieces, area.width / size, area.maxLines, measure)
    if (set === undefined || set.lines.length * size * area.leading > area.height + size * overhang) continue
    const total = set.cost + step * cost.stepOfSize
    if (best === undefined || total < best.cost) best = { lines: set.lines, size, cost: total }
  }
  return best === undefined ? undefined : { lines: best.lines, size: best.size }
}

interface Broken {
  lines: string[]
  cost: number
}

/** The cheapest way to set the pieces in at most `maxLines` lines of `maxEm`, or undefined. */
function breakLines(given: string[], maxEm: number, maxLines: number, measure: Measure): Broken | undefined {
  const pieces = given.flatMap((piece) => cutToWidth(piece, maxEm, measure))
  const known = new Map<string, Broken | undefined>()

  const solve = (from: number, linesLeft: number): Broken | undefined => {
    if (from === pieces.length) return { lines: [], cost: 0 }
    if (linesLeft === 0) return undefined
    const key = `${from}/${linesLeft}`
    if (known.has(key)) return known.get(key)
    let best: Broken | undefined
    for (let to = from + 1; to <= pieces.length; to += 1) {
      const line = pieces.slice(from, to).join('').trim()
      const width = measure(line)
      if (width > maxEm) break
      const rest = solve(to, linesLeft - 1)
      if (rest === undefined) continue
      const slack = (maxEm - width) / maxEm
      const total = rest.cost + slack * slack + breakCost(pieces[to - 1] ?? '', pieces[to]) + (width < shortLineEm ? cost.shortLine : 0)
      if (best === undefined || total < best.cost) best = { lines: [line, ...rest.lines], cost: total }
    }
    known.set(key, best)
    return best
  }
  return solve(0, maxLines)
}

const words = new Intl.Segmenter('ja', { granularity: 'word' })
const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

// JIS X 4051: characters that may not begin (行頭禁則) or end a line (行末禁則).
const neverFirst = /^[、。，．・：；！？）」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ々％)\],.:;!?]/
const neverLast = /[（「『【〈《([]$/

/** Pieces between which a line may end. */
function piecesOf(text: string, segmenter: Intl.Segmenter): string[] {
  const pieces: string[] = []
  for (const { segment } of segmenter.segment(text.trim().replace(/\s+/g, ' '))) {
    const last = pieces.at(-1)
    if (last !== undefined && (neverFirst.test(segment) || neverLast.test(last) || segment === ' '))
      pieces[pieces.length - 1] = last + segment
    else pieces.push(segment)
  }
  return pieces
}

/** A word too wide for a line of its own is cut between characters. */
function cutToWidth(piece: string, maxEm: number, measure: Measure): string[] {
  if (measure(piece) <= maxEm) return [piece]
  const parts: string[] = []
  let part = ''
  for (const { segment } of graphemes.segment(piece)) {
    if (part !== '' && measure(part + segment) > maxEm && !neverFirst.test(segment)) {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return [...parts, part]
}

/** Cost of ending a line between two pieces: nothing at the end of the text, before a bracket or at a space; high inside a compound. */
function breakCost(before: string, after: string | undefined): number {
  if (after === undefined || / $/.test(before) || /^[（「『]/.test(after) || /[）」』]$/.test(before)) return 0
  if (/(法人|会社|講座|機構)$/.test(before)) return cost.afterOrganisationKind
  if (/[のとをはがに・]$/.test(before)) return cost.afterParticle
  if (/^[\p{sc=Katakana}ー]+$/u.test(before) && /^[\p{sc=Katakana}ー]/u.test(after)) return cost.insideKatakana
  return cost.betweenWords
}
