import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { type Check, type CheckId, lacksRoom, type ProblemDetail, type Verification } from '../../verification/verdict.ts'
import { absoluteType } from './problem-types.ts'

/** What a caller wants to see of the answer. Nothing here changes the verdict (SECURITY T31). */
export interface AnswerOptions {
  returnResults: boolean
  returnProblemDetails: boolean
  /** the member under which the checked document is repeated */
  returnDocument?: 'credential' | 'presentation'
}

/** The HTTP answer to a verification. */
export interface VerificationAnswer {
  /** 200 only when verified; 503 when nothing could be said for want of capacity; else 400 (VC-API, section 4, "Resolution") */
  status: 200 | 400 | 503
  body: JsonObject
}

/** The answer of `/credentials/verify` and `/presentations/verify`. */
export const answerOf = (verification: Verification, options: AnswerOptions, publicUrl: string): VerificationAnswer => {
  // A 200 never carries an error: suites take one for a failure.
  const problems = verification.verified ? [] : problemsOf(verification, publicUrl)
  const body: JsonObject = {
    verified: verification.verified,
    verdict: verification.verdict,
    ...(options.returnProblemDetails ? { problemDetails: problems.map((problem) => ({ ...problem })) } : {}),
    errors: problems.map(({ type, title }) => ({ type, title })),
    warnings: verification.warnings.map(({ code, detail }) => ({ code, title: detail })),
    checks: verification.checks.map(({ id, status, code, detail }) => ({ id, status, code, detail })),
    ...(verification.issuer === undefined ? {} : { issuer: issuerOf(verification.issuer) }),
    ...(options.returnResults ? { results: resultsOf(verification) } : {}),
    ...(options.returnDocument !== undefined && verification.document !== undefined
      ? { [options.returnDocument]: verification.document }
      : {}),
  }
  return { status: verification.verified ? 200 : lacksRoom(verification) ? 503 : 400, body }
}

const issuerOf = ({ id, name, recognised }: NonNullable<Verification['issuer']>): JsonObject => ({
  id,
  ...(name === undefined ? {} : { name }),
  recognised,
})

const problemsOf = ({ problemDetails }: Verification, publicUrl: string): ProblemDetail[] =>
  problemDetails.map((problem) => ({ ...problem, type: absoluteType(problem.type, publicUrl) }))

const checkOf = (verification: Verification, id: CheckId): Check | undefined => verification.checks.find((check) => check.id === id)

/** `results` of VCALM: each judged member with what was judged. */
const resultsOf = (verification: Verification): JsonObject => {
  const document = verification.document ?? {}
  if (verification.kind === 'presentation')
    return { presentation: presentationResults(verification, document), credentials: (verification.contained ?? []).map(containedResult) }
  return {
    ...dateResults(verification, document),
    ...schemaResults(verification, document),
    ...statusResults(verification, document),
    ...proofResults(verification, document),
  }
}

const containedResult = (verification: Verification): JsonObject => ({
  verified: verification.verified,
  verdict: verification.verdict,
  results: resultsOf(verification),
})

const presentationResults = (verification: Verification, document: JsonObject): JsonObject => {
  const proof = checkOf(verification, 'proof')
  const of = (member: 'challenge' | 'domain', code: string): JsonObject => {
    const input = asList(document['proof']).filter(isJsonObject)[0]?.[member]
    return input === undefined ? {} : { [member]: { verified: proof?.status === 'passed' || proof?.code !== code, input } }
  }
  return {
    ...of('challenge', 'proof.challenge_wrong'),
    ...of('domain', 'proof.domain_wrong'),
    ...(document['holder'] === undefined ? {} : { holder: { verified: proof?.status === 'passed', input: document['holder'] } }),
    ...proofResults(verification, document),
  }
}

const dateResults = (verification: Verification, document: JsonObject): JsonObject => {
  const code = checkOf(verification, 'validity_period')?.code
  const status = checkOf(verification, 'validity_period')?.status
  const results: JsonObject = {}
  for (const [member, failure] of [
    ['validFrom', 'validity.not_yet'],
    ['validUntil', 'validity.expired'],
  ] as const) {
    const input = document[member]
    if (input !== undefined)
      results[member] = { verified: status === 'passed' || (code !== failure && code !== 'validity.malformed'), input }
  }
  return results
}

const schemaResults = (verification: Verification, document: JsonObject): JsonObject => {
  const schemas = asList(document['credentialSchema'])
  if (schemas.length === 0) return {}
  const items = checkOf(verification, 'conformance')?.items ?? []
  const verified = (schema: Json): boolean =>
    isJsonObject(schema) && items.some(({ id, status }) => id === schema['id'] && status === 'passed')
  return { credentialSchema: schemas.map((input) => ({ verified: verified(input), input })) }
}

const statusResults = (verification: Verification, document: JsonObject): JsonObject => {
  const entries = asList(document['credentialStatus'])
  if (entries.length === 0) return {}
  const items = checkOf(verification, 'status')?.items ?? []
  return {
    credentialStatus: entries.map((input, index) => {
      const item = items[index]
      const value = item?.data?.['value']
      return { verified: item?.status === 'passed', ...(value === undefined ? {} : { value }), input }
    }),
  }
}

const proofResults = (verification: Verification, document: JsonObject): JsonObject => {
  const proofs = asList(document['proof'])
  const check = checkOf(verification, 'proof')
  const verified = (index: number): boolean => (check?.items?.[index]?.status ?? check?.status) === 'passed'
  if (proofs.length === 0) return { proof: [{ verified: verified(0) }] }
  return { proof: proofs.map((input, index) => ({ verified: verified(index), input })) }
}
