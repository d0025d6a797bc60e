import { describe, expect, test } from 'vitest'
import { asList, type Json, type JsonObject } from '../../src/json.ts'
import { achievementObject } from '../../src/openbadges/achievement.ts'
import { checkCredential } from '../../src/openbadges/check.ts'
import { buildCourseCredential, buildWorkplaceCredential } from '../../src/openbadges/credential.ts'
import { plainName } from '../../src/openbadges/identity.ts'
import { issuerProfile, sourceProfile } from '../../src/openbadges/profile.ts'
import { reissueDocument } from '../../src/openbadges/reissue.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { baseUrl, council, courseAchievement, courseInput, employer, overtime, workplaceAchievement, workplaceInput } from './builders.ts'

const heldContexts = loadContexts().urls
const subjectOf = (document: JsonObject): JsonObject => document['credentialSubject'] as JsonObject
const values = (results: Json | undefined): Json[] => asList(results).map((result) => (result as JsonObject)['value'] ?? null)

describe('a course badge', () => {
  test('says who awarded what to whom, from the first instant of the day of the award in Japan', () => {
    const badge = buildCourseCredential(courseInput({ validUntilOn: '2028-03-31' }))
    expect(badge).toMatchObject({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      id: 'https://badges.example/badges/0123456789abcdefghjkmnpqrs',
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      name: '基礎コース 修了（デモ）',
      issuer: { id: 'did:web:badges.example', type: ['Profile'] },
      validFrom: '2026-10-07T15:00:00Z',
      awardedDate: '2026-10-07T15:00:00Z',
      validUntil: '2028-03-31T14:59:59Z',
    })
    expect(subjectOf(badge)).toMatchObject({
      id: 'urn:uuid:0b1c6f2e-4d0a-4b51-8a57-0f6d6c1f7a10',
      activityStartDate: '2026-05-12T00:00:00+09:00',
      activityEndDate: '2026-07-28T00:00:00+09:00',
      licenseNumber: 'R8-DL-BASIC-001',
      source: { id: 'https://badges.example/issuers/op-01' },
    })
  })

  test('has one status entry: an object, purpose revocation, its index a text (D-6)', () => {
    expect(buildCourseCredential(courseInput())['credentialStatus']).toEqual({
      id: 'https://badges.example/status/1#1000',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '1000',
      statusListCredential: 'https://badges.example/status/1',
    })
  })

  test('gives attendance, score, grade and status under the description of each (DM-15)', () => {
    expect(subjectOf(buildCourseCredential(courseInput()))['result']).toEqual([
      { type: ['Result'], resultDescription: courseAchievement.resultDescription[0]?.id, value: '92.5' },
      { type: ['Result'], resultDescription: courseAchievement.resultDescription[1]?.id, value: '87' },
      { type: ['Result'], resultDescription: courseAchievement.resultDescription[2]?.id, value: 'B' },
      { type: ['Result'], resultDescription: courseAchievement.resultDescription[3]?.id, status: 'Completed' },
    ])
  })

  test('leaves out what is not known, and says no null and no empty list (DM-28)', () => {
    const { score: _, grade: __, certificateNo: ___, ...completion } = courseInput().completion
    const definition = { ...courseAchievement, resultDescription: courseAchievement.resultDescription.slice(1, 3), alignment: [], tag: [] }
    const achievement = achievementObject(definition, { creator: sourceProfile(council, baseUrl), baseUrl })
    const badge = buildCourseCredential(courseInput({ completion, definition, achievement }))
    expect(Object.keys(subjectOf(badge))).not.toContain('result')
    expect(Object.keys(achievement)).not.toContain('tag')
    expect(JSON.stringify(badge)).not.toMatch(/null|\[\]/)
  })

  test('names the person only where it is asked to', () => {
    expect(Object.keys(subjectOf(buildCourseCredential(courseInput())))).not.toContain('identifier')
    const named = buildCourseCredential(courseInput({ identity: [plainName('渡邊 千尋')] }))
    expect(subjectOf(named)['identifier']).toEqual([
      { type: 'IdentityObject', identityType: 'name', hashed: false, identityHash: '渡邊 千尋' },
    ])
  })

  test('is accepted by every rule and then cannot be changed', () => {
    const answer = checkCredential(buildCourseCredential(courseInput()), heldContexts)
    if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
    expect(answer.credential.profile).toBe('open-badge-3')
    expect(() => Object.assign(subjectOf(answer.credential.document), { id: 'did:example:other' })).toThrow(TypeError)
  })

  test('refuses a day that does not exist', () => {
    expect(() => buildCourseCredential(courseInput({ awardedOn: '2026-02-30' }))).toThrow(RangeError)
  })

  test('signed again under the same id starts later and keeps the day of the award (DM-6)', () => {
    const again = reissueDocument(buildCourseCredential(courseInput()), { at: new Date('2026-12-01T01:02:03.456Z') })
    expect(again).toMatchObject({ validFrom: '2026-12-01T01:02:03Z', awardedDate: '2026-10-07T15:00:00Z' })
    expect(checkCredential(again, heldContexts).ok).toBe(true)
  })
})

