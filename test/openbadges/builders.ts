import type { Achievement } from '../../src/domain/achievement.ts'
import type { Completion } from '../../src/domain/completion.ts'
import type { Measure } from '../../src/domain/measure.ts'
import type { Organisation } from '../../src/domain/organisation.ts'
import { achievementObject } from '../../src/openbadges/achievement.ts'
import type { CourseCredentialInput, WorkplaceCredentialInput } from '../../src/openbadges/credential.ts'
import { hashedEmail } from '../../src/openbadges/identity.ts'
import { issuerProfile, sourceProfile } from '../../src/openbadges/profile.ts'

export const baseUrl = 'https://badges.example'

export const council: Organisation = {
  id: 'org-council',
  slug: 'council',
  kind: 'secretariat',
  name: { ja: '見本リスキリング協議会（デモ）', en: 'Sample Council (DEMO)' },
  corporateNumber: '3999905000001',
  official: { ja: '会長　見本 太郎' },
  url: 'https://badges.example/issuers/council',
  email: 'office@council.example',
  isDemo: true,
}

export const employer: Organisation = {
  id: 'emp-1',
  slug: 'emp-01',
  kind: 'employer',
  name: { ja: '見本陸送（デモ）' },
  corporateNumber: '6999901000101',
  isDemo: true,
}

export const courseAchievement: Achievement = {
  id: '/achievements/dl-basic-r8',
  slug: 'dl-basic-r8',
  version: '1.0',
  kind: 'course_completion',
  achievementType: 'CertificateOfCompletion',
  humanCode: 'DL-BASIC-R8',
  name: '基礎コース 修了（デモ）',
  description: '24時間の講座を修了したことを証明します（デモ）。',
  inLanguage: 'ja',
  criteriaNarrative: '1. 出席率80%以上\n2. 確認テスト70点以上',
  creatorId: 'org-council',
  alignment: [
    { targetName: 'ツール利用', targetUrl: 'https://standard.example/items', targetCode: 'L/H-2', targetFramework: '見本標準 ver.2.0' },
  ],
  resultDescription: [
    {
      id: 'urn:uuid:bd5c4f9b-cf18-54ee-89e2-ef574a3f7565',
      name: '出席率',
      resultType: 'Percent',
      valueMin: '0',
      valueMax: '100',
      requiredValue: '80',
    },
    { id: 'urn:uuid:4b7da75f-3f9e-502a-a731-10ee246442ab', name: '確認テスト', resultType: 'RawScore', valueMin: '0', valueMax: '100' },
    {
      id: 'urn:uuid:5b7da75f-3f9e-502a-a731-10ee246442ab',
      name: '課題の評価',
      resultType: 'LetterGrade',
      allowedValue: ['D', 'C', 'B', 'A'],
    },
    { id: 'urn:uuid:6b7da75f-3f9e-502a-a731-10ee246442ab', name: '修了の状態', resultType: 'Status' },
  ],
  tag: ['リスキリング', 'デモ'],
  related: [{ id: '/achievements/dl-basic-r8/en', inLanguage: 'en', version: '1.0' }],
  art: { level: '基礎', year: '令和8年' },
  isDemo: true,
}

export const workplaceAchievement: Achievement = {
  ...courseAchievement,
  id: '/achievements/oj-workstyle',
  slug: 'oj-workstyle',
  kind: 'workplace_achievement',
  achievementType: 'ext:WorkplaceAchievement',
  humanCode: 'OJ-WORKSTYLE',
  name: '業務改善実践者（デモ）',
  resultDescription: [
    { id: 'urn:uuid:8445694a-46ea-587c-a3ef-d01bc064e064', name: '改善前の値', resultType: 'Result' },
    { id: 'urn:uuid:c37de733-4d15-5ff8-a0e8-bf432f22240e', name: '改善後の値', resultType: 'Result' },
    { id: 'urn:uuid:d7535b4d-e6a2-5a40-af13-31ad21c2c6ae', name: '増減', resultType: 'Percent', valueMin: '-100', valueMax: '1000' },
  ],
}

export const completion: Completion = {
  id: 'CMP-1',
  sessionId: 'S-1',
  participantId: 'P-1',
  status: 'completed',
  startOn: '2026-05-12',
  endOn: '2026-07-28',
  attendanceRate: 92.5,
  score: 87,
  grade: 'B',
  certificateNo: 'R8-DL-BASIC-001',
  isDemo: true,
}

export const overtime: Measure = {
  name: { ja: '月平均時間外労働時間' },
  unit: '時間/人',
  before: { value: 18, operator: 'eq', period: '2026-01/2026-03', asSaid: '18.0' },
  after: { value: 11.5, operator: 'eq', period: '2026-07/2026-09' },
  method: { ja: '勤怠システムの集計' },
  scope: { ja: '運転者12名' },
  changeKind: 'relative',
}

const common = (definition: Achievement) => ({
  baseUrl,
  id: '0123456789abcdefghjkmnpqrs',
  issuer: issuerProfile({ did: 'did:web:badges.example', organisation: council, url: `${baseUrl}/issuers/council` }),
  definition,
  achievement: achievementObject(definition, {
    creator: sourceProfile(council, baseUrl),
    imageUrl: `${baseUrl}${definition.id}/image.png`,
    baseUrl,
  }),
  subjectId: 'urn:uuid:0b1c6f2e-4d0a-4b51-8a57-0f6d6c1f7a10',
  awardedOn: '2026-10-08',
  status: { listUrl: `${baseUrl}/status/1`, index: 1000 },
})

/** Everything for a course badge, with one thing changed. */
export const courseInput = (changes: Partial<CourseCredentialInput> = {}): CourseCredentialInput => ({
  ...common(courseAchievement),
  source: sourceProfile({ ...council, kind: 'operator', slug: 'op-01' }, baseUrl),
  completion,
  ...changes,
})

/** Everything for a workplace badge, with one thing changed. */
export const workplaceInput = (changes: Partial<WorkplaceCredentialInput> = {}): WorkplaceCredentialInput => ({
  ...common(workplaceAchievement),
  identity: [hashedEmail('a@learner.example', 'c2FsdC1mb3ItdGVzdHMtb25seQ')],
  source: sourceProfile(employer, baseUrl),
  role: '配車担当',
  activityStartOn: '2026-01-01',
  activityEndOn: '2026-09-30',
  narrative: '出庫時間を分析し、業務分担を見直した。',
  measures: [overtime],
  publishPolicy: 'full',
  courseBadgeIds: [`${baseUrl}/badges/aaaaaaaaaaaaaaaaaaaaaaaaaa`],
  evidence: [{ id: `${baseUrl}/evidence/1`, name: '勤怠集計表', genre: '勤怠集計', narrative: '運転者12名。', audience: '人事担当者' }],
  confidentialEvidence: [
    { id: 'urn:uuid:1b1c6f2e-4d0a-4b51-8a57-0f6d6c1f7a10', digestSRI: 'sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
  ],
  ...changes,
})
