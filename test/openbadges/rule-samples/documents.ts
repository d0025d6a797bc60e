import type { JsonObject } from '../../../src/json.ts'
import { CLR_2_0_1, ED25519_2020, OB_3_0_1, OB_3_0_3, OB_EXTENSIONS, VCDM_1, VCDM_2 } from '../../../src/openbadges/contexts.ts'

const salt = 'c2FsdC1mb3ItdGVzdHMtb25seQ'

const proof = (): JsonObject => ({
  type: 'DataIntegrityProof',
  created: '2026-10-08T00:00:00Z',
  verificationMethod: 'did:web:badges.example#z6Mkr1',
  cryptosuite: 'eddsa-rdfc-2022',
  proofPurpose: 'assertionMethod',
  proofValue: 'z5x9aCBYovW3CQCbKdNyhEm7ffYSw1Y',
})

const council = (): JsonObject => ({
  id: 'did:web:badges.example',
  type: ['Profile'],
  name: '見本リスキリング協議会（デモ）',
  url: 'https://badges.example/issuers/council',
  otherIdentifier: [{ type: 'IdentifierEntry', identifier: '3999905000001', identifierType: 'ext:HoujinBangou' }],
})

/** A badge that uses every class of the model, in the form in which we issue. */
export const badge = (): JsonObject => ({
  '@context': [VCDM_2, OB_3_0_3],
  id: 'https://badges.example/badges/0123456789abcdefghjkmnpqrs',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'データ分析実務コース 修了（デモ）',
  description: '見本',
  image: { id: 'https://badges.example/badge.png', type: 'Image', caption: 'バッジの絵' },
  issuer: council(),
  validFrom: '2026-10-07T15:00:00Z',
  awardedDate: '2026-10-07T15:00:00Z',
  validUntil: '2028-03-31T14:59:59Z',
  credentialSubject: {
    id: 'urn:uuid:0b1c6f2e-4d0a-4b51-8a57-0f6d6c1f7a10',
    type: ['AchievementSubject'],
    identifier: [
      {
        type: 'IdentityObject',
        identityType: 'emailAddress',
        hashed: true,
        identityHash: `sha256$${'ab'.repeat(32)}`,
        salt,
      },
    ],
    activityStartDate: '2026-05-16T00:00:00+09:00',
    activityEndDate: '2026-09-26T00:00:00+09:00',
    creditsEarned: 2.5,
    licenseNumber: 'R8-DS-001',
    narrative: '最終課題を提出した。',
    role: '受講者',
    term: '令和8年度前期',
    source: {
      id: 'https://badges.example/issuers/op-01',
      type: ['Profile'],
      name: '見本技術大学（デモ）',
      address: {
        type: ['Address'],
        addressCountry: '日本',
        addressRegion: '見本県',
        geo: { type: 'GeoCoordinates', latitude: 36.34, longitude: 140.45 },
      },
      parentOrg: { id: 'https://school.example/', type: ['Profile'], name: '学校法人見本（デモ）' },
    },
    achievement: {
      id: 'https://badges.example/achievements/ds-analysis-r8',
      type: ['Achievement'],
      achievementType: 'CertificateOfCompletion',
      name: 'データ分析実務コース 修了（デモ）',
      description: '60時間の講座を修了したことを証明します（デモ）。',
      inLanguage: 'ja',
      humanCode: 'DS-ANALYSIS-R8',
      version: '1.0',
      criteria: { id: 'https://badges.example/achievements/ds-analysis-r8/criteria', narrative: '1. 出席率80%以上' },
      creator: { id: 'https://badges.example/issuers/council', type: ['Profile'], name: '見本リスキリング協議会（デモ）' },
      alignment: [
        {
          type: ['Alignment'],
          targetName: '数理統計',
          targetCode: 'DSS-P/2.2.1',
          targetFramework: '見本標準 ver.2.0',
          targetUrl: 'https://standard.example/items',
        },
      ],
      resultDescription: [
        {
          id: 'urn:uuid:6f1f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3',
          type: ['ResultDescription'],
          name: '出席率',
          resultType: 'Percent',
          valueMin: '0',
          valueMax: '100',
          requiredValue: '80',
        },
        {
          id: 'urn:uuid:5a2f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3',
          type: ['ResultDescription'],
          name: '修了の状態',
          resultType: 'Status',
          allowedValue: ['D', 'C', 'B', 'A'],
          rubricCriterionLevel: [
            { id: 'urn:uuid:1a2f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3', type: ['RubricCriterionLevel'], name: '習得', level: '3', points: '10' },
          ],
        },
      ],
      tag: ['リスキリング', 'デモ'],
      related: [{ id: 'https://badges.example/achievements/ds-analysis-r8/en', type: ['Related'], inLanguage: 'en', version: '1.0' }],
    },
    result: [
      { type: ['Result'], resultDescription: 'urn:uuid:6f1f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3', value: '100' },
      {
        type: ['Result'],
        resultDescription: 'urn:uuid:5a2f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3',
        status: 'Completed',
        achievedLevel: 'urn:uuid:1a2f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3',
      },
    ],
  },
  evidence: [{ id: 'https://badges.example/evidence/1', type: ['Evidence'], name: '最終課題', genre: '報告書', audience: '人事担当者' }],
  relatedResource: [
    { id: 'urn:uuid:9f1f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3', digestSRI: 'sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
  ],
  credentialStatus: {
    id: 'https://badges.example/status/1#42',
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '42',
    statusListCredential: 'https://badges.example/status/1',
  },
})

/** An endorsement in the form in which we issue. */
export const endorsement = (): JsonObject => ({
  '@context': [VCDM_2, OB_3_0_3],
  id: 'https://badges.example/endorsements/1',
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: '勤務先による成果の確認（デモ）',
  issuer: { id: 'did:web:employer.example', type: ['Profile'], name: '見本精機（デモ）' },
  validFrom: '2026-11-15T15:00:00Z',
  credentialSubject: {
    id: 'https://badges.example/badges/0123456789abcdefghjkmnpqrs',
    type: ['EndorsementSubject'],
    endorsementComment: '当社の記録と一致します。',
  },
})

/** The badge with its proof, and an endorsement with its own, as a verifier gets it. */
export const signedBadge = (): JsonObject => ({ ...badge(), endorsement: [{ ...endorsement(), proof: proof() }], proof: proof() })

/** The badge with what the extensions context defines. */
export const badgeWithServices = (): JsonObject => ({
  ...badge(),
  '@context': [VCDM_2, OB_3_0_3, OB_EXTENSIONS],
  credentialSchema: [
    {
      id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
      type: '1EdTechJsonSchemaValidator2019',
    },
  ],
  credentialStatus: { id: 'https://badges.example/revoked.json', type: '1EdTechRevocationList' },
  refreshService: { id: 'https://badges.example/refresh/1', type: '1EdTechCredentialRefresh' },
})

/** A status list in the form in which we issue. */
export const statusList = (): JsonObject => ({
  '@context': [VCDM_2],
  id: 'https://badges.example/status/1',
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer: 'did:web:badges.example',
  validFrom: '2026-10-07T15:00:00Z',
  validUntil: '2026-10-08T15:00:00Z',
  credentialSubject: {
    id: 'https://badges.example/status/1#list',
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA',
  },
})

/** A badge of an older kind, which is verified and never issued: VCDM 1.1, single values, suite of 2020. */
export const olderBadge = (): JsonObject => ({
  '@context': [VCDM_1, OB_3_0_1, ED25519_2020],
  id: 'urn:uuid:2f1f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3',
  type: ['VerifiableCredential', 'AchievementCredential'],
  name: 'Teamwork (demo)',
  issuer: { id: 'did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi', type: 'Profile', name: 'Example (demo)' },
  issuanceDate: '2023-01-01T00:00:00Z',
  expirationDate: '2033-01-01T00:00:00Z',
  credentialSubject: {
    id: 'did:example:learner',
    type: 'AchievementSubject',
    achievement: {
      id: 'urn:uuid:3f1f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3',
      type: 'Achievement',
      name: 'Teamwork (demo)',
      description: 'Works well with others.',
      criteria: { narrative: 'Nominated by peers.' },
      tag: 'teamwork',
    },
  },
  proof: {
    type: 'Ed25519Signature2020',
    created: '2023-01-01T00:00:00Z',
    verificationMethod: 'did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi',
    proofPurpose: 'assertionMethod',
    proofValue: 'z5x9aCBYovW3CQCbKdNyhEm7ffYSw1Y',
  },
})

/** A learner record with one badge in it. */
export const learnerRecord = (): JsonObject => ({
  '@context': [VCDM_2, CLR_2_0_1, OB_3_0_3],
  id: 'urn:uuid:4f1f0ce2-7d6b-4f8f-9a35-0f26d0a1b2c3',
  type: ['VerifiableCredential', 'ClrCredential'],
  name: 'Record (demo)',
  issuer: { id: 'did:example:school', type: ['Profile'], name: 'Example school (demo)' },
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:learner', type: ['ClrSubject'], verifiableCredential: [signedBadge()] },
})
