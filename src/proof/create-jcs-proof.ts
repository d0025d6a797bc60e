import { createHash } from 'node:crypto'
import canonicalizeJson from 'canonicalize'
import type { JsonObject } from '../json.ts'
import { CanonicalizationError } from './canonicalizer.ts'
import { type ProofRequest, proofOptions, proofValueOf } from './data-integrity.ts'

const jcsDigest = (value: JsonObject): Uint8Array => {
  const text = canonicalizeJson(value)
  if (text === undefined) throw new CanonicalizationError('malformed', 'The document has no canonical JSON form.')
  return createHash('sha256').update(text).digest()
}

/**
 * Signs a document with `eddsa-jcs-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.3.1): over its JSON (RFC 8785), not its RDF. The proof carries
 * the contexts of the document, as the suite demands.
 *
 * @returns the text to be stored and served
 */
export const addJcsProof = async (document: JsonObject, request: ProofRequest): Promise<string> => {
  const context = document['@context']
  const proof: JsonObject = {
    ...(context === undefined ? {} : { '@context': context }),
    ...proofOptions(request),
    cryptosuite: 'eddsa-jcs-2022',
  }
  const proofValue = proofValueOf(await request.sign(Buffer.concat([jcsDigest(proof), jcsDigest(document)])))
  return JSON.stringify({ ...document, proof: { ...proof, proofValue } })
}
