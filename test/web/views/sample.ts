import type { JsonObject } from '../../../src/json.ts'
import type { Check, Verdict, Verification } from '../../../src/verification/verdict.ts'
import type { BadgeFacts } from '../../../src/web/views/badge-view.ts'
import type { PageContext } from '../../../src/web/views/page-context.ts'

/** 2026-11-23 10:24 in Japan */
export const now = new Date('2026-11-23T01:24:00Z')

export const contextIn = (language: 'ja' | 'en'): PageContext => ({
  language,
  languageChosen: false,
  address: '/badges/abcdefghjkmnpqrstvwxyz0123',
  publicUrl: 'https://badges.example',
  owner: { ja: 'ひたち野リスキリング推進協議会（デモ）', en: 'Hitachino Reskilling Promotion Council (DEMO)' },
  now,
})

const issuer: JsonObject = {
  id: 'did:web:badges.example',
  type: ['Profile'],
  name: 'ひたち野リスキリング推進協議会（デモ）',
  url: 'https://badges.example/issuers/council',
}

const alignment = (name: string): JsonObject => ({
  type: ['Alignment'],
  targetName: name,
  targetFramework: 'デジタルスキル標準 DX推進スキル標準 ver.2.0',
  targetUrl: 'https://www.ipa.go.jp/jinzai/skill-standard/dss/about.html',
})

/** A badge for a completed course, as this service signs it. */
export const courseBadge = (): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'https://badges.example/badges/abcdefghjkmnpqrstvwxyz0123',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'デジタルリテラシー実践講座（基礎コース） 修了（デモ）',
  issuer,
  validFrom: '2026-10-07T15:00:00Z',
  awardedDate: '2026-10-07T15:00:00Z',
  credentialSubject: {
    id: 'urn:uuid:5d2f2b1e-6d0b-4d2e-9a37-0e2f5a1b7c11',
    type: ['AchievementSubject'],
    activityStartDate: '2026-05-12T00:00:00+09:00',
    activityEndDate: '2026-07-28T00:00:00+09:00',
    licenseNumber: '第R8-012号',
    source: { id: 'https://badges.example/issuers/op-04', type: ['Profile'], name: 'ひたち野産業人材育成センター（デモ）' },
    result: [
      { type: ['Result'], resultDescription: 'urn:uuid:bd5c4f9b-cf18-54ee-89e2-ef574a3f7565', value: '92' },
      { type: ['Result'], resultDescription: 'urn:uuid:4b7da75f-3f9e-502a-a731-10ee246442ab', value: '84' },
    ],
    achievement: {
      id: 'https://badges.example/achievements/dl-basic-r8',
      type: ['Achievement'],
      achievementType: 'CertificateOfCompletion',
      name: 'デジタルリテラシー実践講座（基礎コース） 修了（デモ）',
      description: '24時間の講座を修了し、修了要件を満たしたことを証明します（デモ）。',
      inLanguage: 'ja',
      criteria: {
        id: 'https://badges.example/achievements/dl-basic-r8/criteria',
        narrative:
          '1. 出席率80%以上\n2. 確認テスト70点以上（100点満点）\n3. 自社業務の改善計画書（A4・1枚）を提出し、講師の確認を受けること',
      },
      alignment: [alignment('データを読む・説明する'), alignment('ツール利用')],
      resultDescription: [
        {
          id: 'urn:uuid:bd5c4f9b-cf18-54ee-89e2-ef574a3f7565',
          type: ['ResultDescription'],
          name: '出席率',
          resultType: 'Percent',
          requiredValue: '80',
        },
        {
          id: 'urn:uuid:4b7da75f-3f9e-502a-a731-10ee246442ab',
          type: ['ResultDescription'],
          name: '確認テスト（100点満点）',
          resultType: 'RawScore',
          requiredValue: '70',
        },
      ],
    },
  },
  credentialStatus: {
    id: 'https://badges.example/status/1#1000',
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '1000',
    statusListCredential: 'https://badges.example/status/1',
  },
})

