import { signatureFits } from './signature.ts'
import { base58Signature, fitsOrAltered, rdfcProofConfiguration, type SuiteAnswer, type SuiteInput } from './suite.ts'

/** Verifies `eddsa-rdfc-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2), and what signs the same bytes under an older name. */
export const eddsaRdfc2022 = async (input: SuiteInput): Promise<SuiteAnswer> => {
  const signature = base58Signature(input.proof, 64)
  if (signature === undefined) return 'value_malformed'
  const { canonicalizer, document, key } = input
  const hashData = new Uint8Array(64)
  const configuration = rdfcProofConfiguration(input)
  hashData.set(canonicalizer.digestNow?.(configuration) ?? (await canonicalizer.digest(configuration)), 0)
  hashData.set(canonicalizer.digestNow?.(document) ?? (await canonicalizer.digest(document)), 32)
  return fitsOrAltered(signatureFits(key, 'sha256', hashData, signature))
}
