import { describe, expect, test } from 'vitest'
import { changeBound, changeOf, changeText, type Measure, measureProblems, publishedParts, quantityText } from '../../src/domain/measure.ts'
import {
  confirmNomination,
  consentToText,
  declineConfirmation,
  editNomination,
  issueNomination,
  type LinkedCompletion,
  type Nomination,
  nominationProblems,
  requestConfirmation,
  resubmitNomination,
  reviewNomination,
  withdrawNomination,
} from '../../src/domain/nomination.ts'
import { periodText, readPeriod, wholeMonths } from '../../src/domain/period.ts'
import { demoJson, demoPath } from '../support/demo.ts'
import { readCsv } from '../support/read-csv.ts'
import { moveTable, refusalOf } from './refusal-of.ts'

const measure: Measure = {
  name: { ja: '月平均時間外労働時間' },
  unit: '時間/月',
  before: { value: 18, operator: 'eq', period: '2026-01/2026-03', asSaid: '18.0' },
  after: { value: 11.5, operator: 'eq', period: '2026-07/2026-09' },
  method: { ja: '勤怠システムの集計' },
  scope: { ja: '運転者12名' },
  changeKind: 'relative',
  changePercent: -36.1,
}
const completion: LinkedCompletion = { id: 'CMP-033', participantId: 'P-0001', status: 'completed', startOn: '2026-05-16' }
const content = {
  id: 'NOM-01',
  achievementId: 'oj-workstyle',
  participantId: 'P-0001',
  employerId: 'emp-02',
  draftedBy: 'learner' as const,
  basedOnCompletions: ['CMP-033'],
  title: { ja: '業務分担の見直し' },
  role: { ja: '配車担当（分析を主導）' },
  measures: [measure],
  evidence: [],
  publishPolicy: 'full' as const,
  isDemo: true,
}
const post = { ja: '人事責任者' }
const reviewerA = { id: 'rev-a', organisationIds: ['org-council'] }
const reviewerB = { id: 'rev-b', organisationIds: ['emp-05'] }
const reason = { code: 'BASELINE_MISSING', text: '改善前の数値と測定期間を記入してください。' }
const approve = (on: string) => ({ decision: 'approve' as const, on })

const draft: Nomination = { ...content, state: 'draft' }
const awaiting = requestConfirmation(draft, { on: '2026-10-20' })
const submitted = confirmNomination(awaiting, { by: 'employer', on: '2026-11-02', confirmedBy: post })
const once = reviewNomination(submitted, reviewerA, approve('2026-11-10'), [completion])
const approved = reviewNomination(once, reviewerB, approve('2026-11-12'), [completion])
const consented = consentToText(approved, { participantId: 'P-0001' }, { consentedOn: '2026-11-13', consentId: 'CON-1', textDigest: 'd1' })
const issued = issueNomination(consented, { on: '2026-11-16', credentialId: 'urn:uuid:1', textDigest: 'd1' })
const returned = reviewNomination(submitted, reviewerA, { decision: 'return', on: '2026-11-10', reason }, [completion])
const rejected = reviewNomination(
  submitted,
  reviewerA,
  { decision: 'reject', on: '2026-11-10', reason: { code: 'PERIOD_TOO_SHORT', text: '3か月未満' } },
  [completion],
)
const byLearner = { side: 'learner' as const, participantId: 'P-0001' }
const withdrawal = { on: '2026-11-13', reason: { code: 'LEARNER_REQUEST', text: '本人の申出により取下げ' } }
const withdrawn = withdrawNomination(approved, byLearner, withdrawal)

