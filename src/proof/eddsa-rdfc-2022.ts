import { signatureFits } from './signature.ts'
import { base58Signature, fitsOrAltered, rdfcProofConfiguration, type SuiteAnswer, type SuiteInput } from './suite.ts'

/** Verifies `eddsa-rdfc-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2), and what signs the same bytes under an older name. */
export const eddsaRdfc2022 = async (input: SuiteInput): Promise<SuiteAnswer> => {
  const signature = base58Signature(input.proof, 64)
  if (signature === undefined) return 'value_malformed'
  const proofHash = await input.canonicalizer.digest(rdfcProofConfiguration(input))
  const documentHash = await input.canonicalizer.digest(input.document)
  return fitsOrAltered(signatureFits(input.key, 'sha256', Buffer.concat([proofHash, documentHash]), signature))
}
