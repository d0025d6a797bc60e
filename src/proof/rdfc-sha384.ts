import type { Quad, Term } from 'jsonld'
import { canonize, NQuads } from 'rdf-canonize'
import type { JsonObject } from '../json.ts'
import { CanonicalizationError, type Canonicalizer } from './canonicalizer.ts'

/** Beyond this many, numbering them anew would hold up other work; honest badges have fewer than 50. */
const mostBlankNodes = 500

/**
 * Canonical N-Quads as the P-384 variant of a suite needs them: RDFC-1.0 with SHA-384 inside (RDF Dataset Canonicalization, section 4.1,
 * "hash algorithm"), which may number the blank nodes differently.
 *
 * The graph is made by the given canonicalizer, with its limits, and only numbered anew here; a graph with at most one blank node has one
 * numbering whatever the hash.
 */
export const canonicalizeSha384 = async (canonicalizer: Canonicalizer, document: JsonObject): Promise<string> => {
  const nquads = await canonicalizer.canonicalize(document)
  const blankNodes = new Set(nquads.match(/_:c14n\d+/g)).size
  if (blankNodes <= 1) return nquads
  if (blankNodes > mostBlankNodes) {
    throw new CanonicalizationError(
      'too_slow',
      `The document has ${blankNodes} nodes without id; up to ${mostBlankNodes} are read with SHA-384.`,
    )
  }
  const quads = NQuads.parse(nquads).map(unnumbered)
  return canonize(quads, { algorithm: 'RDFC-1.0', messageDigestAlgorithm: 'SHA-384', maxWorkFactor: 1 })
}

/** rdf-canonize takes a node that is called `c14n…` already for one that it has numbered itself, and leaves it alone. */
const unnumbered = (quad: Quad): Quad => ({
  subject: renamed(quad.subject),
  predicate: quad.predicate,
  object: renamed(quad.object),
  graph: renamed(quad.graph),
})

const renamed = (term: Term): Term => (term.termType === 'BlankNode' ? { ...term, value: term.value.replace(/^c14n/, 'b') } : term)
