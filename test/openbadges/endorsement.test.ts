import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { checkCredential } from '../../src/openbadges/check.ts'
import { buildEndorsement, type EndorsementStatement, sriOfSha256 } from '../../src/openbadges/endorsement.ts'
import { issuerProfile } from '../../src/openbadges/profile.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { employer } from './builders.ts'

const heldContexts = loadContexts().urls
const badgeText = '{"id":"https://badges.example/badges/1"}'
const digest = createHash('sha256').update(badgeText).digest('hex')

const statements: EndorsementStatement[] = [
  {
    kind: 'confirmation',
    badgeId: 'https://badges.example/badges/1',
    badgeVersionUrl: `https://badges.example/badges/1/versions/${digest}`,
    badgeDigestSRI: sriOfSha256(digest),
    confirmedOn: '2026-11-02',
    confirmedBy: '人事責任者',
  },
  {
    kind: 'recognition',
    achievementId: 'https://badges.example/achievements/dl-nocode-r8',
    text: '**手当（必ず支給）**：月額5,000円、24か月まで。',
    declarationUrl: 'https://badges.example/declarations/DEC-01.json',
  },
  {
    kind: 'declared',
    employerId: 'https://badges.example/employers/emp-01',
    corporateNumber: '6999901000101',
    declaredOn: '2026-02-20',
    untilOn: '2028-02-19',
  },
  { kind: 'honoured', employerId: 'https://badges.example/employers/emp-01', category: '優良事例', fiscalYear: 2026, citation: '見本。' },
  {
    kind: 'approved_course',
    targetId: 'https://badges.example/achievements/dl-basic-r8',
    courseName: '基礎コース',
    certifiedOn: '2026-04-01',
  },
]

const endorse = (statement: EndorsementStatement): JsonObject & ReturnType<typeof buildEndorsement> =>
  buildEndorsement({
    id: 'https://badges.example/endorsements/1',
    issuer: issuerProfile({ did: 'did:web:employer.example', organisation: employer, url: 'https://badges.example/employers/emp-01' }),
    statement,
    validFrom: '2026-02-20',
    validUntilOn: '2028-02-19',
    status: { listUrl: 'https://badges.example/status/2', index: 7 },
    isDemo: true,
  })

test.each(statements.map((statement) => [statement.kind, statement] as const))('DM-25: %s is accepted by every rule', (_, statement) => {
  expect(checkCredential(endorse(statement), heldContexts)).toMatchObject({ ok: true, credential: { profile: 'endorsement' } })
})

test('each kind is about the thing that it endorses', () => {
  expect(statements.map((statement) => (endorse(statement)['credentialSubject'] as JsonObject)['id'])).toEqual([
    'https://badges.example/badges/1',
    'https://badges.example/achievements/dl-nocode-r8',
    'https://badges.example/employers/emp-01',
    'https://badges.example/employers/emp-01',
    'https://badges.example/achievements/dl-basic-r8',
  ])
})

test('a confirmation is bound to the bytes of the signed badge, and only a confirmation is', () => {
  const resources = statements.map((statement) => endorse(statement)['relatedResource'])
  const base64 = createHash('sha256').update(badgeText).digest('base64')
  expect(resources[0]).toEqual([{ id: `https://badges.example/badges/1/versions/${digest}`, digestSRI: `sha256-${base64}` }])
  expect(resources.slice(1)).toEqual([undefined, undefined, undefined, undefined])
})

test('a recognition leads to the terms of the declaration', () => {
  const [, recognition] = statements
  expect(recognition && (endorse(recognition)['credentialSubject'] as JsonObject)['endorsementComment']).toContain(
    'https://badges.example/declarations/DEC-01.json',
  )
})

test('an endorsement holds until the last second of its last day in Japan and can be withdrawn', () => {
  const [first] = statements
  expect(first && endorse(first)).toMatchObject({
    validFrom: '2026-02-19T15:00:00Z',
    validUntil: '2028-02-19T14:59:59Z',
    credentialStatus: { statusPurpose: 'revocation', statusListIndex: '7' },
  })
})
