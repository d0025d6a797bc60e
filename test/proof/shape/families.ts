import type { Json, JsonObject } from '../../../src/json.ts'
import { dateTimeFrom, iriFrom, type Random, textFrom } from './random.ts'

const vcdm2 = 'https://www.w3.org/ns/credentials/v2'
const vcdm1 = 'https://www.w3.org/2018/credentials/v1'
const ob = 'https://purl.imsglobal.org/spec/ob/v3p0'
const badgeContexts = [vcdm2, `${ob}/context-3.0.3.json`]

/** Members that are there or not; `undefined` ones are left out. */
const some = (members: { [member: string]: Json | undefined }): JsonObject =>
  Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined))

const perhaps = <T>(random: Random, make: (random: Random) => T, probability = 0.5): T | undefined =>
  random.chance(probability) ? make(random) : undefined

const image = (random: Random): JsonObject => some({ id: iriFrom(random), type: 'Image', caption: perhaps(random, textFrom) })

const address = (random: Random): JsonObject => ({
  type: ['Address'],
  addressCountry: '日本',
  addressLocality: textFrom(random),
  geo: { type: 'GeoCoordinates', latitude: random.below(90) + 0.25, longitude: random.below(180) },
})

const identifierEntry = (random: Random): JsonObject => ({
  type: 'IdentifierEntry',
  identifier: textFrom(random),
  identifierType: random.pick(['ext:HoujinBangou', 'nationalIdentityNumber', 'identifier']),
})

const profile = (random: Random, id = iriFrom(random)): JsonObject =>
  some({
    id,
    type: ['Profile'],
    name: textFrom(random),
    url: perhaps(random, iriFrom),
    description: perhaps(random, textFrom),
    email: perhaps(random, () => `info${random.below(9)}@council.example`, 0.2),
    image: perhaps(random, image, 0.2),
    address: perhaps(random, address, 0.1),
    otherIdentifier: perhaps(random, () => random.some(1, 2, () => identifierEntry(random)), 0.2),
  })

const alignment = (random: Random): JsonObject =>
  some({
    type: ['Alignment'],
    targetName: textFrom(random),
    targetUrl: random.chance(0.5) ? 'https://standards.example/dss' : iriFrom(random),
    targetCode: perhaps(random, textFrom),
    targetFramework: perhaps(random, textFrom),
    targetType: perhaps(random, () => 'ext:Skill', 0.2),
  })

const resultDescription = (random: Random): JsonObject =>
  some({
    id: iriFrom(random),
    type: ['ResultDescription'],
    name: textFrom(random),
    resultType: random.pick(['RawScore', 'Percent', 'LetterGrade', 'Status']),
    allowedValue: perhaps(random, () => random.some(1, 4, () => textFrom(random)), 0.3),
    valueMin: perhaps(random, () => '0'),
    valueMax: perhaps(random, () => '100'),
    requiredValue: perhaps(random, textFrom),
    rubricCriterionLevel: perhaps(
      random,
      () =>
        random.some(1, 2, () =>
          some({
            id: iriFrom(random),
            type: ['RubricCriterionLevel'],
            name: textFrom(random),
            level: textFrom(random),
            points: perhaps(random, textFrom),
          }),
        ),
      0.15,
    ),
  })

const result = (random: Random, description?: JsonObject): JsonObject =>
  some({
    type: ['Result'],
    resultDescription: description?.['id'],
    value: perhaps(random, textFrom, 0.8),
    status: perhaps(random, () => random.pick(['Completed', 'Failed', 'Withdrew']), 0.4),
  })

const criteria = (random: Random): JsonObject => some({ id: perhaps(random, iriFrom, 0.4), narrative: textFrom(random) })

const achievement = (random: Random, more: { [member: string]: Json | undefined } = {}): JsonObject =>
  some({
    id: iriFrom(random),
    type: ['Achievement'],
    achievementType: random.pick(['Course', 'CertificateOfCompletion', 'ext:OnTheJobAchievement']),
    name: textFrom(random),
    description: textFrom(random),
    inLanguage: perhaps(random, () => 'ja'),
    humanCode: perhaps(random, textFrom),
    version: perhaps(random, () => `1.${random.below(9)}`),
    criteria: criteria(random),
    tag: perhaps(random, () => random.some(1, 3, () => textFrom(random))),
    ...more,
  })

