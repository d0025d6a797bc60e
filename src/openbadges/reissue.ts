import type { JsonObject } from '../json.ts'
import { badgeContextWithServices, type StatusEntryReference, statusEntry } from './credential.ts'
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

/**
 * The document of a refreshed badge: the same badge with the endorsements that it has by now, and the address where its newest version is
 * fetched (Open Badges 3.0, 9.1, ST-4; DOMAIN section 9). The status entry stays, so that a revocation reaches every version.
 *
 * @param next.endorsements - signed endorsements, each with the contexts of {@link badgeContextWithServices}
 */
export const refreshedDocument = (
  document: UnsignedCredential & JsonObject,
  next: { at: Date; endorsements: JsonObject[]; refreshUrl: string },
): UnsignedCredential => {
  const { endorsement: _former, ...rest } = reissueDocument(document, { at: next.at })
  return {
    ...(rest as UnsignedCredential),
    '@context': badgeContextWithServices(),
    ...(next.endorsements.length === 0 ? {} : { endorsement: next.endorsements }),
    refreshService: { id: next.refreshUrl, type: '1EdTechCredentialRefresh' },
  }
}
