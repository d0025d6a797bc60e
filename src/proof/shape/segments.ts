import { type Piece, type Segment, type Template, templateOf } from './template.ts'

/** A line of N-Quads while its place among others is looked for. */
export interface Line {
  /** lines of one group are next to each other whatever fills them; groups are in the order of these names */
  group: string
  pieces: readonly Piece[]
}

/** Puts lines into the order in which canonical N-Quads have them, as far as that is known before the holes are filled. */
export function inOrder(lines: readonly Line[]): Segment[] {
  const groups = new Map<string, (readonly Piece[])[]>()
  for (const { group, pieces } of lines) groups.set(group, [...(groups.get(group) ?? []), pieces])
  return joined([...groups.keys()].sort().flatMap((group) => segmentsOf(groups.get(group) ?? [])))
}

function segmentsOf(group: readonly (readonly Piece[])[]): Segment[] {
  const templates = group.map(templateOf)
  return orderIsKnown(templates) ? fixedInOrder(templates) : [{ sorted: templates }]
}

/** Lines that have the same holes and the same texts up to the last one are ordered by that, whatever fills the holes. */
export function orderIsKnown(lines: readonly Template[]): boolean {
  const [first, ...others] = lines
  if (first === undefined || others.length === 0) return true
  const beginning = JSON.stringify([first.slots, first.texts.slice(0, -1)])
  const alike = others.every(({ slots, texts }) => JSON.stringify([slots, texts.slice(0, -1)]) === beginning)
  return alike && new Set(lines.map(({ texts }) => texts.at(-1))).size === lines.length
}

/** The lines in their order, which `orderIsKnown`. */
export const fixedInOrder = (lines: readonly Template[]): Segment[] =>
  lines.toSorted((a, b) => ((a.texts.at(-1) as string) < (b.texts.at(-1) as string) ? -1 : 1)).map((fixed) => ({ fixed }))

/** The same segments with neighbours of known place made one. */
export function joined(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = []
  let pieces: Piece[] = []
  const flush = (): void => {
    if (pieces.length > 0) result.push({ fixed: templateOf(pieces) })
    pieces = []
  }
  for (const segment of segments) {
    if ('fixed' in segment) pieces.push(...piecesOf(segment.fixed))
    else {
      flush()
      result.push(segment)
    }
  }
  flush()
  return result
}

const piecesOf = ({ texts, slots }: Template): Piece[] =>
  texts.flatMap((text, index) => (index < slots.length ? [text, slots[index] as number] : [text]))
