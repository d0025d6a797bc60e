import { hash } from 'node:crypto'
import type { CompiledShape } from './compiled-shape.ts'
import { escapeLiteral } from './escape.ts'
import { labelOf, rankByHash } from './labels.ts'
import { fillTemplate, type Segment } from './template.ts'

/** Why the values of one document do not fit a compiled shape, so that the reference path must canonicalize it. */
export type Misfit = 'other_values' | 'equal_hashes' | 'equal_quads' | 'equal_subjects' | 'lone_surrogate'

export type Filled = { nquads: string } | { misfit: Misfit }

/**
 * The canonical N-Quads of a document of the shape: escape, hash the blank nodes, label them by hash, place the subjects, write.
 *
 * @param leaves - of the document, from `readShape` with the key that the shape was compiled for
 * @returns the very bytes of the reference path, or why they cannot be had this way
 */
export function fillShape(shape: CompiledShape, leaves: readonly string[]): Filled {
  for (const { leaf, text } of shape.pinned) if (leaves[leaf] !== text) return { misfit: 'other_values' }
  for (const [leaf, other] of shape.equal) if (leaves[leaf] !== leaves[other]) return { misfit: 'other_values' }
  const values = leaves.slice()
  for (const leaf of shape.escaped) values[leaf] = escapeLiteral(values[leaf] as string)

  const hashes: string[] = []
  for (const node of shape.blankNodes) {
    if (node.hash !== undefined) {
      hashes.push(node.hash)
      continue
    }
    hashes.push(hash('sha256', fillSegments(node.firstDegree, values), 'hex'))
  }
  const ranked = rankByHash(hashes, [], [...hashes.keys()])
  if (ranked === undefined) return { misfit: 'equal_hashes' }
  for (const [rank, node] of ranked.entries()) values[shape.leaves + node] = labelOf(rank)

  const subjects = shape.subjects.map(({ term, lines }) => ({ term: fillTemplate(term, values), lines }))
  subjects.sort((a, b) => (a.term < b.term ? -1 : 1))
  let nquads = ''
  let before: string | undefined
  const equalQuads = { found: false }
  for (const { term, lines } of subjects) {
    if (term === before) return { misfit: 'equal_subjects' }
    before = term
    nquads += fillSegments(lines, values, equalQuads)
  }
  if (equalQuads.found) return { misfit: 'equal_quads' }
  return nquads.isWellFormed() ? { nquads } : { misfit: 'lone_surrogate' }
}

/**
 * The lines of the segments, in order.
 *
 * @param equal - is told when two lines are equal: the reference path then has one quad where there are two here. (In the lines that are
 *   hashed for a blank node there may be equal ones, of different quads.)
 */
export function fillSegments(segments: readonly Segment[], values: readonly string[], equal?: { found: boolean }): string {
  let text = ''
  for (const segment of segments) {
    if ('fixed' in segment) {
      text += fillTemplate(segment.fixed, values)
      continue
    }
    let before: string | undefined
    for (const line of segment.sorted.map((line) => fillTemplate(line, values)).sort()) {
      if (line === before && equal !== undefined) equal.found = true
      before = line
      text += line
    }
  }
  return text
}