const states: Record<string, Nomination> = {
  draft,
  awaiting_employer: awaiting,
  submitted,
  approved,
  issued,
  returned,
  rejected,
  withdrawn,
}
describe('the states of a nomination', () => {
  test('every state is reached by its move', () => {
    for (const [name, nomination] of Object.entries(states)) expect(nomination.state).toBe(name)
    expect(once.state).toBe('submitted')
  })

  const moves: Parameters<typeof moveTable<Nomination>>[1] = {
    edit: { from: ['draft', 'returned'], deed: (n) => editNomination(n, { role: { ja: '別の役割' } }) },
    requestConfirmation: { from: ['draft'], deed: (n) => requestConfirmation(n, { on: '2026-10-20' }) },
    confirm: { from: ['awaiting_employer'], deed: (n) => confirmNomination(n, { by: 'employer', on: '2026-11-02', confirmedBy: post }) },
    declineConfirmation: { from: ['awaiting_employer'], deed: (n) => declineConfirmation(n, 'employer') },
    approve: { from: ['submitted'], deed: (n) => reviewNomination(n, reviewerA, approve('2026-11-10'), [completion]) },
    return: {
      from: ['submitted'],
      deed: (n) => reviewNomination(n, reviewerA, { decision: 'return', on: '2026-11-10', reason }, [completion]),
    },
    reject: {
      from: ['submitted'],
      deed: (n) => reviewNomination(n, reviewerA, { decision: 'reject', on: '2026-11-10', reason }, [completion]),
    },
    resubmit: { from: ['returned'], deed: (n) => resubmitNomination(n, '2026-11-11') },
    consent: {
      from: ['approved'],
      deed: (n) => consentToText(n, { participantId: 'P-0001' }, { consentedOn: '2026-11-13', consentId: 'CON-1', textDigest: 'd1' }),
    },
    withdraw: {
      from: ['draft', 'awaiting_employer', 'submitted', 'returned', 'approved'],
      deed: (n) => withdrawNomination(n, byLearner, withdrawal),
    },
  }
  test.each(moveTable(states, moves))('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test.each(Object.keys(states).filter((state) => state !== 'approved'))('issue from %s is refused', (state) => {
    expect(refusalOf(() => issueNomination(states[state] as Nomination, { on: '2026-11-16', credentialId: 'c', textDigest: 'd1' }))).toBe(
      'conflict',
    )
  })
})

