import type { Quad, Term } from 'jsonld'
import type { JsonObject } from '../../json.ts'
import { CanonicalizationError } from '../canonicalizer.ts'
import { type JsonLd, quadLine } from '../json-ld.ts'
import type { CompiledBlankNode, CompiledShape, CompiledSubject } from './compiled-shape.ts'
import { fillShape } from './fill.ts'
import { type DocumentShape, type IsTerm, withLeaves } from './key.ts'
import { Markers } from './markers.ts'
import { inOrder, type Line } from './segments.ts'
import { type Piece, templateOf } from './template.ts'

/** Why a shape cannot be compiled: its documents always take the reference path. */
export type CompileFailure =
  | 'marker_in_document'
  | 'named_graph'
  | 'text_direction'
  | 'equal_quads'
  | 'equal_hashes'
  | 'refused_by_json_ld'
  | 'differs_from_reference'

/**
 * Datatypes of texts with a base direction. When jsonld makes a set of the values of a property, it takes two texts for one that differ in
 * their direction alone, so whether both come out depends on their texts.
 */
const textWithDirection = 'https://www.w3.org/ns/i18n#'

export interface CompileInput {
  document: JsonObject
  /** of that document */
  shape: DocumentShape
  isTerm: IsTerm
  /** RDF and canonical form of a document in safe mode, by the reference libraries */
  jsonLd: Pick<JsonLd, 'toQuads' | 'canonicalize'>
  /** letters and digits that no document holds, fresh for each compilation */
  nonce: string
}

/**
 * Compiles a shape from one document of it (PERFORMANCE.md, "The compiled path", step 1).
 *
 * Every leaf gets a marker, and the libraries make RDF of the document once. A leaf whose marker comes out as whole literals or whole
 * IRIs only may vary. Any other is pinned to its text, and the same is done again with those texts in place, until nothing more has to
 * be pinned. At the end the shape is filled with the markers themselves, and must give what the reference path gives for them.
 */
export async function compileShape(input: CompileInput): Promise<CompiledShape | CompileFailure> {
  const { document, shape, isTerm, nonce, jsonLd } = input
  if (shape.key.includes(nonce) || shape.leaves.some((text) => text.includes(nonce))) return 'marker_in_document'
  const markers = new Markers(shape.leaves, nonce)
  const marked = (): JsonObject => withLeaves(document, isTerm, markers.texts())
  try {
    let quads: Quad[]
    do {
      quads = await jsonLd.toQuads(marked())
      if (quads.some(({ graph }) => graph.termType !== 'DefaultGraph')) return 'named_graph'
      if (quads.some(({ object }) => object.datatype?.value.startsWith(textWithDirection))) return 'text_direction'
    } while (markers.pinByQuads(quads) + markers.joinByQuads(quads) > 0)
    if (new Set(quads.map(quadLine)).size < quads.length) return 'equal_quads'
    const compiled = shapeOf(quads, markers, shape.leaves.length)
    const filled = fillShape(compiled, markers.texts())
    if ('misfit' in filled) return filled.misfit === 'equal_hashes' ? 'equal_hashes' : 'differs_from_reference'
    return filled.nquads === (await jsonLd.canonicalize(marked())) ? compiled : 'differs_from_reference'
  } catch (error) {
    if (error instanceof CanonicalizationError) return 'refused_by_json_ld'
    throw error
  }
}

function shapeOf(quads: readonly Quad[], markers: Markers, leaves: number): CompiledShape {
  const nodes = [...new Set(quads.flatMap(({ subject, object }) => [subject, object].filter(isBlank).map(({ value }) => value)))]
  const slots = new Map(nodes.map((node, index) => [node, leaves + index]))
  return {
    leaves,
    pinned: markers.pinned(),
    equal: markers.equal(),
    escaped: markers.freePlainLeaves(),
    subjects: subjectsOf(quads, markers, slots),
    blankNodes: nodes.map((node) => blankNodeOf(node, quads, markers)),
  }
}

function subjectsOf(quads: readonly Quad[], markers: Markers, slots: ReadonlyMap<string, number>): CompiledSubject[] {
  const bySubject = new Map<string, Quad[]>()
  for (const quad of quads) {
    const name = `${quad.subject.termType} ${quad.subject.value}`
    bySubject.set(name, [...(bySubject.get(name) ?? []), quad])
  }
  return [...bySubject.values()].map((own) => {
    const parts = own.map((quad) => partsOf(quad, markers, slots))
    return {
      term: templateOf(parts[0]?.subject ?? []),
      // Of one subject: ordered by predicate, since no IRI in angle brackets is the beginning of another.
      lines: inOrder(parts.map(({ subject, predicate, object }) => ({ group: predicate, pieces: [...subject, predicate, ...object] }))),
    }
  })
}

/** The quads of a node with itself as `_:a` and every other blank node as `_:z`. */
function blankNodeOf(node: string, quads: readonly Quad[], markers: Markers): CompiledBlankNode {
  const masked = (term: Term): Term => (isBlank(term) ? { termType: 'BlankNode', value: term.value === node ? 'a' : 'z' } : term)
  const mentions = quads.filter(({ subject, object }) => [subject, object].some((term) => isBlank(term) && term.value === node))
  const lines = mentions.map((quad): Line => {
    const { subject, predicate, object } = partsOf(
      { ...quad, subject: masked(quad.subject), object: masked(quad.object) },
      markers,
      new Map(),
    )
    // Lines that begin with an IRI come before those of `_:a`, these before those of `_:z`; among the IRIs what fills them decides.
    const group = isBlank(quad.subject) ? `${subject[0]}${predicate}` : '<'
    return { group, pieces: [...subject, predicate, ...object] }
  })
  return { firstDegree: inOrder(lines) }
}

/** One quad in parts; blank nodes that have slots become holes, others are written with the label that they have. */
function partsOf(
  quad: Quad,
  markers: Markers,
  slots: ReadonlyMap<string, number>,
): { subject: Piece[]; predicate: string; object: Piece[] } {
  const line = quadLine(quad)
  const subjectEnd = line.indexOf(' ')
  const predicateEnd = line.indexOf(' ', subjectEnd + 1)
  const [subjectSlot, objectSlot] = [quad.subject, quad.object].map((term) => (isBlank(term) ? slots.get(term.value) : undefined))
  return {
    subject: subjectSlot === undefined ? markers.cut(line.slice(0, subjectEnd)) : [subjectSlot],
    predicate: line.slice(subjectEnd, predicateEnd + 1),
    object: objectSlot === undefined ? markers.cut(line.slice(predicateEnd + 1)) : [objectSlot, ' .\n'],
  }
}

const isBlank = (term: Term): boolean => term.termType === 'BlankNode'
