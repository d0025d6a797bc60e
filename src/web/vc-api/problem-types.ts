const dataModel = 'https://www.w3.org/TR/vc-data-model#'
const security = 'https://w3id.org/security#'

/** Types of problems with a request (VC-API, section 4). Those of a verification come with it. */
export const problemTypes = {
  unknownOption: 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED',
  parsing: `${dataModel}PARSING_ERROR`,
  malformed: `${dataModel}MALFORMED_VALUE_ERROR`,
  dataLoss: `${security}DATA_LOSS_DETECTION_ERROR`,
  generation: `${security}PROOF_GENERATION_ERROR`,
} as const

/** How the signer says that a document has no canonical form; every other code of a refused credential is a rule. */
const byFailure: Readonly<Record<string, string>> = { undefined_term: problemTypes.dataLoss, malformed: problemTypes.generation }

/** The type of one problem of a refused credential. @param code - the rule that is broken, or a failure of the canonicalization */
export const typeOfRefusal = (code: string | undefined): string => byFailure[code ?? ''] ?? problemTypes.malformed

/** A type of our own, which verification names by its path, under the public base URL. */
export const absoluteType = (type: string, publicUrl: string): string => (type.startsWith('/') ? `${publicUrl}${type}` : type)
