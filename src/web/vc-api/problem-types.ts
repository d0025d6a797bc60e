const dataModel = 'https://www.w3.org/TR/vc-data-model#'
const security = 'https://w3id.org/security#'

/** Types of problems with a request (VC-API, section 4). Those of a verification come with it. */
export const problemTypes = {
  unknownOption: 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED',
  parsing: `${dataModel}PARSING_ERROR`,
  malformed: `${dataModel}MALFORMED_VALUE_ERROR`,
  dataLoss: `${security}DATA_LOSS_DETECTION_ERROR`,
} as const

/** The type of one problem of a refused credential. @param rule - DM-30 is that every term is defined (JSON-LD safe mode) */
export const typeOfRefusal = (rule: string | undefined): string => (rule === 'DM-30' ? problemTypes.dataLoss : problemTypes.malformed)

/** A type of our own, which verification names by its path, under the public base URL. */
export const absoluteType = (type: string, publicUrl: string): string => (type.startsWith('/') ? `${publicUrl}${type}` : type)