describe('guards', () => {
  test('the employer confirms what the learner drafted, not the learner', () => {
    expect(refusalOf(() => confirmNomination(awaiting, { by: 'learner', on: '2026-11-02' }))).toBe('forbidden')
  })

  test('where the employer drafted, its numbers come with the request and the learner confirms', () => {
    const own: Nomination = { ...content, draftedBy: 'employer', state: 'draft' }
    expect(refusalOf(() => requestConfirmation(own, { on: '2026-10-20' }))).toBe('forbidden')
    const asked = requestConfirmation(own, { on: '2026-10-20', confirmedBy: post })
    expect(asked).toMatchObject({ state: 'awaiting_employer', waitingFor: 'learner' })
    expect(refusalOf(() => confirmNomination(asked, { by: 'employer', on: '2026-10-21', confirmedBy: post }))).toBe('forbidden')
    expect(confirmNomination(asked, { by: 'learner', on: '2026-10-21' })).toMatchObject({
      state: 'submitted',
      confirmation: { confirmedBy: post },
    })
  })

  test('the employer may correct a number while confirming, and the corrected number is the confirmed one', () => {
    const corrected = { ...measure, after: { value: 12, operator: 'eq' as const, period: '2026-07/2026-09' }, changePercent: -33.3 }
    const confirmed = confirmNomination(awaiting, { by: 'employer', on: '2026-11-02', confirmedBy: post, measures: [corrected] })
    expect(confirmed.measures).toEqual([corrected])
    expect(confirmed.confirmation.figures).not.toBe(submitted.confirmation.figures)
  })

  test.each([
    ['of the firm', { id: 'rev-c', organisationIds: ['emp-02'] }],
    ['who is the learner', { id: 'rev-c', organisationIds: ['org-council'], participantId: 'P-0001' }],
  ])('a reviewer %s is refused', (_, reviewer) => {
    expect(refusalOf(() => reviewNomination(submitted, reviewer, approve('2026-11-10'), [completion]))).toBe('forbidden')
  })

  test('one reviewer cannot approve twice', () => {
    expect(refusalOf(() => reviewNomination(once, reviewerA, approve('2026-11-11'), [completion]))).toBe('forbidden')
  })

  test('a period under three months keeps it from approval unless a reviewer waives it with a reason', () => {
    const short = { ...measure, after: { value: 11.5, operator: 'eq' as const, period: '2026-08/2026-09' } }
    const nomination = { ...submitted, measures: [short] }
    expect(refusalOf(() => reviewNomination(nomination, reviewerA, approve('2026-11-10'), [completion]))).toBe('invalid_input')
    const waive = (reasonText: string) => ({ ...approve('2026-11-10'), waivers: [{ code: 'PERIOD_TOO_SHORT', reason: reasonText }] })
    expect(refusalOf(() => reviewNomination(nomination, reviewerA, waive(' '), [completion]))).toBe('invalid_input')
    expect(refusalOf(() => reviewNomination(nomination, reviewerA, waive('繁忙期を含むため'), [completion]))).toBe('allowed')
  })

  test('nothing but the length of a period can be waived', () => {
    const nomination = { ...submitted, measures: [] }
    const waive = { ...approve('2026-11-10'), waivers: [{ code: 'BASELINE_MISSING', reason: '不要' }] }
    expect(refusalOf(() => reviewNomination(nomination, reviewerA, waive, [completion]))).toBe('invalid_input')
  })

  test('learning comes before the result', () => {
    const later = { ...completion, startOn: '2026-07-02' }
    expect(nominationProblems(submitted, [later]).map(({ code }) => code)).toEqual(['AFTER_BEFORE_COURSE'])
    expect(nominationProblems(submitted, [completion])).toEqual([])
  })

  test.each([
    [{ ...completion, participantId: 'P-0002' }],
    [{ ...completion, status: 'withdrawn' }],
    [{ ...completion, status: 'corrected' }],
  ])('a completion %j cannot carry it', (other) => {
    expect(nominationProblems(submitted, [other]).map(({ code }) => code)).toContain('COMPLETION_NOT_USABLE')
  })

  test('a return needs a code and a text', () => {
    const without = { decision: 'return' as const, on: '2026-11-10', reason: { code: 'BASELINE_MISSING', text: '' } }
    expect(refusalOf(() => reviewNomination(submitted, reviewerA, without, [completion]))).toBe('invalid_input')
  })

  test('after a return, changed figures go to the employer again, unchanged ones to the reviewers', () => {
    expect(resubmitNomination(returned, '2026-11-11')).toMatchObject({ state: 'submitted', reviews: [] })
    const changed = editNomination(returned, {
      measures: [{ ...measure, after: { value: 10, operator: 'lt', period: '2026-07/2026-09' } }],
    })
    expect(resubmitNomination(changed, '2026-11-11')).toMatchObject({ state: 'awaiting_employer', waitingFor: 'employer' })
  })

  test('the learner consents to exactly the text that is signed', () => {
    expect(refusalOf(() => issueNomination(approved, { on: '2026-11-16', credentialId: 'c', textDigest: 'd1' }))).toBe('forbidden')
    expect(refusalOf(() => issueNomination(consented, { on: '2026-11-16', credentialId: 'c', textDigest: 'd2' }))).toBe('forbidden')
    expect(
      refusalOf(() =>
        consentToText(approved, { participantId: 'P-0002' }, { consentedOn: '2026-11-13', consentId: 'CON-1', textDigest: 'd1' }),
      ),
    ).toBe('forbidden')
  })

  test('figures that the employer did not confirm are not issued', () => {
    const altered = { ...consented, measures: [{ ...measure, after: { value: 1, operator: 'eq' as const, period: '2026-07/2026-09' } }] }
    expect(refusalOf(() => issueNomination(altered, { on: '2026-11-16', credentialId: 'c', textDigest: 'd1' }))).toBe('forbidden')
  })

  test('another learner cannot withdraw it, an employer only its own draft', () => {
    expect(refusalOf(() => withdrawNomination(submitted, { side: 'learner', participantId: 'P-0002' }, withdrawal))).toBe('forbidden')
    expect(refusalOf(() => withdrawNomination(submitted, { side: 'employer' }, withdrawal))).toBe('forbidden')
    expect(refusalOf(() => withdrawNomination(draft, { side: 'employer' }, withdrawal))).toBe('forbidden')
    expect(withdrawNomination({ ...content, draftedBy: 'employer', state: 'draft' }, { side: 'employer' }, withdrawal).state).toBe(
      'withdrawn',
    )
  })

  test('a draft without role, title or completion is not shown to the other side', () => {
    const empty: Nomination = { ...draft, role: { ja: ' ' } }
    expect(refusalOf(() => requestConfirmation(empty, { on: '2026-10-20' }))).toBe('invalid_input')
    expect(refusalOf(() => requestConfirmation({ ...draft, basedOnCompletions: [] }, { on: '2026-10-20' }))).toBe('invalid_input')
  })
})

