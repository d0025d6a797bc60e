import type { JsonObject } from '../../json.ts'
import type { ClassName, ClassTable, Member } from './tables.ts'
import { anything, foreign, many, object, objects, objectsOrOne, one, ordered, ruled, table, types, uriOrObject } from './tables.ts'
import { compactJws, date, dateTime, imageUri, language, numeric, text, truth, uri } from './values.ts'

/** Versions of the VC Data Model; they name the dates differently. */
export type DataModel = '1.1' | '2.0'

/** Which status method an entry uses decides what it may say. */
const statusClass = (entry: JsonObject): ClassName => {
  switch (entry['type']) {
    case 'BitstringStatusListEntry':
      return 'BitstringStatusListEntry'
    case 'StatusList2021Entry':
      return 'StatusList2021Entry'
    default:
      return 'OtherStatus'
  }
}

const proofClass = (proof: JsonObject): ClassName => (proof['type'] === 'DataIntegrityProof' ? 'DataIntegrityProof' : 'OtherProof')

const instant = ruled('DM-5', one(dateTime))

const periods: { [version in DataModel]: { [member: string]: Member } } = {
  '2.0': { validFrom: instant, validUntil: instant },
  '1.1': { issuanceDate: instant, expirationDate: instant },
}

/** What every credential may have (VC Data Model; Open Badges 3.0, B.1.19). `@context` is judged by its own rules. */
export const credentialMembers = (version: DataModel): { [member: string]: Member } => ({
  '@context': anything,
  id: one(uri),
  type: types,
  name: one(text),
  description: one(text),
  issuer: uriOrObject(uri, 'Profile'),
  ...periods[version],
  proof: objectsOrOne(proofClass),
  credentialSchema: objectsOrOne('CredentialSchema'),
  credentialStatus: object(statusClass),
  refreshService: object('RefreshService'),
  termsOfUse: objectsOrOne('TermsOfUse'),
  ...(version === '2.0' ? { relatedResource: objects('RelatedResource') } : {}),
})

const proofMembers: { [member: string]: Member } = {
  id: one(uri),
  type: one(text),
  created: one(dateTime),
  expires: one(dateTime),
  challenge: one(text),
  domain: one(text),
  nonce: one(text),
  proofPurpose: one(text),
  proofValue: one(text),
  verificationMethod: one(uri),
  previousProof: many(uri),
}

const endorsements: { [member: string]: Member } = {
  endorsement: objects('EndorsementCredential'),
  endorsementJwt: many(compactJws),
}

const credentialClasses = (version: DataModel): ClassTable[] => [
  table('AchievementCredential', 'DM-3', {
    ...credentialMembers(version),
    image: object('Image'),
    awardedDate: instant,
    credentialSubject: object('AchievementSubject'),
    evidence: objects('Evidence'),
    ...endorsements,
  }),
  table('EndorsementCredential', 'DM-25', {
    ...credentialMembers(version),
    awardedDate: instant,
    credentialSubject: object('EndorsementSubject'),
    evidence: objects('Evidence'),
  }),
]

const subjectClasses: ClassTable[] = [
  table('AchievementSubject', 'DM-8', {
    id: one(uri),
    type: types,
    activityEndDate: one(dateTime),
    activityStartDate: one(dateTime),
    creditsEarned: one(numeric),
    achievement: object('Achievement'),
    identifier: objects('IdentityObject'),
    image: object('Image'),
    licenseNumber: one(text),
    narrative: one(text),
    result: objects('Result'),
    role: one(text),
    source: object('Profile'),
    term: one(text),
    name: foreign(one(text)),
  }),
  table('EndorsementSubject', 'DM-25', { id: one(uri), type: types, endorsementComment: one(text) }),
  table('IdentityObject', 'DM-18', {
    type: one(text),
    hashed: one(truth),
    identityHash: one(text),
    identityType: one(text),
    salt: one(text),
  }),
]

