import { describe, expect, test } from 'vitest'
import {
  type Consent,
  type ConsentEvent,
  type ConsentGiven,
  consentInForce,
  consentsOf,
  inForceOn,
  withdrawConsent,
} from '../../src/domain/consent.ts'
import { employedOn } from '../../src/domain/employment.ts'
import {
  type BadgeWeight,
  confirmOutcome,
  disputeOutcome,
  type Outcome,
  type OutcomeContent,
  outcomeNotCounted,
  reportOutcome,
  weakerWeight,
  withdrawOutcome,
} from '../../src/domain/outcome.ts'
import { mayBeDeleted, recordOwnSharing, recordProvision } from '../../src/domain/provision-record.ts'
import { makeShareLink, openShareLink, type ShareLink, shareLinkStateAt, withdrawShareLink } from '../../src/domain/share-link.ts'
import { demoJson } from '../support/demo.ts'
import { moveTable, refusalOf } from './refusal-of.ts'

const given: ConsentGiven = {
  event: 'given',
  consentId: 'CON-052',
  participantId: 'P-0002',
  purpose: 'outcome_reporting',
  items: ['allowance'],
  recipient: 'secretariat',
  handler: 'secretariat',
  noticeVersion: '2026-04-01',
  on: '2026-11-01',
  channel: 'web',
  isDemo: true,
}
const [consent] = consentsOf([given]) as [Consent]