describe('measures', () => {
  test('10未満 is kept as said: no rate, at most "more than 5 less"', () => {
    const bounded: Measure = {
      ...measure,
      before: { value: 15, operator: 'eq', period: '2026-01/2026-03' },
      after: { value: 10, operator: 'lt', period: '2026-07/2026-09' },
      unit: '時間',
    }
    expect(changeOf(bounded)).toBeUndefined()
    expect(changeBound(bounded)).toEqual({ direction: 'less', by: 5, including: false })
    expect(changeText(bounded)).toBe('5 時間を超える減少')
    expect(quantityText(bounded.after as NonNullable<Measure['after']>, '時間')).toBe('10 時間未満')
    expect(measureProblems(bounded, '2026-05-16').map(({ code }) => code)).toEqual(['CHANGE_NOT_EXACT'])
  })

  test.each([
    ['lt', 'lt'],
    ['eq', 'gt'],
    ['lt', 'le'],
  ] as const)('before %s and after %s say nothing about a decrease', (before, after) => {
    const unknown: Measure = {
      ...measure,
      before: { value: 15, operator: before, period: '2026-01' },
      after: { value: 10, operator: after, period: '2026-07' },
    }
    expect(changeOf(unknown)).toBeUndefined()
    expect(changeBound(unknown)).toBeUndefined()
    expect(changeText(unknown)).toBeUndefined()
  })

  test('ge after eq is an increase of at least the difference', () => {
    const more: Measure = {
      ...measure,
      before: { value: 10, operator: 'eq', period: '2026-01' },
      after: { value: 12, operator: 'ge', period: '2026-07' },
    }
    expect(changeText(more)).toBe('2 時間/月以上の増加')
  })

  test('points are a difference, not a rate', () => {
    const points: Measure = {
      ...measure,
      unit: '%',
      before: { value: 4.2, operator: 'eq', period: '2026-01/2026-03' },
      after: { value: 3.9, operator: 'eq', period: '2026-07/2026-09' },
      changeKind: 'points',
    }
    expect(changeOf(points)).toEqual({ kind: 'points', points: -0.3 })
    expect(changeText(points)).toBe('-0.3 ポイント')
    expect(changeText({ ...points, changeKind: 'relative' })).toBe('-7.1 %（相対値）')
  })

  test('a baseline of zero has no relative change', () => {
    expect(changeOf({ ...measure, before: { value: 0, operator: 'eq', period: '2026-01/2026-03' } })).toBeUndefined()
  })

  test('the figure is written as it was said', () => {
    expect(quantityText(measure.before as NonNullable<Measure['before']>, measure.unit)).toBe('18.0 時間/月')
  })

  const { before: _before, after: _after, ...sides } = measure
  test.each<[Measure, string]>([
    [{ ...sides, after: _after as NonNullable<Measure['after']> }, 'BASELINE_MISSING'],
    [{ ...sides, before: _before as NonNullable<Measure['before']> }, 'AFTER_MISSING'],
    [{ ...measure, unit: '' }, 'UNIT_MISSING'],
    [{ ...measure, name: { ja: '' } }, 'NAME_MISSING'],
    [{ ...measure, method: { ja: '' } }, 'METHOD_MISSING'],
    [{ ...measure, scope: { ja: '' } }, 'SCOPE_MISSING'],
    [{ ...measure, after: { value: 11.5, operator: 'eq', period: '夏' } }, 'PERIOD_UNREADABLE'],
    [{ ...measure, after: { value: 11.5, operator: 'eq', period: '2026-08/2026-09' } }, 'PERIOD_TOO_SHORT'],
    [{ ...measure, after: { value: 11.5, operator: 'eq', period: '2026-04/2026-06' } }, 'AFTER_BEFORE_COURSE'],
    [{ ...measure, before: { value: 18, operator: 'eq', period: '2026-05/2026-07' } }, 'PERIODS_OVERLAP'],
    [{ ...measure, changePercent: -30 }, 'CHANGE_MISMATCH'],
  ])('a measure with one fault is refused for it: %#', (faulty, code) => {
    expect(measureProblems(measure, '2026-05-16')).toEqual([])
    expect(measureProblems(faulty, '2026-05-16').map((problem) => problem.code)).toContain(code)
  })

  test.each([
    ['full', { beforeAndAfter: true, change: true, narrative: true }],
    ['relative_only', { beforeAndAfter: false, change: true, narrative: true }],
    ['text_only', { beforeAndAfter: false, change: false, narrative: true }],
    ['none', { beforeAndAfter: false, change: false, narrative: false }],
  ] as const)('publish policy %s', (policy, parts) => {
    expect(publishedParts(policy)).toEqual(parts)
  })

  test.each([
    ['2026-04/2026-06', { from: '2026-04-01', to: '2026-06-30' }, 3, '2026年4月～6月'],
    ['2026-05', { from: '2026-05-01', to: '2026-05-31' }, 1, '2026年5月'],
    ['2026-08/2026-08', { from: '2026-08-01', to: '2026-08-31' }, 1, '2026年8月'],
    ['2026-04-10/2026-07-09', { from: '2026-04-10', to: '2026-07-09' }, 3, '2026年4月10日～7月9日'],
    ['2025-11/2026-01', { from: '2025-11-01', to: '2026-01-31' }, 3, '2025年11月～2026年1月'],
    ['FY2025', { from: '2025-04-01', to: '2026-03-31' }, 12, '2025年度'],
  ])('the period %s is read', (text, period, months, words) => {
    expect(readPeriod(text)).toEqual(period)
    expect(wholeMonths(period)).toBe(months)
    expect(periodText(text)).toBe(words)
  })

  test.each(['', '2026', '2026-13', '2026-06/2026-04', '2026-04/2026-05/2026-06'])('the period %j is not read', (text) => {
    expect(readPeriod(text)).toBeUndefined()
  })
})

