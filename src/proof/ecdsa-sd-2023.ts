import { createHash } from 'node:crypto'
import { compareByCodePoint } from './disputed-order.ts'
import { type DerivedProofValue, readDerivedProofValue } from './ecdsa-sd-value.ts'
import { signatureFits } from './signature.ts'
import { fitsOrAltered, rdfcProofConfiguration, type SuiteAnswer, type SuiteInput } from './suite.ts'
import { readP256MultikeyBytes } from './verification-key.ts'

/**
 * Verifies a derived proof of `ecdsa-sd-2023` (Data Integrity ECDSA Cryptosuites 1.0, section 3.4.7).
 *
 * A base proof holds the secret that hides what was not disclosed; it is for the holder alone, so one that is shown is refused.
 */
export const ecdsaSd2023 = async (input: SuiteInput): Promise<SuiteAnswer> => {
  const value = readDerivedProofValue(typeof input.proof['proofValue'] === 'string' ? input.proof['proofValue'] : '')
  if (value === 'base') return 'base_proof'
  if (value === 'malformed') return 'value_malformed'
  const ephemeralKey = readP256MultikeyBytes(value.ephemeralKey)
  if (typeof ephemeralKey === 'string') return 'value_malformed'
  const statements = relabelled(await input.canonicalizer.canonicalize(input.document), value.labels)
  if (statements === undefined) return 'altered'
  const disclosed = divide(statements, value)
  if (disclosed === undefined) return 'altered'
  const proofHash = await input.canonicalizer.digest(rdfcProofConfiguration(input))
  const mandatoryHash = createHash('sha256').update(disclosed.mandatory.join('')).digest()
  const base = Buffer.concat([proofHash, value.ephemeralKey, mandatoryHash])
  if (!signatureFits(input.key, 'sha256', base, value.baseSignature)) return 'altered'
  return fitsOrAltered(
    disclosed.chosen.every((statement, index) =>
      signatureFits(ephemeralKey, 'sha256', Buffer.from(statement), value.signatures[index] ?? new Uint8Array()),
    ),
  )
}

/** Mandatory statements stand at the given indexes; each of the others needs a signature of its own, in the same order. */
const divide = (statements: string[], value: DerivedProofValue): { mandatory: string[]; chosen: string[] } | undefined => {
  if ([...value.mandatoryIndexes].some((index) => index >= statements.length)) return undefined
  const mandatory = statements.filter((_, index) => value.mandatoryIndexes.has(index))
  const chosen = statements.filter((_, index) => !value.mandatoryIndexes.has(index))
  return chosen.length === value.signatures.length ? { mandatory, chosen } : undefined
}

/** One canonical N-Quad: subject, predicate, object (literals may hold blanks and text that looks like a label), graph. */
const quadPattern = /^([^ ]+) ([^ ]+) ("(?:[^"\\]|\\.)*"[^ ]*|[^ ]+)(?: ([^ ]+))? \.$/

/** The statements under the labels that the issuer signed, in code point order; undefined when a label is missing. */
const relabelled = (nquads: string, labels: ReadonlyMap<string, string>): string[] | undefined => {
  const statements: string[] = []
  for (const line of nquads.split('\n')) {
    if (line === '') continue
    const terms = quadPattern.exec(line)?.slice(1)
    const renamed = terms?.filter((term) => term !== undefined).map((term) => relabel(term, labels))
    if (renamed === undefined || renamed.includes(undefined)) return undefined
    statements.push(`${renamed.join(' ')} .\n`)
  }
  return statements.sort(compareByCodePoint)
}

const relabel = (term: string, labels: ReadonlyMap<string, string>): string | undefined => {
  if (!term.startsWith('_:')) return term
  const label = labels.get(term.slice(2))
  return label === undefined ? undefined : `_:${label}`
}