const description = (id: string, name: string, resultType = 'Result'): JsonObject => ({ id, type: ['ResultDescription'], name, resultType })
const result = (resultDescription: string, value: string): JsonObject => ({ type: ['Result'], resultDescription, value })

/** A badge for a result at work, with before and after. */
export const workplaceBadge = (): JsonObject => {
  const badge = courseBadge()
  return {
    ...badge,
    name: '業務改善実践者（働き方改善）（デモ）',
    validFrom: '2026-11-15T15:00:00Z',
    awardedDate: '2026-11-15T15:00:00Z',
    credentialSubject: {
      type: ['AchievementSubject'],
      role: '配車担当（分析・改善案の作成を主導）',
      source: { id: 'https://badges.example/employers/emp-02', type: ['Profile'], name: '有限会社マツバガオカ陸送（デモ）' },
      narrative: 'トラックの出庫時間など業務データを分析し、業務分担を見直した。',
      result: [
        result('urn:x:before', '月平均時間外労働時間（運転者1人あたり）：18.0 時間/月'),
        result('urn:x:after', '月平均時間外労働時間（運転者1人あたり）：11.5 時間/月'),
        result('urn:x:change', '月平均時間外労働時間（運転者1人あたり）：-36.1 %（相対値）'),
      ],
      achievement: {
        id: 'https://badges.example/achievements/oj-workstyle',
        type: ['Achievement'],
        achievementType: 'ext:WorkplaceAchievement',
        name: '業務改善実践者（働き方改善）（デモ）',
        description: '学んだことを職場で用い、勤務先が確認した成果を上げたことを認定します（デモ）。',
        inLanguage: 'ja',
        criteria: {
          narrative:
            '1. 講座で学んだ知識・技能を自らの業務に用いたこと\n2. 改善前後をおおむね同じ方法・同じ範囲・3か月以上の期間で測定していること\n3. 数値と本人の役割を勤務先が確認したこと\n4. 協議会の審査で承認されたこと',
        },
        alignment: [alignment('データ・AI理解・活用'), alignment('創造的な問題解決')],
        resultDescription: [
          description('urn:x:before', '改善前の値（単位を含む）'),
          description('urn:x:after', '改善後の値（単位を含む）'),
          description('urn:x:change', '増減（単位または％を含む、マイナスは減少）', 'Percent'),
        ],
      },
    },
    evidence: [
      {
        type: ['Evidence'],
        name: '勤怠集計表（個人名を除いたもの）',
        genre: '勤怠集計',
        narrative: '測定範囲：運転者12名。改善前 2026-01〜03、改善後 2026-07〜09。',
        audience: '人事担当者・審査員',
      },
    ],
  }
}

const passed: Check[] = [
  { id: 'input', status: 'passed', code: 'input.read', detail: 'The input holds one credential.' },
  { id: 'conformance', status: 'passed', code: 'conformance.passed', detail: 'The document keeps the rules of its kind.' },
  { id: 'proof', status: 'passed', code: 'proof.verified', detail: 'The signature fits exactly this document.' },
  { id: 'issuer', status: 'passed', code: 'issuer.bound', detail: 'The key that signed is a key of the issuer that the document names.' },
  { id: 'validity_period', status: 'passed', code: 'validity.open', detail: 'The document names no end of its validity and has begun.' },
  { id: 'status', status: 'passed', code: 'status.good', detail: 'No status is set.' },
  { id: 'refresh', status: 'not_applicable', code: 'refresh.none', detail: 'The document offers no newer version.' },
  { id: 'recipient', status: 'not_applicable', code: 'recipient.not_asked', detail: 'No recipient was given to compare with.' },
  { id: 'endorsements', status: 'not_applicable', code: 'endorsements.none', detail: 'The document embeds no endorsement.' },
]

