import { hash } from 'node:crypto'
import type { CompiledBlankNode, CompiledShape } from './compiled-shape.ts'
import { escapeLiteral } from './escape.ts'
import { fixedInOrder, joined, orderIsKnown } from './segments.ts'
import { type Segment, type Template, templateOf } from './template.ts'

/**
 * The same shape for documents in which some leaves always have the same text, as those of one achievement (PERFORMANCE.md, step 2):
 * constant texts are baked into the templates, lines of known order are put into it, and blank nodes whose quads are constant are hashed.
 *
 * @param constants - text of each constant leaf; the specialised shape fits only documents that have exactly these
 */
export function specialiseShape(shape: CompiledShape, constants: ReadonlyMap<number, string>): CompiledShape {
  const escaped = new Set(shape.escaped)
  const known = new Map([...constants].map(([leaf, text]) => [leaf, escaped.has(leaf) ? escapeLiteral(text) : text]))
  const template = (general: Template): Template => bakedInto(general, known)
  const segments = (general: readonly Segment[]): Segment[] => joined(general.flatMap((segment) => bakedSegments(segment, template)))
  return {
    leaves: shape.leaves,
    pinned: [...shape.pinned, ...[...constants].map(([leaf, text]) => ({ leaf, text }))],
    equal: shape.equal,
    escaped: shape.escaped.filter((leaf) => !constants.has(leaf)),
    subjects: shape.subjects.map(({ term, lines }) => ({ term: template(term), lines: segments(lines) })),
    blankNodes: shape.blankNodes.map(({ firstDegree }) => hashed(segments(firstDegree))),
  }
}

function bakedInto({ texts, slots }: Template, known: ReadonlyMap<number, string>): Template {
  return templateOf(
    texts.flatMap((text, index) => {
      if (index >= slots.length) return [text]
      const slot = slots[index] as number
      return [text, known.get(slot) ?? slot]
    }),
  )
}

function bakedSegments(segment: Segment, template: (general: Template) => Template): Segment[] {
  if ('fixed' in segment) return [{ fixed: template(segment.fixed) }]
  const lines = segment.sorted.map(template)
  // Equal quads stay in a group of their own, where filling notices them.
  return orderIsKnown(lines) ? fixedInOrder(lines) : [{ sorted: lines }]
}

function hashed(firstDegree: readonly Segment[]): CompiledBlankNode {
  const [only, ...others] = firstDegree
  if (only === undefined || others.length > 0 || !('fixed' in only) || only.fixed.slots.length > 0) return { firstDegree }
  return { firstDegree, hash: hash('sha256', only.fixed.texts[0] as string, 'hex') }
}