describe('the nominations of the demo programme', () => {
  interface DemoNomination {
    id: string
    status: string
    participantId: string
    employerId: string
    basedOnCompletions: string[]
    title: { ja: string }
    role: { ja: string }
    measures: (Omit<Measure, 'before'> & { before: { value: number; period: string } })[]
    rejectReason?: { code: string }
    returnReason?: { code: string }
  }
  const { records } = readCsv(demoPath('completions.csv'))
  const completions = records.map(({ fields }) => ({
    id: fields[0] ?? '',
    participantId: fields[2] ?? '',
    startOn: fields[3] ?? '',
    status: fields[5] ?? '',
  }))
  const nominations = demoJson<DemoNomination[]>('nominations.json')
  const problemsOf = (nomination: DemoNomination): (string | undefined)[] => {
    const measures = nomination.measures.map((one): Measure => ({ ...one, before: { ...one.before, operator: 'eq' } }))
    return nominationProblems(
      { ...content, ...nomination, measures, draftedBy: 'learner', evidence: [], publishPolicy: 'full' },
      completions,
    ).map(({ code }) => code)
  }

  test('every change is the one that is computed from before and after', () => {
    const measures = nominations.flatMap((nomination) => nomination.measures)
    expect(measures).toHaveLength(8)
    for (const one of measures) {
      expect(changeOf({ ...one, before: { ...one.before, operator: 'eq' } })).toEqual({ kind: 'relative', percent: one.changePercent })
    }
  })

  test.each(nominations.filter(({ status }) => ['issued', 'approved', 'submitted'].includes(status)))(
    '$id ($status) has no open problem',
    (nomination) => {
      expect(problemsOf(nomination)).toEqual([])
    },
  )

  test('the returned one lacks its baseline, the rejected one measured too briefly', () => {
    const returnedOne = nominations.find(({ status }) => status === 'returned') as DemoNomination
    const rejectedOne = nominations.find(({ status }) => status === 'rejected') as DemoNomination
    expect(problemsOf(returnedOne)).toEqual([returnedOne.returnReason?.code])
    expect(new Set(problemsOf(rejectedOne))).toEqual(new Set([rejectedOne.rejectReason?.code]))
  })
})