const evidence = (random: Random): JsonObject =>
  some({
    id: perhaps(random, iriFrom),
    type: ['Evidence'],
    name: perhaps(random, textFrom),
    narrative: textFrom(random),
    genre: perhaps(random, textFrom),
  })

const identity = (random: Random): JsonObject => ({
  type: 'IdentityObject',
  identityType: 'emailAddress',
  hashed: true,
  identityHash: `sha256$${String(random.below(10 ** 9)).padStart(64, 'a')}`,
  salt: textFrom(random),
})

const statusEntry = (random: Random): JsonObject =>
  some({
    id: perhaps(random, iriFrom),
    type: 'BitstringStatusListEntry',
    statusPurpose: random.pick(['revocation', 'suspension']),
    statusListIndex: String(random.below(131_072)),
    statusListCredential: iriFrom(random),
  })

const badge = (
  random: Random,
  subject: { [member: string]: Json | undefined },
  more: { [member: string]: Json | undefined } = {},
): JsonObject =>
  some({
    '@context': badgeContexts,
    id: iriFrom(random),
    type: ['VerifiableCredential', random.pick(['OpenBadgeCredential', 'AchievementCredential'])],
    name: textFrom(random),
    issuer: profile(random),
    validFrom: dateTimeFrom(random),
    awardedDate: perhaps(random, dateTimeFrom),
    validUntil: perhaps(random, dateTimeFrom),
    credentialSubject: some({ id: perhaps(random, iriFrom, 0.8), type: ['AchievementSubject'], ...subject }),
    ...more,
    credentialStatus: perhaps(random, statusEntry, 0.7),
  })

const withResults = (random: Random): JsonObject => {
  const descriptions = random.some(1, 3, () => resultDescription(random))
  return {
    achievement: achievement(random, { resultDescription: descriptions }),
    result: descriptions.map((description) => result(random, description)),
  }
}

const endorsement = (random: Random, subjectId = iriFrom(random)): JsonObject =>
  some({
    '@context': badgeContexts,
    id: iriFrom(random),
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: textFrom(random),
    description: perhaps(random, textFrom),
    issuer: profile(random),
    validFrom: dateTimeFrom(random),
    credentialSubject: some({ id: subjectId, type: ['EndorsementSubject'], endorsementComment: perhaps(random, textFrom, 0.8) }),
  })

const statusList = (random: Random, purpose: string): JsonObject =>
  some({
    '@context': [vcdm2],
    id: iriFrom(random),
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: iriFrom(random),
    validFrom: dateTimeFrom(random),
    validUntil: perhaps(random, dateTimeFrom),
    credentialSubject: {
      id: iriFrom(random),
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      encodedList: `uH4sI${random.below(10 ** 9)}AAA`,
    },
  })

const plain = (random: Random, more: { [member: string]: Json | undefined }): JsonObject =>
  some({
    '@context': [vcdm2],
    id: perhaps(random, iriFrom),
    type: ['VerifiableCredential'],
    issuer: random.chance(0.5) ? iriFrom(random) : { id: iriFrom(random), name: textFrom(random) },
    validFrom: perhaps(random, dateTimeFrom),
    credentialSubject: { id: iriFrom(random) },
    ...more,
  })

const legacyBadge = (random: Random, openBadges: string): JsonObject =>
  some({
    '@context': [vcdm1, `${ob}/${openBadges}`],
    id: iriFrom(random),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: textFrom(random),
    issuer: some({ id: iriFrom(random), type: ['Profile'], name: textFrom(random) }),
    issuanceDate: dateTimeFrom(random),
    expirationDate: perhaps(random, dateTimeFrom),
    credentialSubject: some({
      id: iriFrom(random),
      type: ['AchievementSubject'],
      achievement: {
        id: iriFrom(random),
        type: ['Achievement'],
        name: textFrom(random),
        description: textFrom(random),
        criteria: { narrative: textFrom(random) },
      },
    }),
  })

