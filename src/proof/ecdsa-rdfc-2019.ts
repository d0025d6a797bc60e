import { createHash } from 'node:crypto'
import type { JsonObject } from '../json.ts'
import type { Canonicalizer } from './canonicalizer.ts'
import { canonicalizeSha384 } from './rdfc-sha384.ts'
import { signatureFits } from './signature.ts'
import { base58Signature, fitsOrAltered, rdfcProofConfiguration, type SuiteAnswer, type SuiteInput } from './suite.ts'

/** Verifies `ecdsa-rdfc-2019` (Data Integrity ECDSA Cryptosuites 1.0, section 3.2): P-256 with SHA-256, P-384 with SHA-384 throughout. */
export const ecdsaRdfc2019 = async (input: SuiteInput): Promise<SuiteAnswer> => {
  const isP384 = input.key.type === 'P-384'
  const signature = base58Signature(input.proof, isP384 ? 96 : 64)
  if (signature === undefined) return 'value_malformed'
  const digest = isP384 ? sha384Digest : sha256Digest
  const proofHash = await digest(input.canonicalizer, rdfcProofConfiguration(input))
  const documentHash = await digest(input.canonicalizer, input.document)
  return fitsOrAltered(signatureFits(input.key, isP384 ? 'sha384' : 'sha256', Buffer.concat([proofHash, documentHash]), signature))
}

const sha256Digest = (canonicalizer: Canonicalizer, document: JsonObject): Promise<Uint8Array> => canonicalizer.digest(document)

const sha384Digest = async (canonicalizer: Canonicalizer, document: JsonObject): Promise<Uint8Array> =>
  createHash('sha384')
    .update(await canonicalizeSha384(canonicalizer, document))
    .digest()
