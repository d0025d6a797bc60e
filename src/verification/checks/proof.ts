import type { JsonObject } from '../../json.ts'
import { CanonicalizationError, type CanonicalizationFailure, type Canonicalizer } from '../../proof/canonicalizer.ts'
import { documentUnder, type ProofSetFault, readProofSet, type SetMember } from '../../proof/proof-set.ts'
import type { Suite, SuiteAnswer, SuiteInput } from '../../proof/suite.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import type { VerifierDeps } from '../deps.ts'
import { type KeyFailure, type ResolvedKey, resolveKey } from '../keys.ts'
import type { Check } from '../verdict.ts'
import { line } from './context.ts'
import { judgeProofForm, type ProofProfile } from './proof-form.ts'

/** A proof that verified, and the key under which it did. */
export interface VerifiedProof {
  proof: JsonObject
  key: ResolvedKey
}

/** What the proofs of a document prove. */
export interface ProofOutcome {
  check: Check
  verified: VerifiedProof[]
  /** failures to find a key, by the verification method; they may be the issuer's own answer */
  keyFailures: { verificationMethod: string; failure: KeyFailure }[]
}

type Item = NonNullable<Check['items']>[number] & { code: CheckCode }
type Judged = { item: Item; key?: ResolvedKey; keyFailure?: KeyFailure }

/**
 * Judges all proofs of a document (SECURITY steps 7 and 8, L8; VC-API section 6): every proof of a supported suite verifies, each
 * `previousProof` names a proof of the set that verifies. A proof of an unknown suite is reported and does not count.
 *
 * Whose keys they are is the issuer check's business.
 *
 * @param unsecured - the document without `proof`, as it was canonicalized for its conformance
 */
export const checkProofs = async (
  document: JsonObject,
  unsecured: JsonObject,
  profile: ProofProfile,
  deps: VerifierDeps,
  canonicalizer: Canonicalizer,
  now: Date,
): Promise<ProofOutcome> => {
  const set = readProofSet(document['proof'])
  if ('fault' in set) return { check: setFault(set.fault, set.index), verified: [], keyFailures: [] }
  const { members } = set
  const judge = new ProofJudge(members, { document, unsecured, profile, deps, canonicalizer, now })
  const all = members.length === 1 ? [await judge.judge(0)] : await Promise.all(members.map((_, index) => judge.judge(index)))
  return conclude(members, all)
}

interface ProofSetting {
  document: JsonObject
  unsecured: JsonObject
  profile: ProofProfile
  deps: VerifierDeps
  canonicalizer: Canonicalizer
  now: Date
}

/** Judges each proof of a set once, however many others build on it. */
class ProofJudge {
  readonly #members: SetMember[]
  readonly #setting: ProofSetting
  readonly #judging = new Map<number, Promise<Judged>>()

  constructor(members: SetMember[], setting: ProofSetting) {
    this.#members = members
    this.#setting = setting
  }

  judge(index: number): Promise<Judged> {
    const begun = this.#judging.get(index)
    if (begun !== undefined) return begun
    const judged = this.#judgeMember(this.#members[index] as SetMember, index)
    this.#judging.set(index, judged)
    return judged
  }

  async #judgeMember(member: SetMember, index: number): Promise<Judged> {
    const { document, unsecured, profile, deps, canonicalizer, now } = this.#setting
    const { proof, previous } = member
    const form = judgeProofForm(proof, document, profile)
    if (!form.ok) return { item: describe(proof, index, form.status, form.code) }
    if (previous.length > 0) {
      const before = await Promise.all(previous.map((one) => this.judge(one)))
      if (before.some(({ item }) => item.status === 'failed')) return { item: describe(proof, index, 'failed', 'proof.previous_broken') }
      if (before.some(({ item }) => item.status !== 'passed'))
        return { item: describe(proof, index, 'not_determined', 'proof.previous_broken') }
    }
    const resolution = await resolveKey(proof['verificationMethod'] as string, profile.purpose, deps, now)
    if (!resolution.ok) return { item: describe(proof, index, resolution.status, resolution.code), keyFailure: resolution }
    const { resolved } = resolution
    if (!form.suite.keyTypes.includes(resolved.key.type)) return { item: describe(proof, index, 'failed', 'proof.key_type_wrong') }
    const signed = documentUnder(member, this.#members, unsecured)
    const { status, code } = await settle(form.suite, { document: signed, proof, key: resolved.key, canonicalizer })
    const item = describe(proof, index, status, code)
    return status === 'passed' ? { item, key: resolved } : { item }
  }
}

