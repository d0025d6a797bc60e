import { describe, expect, test } from 'vitest'
import { type Credential, type CredentialRecord, revocationReasons } from '../../src/domain/credential.ts'
import { answerClaim, issue, reinstate, revoke, setVisibility, suspend } from '../../src/domain/credential-moves.ts'
import {
  type Endorsement,
  type EndorsementContent,
  type EndorsementTarget,
  endorsementKinds,
  endorsementStandsOn,
  issueEndorsement,
  reserveEndorsement,
  revokeEndorsement,
} from '../../src/domain/endorsement.ts'
import { moveTable, refusalOf } from './refusal-of.ts'

const now = new Date('2026-10-08T00:00:00Z')
const document = { text: '{}', sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' }
const record: CredentialRecord = {
  id: 'urn:uuid:1',
  shortId: '49m5cn5phpbp',
  kind: 'course_completion',
  issuerId: 'council',
  achievementId: 'a',
  participantId: 'P-0011',
  completionId: 'CMP-001',
  subjectId: 'urn:uuid:2',
  entry: { listId: '1', index: 1000 },
  appliedOn: '2026-10-01',
  awardedOn: '2026-10-08',
  claim: 'unclaimed',
  visibility: 'private',
  nameShown: false,
  isDemo: true,
}
const holder = { participantId: 'P-0011' }
const fresh = { entry: { listId: '1', index: 77 }, document }

const reserved: Credential = { ...record, state: 'reserved' }
const issued = issue(reserved, document, now)
const suspended = suspend(issued, 'UNDER_CORRECTION', now)
const revoked = revoke(issued, 'ISSUED_IN_ERROR', now)
const states: Record<string, Credential> = { reserved, issued, suspended, revoked }

describe("the issuer's side", () => {
  const refusals = (codes: Record<string, string>) => (state: string) => codes[state] ?? 'conflict'
  test.each(
    moveTable(states, {
      issue: { from: ['reserved'], deed: (c) => issue(c, document, now) },
      suspend: {
        from: ['issued'],
        deed: (c) => suspend(c, 'UNDER_CORRECTION', now),
        refused: refusals({
          reserved: 'credential_not_issued',
          suspended: 'credential_already_suspended',
          revoked: 'credential_already_revoked',
        }),
      },
      reinstate: {
        from: ['suspended'],
        deed: (c) => reinstate(c, fresh, now),
        refused: refusals({
          reserved: 'credential_not_suspended',
          issued: 'credential_not_suspended',
          revoked: 'credential_already_revoked',
        }),
      },
      revoke: {
        from: ['issued', 'suspended'],
        deed: (c) => revoke(c, 'ISSUED_IN_ERROR', now),
        refused: refusals({ reserved: 'credential_not_issued', revoked: 'credential_already_revoked' }),
      },
    }),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('a reinstated badge has a fresh status index and the old day of award', () => {
    const again = reinstate(suspended, fresh, now)
    expect(again).toMatchObject({ state: 'issued', entry: fresh.entry, awardedOn: '2026-10-08', id: 'urn:uuid:1' })
    expect('suspendedAt' in again).toBe(false)
    expect(refusalOf(() => reinstate(suspended, { entry: record.entry, document }, now))).toBe('conflict')
  })

  test.each(revocationReasons)('%s is a reason for a revocation', (reason) => {
    expect(refusalOf(() => revoke(issued, reason, now, reason === 'SUPERSEDED' ? 'urn:uuid:9' : undefined))).toBe('allowed')
  })

  test('leaving the firm is no reason, and SUPERSEDED names the new badge', () => {
    expect(refusalOf(() => revoke(issued, 'LEFT_THE_FIRM', now))).toBe('reason_unknown')
    expect(refusalOf(() => revoke(issued, 'SUPERSEDED', now))).toBe('reason_unknown')
    expect(refusalOf(() => revoke(issued, 'ISSUED_IN_ERROR', now, 'urn:uuid:9'))).toBe('reason_unknown')
    expect(refusalOf(() => suspend(issued, 'under correction', now))).toBe('reason_unknown')
  })
})

describe("the holder's side", () => {
  const claimed = answerClaim(issued, 'claimed', holder)
  const declined = answerClaim(issued, 'declined', holder)

  test.each(
    moveTable<Credential>(
      { unclaimed: issued, claimed, declined },
      {
        claim: { from: ['unclaimed'], deed: (c) => answerClaim(c, 'claimed', holder) },
        decline: { from: ['unclaimed'], deed: (c) => answerClaim(c, 'declined', holder) },
        'share by link': { from: ['claimed'], deed: (c) => setVisibility(c, 'link', holder, false) },
        publish: { from: ['claimed'], deed: (c) => setVisibility(c, 'public', holder, true) },
        'un-share': { from: ['unclaimed', 'claimed', 'declined'], deed: (c) => setVisibility(c, 'private', holder, false) },
      },
    ),
  )('$move when $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('a revoked or suspended badge may be claimed and shared, a reserved one not', () => {
    expect(setVisibility(answerClaim(revoked, 'claimed', holder), 'link', holder, false)).toMatchObject({
      state: 'revoked',
      claim: 'claimed',
      visibility: 'link',
    })
    expect(answerClaim(suspended, 'claimed', holder)).toMatchObject({ state: 'suspended', claim: 'claimed' })
    expect(refusalOf(() => answerClaim(reserved, 'claimed', holder))).toBe('credential_not_issued')
  })

  test('the three axes are independent: revoking leaves claim and visibility as they are', () => {
    const shared = setVisibility(claimed, 'public', holder, true)
    expect(revoke(shared, 'RESULT_DISPROVED', now)).toMatchObject({ claim: 'claimed', visibility: 'public' })
  })

  test('nobody else claims or shares it, and publishing needs the consent', () => {
    expect(refusalOf(() => answerClaim(issued, 'claimed', { participantId: 'P-0012' }))).toBe('forbidden')
    expect(refusalOf(() => answerClaim(issued, 'claimed', {}))).toBe('forbidden')
    expect(refusalOf(() => setVisibility(claimed, 'link', { participantId: 'P-0012' }, true))).toBe('forbidden')
    expect(refusalOf(() => setVisibility(claimed, 'public', holder, false))).toBe('forbidden')
  })

  test.each(['private', 'link', 'public'] as const)('from %s every visibility can be reached', (from) => {
    const there = setVisibility(claimed, from, holder, true)
    for (const to of ['private', 'link', 'public'] as const) expect(setVisibility(there, to, holder, true).visibility).toBe(to)
  })
})

describe('endorsements', () => {
  const content = (kind: EndorsementContent['kind'], type: EndorsementTarget['type']): EndorsementContent => ({
    id: 'urn:uuid:e1',
    kind,
    issuerOrgId: 'org',
    target: { type, id: 'urn:uuid:1' },
    targetDigest: 'sha256-x',
    text: { ja: '確認しました。' },
    basisId: 'NOM-01',
    validFromOn: '2026-11-16',
    validUntilOn: '2028-02-20',
    isDemo: true,
  })
  const types = ['credential', 'achievement', 'employer', 'operator'] as const
  const signers = ['employer', 'secretariat', 'operator'] as const
  const all = Object.entries(endorsementKinds).flatMap(([kind, rule]) =>
    types.flatMap((type) =>
      signers.map((signer) => ({
        kind: kind as EndorsementContent['kind'],
        type,
        signer,
        expected: rule.signer === signer && rule.target.includes(type) ? 'allowed' : 'conflict',
      })),
    ),
  )
  test.each(all)('$kind about a $type, signed by $signer, is $expected', ({ kind, type, signer, expected }) => {
    expect(refusalOf(() => reserveEndorsement(content(kind, type), signer))).toBe(expected)
  })

  test('six combinations of kind and target have a signer', () => {
    expect(all.filter(({ expected }) => expected === 'allowed').map(({ kind, type, signer }) => `${kind} ${type} ${signer}`)).toEqual([
      'confirmation credential employer',
      'recognition achievement employer',
      'declared employer secretariat',
      'honoured employer secretariat',
      'approved_course achievement secretariat',
      'approved_course operator secretariat',
    ])
  })

  test('a confirmation is bound to the digest of its badge, a recognition needs none', () => {
    const { targetDigest: _, ...unbound } = content('confirmation', 'credential')
    expect(refusalOf(() => reserveEndorsement(unbound, 'employer'))).toBe('conflict')
    const { targetDigest: __, ...recognition } = content('recognition', 'achievement')
    expect(refusalOf(() => reserveEndorsement(recognition, 'employer'))).toBe('allowed')
  })

  const reservedOne = reserveEndorsement(content('declared', 'employer'), 'secretariat')
  const issuedOne = issueEndorsement(reservedOne, document, now)
  const revokedOne = revokeEndorsement(issuedOne, { code: 'DECLARATION_WITHDRAWN', text: '宣言の撤回' }, now)
  test.each(
    moveTable<Endorsement>(
      { reserved: reservedOne, issued: issuedOne, revoked: revokedOne },
      {
        issue: { from: ['reserved'], deed: (e) => issueEndorsement(e, document, now) },
        revoke: { from: ['issued'], deed: (e) => revokeEndorsement(e, { code: 'WRONG', text: '誤り' }, now) },
      },
    ),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('it stands from its first to its last day unless revoked', () => {
    expect(['2026-11-15', '2026-11-16', '2028-02-20', '2028-02-21'].map((day) => endorsementStandsOn(issuedOne, day))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(endorsementStandsOn(revokedOne, '2026-11-16')).toBe(false)
    expect(endorsementStandsOn(reservedOne, '2026-11-16')).toBe(false)
  })
})
