import { CLR_2_0_1, OB_3_0_1, OB_3_0_2, OB_3_0_3, VCDM_2 } from '../../../src/openbadges/contexts.ts'
import { badge, badgeWithServices, endorsement, learnerRecord, olderBadge, signedBadge, statusList } from './documents.ts'
import type { RuleSample } from './sample.ts'

const subject = '/credentialSubject'
const achievement = `${subject}/achievement`

const issued = (at: string, refused: RuleSample['refused'], accepted = badge): RuleSample => ({ accepted, purpose: 'issue', at, refused })
const verified = (at: string, refused: RuleSample['refused'], accepted = signedBadge): RuleSample => ({
  accepted,
  purpose: 'verify',
  at,
  refused,
})

/** For every rule: what it accepts, and one change that it refuses. */
export const samples: { [rule: string]: RuleSample[] } = {
  'DM-1': [
    verified('/@context', [OB_3_0_3, VCDM_2]),
    verified('/@context', [VCDM_2, OB_3_0_3, OB_3_0_3]),
    verified('/@context', [VCDM_2, OB_3_0_1]),
    verified('/@context', [VCDM_2, OB_3_0_3, { name: 'https://schema.org/description' }]),
    verified('/@context', OB_3_0_3),
    verified('/@context', [VCDM_2], endorsement),
    verified('/@context', [VCDM_2, OB_3_0_3], statusList),
  ],
  'D-1': [issued('/@context/1', OB_3_0_2)],
  T1: [verified('/@context', [VCDM_2, OB_3_0_3], badgeWithServices)],
  L5: [
    verified('/endorsement/0/@context', [VCDM_2, OB_3_0_2]),
    verified(`${subject}/@context`, { name: 'https://schema.org/description' }),
    verified('/proof/@context', VCDM_2),
  ],
  'DM-2': [verified('/type', ['VerifiableCredential', 'https://other.example/Badge']), verified('/type', ['OpenBadgeCredential'])],
  'DM-3': [
    verified('/id', undefined),
    verified('/id', 'badge 1'),
    verified('/issuer', undefined),
    verified('/issuer', 'javascript:alert(1)'),
    verified('/validFrom', undefined),
    verified('/issuanceDate', undefined, olderBadge),
    verified('/credentialSubject', undefined),
    verified('/credentialSubject', [{ id: 'did:example:a' }]),
  ],
  'DM-4': [verified('/name', undefined, endorsement), verified('/name', undefined, olderBadge)],
  'DM-5': [
    verified('/validFrom', '2026-10-07T15:00:00'),
    verified('/validUntil', '2028-02-30T14:59:59Z'),
    verified('/validUntil', ' 2028-03-31T14:59:59Z'),
    verified('/validUntil', '2028-03-31T14:59:59+15:00'),
    verified('/validUntil', ''),
    verified('/awardedDate', '2026-10-07'),
    verified('/expirationDate', 'Sat, 01 Jan 2033 00:00:00 GMT', olderBadge),
  ],
  'DM-6': [issued('/awardedDate', '2026-10-08T15:00:00Z')],
  L10: [verified('/validUntil', '2026-10-07T14:59:59Z'), verified('/validUntil', '2026-10-07T14:59:59Z', statusList)],
  'D-7': [issued('/issuer', 'did:web:badges.example')],
  'D-2': [issued('/proof', { type: 'DataIntegrityProof' })],
  'JW-3': [issued('/validFrom', '2026-10-07T15:00:00.5Z')],
  'DM-7': [
    verified(`${subject}/achievement`, undefined),
    verified(`${subject}/type`, ['https://other.example/Subject']),
    verified(`${subject}/id`, undefined, olderBadge),
  ],
  'DM-8': [
    verified(`${subject}/creditsEarned`, '2.5'),
    verified(`${subject}/activityStartDate`, '2026-05-16'),
    verified(`${subject}/narrative`, { '@value': '最終課題', '@language': 'ja' }),
    verified(`${subject}/role`, ['受講者']),
    verified(`${subject}/source`, 'https://badges.example/issuers/op-01'),
  ],
  'DM-9': [
    verified(`${achievement}/id`, undefined),
    verified(`${achievement}/name`, undefined),
    verified(`${achievement}/name`, { ja: '修了' }),
    verified(`${achievement}/description`, undefined),
    verified(`${achievement}/criteria`, undefined),
    verified(`${achievement}/criteria`, 'https://badges.example/criteria'),
    verified(`${achievement}/type`, undefined),
    verified(`${achievement}/inLanguage`, 'japanese!'),
  ],
  'DM-10': [
    {
      accepted: () => ({ ...badge(), credentialSubject: { ...(badge()['credentialSubject'] as object), achievement: bareCriteria() } }),
      purpose: 'issue',
      at: `${achievement}/criteria/narrative`,
      refused: undefined,
    },
    verified(`${achievement}/criteria/narrative`, 5),
  ],
  'DM-11': [
    verified(`${achievement}/achievementType`, 'OnTheJobAchievement'),
    verified(`${achievement}/achievementType`, 'ext:'),
    verified(`${achievement}/resultDescription/0/resultType`, 'Score'),
    verified(`${achievement}/alignment/0/targetType`, 'Skill'),
    verified(`${subject}/identifier/0/identityType`, 'email'),
    verified('/issuer/otherIdentifier/0/identifierType', 'HoujinBangou'),
  ],
  'DM-12': [issued(`${achievement}/achievementType`, 'DoctoralDegree')],
  'DM-13': [
    verified(`${achievement}/alignment/0/targetName`, undefined),
    verified(`${achievement}/alignment/0/targetUrl`, undefined),
    verified(`${achievement}/alignment/0/targetUrl`, 'javascript:alert(1)'),
    verified(`${achievement}/alignment/0/type`, undefined),
  ],
  'DM-14': [verified('/evidence/0/type', undefined), verified('/evidence/0/id', 'data:text/html;base64,PGI+')],
  'DM-15': [
    verified(`${subject}/result/0/resultDescription`, 'urn:uuid:00000000-0000-4000-8000-000000000000'),
    verified(`${subject}/result/0/value`, 100),
    verified(`${subject}/result/1/status`, undefined),
    verified(`${subject}/result/1/status`, 'Passed'),
    verified(`${subject}/result/1/achievedLevel`, 'urn:uuid:00000000-0000-4000-8000-000000000000'),
    verified(`${subject}/result/0/type`, ['https://other.example/Result']),
  ],
  'DM-16': [
    verified(`${achievement}/resultDescription/0/name`, undefined),
    verified(`${achievement}/resultDescription/0/resultType`, undefined),
    verified(`${achievement}/resultDescription/0/valueMax`, 100),
    verified(`${achievement}/resultDescription/0/type`, undefined),
  ],
  'DM-17': [
    verified(`${achievement}/resultDescription/1/rubricCriterionLevel/0/name`, undefined),
    verified(`${achievement}/resultDescription/1/rubricCriterionLevel/0/points`, 10),
  ],
  'DM-18': [
    verified(`${subject}/identifier/0/hashed`, undefined),
    verified(`${subject}/identifier/0/hashed`, 'true'),
    verified(`${subject}/identifier/0/type`, ['IdentityObject']),
    verified(`${subject}/identifier/0/identityHash`, undefined),
  ],
  'DM-19': [
    verified(`${subject}/identifier/0/identityHash`, 'sha256$abc'),
    verified(`${subject}/identifier/0/identityHash`, 'ab'.repeat(32)),
  ],
  'DM-20': [issued(`${subject}/identifier/0/salt`, 'Kosher'), issued(`${subject}/identifier/0/salt`, undefined)],
  'DM-21': [
    verified('/issuer/type', undefined),
    verified('/issuer/id', undefined),
    verified(`${subject}/source/parentOrg/type`, ['https://other.example/Body']),
    verified('/issuer/dateOfBirth', '1990-04-31'),
    verified('/issuer/url', '//badges.example'),
  ],
  'DM-22': [
    verified('/issuer/otherIdentifier/0/identifier', undefined),
    verified('/issuer/otherIdentifier/0/identifierType', undefined),
    verified('/issuer/otherIdentifier/0/type', ['IdentifierEntry']),
    verified('/issuer/otherIdentifier/0/identifier', 3999905000001),
  ],
  'DM-23': [
    verified('/image/id', undefined),
    verified('/image/type', undefined),
    verified('/image/id', 'http://badges.example/badge.png'),
    verified('/image/id', 'data:image/svg+xml;base64,PHN2Zz4='),
  ],
  'DM-24': [
    verified(`${achievement}/related/0/id`, undefined),
    verified(`${subject}/source/address/type`, undefined),
    verified(`${subject}/source/address/geo/latitude`, '36.34'),
    verified(`${subject}/source/address/geo/longitude`, undefined),
  ],
  'DM-25': [
    verified(`${subject}/id`, undefined, endorsement),
    verified(`${subject}/type`, undefined, endorsement),
    verified('/id', undefined, endorsement),
    verified('/validFrom', undefined, endorsement),
    verified('/endorsement/0/issuer', undefined),
    verified('/credentialSubject', 'did:example:a', endorsement),
    {
      accepted: () => ({ ...badge(), endorsement: signedBadge()['endorsement'] ?? [] }),
      purpose: 'issue',
      at: '/endorsement/0/proof',
      refused: undefined,
    },
  ],
  'DM-26': [
    verified('/credentialSchema/0/id', 'https://other.example/schema.json', badgeWithServices),
    verified('/credentialSchema/0/type', 'JsonSchema', badgeWithServices),
    verified('/credentialSchema/0/id', undefined, badgeWithServices),
  ],
  'D-11': [
    {
      accepted: badgeWithServices,
      purpose: 'issue',
      at: '/credentialSchema',
      refused: [
        {
          id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
          type: '1EdTechJsonSchemaValidator2019',
        },
        { id: 'https://other.example/schema.json', type: '1EdTechJsonSchemaValidator2019' },
      ],
    },
  ],
  'DM-27': [
    verified('/credentialStatus', [badge()['credentialStatus'] ?? {}]),
    verified('/credentialStatus/type', 'FooStatus', badgeWithServices),
    verified('/refreshService/type', undefined, badgeWithServices),
    verified('/termsOfUse', { type: 'SomePolicy' }),
  ],
  'DM-28': [
    verified('/description', null),
    verified('/evidence', []),
    verified(`${achievement}/tag`, ['リスキリング', null]),
    verified('/credentialStatus', null),
  ],
  'DM-29': [issued(`${achievement}/tag`, 'リスキリング'), issued('/evidence', { type: ['Evidence'], name: '最終課題' })],
  'DM-30': [
    verified('/participantNumber', 'P-0001'),
    verified(`${subject}/validUntil`, '2099-01-01T00:00:00Z'),
    verified('/image/height', 90),
    verified('/proof/note', 'x'),
    verified('/relatedResource/0/digestSRI', undefined),
    issued(`${subject}/name`, '見本 太郎'),
  ],
  L3: [
    verified('/evidence/0/id', 'https://badges.example/badges/0123456789abcdefghjkmnpqrs'),
    verified('/https:~1~1www.w3.org~12018~1credentials#validUntil', '2099-01-01T00:00:00Z'),
    verified(`${achievement}/tag`, ['デモ', 'デモ']),
    verified('/evidence', [
      { id: 'https://badges.example/evidence/1', type: ['Evidence'], name: '最終課題' },
      { id: 'https://badges.example/evidence/1', type: ['Evidence'], genre: '報告書' },
    ]),
  ],
  L4: [
    verified('/@index', 'added'),
    verified(`${subject}/@nest`, { role: 'x' }),
    verified(`${achievement}/__proto__`, { name: 'x' }),
    verified('/issuer/constructor', 'x'),
  ],
  'BK-1': [verified('/verifiableCredential', [{}])],
  'ST-2': [
    verified('/credentialStatus/statusListIndex', '042'),
    verified('/credentialStatus/statusListIndex', '+42'),
    verified('/credentialStatus/statusListIndex', 42),
    verified('/credentialStatus/statusPurpose', undefined),
    verified('/credentialStatus/statusListCredential', 'status/1'),
    verified('/credentialStatus/id', 'https://badges.example/status/1'),
    issued('/credentialStatus/statusPurpose', 'message'),
    verified('/credentialSubject/encodedList', 'H4sIAAAA', statusList),
    verified('/credentialSubject/statusPurpose', undefined, statusList),
    verified('/credentialSubject/type', 'StatusList2021', statusList),
    verified('/issuer', undefined, statusList),
    verified('/credentialStatus', badge()['credentialStatus'] ?? {}, statusList),
    issued('/issuer', { id: 'did:web:badges.example', type: ['Profile'] }, statusList),
    issued('/id', undefined, statusList),
  ],
  'DI-2': [
    verified('/proof/proofPurpose', 'authentication'),
    verified('/proof/verificationMethod', undefined),
    verified('/proof/proofValue', 'x5x9a'),
    verified('/proof/proofValue', undefined),
    verified('/proof/cryptosuite', undefined),
    verified('/proof/created', '2026-10-08'),
    verified('/proof/created', undefined, olderBadge),
    verified('/endorsement/0/proof/type', undefined),
  ],
  CLR: [
    verified(`${subject}/verifiableCredential`, undefined, learnerRecord),
    verified('/issuer', undefined, learnerRecord),
    verified(`${subject}/type`, [5], learnerRecord),
  ],
}

function bareCriteria() {
  const { criteria: _, ...rest } = (badge()['credentialSubject'] as { achievement: { [member: string]: never } }).achievement
  return { ...rest, criteria: { narrative: '1. 出席率80%以上' } }
}

/** Contexts that only the test of learner records holds. */
export const recordContexts: readonly string[] = [CLR_2_0_1]