describe('a workplace badge', () => {
  test.each([
    ['full', ['月平均時間外労働時間：18.0 時間/人', '月平均時間外労働時間：11.5 時間/人', '月平均時間外労働時間：-36.1 %（相対値）'], true],
    ['relative_only', ['月平均時間外労働時間：-36.1 %（相対値）'], true],
    ['text_only', [], true],
    ['none', [], false],
  ] as const)('shows of its result what the policy %s allows', (publishPolicy, shown, narrative) => {
    const badge = buildWorkplaceCredential(workplaceInput({ publishPolicy }))
    expect(values(subjectOf(badge)['result'])).toEqual(shown)
    expect('narrative' in subjectOf(badge)).toBe(narrative)
    expect(asList((subjectOf(badge)['achievement'] as JsonObject)['resultDescription'])).toHaveLength(3)
    expect(checkCredential(badge, heldContexts)).toMatchObject({ ok: true })
  })

  test('never turns 未満 into an exact rate', () => {
    const measures = [{ ...overtime, after: { value: 10, operator: 'lt' as const, period: '2026-07/2026-09' } }]
    const said = values(subjectOf(buildWorkplaceCredential(workplaceInput({ measures })))['result'])
    expect(said[1]).toBe('月平均時間外労働時間：10 時間/人未満')
    expect(said.join()).not.toContain('%')
  })

  test('gives a change of role where the definition describes one', () => {
    const definition = {
      ...workplaceAchievement,
      resultDescription: [
        ...workplaceAchievement.resultDescription.slice(0, 2),
        { id: 'urn:uuid:5cd0ab57-e927-5060-8e47-a963c0aeb47c', name: '役割', resultType: 'Result' },
      ],
    }
    const achievement = achievementObject(definition, { creator: sourceProfile(council, baseUrl), baseUrl })
    const badge = buildWorkplaceCredential(workplaceInput({ definition, achievement, roleChange: '主任に昇進（2026-10-01）' }))
    expect(values(subjectOf(badge)['result'])[2]).toBe('主任に昇進（2026-10-01）')
  })

  test('names employer, role and dates, and the course badge as evidence, not as related', () => {
    const badge = buildWorkplaceCredential(workplaceInput())
    expect(subjectOf(badge)).toMatchObject({
      role: '配車担当',
      activityStartDate: '2026-01-01T00:00:00+09:00',
      source: {
        id: 'https://badges.example/employers/emp-01',
        otherIdentifier: [{ type: 'IdentifierEntry', identifier: '6999901000101', identifierType: 'ext:HoujinBangou' }],
      },
    })
    expect(asList(badge['evidence']).map((item) => (item as JsonObject)['id'])).toEqual([
      'https://badges.example/badges/aaaaaaaaaaaaaaaaaaaaaaaaaa',
      'https://badges.example/evidence/1',
    ])
    expect(JSON.stringify(subjectOf(badge)['achievement'])).not.toContain('/badges/aaaa')
  })

  test('holds of confidential evidence the digest alone', () => {
    expect(buildWorkplaceCredential(workplaceInput())['relatedResource']).toEqual([
      { id: 'urn:uuid:1b1c6f2e-4d0a-4b51-8a57-0f6d6c1f7a10', digestSRI: 'sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
    ])
  })
})

describe('a profile', () => {
  test('of the issuer is an object under its DID, without personal data', () => {
    expect(issuerProfile({ did: 'did:web:badges.example', organisation: council, url: 'https://badges.example/issuers/council' })).toEqual({
      id: 'did:web:badges.example',
      type: ['Profile'],
      name: '見本リスキリング協議会（デモ）',
      url: 'https://badges.example/issuers/council',
      otherIdentifier: [{ type: 'IdentifierEntry', identifier: '3999905000001', identifierType: 'ext:HoujinBangou' }],
    })
  })

  test('of an organisation without number and page has neither', () => {
    const { corporateNumber: _, ...bare } = employer
    expect(sourceProfile(bare, baseUrl)).toEqual({
      id: 'https://badges.example/employers/emp-01',
      type: ['Profile'],
      name: '見本陸送（デモ）',
    })
  })
})

test('an achievement has its criteria page, picture, framework version and language editions', () => {
  expect(courseInput().achievement).toMatchObject({
    id: 'https://badges.example/achievements/dl-basic-r8',
    criteria: { id: 'https://badges.example/achievements/dl-basic-r8/criteria', narrative: '1. 出席率80%以上\n2. 確認テスト70点以上' },
    image: { id: 'https://badges.example/achievements/dl-basic-r8/image.png', type: 'Image', caption: '基礎コース 修了（デモ）' },
    alignment: [{ targetFramework: '見本標準 ver.2.0' }],
    related: [{ id: 'https://badges.example/achievements/dl-basic-r8/en', type: ['Related'], inLanguage: 'en', version: '1.0' }],
  })
})
