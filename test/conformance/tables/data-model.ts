import type { Json, JsonObject } from '../../../src/json.ts'
import {
  achievement,
  badge,
  type Case,
  DI2,
  ED2020,
  EXT,
  issuer,
  OB,
  OB0,
  OB1,
  OB2,
  ofDocument,
  older,
  subject,
  V1,
  V2,
} from '../documents.ts'
import { type Members, seal } from '../sign.ts'

const broken = 'invalid conformance.rule_broken'
const signed = (title: string, document: JsonObject, expected: string): Case => ofDocument(title, () => seal(document, issuer), expected)
const profile = (members: Members): JsonObject => badge({ issuer: { id: issuer.did, type: ['Profile'], ...members } as JsonObject })
const image = { id: 'https://example.com/i.png', type: 'Image', caption: 'A picture' }
const result = (members: JsonObject = {}): JsonObject => ({ type: ['Result'], ...members })
const described = (results: JsonObject[], description: JsonObject = {}): JsonObject => {
  const base = achievement({
    resultDescription: [
      {
        id: 'urn:uuid:r',
        type: ['ResultDescription'],
        name: 'Score',
        resultType: 'RawScore',
        valueMin: '0',
        valueMax: '100',
        ...description,
      },
    ],
  })
  return { ...base, credentialSubject: { ...(base['credentialSubject'] as JsonObject), result: results } }
}
const rubric: JsonObject = {
  resultType: 'RubricCriterionLevel',
  rubricCriterionLevel: [
    { id: 'urn:uuid:l1', type: ['RubricCriterionLevel'], name: 'Low', level: '1', points: '1', description: 'd' },
    { id: 'urn:uuid:l2', type: ['RubricCriterionLevel'], name: 'High', level: '2', points: '2' },
  ],
}
const identity = (members: Members = {}): Json =>
  ({ type: 'IdentityObject', hashed: false, identityHash: 'a@example.com', identityType: 'emailAddress', ...members }) as JsonObject
const alignment = (members: Members = {}): Json =>
  ({ type: ['Alignment'], targetName: 'Skill', targetUrl: 'https://example.com/skill', ...members }) as JsonObject
const without = (value: Json, member: string): Json => {
  const { [member]: _, ...rest } = value as JsonObject
  return rest
}