const proofOptions = (random: Random, more: { [member: string]: Json | undefined }): JsonObject =>
  some({
    '@context': random.chance(0.5) ? badgeContexts : [vcdm2],
    type: 'DataIntegrityProof',
    created: dateTimeFrom(random),
    verificationMethod: iriFrom(random),
    cryptosuite: random.pick(['eddsa-rdfc-2022', 'ecdsa-rdfc-2019']),
    proofPurpose: random.pick(['assertionMethod', 'authentication']),
    ...more,
  })

const languageText = (random: Random): JsonObject =>
  some({ '@value': textFrom(random), '@language': random.pick(['ja', 'en', 'JA']), '@direction': perhaps(random, () => 'ltr', 0.4) })

/** Kinds of documents, each of which has many shapes by what it leaves out and how many of a thing it has. */
export const families: Record<string, (random: Random) => JsonObject> = {
  'course badge, smallest': (random) => badge(random, { achievement: achievement(random) }),
  'course badge with results': (random) => badge(random, withResults(random)),
  'course badge with evidence': (random) =>
    badge(random, { achievement: achievement(random) }, { evidence: random.some(1, 3, () => evidence(random)) }),
  'course badge with hashed identity': (random) => badge(random, { identifier: [identity(random)], achievement: achievement(random) }),
  'course badge with source': (random) => badge(random, { source: profile(random), achievement: achievement(random) }),
  'course badge with pictures': (random) =>
    badge(random, { image: image(random), achievement: achievement(random, { image: image(random) }) }),
  'course badge with alignments': (random) =>
    badge(random, { achievement: achievement(random, { alignment: random.some(1, 4, () => alignment(random)) }) }),
  'course badge with dates and licence': (random) =>
    badge(random, {
      activityStartDate: dateTimeFrom(random),
      activityEndDate: dateTimeFrom(random),
      licenseNumber: textFrom(random),
      creditsEarned: random.pick([1, 2.5, 0, 1e21]),
      achievement: achievement(random),
    }),
  'badge whose achievement names its issuer again': (random) => {
    const issuer = profile(random)
    return badge(
      random,
      { achievement: achievement(random, { creator: random.chance(0.7) ? issuer : profile(random, issuer['id'] as string) }) },
      { issuer },
    )
  },
  'badge named like its achievement': (random) => {
    const named = achievement(random)
    return badge(random, { achievement: named }, { name: named['name'] as string })
  },
  'badge with related achievements': (random) =>
    badge(random, {
      achievement: achievement(random, {
        related: random.some(1, 2, () =>
          some({ id: iriFrom(random), type: ['Related'], inLanguage: random.pick(['en', 'ja']), version: perhaps(random, textFrom) }),
        ),
        otherIdentifier: [identifierEntry(random)],
      }),
    }),
  'workplace badge with measures': (random) =>
    badge(random, { role: textFrom(random), narrative: textFrom(random), ...withResults(random) }),
  'workplace badge with confidential evidence': (random) =>
    badge(
      random,
      { role: textFrom(random), achievement: achievement(random) },
      {
        evidence: random.some(1, 2, () => evidence(random)),
        relatedResource: random.some(1, 2, () => ({
          id: iriFrom(random),
          mediaType: 'application/pdf',
          digestSRI: `sha256-${random.below(10 ** 9)}`,
        })),
      },
    ),
  'workplace badge with nothing public': (random) =>
    badge(random, { achievement: achievement(random) }, { evidence: [{ type: ['Evidence'], name: textFrom(random) }] }),
  'employer endorsement': (random) => endorsement(random),
  'endorsement of a known thing': (random) => endorsement(random, 'https://badges.example/shared'),
  'endorsement with status': (random) => ({ ...endorsement(random), credentialStatus: statusEntry(random) }),
  'revocation list': (random) => statusList(random, 'revocation'),
  'suspension list': (random) => statusList(random, 'suspension'),
  'Open Badges 3.0.0 on VCDM 1.1': (random) => legacyBadge(random, 'context.json'),
  'Open Badges 3.0.1 on VCDM 1.1': (random) => legacyBadge(random, 'context-3.0.1.json'),
  'Open Badges 3.0.2 on VCDM 1.1': (random) => legacyBadge(random, 'context-3.0.2.json'),
  'badge with 1EdTech types': (random) =>
    badge(
      random,
      { achievement: achievement(random) },
      {
        '@context': [...badgeContexts, `${ob}/extensions.json`],
        credentialSchema: [{ id: iriFrom(random), type: '1EdTechJsonSchemaValidator2019' }],
        refreshService: perhaps(random, () => ({ id: iriFrom(random), type: '1EdTechCredentialRefresh' })),
      },
    ),
  'badge with the compact form of lists': (random) =>
    badge(
      random,
      { type: 'AchievementSubject', achievement: { ...achievement(random), type: 'Achievement', tag: textFrom(random) } },
      { evidence: evidence(random) },
    ),
  'badge with compact endorsements': (random) =>
    badge(
      random,
      { achievement: achievement(random) },
      { endorsementJwt: random.some(1, 2, (index) => `eyJhbGciOiJSUzI1NiJ9.${index}${random.below(999)}.c2ln`) },
    ),
  'badge with an embedded endorsement': (random) =>
    badge(
      random,
      { achievement: achievement(random) },
      {
        endorsement: [
          random.chance(0.5) ? endorsement(random) : { ...endorsement(random), proof: { ...proofOptions(random, {}), proofValue: 'z58' } },
        ],
      },
    ),
  'plain credential': (random) => plain(random, { description: perhaps(random, textFrom), name: textFrom(random) }),
  'plain credential with several subjects': (random) =>
    plain(random, {
      credentialSubject: random.some(2, 3, () => ({ id: iriFrom(random), name: textFrom(random), description: textFrom(random) })),
    }),
  'plain credential with texts in languages': (random) =>
    plain(random, { name: languageText(random), description: random.some(1, 3, () => languageText(random)) }),
  'plain credential of types by address': (random) =>
    plain(random, {
      type: ['VerifiableCredential', 'https://types.example/T'],
      termsOfUse: { id: iriFrom(random), type: 'https://types.example/Terms' },
    }),
  'plain credential of VCDM 1.1 with the Data Integrity context': (random) => ({
    ...plain(random, { validFrom: undefined, issuanceDate: dateTimeFrom(random) }),
    '@context': [vcdm1, 'https://w3id.org/security/data-integrity/v2'],
  }),
  'plain credential with an inline context': (random) =>
    plain(random, {
      '@context': [vcdm2, { memo: 'https://terms.example/memo' }],
      credentialSubject: { id: iriFrom(random), memo: textFrom(random) },
    }),
  'plain credential with labels of blank nodes': (random) =>
    plain(random, { credentialSubject: { id: random.pick(['_:s', '_:c14n0', '_:b0']), name: textFrom(random) } }),
  'proof options': (random) => proofOptions(random, {}),
  'proof options of a presentation': (random) => proofOptions(random, { challenge: textFrom(random), domain: textFrom(random) }),
  'proof options of a chain': (random) =>
    proofOptions(random, { id: iriFrom(random), expires: dateTimeFrom(random), previousProof: iriFrom(random) }),
  'presentation without credentials': (random) => ({
    '@context': [vcdm2],
    type: ['VerifiablePresentation'],
    holder: iriFrom(random),
    id: iriFrom(random),
  }),
  'presentation with a credential': (random) => ({
    '@context': [vcdm2],
    type: ['VerifiablePresentation'],
    holder: iriFrom(random),
    verifiableCredential: [plain(random, { name: textFrom(random) })],
  }),
  'DID document': (random) => {
    const id = `did:web:badges.example:${random.below(999)}`
    return {
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
      id,
      verificationMethod: random.some(1, 2, (index) => ({
        id: `${id}#key-${index}`,
        type: 'Multikey',
        controller: id,
        publicKeyMultibase: `z6Mk${random.below(999)}`,
      })),
      assertionMethod: [`${id}#key-0`],
    }
  },
  'learner record': (random) => ({
    '@context': [vcdm2, 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', `${ob}/context-3.0.3.json`],
    id: iriFrom(random),
    type: ['VerifiableCredential', 'ClrCredential'],
    name: textFrom(random),
    issuer: profile(random),
    validFrom: dateTimeFrom(random),
    credentialSubject: { id: iriFrom(random), type: ['ClrSubject'], achievement: [achievement(random)] },
  }),
}
