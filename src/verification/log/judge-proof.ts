import { z } from 'zod'
import { readTreeHead, type TreeHead } from '../../proof/tree-head.ts'
import { judgeTreeHead } from './judge-head.ts'
import { entryOf, isIncluded, leafHash } from './merkle.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const place = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)

/** The proof that a signed document stands in the public log, as `GET /log/proof` gives it. */
export const inclusionProof = z.object({
  format: z.literal('akashi-log-proof-1'),
  entity: z.string().min(1).max(200),
  documentSha256: hash,
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  leafHash: hash,
  position: place,
  path: z.array(hash).max(64),
  head: z.object({ note: z.string().max(2000), number: place }),
  key: z.string().max(100),
})

export type InclusionProof = z.infer<typeof inclusionProof>

export type ProofVerdict = { ok: true; head: TreeHead } | { ok: false; problem: string }

/**
 * Judges an inclusion proof without a network and without a database.
 *
 * @param expected.documentSha256 - of the file that somebody holds; without it the proof speaks only of the digest that it names
 * @param expected.key - the key of the log as the reader knows it; without it the key that the proof names is believed
 */
export const judgeInclusion = (proof: InclusionProof, expected: { documentSha256?: string; key?: string } = {}): ProofVerdict => {
  const wrong = (problem: string): ProofVerdict => ({ ok: false, problem })
  if (expected.documentSha256 !== undefined && expected.documentSha256 !== proof.documentSha256)
    return wrong('the proof is about another file, or the file was changed')
  if (expected.key !== undefined && expected.key !== proof.key) return wrong('the head is signed by another key than the one you named')
  if (leafHash(entryOf(proof.salt, proof.entity, proof.documentSha256)) !== proof.leafHash)
    return wrong('the entry is not made of this record, salt and document')
  if (readTreeHead(proof.head.note) === undefined) return wrong('the head is no signed tree head')
  const head = judgeTreeHead(proof.head.note, proof.key)
  if (head === undefined) return wrong('the signature of the head does not hold')
  if (!isIncluded(proof.leafHash, proof.position, head.treeSize, proof.path, head.rootHash))
    return wrong('the path does not lead from the entry to the root of the head')
  return { ok: true, head }
}