const achievementClasses: ClassTable[] = [
  table('Achievement', 'DM-9', {
    id: one(uri),
    type: types,
    alignment: objects('Alignment'),
    achievementType: one(text),
    creator: object('Profile'),
    creditsAvailable: one(numeric),
    criteria: object('Criteria'),
    description: one(text),
    ...endorsements,
    fieldOfStudy: one(text),
    humanCode: one(text),
    image: object('Image'),
    inLanguage: one(language),
    name: one(text),
    otherIdentifier: objects('IdentifierEntry'),
    related: objects('Related'),
    resultDescription: objects('ResultDescription'),
    specialization: one(text),
    tag: many(text),
    version: one(text),
  }),
  table('Criteria', 'DM-10', { id: one(uri), narrative: one(text), type: foreign(types) }),
  table('Alignment', 'DM-13', {
    id: foreign(one(uri)),
    type: types,
    targetCode: one(text),
    targetDescription: one(text),
    targetName: one(text),
    targetFramework: one(text),
    targetType: one(text),
    targetUrl: one(uri),
  }),
  table('Related', 'DM-24', { id: one(uri), type: types, inLanguage: one(language), version: one(text) }),
  table('ResultDescription', 'DM-16', {
    id: one(uri),
    type: types,
    alignment: objects('Alignment'),
    allowedValue: ordered(text),
    name: one(text),
    requiredLevel: one(uri),
    requiredValue: one(text),
    resultType: one(text),
    rubricCriterionLevel: objects('RubricCriterionLevel'),
    valueMax: one(text),
    valueMin: one(text),
  }),
  table('RubricCriterionLevel', 'DM-17', {
    id: one(uri),
    type: types,
    alignment: objects('Alignment'),
    description: one(text),
    level: one(text),
    name: one(text),
    points: one(text),
  }),
  table('Result', 'DM-15', {
    id: foreign(one(uri)),
    type: types,
    achievedLevel: one(uri),
    alignment: objects('Alignment'),
    resultDescription: one(uri),
    status: one(text),
    value: one(text),
  }),
  table('Evidence', 'DM-14', {
    id: one(uri),
    type: types,
    narrative: one(text),
    name: one(text),
    description: one(text),
    genre: one(text),
    audience: one(text),
  }),
]

const profileClasses: ClassTable[] = [
  table('Profile', 'DM-21', {
    id: one(uri),
    type: types,
    name: one(text),
    url: one(uri),
    phone: one(text),
    description: one(text),
    ...endorsements,
    image: object('Image'),
    email: one(text),
    address: object('Address'),
    otherIdentifier: objects('IdentifierEntry'),
    official: one(text),
    parentOrg: object('Profile'),
    familyName: one(text),
    givenName: one(text),
    additionalName: one(text),
    patronymicName: one(text),
    honorificPrefix: one(text),
    honorificSuffix: one(text),
    familyNamePrefix: one(text),
    dateOfBirth: one(date),
  }),
  table('Address', 'DM-24', {
    id: foreign(one(uri)),
    type: types,
    addressCountry: one(text),
    addressCountryCode: one(text),
    addressRegion: one(text),
    addressLocality: one(text),
    streetAddress: one(text),
    postOfficeBoxNumber: one(text),
    postalCode: one(text),
    geo: object('GeoCoordinates'),
  }),
  table('GeoCoordinates', 'DM-24', { type: one(text), latitude: one(numeric), longitude: one(numeric) }),
  table('IdentifierEntry', 'DM-22', { type: one(text), identifier: one(text), identifierType: one(text) }),
  table('Image', 'DM-23', { id: one(imageUri), type: one(text), caption: one(text) }),
]

/** The services around a credential: status, schema, refresh, terms, related resources, proofs. */
export const serviceClasses: ClassTable[] = [
  table('BitstringStatusListEntry', 'ST-2', {
    id: one(uri),
    type: one(text),
    statusPurpose: one(text),
    statusListIndex: one(text),
    statusListCredential: one(uri),
    statusSize: foreign(one(numeric)),
    statusMessage: foreign(objects('StatusMessage')),
    statusReference: foreign(many(uri)),
  }),
  table('StatusMessage', 'ST-2', { id: one(uri), status: one(text), message: one(text) }),
  table('StatusList2021Entry', 'ST-2', {
    id: one(uri),
    type: one(text),
    statusPurpose: one(text),
    statusListIndex: one(text),
    statusListCredential: one(uri),
  }),
  table('OtherStatus', 'DM-27', { id: one(uri), type: one(text) }),
  table('CredentialSchema', 'DM-26', { id: one(uri), type: one(text) }),
  table('RefreshService', 'DM-27', { id: one(uri), type: one(text) }),
  table('TermsOfUse', 'DM-27', { id: one(uri), type: one(text) }),
  table('RelatedResource', 'DM-30', {
    id: one(uri),
    type: foreign(types),
    name: foreign(one(text)),
    description: foreign(one(text)),
    mediaType: one(text),
    digestSRI: one(text),
    digestMultibase: one(text),
  }),
  table('DataIntegrityProof', 'DI-2', { ...proofMembers, cryptosuite: one(text) }),
  table('OtherProof', 'DI-2', { ...proofMembers, jws: one(text) }),
]

/** All classes of an Open Badge and an endorsement under one version of the VC Data Model. */
export const openBadgeClasses = (version: DataModel): ClassTable[] => [
  ...credentialClasses(version),
  ...subjectClasses,
  ...achievementClasses,
  ...profileClasses,
  ...serviceClasses,
]
