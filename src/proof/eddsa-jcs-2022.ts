import { createHash } from 'node:crypto'
import canonicalizeJson from 'canonicalize'
import type { JsonObject } from '../json.ts'
import { CanonicalizationError } from './canonicalizer.ts'
import { signatureFits } from './signature.ts'
import { base58Signature, fitsOrAltered, type SuiteAnswer, type SuiteInput } from './suite.ts'

/**
 * Verifies `eddsa-jcs-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.3): over the JSON itself (RFC 8785), not its RDF.
 *
 * The proof is signed as it stands, its `@context` included; the document is signed with that `@context` in place of its own. The caller
 * has made sure that the document's contexts begin with those of the proof.
 */
export const eddsaJcs2022 = async ({ document, proof, key }: SuiteInput): Promise<SuiteAnswer> => {
  const signature = base58Signature(proof, 64)
  if (signature === undefined) return 'value_malformed'
  const { proofValue: _, ...options } = proof
  const context = proof['@context']
  const signed = context === undefined ? document : { ...document, '@context': context }
  return fitsOrAltered(signatureFits(key, 'sha256', Buffer.concat([jcsDigest(options), jcsDigest(signed)]), signature))
}

const jcsDigest = (value: JsonObject): Uint8Array => {
  const text = canonicalizeJson(value)
  if (text === undefined) throw new CanonicalizationError('malformed', 'The document has no canonical JSON form.')
  return createHash('sha256').update(text).digest()
}