/** A verification in which everything passed, but for the checks that are given. */
export const verificationOf = (document: JsonObject | undefined, verdict: Verdict = 'valid', ...changes: Check[]): Verification => ({
  verdict,
  verified: verdict === 'valid',
  checkedAt: now,
  checks: passed.map((check) => changes.find(({ id }) => id === check.id) ?? check),
  warnings: [],
  problemDetails: [],
  issuer: {
    id: 'did:web:badges.example',
    name: 'ひたち野リスキリング推進協議会（デモ）',
    recognised: true,
    register: { name: 'ひたち野リスキリング推進協議会（デモ）', since: '2026-04-01' },
  },
  kind: 'open-badge-3',
  format: 'data-integrity',
  ...(document === undefined ? {} : { document }),
})

/** What our records say of the sample badges. */
export const badgeFacts = (changes: Partial<BadgeFacts> = {}): BadgeFacts => ({
  id: 'abcdefghjkmnpqrstvwxyz0123',
  shortId: 'vebmj4q15j8v',
  url: 'https://badges.example/badges/abcdefghjkmnpqrstvwxyz0123',
  artUrl: '/achievements/dl-basic-r8/image.svg',
  achievementUrl: '/achievements/dl-basic-r8',
  awardedOn: '2026-10-08',
  isDemo: true,
  visibility: 'link',
  validity: 'valid',
  ...changes,
})

const check = (id: Check['id'], status: Check['status'], code: string): Check => ({ id, status, code, detail: code })

/** One verification of each kind, by the state that a page must show. */
export const inEachState = (): { state: string; ja: string; en: string; verification: Verification; facts: BadgeFacts }[] => {
  const expired = { ...courseBadge(), validUntil: '2026-10-31T14:59:59Z' }
  const unknown = verificationOf(courseBadge())
  return [
    {
      state: 'valid',
      ja: '有効',
      en: 'Valid',
      verification: verificationOf(courseBadge()),
      facts: badgeFacts({ holderName: '佐久間 蒼太' }),
    },
    {
      state: 'suspended',
      ja: '一時停止',
      en: 'Suspended',
      verification: verificationOf(courseBadge(), 'invalid', check('status', 'failed', 'status.revoked')),
      facts: badgeFacts({ validity: 'suspended', changedOn: '2026-11-20', reason: 'UNDER_CORRECTION' }),
    },
    {
      state: 'revoked',
      ja: '取消し',
      en: 'Revoked',
      verification: verificationOf(courseBadge(), 'invalid', check('status', 'failed', 'status.revoked')),
      facts: badgeFacts({
        validity: 'revoked',
        changedOn: '2026-10-20',
        reason: 'SUPERSEDED',
        replacedByUrl: '/badges/0123abcdefghjkmnpqrstvwxyz',
      }),
    },
    {
      state: 'expired',
      ja: '期限切れ',
      en: 'Expired',
      verification: verificationOf(expired, 'invalid', check('validity_period', 'failed', 'validity.expired')),
      facts: badgeFacts({ validity: 'expired' }),
    },
    {
      state: 'unchecked',
      ja: '確認できません',
      en: 'Could not be checked',
      verification: verificationOf(courseBadge(), 'unverifiable', check('status', 'not_determined', 'status.unreachable')),
      facts: badgeFacts(),
    },
    {
      state: 'unknown',
      ja: '発行者が未登録',
      en: 'Unknown issuer',
      verification: {
        ...unknown,
        issuer: { id: 'did:key:z6MkStranger', name: 'ひたち野リスキリング推進協議会（デモ）', recognised: false },
      },
      facts: badgeFacts(),
    },
    {
      state: 'invalid',
      ja: '無効',
      en: 'Not valid',
      verification: verificationOf(courseBadge(), 'invalid', check('proof', 'failed', 'proof.altered')),
      facts: badgeFacts(),
    },
  ]
}
