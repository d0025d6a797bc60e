import type { JsonObject } from '../json.ts'
import { type StatusEntryReference, statusEntry } from './credential.ts'
import { wholeSecond } from './jst-day.ts'
import type { UnsignedCredential } from './types.ts'

/**
 * The document for another signature under the same id: `id`, `issuer.id` and `awardedDate` stay, `validFrom` is later, the status entry is a new one
 * (Open Badges 3.0, "Verifiable Credentials equality", DM-6, ST-5).
 *
 * @param document - the former document, without its proof
 * @param next.at - instant of the new version
 */
export const reissueDocument = (
  document: UnsignedCredential & JsonObject,
  next: { at: Date; status?: StatusEntryReference },
): UnsignedCredential => ({
  ...document,
  validFrom: wholeSecond(next.at),
  awardedDate: document['awardedDate'] ?? (document['validFrom'] as string),
  ...(next.status === undefined ? {} : { credentialStatus: statusEntry(next.status) }),
})
