import type { Organisation } from '../domain/organisation.ts'
import type { JsonObject } from '../json.ts'
import { present } from './present.ts'

/** A Japanese corporate number as an identifier; the vocabulary has no term of its own for it (DM-22). */
const houjinBangou = (corporateNumber: string): JsonObject => ({
  type: 'IdentifierEntry',
  identifier: corporateNumber,
  identifierType: 'ext:HoujinBangou',
})

/** Where an organisation's own page stands on this service. */
export const organisationUrl = (organisation: Organisation, baseUrl: string): string =>
  `${baseUrl}/${organisation.kind === 'employer' ? 'employers' : 'issuers'}/${organisation.slug}`

const profile = (id: string, organisation: Organisation, url: string | undefined): JsonObject =>
  present({
    id,
    type: ['Profile'],
    name: organisation.name.ja,
    url,
    otherIdentifier: organisation.corporateNumber === undefined ? undefined : [houjinBangou(organisation.corporateNumber)],
  })

/**
 * The Profile that stands as `issuer`: always an object (D-7), its id the DID that the signing key belongs to.
 *
 * The name of the official and the e-mail address stay out: they are persons' data and change more often than a badge does.
 */
export const issuerProfile = (issuer: { did: string; organisation: Organisation; url: string }): JsonObject =>
  profile(issuer.did, issuer.organisation, issuer.url)

/**
 * The Profile of an organisation that does not sign here: the operator that assessed, the employer, the creator of a definition
 * (Open Badges 3.0, B.1.14; DM-21, DM-22).
 *
 * @param baseUrl - public base URL without a slash at its end
 */
export const sourceProfile = (organisation: Organisation, baseUrl: string): JsonObject =>
  profile(organisationUrl(organisation, baseUrl), organisation, organisation.url)