const answers: Readonly<Record<SuiteAnswer, Answer>> = {
  fits: { status: 'passed', code: 'proof.verified' },
  altered: { status: 'failed', code: 'proof.altered' },
  value_malformed: { status: 'failed', code: 'proof.value_malformed' },
  base_proof: { status: 'failed', code: 'proof.base_proof' },
}

interface Answer {
  status: 'passed' | 'failed' | 'not_determined'
  code: CheckCode
}

const canonicalizationAnswers: Readonly<Record<CanonicalizationFailure, Answer>> = {
  undefined_term: { status: 'failed', code: 'proof.malformed' },
  malformed: { status: 'failed', code: 'proof.malformed' },
  context_not_held: { status: 'not_determined', code: 'conformance.context_not_held' },
  too_slow: { status: 'not_determined', code: 'proof.too_slow' },
  overloaded: { status: 'not_determined', code: 'proof.overloaded' },
}

const settle = async (suite: Suite, input: SuiteInput): Promise<Answer> => {
  try {
    return answers[await suite.verify(input)]
  } catch (cause) {
    if (cause instanceof CanonicalizationError) return canonicalizationAnswers[cause.failure]
    throw cause
  }
}

const faultCodes: Readonly<Record<ProofSetFault, CheckCode>> = {
  missing: 'proof.missing',
  malformed: 'proof.malformed',
  id_repeated: 'proof.id_repeated',
  previous_unknown: 'proof.previous_unknown',
  chain_cycle: 'proof.chain_cycle',
}

const setFault = (fault: ProofSetFault, index: number | undefined): Check =>
  line('proof', 'failed', faultCodes[fault], { path: index === undefined ? '/proof' : `/proof/${index}` })

const describing = ['type', 'cryptosuite', 'verificationMethod', 'proofPurpose', 'created', 'expires'] as const

const describe = (proof: JsonObject, index: number, status: Item['status'], code: CheckCode): Item => {
  const data: JsonObject = { index }
  for (const member of describing) {
    const value = proof[member]
    if (typeof value === 'string') data[member] = value
  }
  const item = { status, code, detail: checkCodes[code], data }
  return typeof proof['id'] === 'string' ? { id: proof['id'], ...item } : item
}

/** A failure outranks everything; a proof of an unknown suite counts neither way unless it is all there is. */
const conclude = (members: SetMember[], all: Judged[]): ProofOutcome => {
  const items = all.map(({ item }) => item)
  const verified = all.flatMap(({ key }, index) => (key === undefined ? [] : [{ proof: (members[index] as SetMember).proof, key }]))
  const keyFailures = all.flatMap(({ keyFailure, item }) =>
    keyFailure === undefined ? [] : [{ verificationMethod: String(item.data?.['verificationMethod']), failure: keyFailure }],
  )
  const deciding =
    items.find(({ status }) => status === 'failed') ??
    items.find(({ status, code }) => status === 'not_determined' && code !== 'proof.suite_unknown') ??
    (verified.length === 0 ? items.find(({ status }) => status === 'not_determined') : undefined)
  const check =
    deciding === undefined
      ? line('proof', 'passed', 'proof.verified', { items })
      : line('proof', deciding.status, deciding.code, { detail: deciding.detail, path: `/proof/${items.indexOf(deciding)}`, items })
  return { check, verified, keyFailures }
}
