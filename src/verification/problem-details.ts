import type { CheckCode } from './codes.ts'
import type { Check, ProblemDetail } from './verdict.ts'

const dataModel = 'https://www.w3.org/TR/vc-data-model#'
const security = 'https://w3id.org/security#'
const statusList = 'https://www.w3.org/ns/credentials/status-list#'

/** The types of VC-API.md section 4. A type of our own is a path, to be put under the public base URL by whoever answers. */
const types = {
  parsing: { type: `${dataModel}PARSING_ERROR`, title: 'The input cannot be read' },
  malformed: { type: `${dataModel}MALFORMED_VALUE_ERROR`, title: 'A value is not of the right form' },
  range: { type: `${dataModel}RANGE_ERROR`, title: 'A value is out of range' },
  cryptographic: { type: `${dataModel}CRYPTOGRAPHIC_SECURITY_ERROR`, title: 'The document was altered, or is not by its issuer' },
  verification: { type: `${security}PROOF_VERIFICATION_ERROR`, title: 'The proof does not verify' },
  transformation: { type: `${security}PROOF_TRANSFORMATION_ERROR`, title: 'The proof could not be checked' },
  domain: { type: `${security}INVALID_DOMAIN_ERROR`, title: 'The proof is for another domain' },
  challenge: { type: `${security}INVALID_CHALLENGE_ERROR`, title: 'The proof is for another challenge' },
  dataLoss: { type: `${security}DATA_LOSS_DETECTION_ERROR`, title: 'A term or type is undefined' },
  retrieval: { type: `${statusList}STATUS_RETRIEVAL_ERROR`, title: 'The status could not be looked up' },
  statusVerification: { type: `${statusList}STATUS_VERIFICATION_ERROR`, title: 'The status list does not verify' },
  statusLength: { type: `${statusList}STATUS_LIST_LENGTH_ERROR`, title: 'The status list is too short' },
  revoked: { type: '/problems/revoked', title: 'The document is revoked' },
  suspended: { type: '/problems/suspended', title: 'The document is suspended' },
  statusSet: { type: '/problems/status-set', title: 'A status of the document is set' },
  expired: { type: '/problems/expired', title: 'The document has expired' },
  notYetValid: { type: '/problems/not-yet-valid', title: 'The document is not valid yet' },
  issuer: { type: '/problems/issuer-not-confirmed', title: 'The issuer is not confirmed' },
  contextNotHeld: { type: '/problems/context-not-held', title: 'A context is not held here' },
  recipient: { type: '/problems/recipient', title: 'The recipient does not match' },
  endorsement: { type: '/problems/endorsement', title: 'An endorsement is not valid' },
  undecided: { type: '/problems/undecided', title: 'It could not be decided' },
} as const satisfies Record<string, { type: string; title: string }>

type ProblemType = keyof typeof types

/** Codes whose problem is not that of their check in general. */
const byCode: Partial<Record<CheckCode, ProblemType>> = {
  'conformance.term_undefined': 'dataLoss',
  'conformance.context_not_held': 'contextNotHeld',
  'conformance.too_slow': 'undecided',
  'conformance.overloaded': 'undecided',
  'conformance.schema_not_applied': 'undecided',
  'proof.altered': 'cryptographic',
  'proof.none_by_issuer': 'cryptographic',
  'proof.jwt_malformed': 'cryptographic',
  'proof.malformed': 'verification',
  'proof.suite_unknown': 'transformation',
  'proof.too_slow': 'transformation',
  'proof.overloaded': 'transformation',
  'proof.challenge_wrong': 'challenge',
  'proof.domain_wrong': 'domain',
  'proof.expired': 'verification',
  'proof.created_in_future': 'verification',
  'issuer.not_confirmed': 'cryptographic',
  'validity.expired': 'expired',
  'validity.not_yet': 'notYetValid',
  'validity.malformed': 'malformed',
  'status.revoked': 'revoked',
  'status.suspended': 'suspended',
  'status.set': 'statusSet',
  'status.unreachable': 'retrieval',
  'status.list_too_short': 'statusLength',
  'status.index_out_of_range': 'range',
  'status.index_malformed': 'malformed',
  'status.entry_malformed': 'malformed',
}

const byCheck: Readonly<Record<Check['id'], ProblemType>> = {
  input: 'parsing',
  conformance: 'malformed',
  proof: 'verification',
  issuer: 'issuer',
  validity_period: 'expired',
  status: 'statusVerification',
  refresh: 'undecided',
  recipient: 'recipient',
  endorsements: 'endorsement',
}

/** The problems of an answer, one for each line that failed or is open, in the order of the checks; `type` as VC-API.md section 4 says. */
export const problemDetailsOf = (checks: readonly Check[]): ProblemDetail[] =>
  checks
    .filter(({ status }) => status === 'failed' || status === 'not_determined')
    .map((check) => {
      const { type, title } = types[byCode[check.code as CheckCode] ?? byCheck[check.id]]
      return { type, title, detail: check.path === undefined ? check.detail : `${check.detail} (${check.path})` }
    })