export const dataModel: Case[] = [
  signed('DM: the least badge', badge(), 'valid'),
  // DM-1, D-10, section 5
  signed('DM-1: context 3.0.2', badge({ '@context': [V2, OB2] }), 'valid'),
  signed('DM-1: with the extensions', badge({ '@context': [V2, OB, EXT] }), 'valid'),
  signed('DM-1: the order turned', badge({ '@context': [OB, V2] }), 'invalid'),
  signed('DM-1: one context only', badge({ '@context': [V2] }), 'invalid'),
  signed('DM-1: a text', badge({ '@context': V2 }), 'invalid'),
  signed('DM-1: an inline object after the pinned', badge({ '@context': [V2, OB, { more: 'https://example.com/#more' }] }), 'invalid'),
  signed('DM-1: an empty inline object', badge({ '@context': [V2, OB, {}] }), 'invalid'),
  signed('DM-1: @vocab inline', badge({ '@context': [V2, OB, { '@vocab': 'https://example.com/#' }] }), 'invalid'),
  signed('DM-1: twice the same', badge({ '@context': [V2, OB, OB] }), 'invalid'),
  signed(
    'D-10: a context that is not held',
    badge({ '@context': [V2, OB, 'https://evil.example/context.json'] }),
    'unverifiable conformance.context_not_held',
  ),
  ofDocument(
    'D-10: a later version',
    async () => ({ ...(await seal(badge(), issuer)), '@context': [V2, `${OB.replace('3.0.3', '3.0.9')}`] }),
    'unverifiable conformance.context_not_held',
  ),
  ofDocument(
    'D-10: http instead of https',
    async () => ({ ...(await seal(badge(), issuer)), '@context': [V2, OB.replace('https', 'http')] }),
    'unverifiable',
  ),
  ofDocument(
    'DM-1: 3.0.2 in place of 3.0.3 after signing',
    async () => ({ ...(await seal(badge(), issuer)), '@context': [V2, OB2] }),
    'invalid',
  ),
  ofDocument(
    'DM-1: no context',
    async () => {
      const { '@context': _, ...rest } = await seal(badge(), issuer)
      return rest
    },
    'invalid',
  ),
  ...[OB0, OB1, OB2, OB].flatMap((context): Case[] => [
    ofDocument(`1.1 ${context}: with data-integrity/v2`, () => seal(older(context, [DI2]), issuer), 'valid'),
    ofDocument(
      `1.1 ${context}: with ed25519-2020`,
      () => seal(older(context, [ED2020]), issuer, { type: 'Ed25519Signature2020', cryptosuite: undefined }),
      'valid',
    ),
    ofDocument(
      `1.1 ${context}: dates of 2.0`,
      () => seal(older(context, [DI2], { issuanceDate: undefined, validFrom: '2026-04-01T00:00:00Z' }), issuer),
      'invalid',
    ),
    ofDocument(
      `1.1 ${context}: expired`,
      () => seal(older(context, [DI2], { expirationDate: '2026-04-02T00:00:00Z' }), issuer),
      'invalid validity.expired',
    ),
    ofDocument(`1.1 ${context}: no name`, () => seal(older(context, [DI2], { name: undefined }), issuer), broken),
  ]),
  signed('2.0 with dates of 1.1', badge({ validFrom: undefined, issuanceDate: '2026-04-01T00:00:00Z' }), broken),
  // DM-2, DM-3, DM-4
  signed('DM-2: AchievementCredential', badge({ type: ['VerifiableCredential', 'AchievementCredential'] }), 'valid'),
  signed('DM-2: both names', badge({ type: ['VerifiableCredential', 'OpenBadgeCredential', 'AchievementCredential'] }), 'valid'),
  signed('DM-2: other order', badge({ type: ['OpenBadgeCredential', 'VerifiableCredential'] }), 'valid'),
  signed(
    'DM-2: another absolute type besides',
    badge({ type: ['VerifiableCredential', 'OpenBadgeCredential', 'https://example.com/#T'] }),
    'valid',
  ),
  signed('DM-2: a type that no context defines', badge({ type: ['VerifiableCredential', 'OpenBadgeCredential', 'Gold'] }), broken),
  signed('DM-2: no VerifiableCredential', badge({ type: ['OpenBadgeCredential'] }), broken),
  signed('DM-2: only VerifiableCredential', badge({ type: ['VerifiableCredential'] }), broken),
  signed('DM-2: a text', badge({ type: 'OpenBadgeCredential' }), broken),
  signed(
    'DM-2: a badge and an endorsement at once',
    badge({ type: ['VerifiableCredential', 'OpenBadgeCredential', 'EndorsementCredential'] }),
    'invalid',
  ),
  ...['id', 'issuer', 'validFrom', 'credentialSubject'].map((member) =>
    signed(`DM-3: no ${member}`, badge({ [member]: undefined }), broken),
  ),
  signed('DM-3: a list of issuers', badge({ issuer: [issuer.did] }), broken),
  signed('DM-3: a bare issuer', badge({ issuer: issuer.did }), 'valid'),
  signed('DM-3: id is no URI', badge({ id: 'badge-1' }), broken),
  signed('DM-3: id with a space', badge({ id: 'https://example.com/a b' }), broken),
  signed('DM-3: id as a list', badge({ id: ['https://example.com/a'] }), broken),
  signed(
    'DM-3: two subjects',
    badge({ credentialSubject: [subject({})['credentialSubject'] as Json, subject({})['credentialSubject'] as Json] }),
    broken,
  ),
  signed('DM-4: no name', badge({ name: undefined }), 'valid'),
  signed('DM-4: name, description, image', badge({ description: 'd', image }), 'valid'),
  signed('DM-4: a name in languages', badge({ name: { '@value': 'x', '@language': 'en' } }), broken),
  signed('DM-4: a language map', badge({ name: { ja: 'x' } }), broken),
  // DM-5
  ...(
    [
      ['+09:00', '2026-04-01T09:00:00+09:00', 'valid'],
      ['fraction', '2026-04-01T00:00:00.123456Z', 'valid'],
      ['24:00:00 of the day before', '2026-03-31T24:00:00Z', 'valid'],
      ['+14:00', '2026-04-01T00:00:00+14:00', 'valid'],
      ['+14:01', '2026-04-01T00:00:00+14:01', broken],
      ['-00:00', '2026-04-01T00:00:00-00:00', 'valid'],
      ['no zone', '2026-04-01T00:00:00', broken],
      ['a day', '2026-04-01', broken],
      ['30 February', '2026-02-30T00:00:00Z', broken],
      ['29 February 2025', '2025-02-29T00:00:00Z', broken],
      ['29 February 2024', '2024-02-29T00:00:00Z', 'valid'],
      ['a leap second', '2016-12-31T23:59:60Z', broken],
      ['hour 25', '2026-04-01T25:00:00Z', broken],
      ['small t and z', '2026-04-01t00:00:00z', broken],
      ['a space', '2026-04-01 00:00:00Z', broken],
      ['space before', ' 2026-04-01T00:00:00Z', broken],
      ['a line feed behind', '2026-04-01T00:00:00Z\n', broken],
      ['basic form', '20260401T000000Z', broken],
      ['+0900', '2026-04-01T09:00:00+0900', broken],
      ['Arabic digits', '٢٠٢٦-٠٤-٠١T00:00:00Z', broken],
      ['milliseconds since 1970', 1_775_000_000_000, broken],
      ['a list', ['2026-04-01T00:00:00Z'], broken],
      ['empty', '', broken],
      ['RFC 822', 'Wed, 01 Apr 2026 00:00:00 GMT', broken],
      ['year 0', '0000-01-01T00:00:00Z', 'valid'],
      ['a week date', '2026-W14-3T00:00:00Z', broken],
      ['seconds left out', '2026-04-01T00:00Z', broken],
      ['dot without digits', '2026-04-01T00:00:00.Z', broken],
    ] as [string, Json, string][]
  ).map(([title, validFrom, expected]) => signed(`DM-5: validFrom ${title}`, badge({ validFrom }), expected)),
  signed('DM-5: validUntil of the year 10000', badge({ validUntil: '10000-01-01T00:00:00Z' }), broken),
  signed('DM-5: validUntil of the year 9999', badge({ validUntil: '9999-12-31T23:59:59Z' }), 'valid'),
  signed('DM-5: validFrom of a negative year', badge({ validFrom: '-0044-03-15T00:00:00Z' }), broken),
  signed('DM-5: validUntil without zone', badge({ validUntil: '2999-01-01T00:00:00' }), broken),
  signed('DM-5: awardedDate', badge({ awardedDate: '2026-03-01T00:00:00Z' }), 'valid'),
  signed('DM-5: awardedDate without zone', badge({ awardedDate: '2026-03-01T00:00:00' }), broken),
  signed('VF-4: validUntil before validFrom', badge({ validUntil: '2026-03-01T00:00:00Z' }), broken),
  signed('VF-4: expired', badge({ validUntil: '2026-04-30T23:59:59Z' }), 'invalid validity.expired'),
  signed('VF-4: ends now', badge({ validUntil: '2026-05-01T00:00:00Z' }), 'valid'),
  signed('VF-4: begins in six minutes', badge({ validFrom: '2026-05-01T00:06:00Z' }), 'invalid validity.not_yet'),
  signed('VF-4: begins in four minutes', badge({ validFrom: '2026-05-01T00:04:00Z' }), 'valid'),
  // DM-7, DM-8
  signed('DM-7: an identifier and no id', subject({ id: undefined, identifier: [identity()] }), 'valid'),
  signed('DM-7: neither', subject({ id: undefined }), broken),
  signed('DM-7: an empty list of identifiers', subject({ id: undefined, identifier: [] }), broken),
  signed('DM-7: no type', subject({ type: undefined }), broken),
  signed('DM-7: no achievement', subject({ achievement: undefined }), broken),
  signed(
    'DM-7: two achievements',
    subject({ achievement: [1, 2].map(() => (badge()['credentialSubject'] as JsonObject)['achievement'] as Json) }),
    broken,
  ),
  signed(
    'DM-8: every optional member',
    subject({
      activityStartDate: '2026-01-01T00:00:00Z',
      activityEndDate: '2026-02-01T00:00:00Z',
      creditsEarned: 1.5,
      image,
      licenseNumber: 'A-1',
      narrative: '**x**',
      role: 'r',
      source: { id: 'https://example.com/s', type: ['Profile'] },
      term: 'Fall',
    }),
    'valid',
  ),
  signed('DM-8: creditsEarned as text', subject({ creditsEarned: '1.5' }), broken),
  signed('DM-8: creditsEarned 0', subject({ creditsEarned: 0 }), 'valid'),
  signed('DM-8: creditsEarned negative', subject({ creditsEarned: -1 }), 'valid'),
  // DM-9 to DM-13
  ...['id', 'type', 'name', 'description', 'criteria'].map((member) =>
    signed(`DM-9: no ${member}`, achievement({ [member]: undefined }), broken),
  ),
  signed('DM-10: criteria by address', achievement({ criteria: { id: 'https://example.com/c' } }), 'valid'),
  signed('DM-11: CertificateOfCompletion', achievement({ achievementType: 'CertificateOfCompletion' }), 'valid'),
  signed('DM-11: ext:', achievement({ achievementType: 'ext:OnTheJobAchievement' }), 'valid'),
  signed('DM-11: another word', achievement({ achievementType: 'Gold' }), broken),
  signed('DM-11: small letters', achievement({ achievementType: 'course' }), broken),
  signed('DM-11: ext: alone', achievement({ achievementType: 'ext:' }), broken),
  signed('DM-11: email for emailAddress', subject({ identifier: [identity({ identityType: 'email' })] }), broken),
  signed(
    'DM-13: an alignment',
    achievement({ alignment: [alignment({ targetCode: 'c', targetDescription: 'd', targetFramework: 'f', targetType: 'CFItem' })] }),
    'valid',
  ),
  signed('DM-13: targetType ext', achievement({ alignment: [alignment({ targetType: 'ext:Mine' })] }), 'valid'),
  signed('DM-13: targetType ceterms', achievement({ alignment: [alignment({ targetType: 'ceterms:Credential' })] }), 'valid'),
  ...['type', 'targetName', 'targetUrl'].map((member) =>
    signed(`DM-13: no ${member}`, achievement({ alignment: [without(alignment(), member)] }), broken),
  ),
  // DM-14
  signed(
    'DM-14: evidence',
    badge({
      evidence: [
        { id: 'https://example.com/e', type: ['Evidence'], name: 'n', narrative: 'x', description: 'd', genre: 'g', audience: 'a' },
      ],
    }),
    'valid',
  ),
  signed('DM-14: evidence without id', badge({ evidence: [{ type: ['Evidence'], narrative: 'x' }] }), 'valid'),
  signed('DM-14: evidence without type', badge({ evidence: [{ id: 'https://example.com/e', narrative: 'x' }] }), broken),
  signed('DM-14: evidence by a script', badge({ evidence: [{ id: 'javascript:alert(1)', type: ['Evidence'] }] }), broken),
  signed('DM-29: one evidence, not in a list', badge({ evidence: { id: 'https://example.com/e', type: 'Evidence' } }), 'valid'),
  // DM-15 to DM-17
  signed('DM-15: a value', described([result({ resultDescription: 'urn:uuid:r', value: '87' })]), 'valid'),
  signed('DM-15: a value without description', subject({ result: [result({ value: '87' })] }), 'valid'),
  signed('DM-15: a description that is not there', described([result({ resultDescription: 'urn:uuid:other', value: '87' })]), broken),
  signed('DM-15: the value as a number', described([result({ resultDescription: 'urn:uuid:r', value: 87 })]), broken),
  signed('DM-15: no type', described([{ resultDescription: 'urn:uuid:r', value: '87' }]), broken),
  signed(
    'DM-15: a status',
    described([result({ resultDescription: 'urn:uuid:r', status: 'Completed' })], { resultType: 'Status' }),
    'valid',
  ),
  signed(
    'DM-15: a Status without status',
    described([result({ resultDescription: 'urn:uuid:r', value: '1' })], { resultType: 'Status' }),
    broken,
  ),
  signed(
    'DM-15: another status',
    described([result({ resultDescription: 'urn:uuid:r', status: 'Passed' })], { resultType: 'Status' }),
    broken,
  ),
  signed('DM-15: a level', described([result({ resultDescription: 'urn:uuid:r', achievedLevel: 'urn:uuid:l2' })], rubric), 'valid'),
  signed(
    'DM-15: a level that is not there',
    described([result({ resultDescription: 'urn:uuid:r', achievedLevel: 'urn:uuid:l3' })], rubric),
    broken,
  ),
  signed('DM-16: allowed values', described([result({ value: 'A' })], { allowedValue: ['D', 'C', 'B', 'A'] }), 'valid'),
  signed('DM-16: no resultType', described([result({ value: 'A' })], { resultType: null }), broken),
  signed('DM-16: valueMax as a number', described([result({ value: 'A' })], { valueMax: 100 }), broken),
  ofDocument(
    'DM-16: the order of allowed values turned after signing',
    async () => {
      const good = await seal(described([result({ value: 'A' })], { allowedValue: ['D', 'C'] }), issuer)
      return JSON.parse(JSON.stringify(good).replace('["D","C"]', '["C","D"]')) as JsonObject
    },
    'invalid proof.altered',
  ),
  // DM-18, DM-19, DM-22 to DM-24
  signed(
    'DM-18: a salted hash',
    subject({ identifier: [identity({ hashed: true, salt: 'Kosher', identityHash: `sha256$${'a'.repeat(64)}` })] }),
    'valid',
  ),
  signed('DM-19: md5', subject({ identifier: [identity({ hashed: true, identityHash: `md5$${'a'.repeat(32)}` })] }), 'valid'),
  signed('DM-19: sha1', subject({ identifier: [identity({ hashed: true, identityHash: `sha1$${'a'.repeat(40)}` })] }), broken),
  signed('DM-18: another member', subject({ identifier: [identity({ note: 'x' })] }), 'invalid'),
  signed('DM-18: hashed as a text', subject({ identifier: [identity({ hashed: 'true' })] }), broken),
  signed('DM-18: type as a list', subject({ identifier: [identity({ type: ['IdentityObject'] })] }), broken),
  signed(
    'DM-21: a whole profile',
    profile({
      name: 'n',
      url: 'https://example.com',
      phone: '1',
      description: 'd',
      image,
      email: 'a@example.com',
      official: 'o',
      parentOrg: { id: 'did:example:1', type: ['Profile'] },
      familyName: 'f',
      givenName: 'g',
      dateOfBirth: '1990-04-01',
      otherIdentifier: [{ type: 'IdentifierEntry', identifier: '1', identifierType: 'ext:corporateNumber' }],
      address: {
        type: ['Address'],
        addressCountry: 'Japan',
        addressCountryCode: 'JP',
        addressRegion: 'r',
        addressLocality: 'l',
        streetAddress: 's',
        postOfficeBoxNumber: '1',
        postalCode: '100',
        geo: { type: 'GeoCoordinates', latitude: 35.6, longitude: 139 },
      },
    }),
    'valid',
  ),
  signed('DM-21: no type', badge({ issuer: { id: issuer.did, name: 'n' } }), broken),
  signed('DM-21: 30 February as day of birth', profile({ dateOfBirth: '1990-02-30' }), broken),
  signed(
    'DM-22: identifierType of a free word',
    profile({ otherIdentifier: [{ type: 'IdentifierEntry', identifier: '1', identifierType: 'corporateNumber' }] }),
    broken,
  ),
  signed(
    'DM-22: a further member',
    profile({ otherIdentifier: [{ type: 'IdentifierEntry', identifier: '1', identifierType: 'systemId', name: 'x' }] }),
    broken,
  ),
  signed('DM-23: an image as URL', badge({ image: 'https://example.com/i.png' }), broken),
  signed('DM-23: an image as data URI', badge({ image: { id: 'data:image/png;base64,iVBORw0KGgo=', type: 'Image' } }), 'valid'),
  signed('DM-23: an SVG as data URI', badge({ image: { id: 'data:image/svg+xml;base64,PHN2Zz4=', type: 'Image' } }), broken),
  signed('DM-23: HTML as data URI', badge({ image: { id: 'data:text/html;base64,PHN2Zz4=', type: 'Image' } }), broken),
  signed('DM-23: a further member', badge({ image: { ...image, width: 10 } }), broken),
  signed(
    'DM-24: related',
    achievement({ related: [{ id: 'https://example.com/a', type: ['Related'], inLanguage: 'ja', version: '1' }] }),
    'valid',
  ),
  signed('DM-24: related without type', achievement({ related: [{ id: 'https://example.com/a' }] }), broken),
  signed(
    'DM-24: latitude as text',
    profile({ address: { type: ['Address'], geo: { type: 'GeoCoordinates', latitude: '35', longitude: 139 } } }),
    broken,
  ),
  // DM-26 to DM-30
  signed(
    'DM-26: the published schema',
    badge({
      '@context': [V2, OB, EXT],
      credentialSchema: [
        {
          id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
          type: '1EdTechJsonSchemaValidator2019',
        },
      ],
    }),
    'valid',
  ),
  signed(
    'DM-26: not in a list',
    badge({
      '@context': [V2, OB, EXT],
      credentialSchema: {
        id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
        type: '1EdTechJsonSchemaValidator2019',
      },
    }),
    'valid',
  ),
  signed(
    'DM-26: the published schema and another',
    badge({
      '@context': [V2, OB, EXT],
      credentialSchema: [
        {
          id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
          type: '1EdTechJsonSchemaValidator2019',
        },
        { id: 'https://example.com/schema.json', type: '1EdTechJsonSchemaValidator2019' },
      ],
    }),
    'unverifiable conformance.schema_not_applied',
  ),
  signed(
    'DM-26: another schema alone',
    badge({
      '@context': [V2, OB, EXT],
      credentialSchema: [{ id: 'https://example.com/schema.json', type: '1EdTechJsonSchemaValidator2019' }],
    }),
    broken,
  ),
  signed(
    'T1: an extension type without its context',
    badge({
      credentialSchema: [
        {
          id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
          type: '1EdTechJsonSchemaValidator2019',
        },
      ],
    }),
    broken,
  ),
  signed('DM-27: terms of use of a type that nothing defines', badge({ termsOfUse: [{ type: 'Policy' }] }), 'invalid'),
  signed(
    'DM-27: terms of use of an absolute type',
    badge({ termsOfUse: [{ id: 'https://example.com/t', type: 'https://example.com/#Policy' }] }),
    'valid',
  ),
  signed('DM-28: null', badge({ description: null }), broken),
  signed('DM-28: an empty list', badge({ evidence: [] }), broken),
  signed('DM-28: an empty text', badge({ description: '' }), 'valid'),
  signed('DM-30: an unknown member at the top', badge({ participantNumber: '1' }), broken),
  signed('DM-30: an unknown member in the subject', subject({ score: 5 }), broken),
  signed('DM-30: an unknown member in the achievement', achievement({ level: '5' }), broken),
  signed('DM-29: one type as a text everywhere but at the top', subject({ type: 'AchievementSubject' }), 'valid'),
  signed(
    'relatedResource with a digest',
    badge({ relatedResource: [{ id: 'https://example.com/r', digestSRI: `sha384-${Buffer.alloc(48).toString('base64')}` }] }),
    'valid',
  ),
  signed(
    'relatedResource with a wrong digest of a held context',
    badge({ relatedResource: [{ id: V2, digestSRI: `sha256-${Buffer.alloc(32).toString('base64')}` }] }),
    'invalid',
  ),
  signed(
    'relatedResource with the published digest',
    badge({
      relatedResource: [
        {
          id: V2,
          digestSRI: `sha256-${Buffer.from('59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734', 'hex').toString('base64')}`,
        },
      ],
    }),
    'valid',
  ),
  signed('T3: jti in a badge that is no token', badge({ jti: 'https://badges.example.net/badges/1' }), 'invalid'),
  signed('VCDM 1.1 in the first place with 2.0 names', badge({ '@context': [V1, OB] }), 'invalid'),
]
