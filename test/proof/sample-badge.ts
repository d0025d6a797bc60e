import type { JsonObject } from '../../src/json.ts'

/** A course-completion badge as the programme issues them, with blank nodes (criteria, result, evidence) and Japanese text. */
export const sampleBadge = (): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'https://badges.example/badges/3f0c1f7a',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: 'did:web:badges.example', type: ['Profile'], name: 'リスキリング事務局（デモ）', url: 'https://badges.example/' },
  validFrom: '2026-04-01T00:00:00Z',
  name: 'データ活用基礎',
  credentialSubject: {
    id: 'urn:uuid:0d0a7dfe-8a04-4f2e-9c3a-3f6f0f5f2b10',
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://badges.example/achievements/data-basics/1',
      type: ['Achievement'],
      name: 'データ活用基礎',
      description: '表計算とデータの読み方を学ぶ講座の修了。',
      achievementType: 'Course',
      criteria: { narrative: '全6回に出席し、\n修了課題 "A" に合格すること。' },
      tag: ['データ', '基礎'],
      resultDescription: [{ id: 'urn:uuid:6b5b9a0e', type: ['ResultDescription'], name: '得点', resultType: 'RawScore', valueMax: '100' }],
    },
    result: [{ type: ['Result'], resultDescription: 'urn:uuid:6b5b9a0e', value: '87' }],
  },
  evidence: [{ id: 'https://badges.example/evidence/1', type: ['Evidence'], name: '修了課題' }],
  credentialStatus: {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '94567',
    statusListCredential: 'https://badges.example/status/1',
  },
})