describe('consents', () => {
  const withdrawal = { by: { participantId: 'P-0002' }, on: '2026-11-20', channel: 'web' as const }

  test('a withdrawal is an event of its own and leaves the event that gave the consent as it is', () => {
    const events: ConsentEvent[] = [given, withdrawConsent(consent, withdrawal)]
    expect(events[0]).toEqual(given)
    expect(consentsOf(events)).toEqual([{ ...consent, withdrawnOn: '2026-11-20' }])
  })

  test('it is in force from the day it was given to the day before its withdrawal', () => {
    const withdrawn = { ...consent, withdrawnOn: '2026-11-20' }
    expect(['2026-10-31', '2026-11-01', '2026-11-19', '2026-11-20'].map((day) => inForceOn(withdrawn, day))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('only the person withdraws, and only once', () => {
    expect(refusalOf(() => withdrawConsent(consent, { ...withdrawal, by: { participantId: 'P-0001' } }))).toBe('forbidden')
    expect(refusalOf(() => withdrawConsent({ ...consent, withdrawnOn: '2026-11-19' }, withdrawal))).toBe('conflict')
  })

  test('a second withdrawal event does not move the first', () => {
    const withdrawn = withdrawConsent(consent, withdrawal)
    expect(consentsOf([given, withdrawn, { ...withdrawn, on: '2026-12-01' }])[0]?.withdrawnOn).toBe('2026-11-20')
  })

  test.each([
    [{}, true],
    [{ purpose: 'public_page' as const }, false],
    [{ participantId: 'P-0001' }, false],
    [{ recipient: 'emp-12' }, false],
    [{ items: ['allowance'] }, true],
    [{ items: ['allowance', 'raise'] }, false],
  ])('looked for with %j it is found: %s', (change, found) => {
    const wanted = { participantId: 'P-0002', purpose: 'outcome_reporting' as const, ...change }
    expect(consentInForce([consent], wanted, '2026-11-10') !== undefined).toBe(found)
  })
})

describe('outcomes', () => {
  const content: OutcomeContent = {
    id: 'OUT-01',
    participantId: 'P-0002',
    employerId: 'emp-01',
    type: 'allowance',
    effectiveOn: '2026-11-01',
    text: { ja: '資格手当 月額5,000円' },
    badgeIds: ['urn:uuid:1'],
    amount: { amountJPY: 5000, per: 'month' },
    declarationId: 'DEC-01',
    share: 'kpi_only',
    isDemo: true,
  }
  const byLearner = { by: 'learner' as const, on: '2026-11-02', badgeWeight: 'decisive' as const, consent }
  const byEmployer = { by: 'employer' as const, on: '2026-11-03', badgeWeight: 'one_of_factors' as const }
  const learnerReported = reportOutcome(content, byLearner)
  const employerReported = reportOutcome(content, byEmployer)
  const verified = confirmOutcome(learnerReported, byEmployer)
  const states: Record<string, Outcome> = {
    learner_reported: learnerReported,
    employer_reported: employerReported,
    verified,
    disputed: disputeOutcome(learnerReported, { by: 'employer', on: '2026-11-03' }),
    withdrawn: withdrawOutcome(verified, { by: 'learner', on: '2026-11-04' }),
  }

  test('every state is reached by its move', () => {
    for (const [name, outcome] of Object.entries(states)) expect(outcome.state).toBe(name)
  })

  const forbiddenFrom = (own: string) => (state: string) => (state === own ? 'forbidden' : 'conflict')
  test.each(
    moveTable(states, {
      'confirm by the employer': {
        from: ['learner_reported'],
        deed: (o) => confirmOutcome(o, byEmployer),
        refused: forbiddenFrom('employer_reported'),
      },
      'confirm by the learner': {
        from: ['employer_reported'],
        deed: (o) => confirmOutcome(o, byLearner),
        refused: forbiddenFrom('learner_reported'),
      },
      'dispute by the employer': {
        from: ['learner_reported'],
        deed: (o) => disputeOutcome(o, { by: 'employer', on: '2026-11-03' }),
        refused: forbiddenFrom('employer_reported'),
      },
      'dispute by the learner': {
        from: ['employer_reported'],
        deed: (o) => disputeOutcome(o, { by: 'learner', on: '2026-11-03' }),
        refused: forbiddenFrom('learner_reported'),
      },
      'withdraw by the learner': {
        from: ['learner_reported', 'employer_reported', 'verified', 'disputed'],
        deed: (o) => withdrawOutcome(o, { by: 'learner', on: '2026-11-04' }),
      },
      'withdraw by the employer': {
        from: ['employer_reported'],
        deed: (o) => withdrawOutcome(o, { by: 'employer', on: '2026-11-04' }),
        refused: (state) => (state === 'withdrawn' ? 'conflict' : 'forbidden'),
      },
    }),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('the learner reports and confirms only under a consent in force', () => {
    const other = { ...byLearner, consent: { ...consent, purpose: 'badge_issuance' as const } }
    expect(refusalOf(() => reportOutcome(content, other))).toBe('forbidden')
    expect(refusalOf(() => confirmOutcome(employerReported, other))).toBe('forbidden')
    expect(refusalOf(() => confirmOutcome(employerReported, { ...byLearner, on: '2026-10-31' }))).toBe('forbidden')
  })

  test.each<[BadgeWeight, BadgeWeight, BadgeWeight]>([
    ['decisive', 'decisive', 'decisive'],
    ['decisive', 'one_of_factors', 'one_of_factors'],
    ['one_of_factors', 'unknown', 'unknown'],
    ['unknown', 'none', 'none'],
    ['none', 'decisive', 'none'],
  ])('of the answers %s and %s the weaker holds: %s', (a, b, weaker) => {
    expect(weakerWeight(a, b)).toBe(weaker)
    expect(confirmOutcome(reportOutcome(content, { ...byLearner, badgeWeight: a }), { ...byEmployer, badgeWeight: b }).badgeWeight).toBe(
      weaker,
    )
  })

  test('the outcomes of the demo programme count, or do not, for the reason of kpi-expected.json', () => {
    const consents = new Map(demoJson<(Consent & { id: string })[]>('consents.json').map((one) => [one.id, one]))
    const outcomes =
      demoJson<{ id: string; status: Outcome['state']; badgeWeight: BadgeWeight; consentId: string | null }[]>('outcomes.json')
    const notCounted = outcomes.flatMap(({ id, status, badgeWeight, consentId }) => {
      const why = outcomeNotCounted({ state: status, badgeWeight }, consents.get(consentId ?? ''), '2026-11-23')
      return why === undefined ? [] : [{ id, why }]
    })
    expect(notCounted).toEqual(demoJson<{ badgeUse: { notCounted: object[] } }>('kpi-expected.json').badgeUse.notCounted)
  })
})

describe('provision records', () => {
  const provision = {
    id: 'PRV-001',
    provider: 'secretariat' as const,
    recipient: {
      organisationId: 'emp-12',
      name: '株式会社見本（デモ）',
      representative: '代表取締役　例示 六郎',
      address: '（デモ所在地）',
    },
    participantId: 'P-0030',
    items: ['name', 'course'],
    providedOn: '2026-11-04',
    isDemo: true,
  }
  const agreed: Consent = {
    ...consent,
    consentId: 'CON-064',
    participantId: 'P-0030',
    purpose: 'provision_to_employer',
    recipient: 'emp-12',
    givenOn: '2026-11-04',
  }

  test('a provision under consent is recorded and kept for three years', () => {
    const record = recordProvision(provision, agreed)
    expect(record).toMatchObject({ basis: 'consent', consentId: 'CON-064', keepUntil: '2029-11-04' })
    expect(mayBeDeleted(record, '2029-11-04')).toBe(false)
    expect(mayBeDeleted(record, '2029-11-05')).toBe(true)
  })

  test.each([
    ['no consent', undefined],
    ["another person's", { ...agreed, participantId: 'P-0031' }],
    ['another purpose', { ...agreed, purpose: 'public_page' as const }],
    ['another firm', { ...agreed, recipient: 'emp-11' }],
    ['a withdrawn one', { ...agreed, withdrawnOn: '2026-11-04' }],
    ['a later one', { ...agreed, givenOn: '2026-11-05' }],
  ])('with %s nothing is provided', (_, other) => {
    expect(refusalOf(() => recordProvision(provision, other))).toBe('forbidden')
  })

  test.each([
    [{ recipient: { ...provision.recipient, name: '' } }],
    [{ recipient: { ...provision.recipient, representative: ' ' } }],
    [{ recipient: { ...provision.recipient, address: '' } }],
    [{ items: [] }],
  ])('a record with %j is incomplete', (change) => {
    expect(refusalOf(() => recordProvision({ ...provision, ...change }, agreed))).toBe('invalid_input')
  })

  test("the learner's own sharing has no duty to be kept", () => {
    const record = recordOwnSharing({
      id: 'PRV-002',
      recipientName: '（URLの閲覧者）',
      participantId: 'P-0018',
      items: ['page'],
      providedOn: '2026-11-06',
      isDemo: true,
    })
    expect(record).toMatchObject({ provider: 'learner_self', basis: 'provided_by_the_person' })
    expect(mayBeDeleted(record, '2026-11-07')).toBe(true)
  })
})

describe('share links', () => {
  const owners = new Map([['urn:uuid:1', 'P-0018']])
  const at = (text: string): Date => new Date(text)
  const wanted: Omit<ShareLink, 'opened' | 'withdrawnAt'> = {
    id: 'link-1',
    participantId: 'P-0018',
    credentialIds: ['urn:uuid:1'],
    recipient: { text: '応募先' },
    fields: ['name', 'result'],
    createdAt: at('2026-11-01T00:00:00Z'),
    expiresAt: at('2026-12-01T00:00:00Z'),
    maxViews: 2,
    isDemo: true,
  }
  const maker = { participantId: 'P-0018' }
  const open = makeShareLink(wanted, maker, owners)
  const during = at('2026-11-10T00:00:00Z')
  const after = at('2026-12-01T00:00:00Z')

  test('it opens until it is used up, and every opening is logged', () => {
    const twice = openShareLink(openShareLink(open, during), during)
    expect(twice.opened).toEqual([{ at: during }, { at: during }])
    expect(shareLinkStateAt(twice, during)).toBe('used_up')
    expect(refusalOf(() => openShareLink(twice, during))).toBe('conflict')
  })

  test('it does not open after its end or its withdrawal', () => {
    expect(shareLinkStateAt(open, at('2026-11-30T23:59:59Z'))).toBe('open')
    expect(shareLinkStateAt(open, after)).toBe('expired')
    expect(refusalOf(() => openShareLink(open, after))).toBe('conflict')
    const withdrawn = withdrawShareLink(open, maker, during)
    expect(shareLinkStateAt(withdrawn, during)).toBe('withdrawn')
    expect(refusalOf(() => openShareLink(withdrawn, during))).toBe('conflict')
    expect(refusalOf(() => withdrawShareLink(withdrawn, maker, during))).toBe('conflict')
    expect(refusalOf(() => withdrawShareLink(open, {}, during))).toBe('forbidden')
  })

  test('only the learner makes it, and only for own badges', () => {
    expect(refusalOf(() => makeShareLink(wanted, { participantId: 'P-0019' }, owners))).toBe('forbidden')
    expect(refusalOf(() => makeShareLink(wanted, {}, owners))).toBe('forbidden')
    expect(refusalOf(() => makeShareLink({ ...wanted, credentialIds: ['urn:uuid:2'] }, maker, owners))).toBe('forbidden')
  })

  test.each([
    [{ credentialIds: [] }],
    [{ expiresAt: at('2027-01-30T00:00:01Z') }],
    [{ expiresAt: at('2026-11-01T00:00:00Z') }],
    [{ maxViews: 0 }],
    [{ maxViews: 1.5 }],
    [{ maxViews: 201 }],
    [{ fields: ['salary'] as unknown as ShareLink['fields'] }],
  ])('%j is not acceptable', (change) => {
    expect(refusalOf(() => makeShareLink({ ...wanted, ...change }, maker, owners))).toBe('invalid_input')
  })

  test('ninety days are the longest', () => {
    expect(refusalOf(() => makeShareLink({ ...wanted, expiresAt: at('2027-01-30T00:00:00Z') }, maker, owners))).toBe('allowed')
  })
})

test('an employment holds on its first and last day, and without end as long as none is known', () => {
  expect(employedOn({ from: '2026-04-01', to: '2026-09-30' }, '2026-04-01')).toBe(true)
  expect(employedOn({ from: '2026-04-01', to: '2026-09-30' }, '2026-09-30')).toBe(true)
  expect(employedOn({ from: '2026-04-01', to: '2026-09-30' }, '2026-10-01')).toBe(false)
  expect(employedOn({ from: '2026-04-01' }, '2026-03-31')).toBe(false)
  expect(employedOn({}, '2026-03-31')).toBe(true)
})
