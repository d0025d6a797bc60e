const dataModel = 'https://www.w3.org/TR/vc-data-model#'
const security = 'https://w3id.org/security#'
const statusList = 'https://www.w3.org/ns/credentials/status-list#'

export const unknownOption = 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED'

const types = {
  parsing: `${dataModel}PARSING_ERROR`,
  malformed: `${dataModel}MALFORMED_VALUE_ERROR`,
  range: `${dataModel}RANGE_ERROR`,
  cryptographic: `${dataModel}CRYPTOGRAPHIC_SECURITY_ERROR`,
  proof: `${security}PROOF_VERIFICATION_ERROR`,
  transformation: `${security}PROOF_TRANSFORMATION_ERROR`,
  generation: `${security}PROOF_GENERATION_ERROR`,
  domain: `${security}INVALID_DOMAIN_ERROR`,
  challenge: `${security}INVALID_CHALLENGE_ERROR`,
  dataLoss: `${security}DATA_LOSS_DETECTION_ERROR`,
  statusRetrieval: `${statusList}STATUS_RETRIEVAL_ERROR`,
  statusVerification: `${statusList}STATUS_VERIFICATION_ERROR`,
  statusLength: `${statusList}STATUS_LIST_LENGTH_ERROR`,
} as const

/** Codes with a type of their own in W3C's documents (VC-API, section 4). */
const exact: Readonly<Record<string, string>> = {
  'input.not_utf8': types.parsing,
  'input.not_json': types.parsing,
  'input.json_syntax': types.parsing,
  'input.empty': types.parsing,
  'input.duplicate_key': types.parsing,
  'input.no_credential': types.parsing,
  'conformance.term_undefined': types.dataLoss,
  undefined_term: types.dataLoss,
  context_not_held: types.malformed,
  malformed: types.generation,
  'proof.suite_unknown': types.transformation,
  'proof.too_slow': types.transformation,
  'proof.altered': types.cryptographic,
  'proof.none_by_issuer': types.cryptographic,
  'proof.challenge_wrong': types.challenge,
  'proof.domain_wrong': types.domain,
  'issuer.not_confirmed': types.cryptographic,
  'issuer.key_not_listed': types.cryptographic,
  'issuer.key_wrong': types.cryptographic,
  'validity.malformed': types.malformed,
  'status.unreachable': types.statusRetrieval,
  'status.list_too_short': types.statusLength,
  'status.index_out_of_range': types.range,
  'status.index_malformed': types.malformed,
  'status.entry_malformed': types.malformed,
}

/** Codes for which W3C defines no type; theirs is a place in our own list of errors. */
const own = new Set(['status.revoked', 'status.suspended', 'status.set', 'status.type_unknown', 'status.purpose_unknown'])

const families: readonly (readonly [prefix: string, type: string])[] = [
  ['VCDM-', types.malformed],
  ['input.', types.malformed],
  ['conformance.', types.malformed],
  ['proof.jwt_', types.cryptographic],
  ['proof.', types.proof],
  ['status.', types.statusVerification],
]

/**
 * The `type` of a problem (VC-API, section 4).
 *
 * @param code - of a check, a rule, or a failure of the canonicalization
 * @param publicUrl - base of our own types
 */
export const problemType = (code: string, publicUrl: string): string => {
  if (own.has(code)) return `${publicUrl}/errors#${code}`
  return exact[code] ?? families.find(([prefix]) => code.startsWith(prefix))?.[1] ?? `${publicUrl}/errors#${code}`
}
