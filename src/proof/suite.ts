import type { JsonObject } from '../json.ts'
import { decodeBase58btc } from './base58.ts'
import type { Canonicalizer } from './canonicalizer.ts'
import { proofConfiguration } from './data-integrity.ts'
import type { VerificationKey, VerificationKeyType } from './verification-key.ts'

/** What a suite says about one signature. Whose key it is, dates and purpose are not its business. */
export type SuiteAnswer = 'fits' | 'altered' | 'value_malformed' | 'base_proof'

export interface SuiteInput {
  /** what the proof is over: the document without `proof`, or, for a chained proof, with the list of the proofs that it names */
  document: JsonObject
  /** the proof as it stands in the document */
  proof: JsonObject
  key: VerificationKey
  canonicalizer: Canonicalizer
}

export interface Suite {
  name: string
  keyTypes: readonly VerificationKeyType[]
  /** `jcs` suites sign the JSON itself, so their proofs repeat the document's contexts */
  form: 'rdfc' | 'jcs'
  createdRequired: boolean
  /** @throws CanonicalizationError when document or proof have no canonical form */
  verify(input: SuiteInput): Promise<SuiteAnswer>
}

/**
 * The proof as an RDFC suite hashes it: without its value, and with the contexts of the document, never with contexts of its own
 * (SECURITY L9; Data Integrity, "Proof Configuration").
 */
export const rdfcProofConfiguration = ({ document, proof }: SuiteInput): JsonObject => {
  if (proof['@context'] === undefined) return proofConfiguration(document, proof)
  const { '@context': _, ...withoutContext } = proof
  return proofConfiguration(document, withoutContext)
}

/** The signature in `proofValue` of a suite that writes it in base58btc; undefined unless it is one of exactly `length` bytes. */
export const base58Signature = (proof: JsonObject, length: number): Uint8Array | undefined => {
  const proofValue = proof['proofValue']
  if (typeof proofValue !== 'string' || !proofValue.startsWith('z') || proofValue.length > 2 * length) return undefined
  const signature = decodeBase58btc(proofValue.slice(1))
  return signature?.length === length ? signature : undefined
}

export const fitsOrAltered = (fits: boolean): SuiteAnswer => (fits ? 'fits' : 'altered')
