import { isDeepStrictEqual } from 'node:util'
import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { readDateTime } from '../../openbadges/plain/date-time.ts'
import type { Suite } from '../../proof/suite.ts'
import { suiteOf } from '../../proof/suites.ts'
import type { CheckCode } from '../codes.ts'
import type { KeyPurpose } from '../keys.ts'

/** What is asked of the proofs of a document, whatever they sign. */
export interface ProofProfile {
  purpose: KeyPurpose
  /** Open Badges: a proof repeats the contexts of the document exactly or not at all, and its dates name their zone */
  strict: boolean
}

export type ProofForm = { ok: true; suite: Suite } | { ok: false; status: 'failed' | 'not_determined'; code: CheckCode }

const failed = (code: CheckCode): ProofForm => ({ ok: false, status: 'failed', code })

const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== ''

/**
 * Judges the members of one proof (SECURITY step 7, L2, L9, L10; VC-API section 5). A proof of a suite that is not supported here is
 * not judged further: its members are its suite's business.
 */
export const judgeProofForm = (proof: JsonObject, document: JsonObject, profile: ProofProfile): ProofForm => {
  const { type, cryptosuite } = proof
  if (!isText(type) || (type === 'DataIntegrityProof' && !isText(cryptosuite))) return failed('proof.malformed')
  const suite = suiteOf(proof)
  if (suite === undefined) return { ok: false, status: 'not_determined', code: 'proof.suite_unknown' }
  if (!isText(proof['proofPurpose']) || !isText(proof['verificationMethod']) || !isText(proof['proofValue']))
    return failed('proof.malformed')
  if (proof['proofPurpose'] !== profile.purpose) return failed('proof.purpose_wrong')
  if (suite.createdRequired && proof['created'] === undefined) return failed('proof.malformed')
  if (!isDate(proof['created'], profile.strict) || !isDate(proof['expires'], profile.strict)) return failed('proof.malformed')
  return mayCarryContext(proof, document, profile.strict) ? { ok: true, suite } : failed('proof.own_context')
}

const isDate = (value: Json | undefined, zoneRequired: boolean): boolean => {
  if (value === undefined) return true
  const read = readDateTime(value)
  return read !== undefined && (read.zoned || !zoneRequired)
}

/** Contexts of its own could redefine `proofPurpose` (L9); those of the document, or the first of them (jcs suites), cannot. */
const mayCarryContext = (proof: JsonObject, document: JsonObject, strict: boolean): boolean => {
  const own = proof['@context']
  const outer = document['@context']
  if (own === undefined || isDeepStrictEqual(own, outer)) return true
  if (strict || !Array.isArray(own) || !Array.isArray(outer)) return false
  return own.length > 0 && isDeepStrictEqual(own, outer.slice(0, own.length))
}

/** The document for the rules of its kind, which know no `@context` in a proof: one that only repeats the document's is left out. */
export const withoutRepeatedContexts = (document: JsonObject): JsonObject => {
  const { proof } = document
  if (proof === undefined || !asList(proof).some(hasContext)) return document
  const stripped = Array.isArray(proof)
    ? proof.map((one) => withoutRepeatedContext(one, document))
    : withoutRepeatedContext(proof, document)
  return { ...document, proof: stripped }
}

const hasContext = (proof: Json): boolean => isJsonObject(proof) && proof['@context'] !== undefined

const withoutRepeatedContext = (proof: Json, document: JsonObject): Json => {
  if (!isJsonObject(proof) || !hasContext(proof) || !mayCarryContext(proof, document, true)) return proof
  const { '@context': _, ...rest } = proof
  return rest
}
