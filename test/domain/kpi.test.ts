import { describe, expect, test } from 'vitest'
import {
  computeKpis,
  credentialValidityOn,
  declaredAgainstTarget,
  defaultKpiSettings,
  type KpiFigureName,
  verifiedUseRate,
} from '../../src/domain/kpi.ts'
import type { KpiRecords } from '../../src/domain/kpi-records.ts'
import { shownCell, shownTable } from '../../src/domain/small-cells.ts'
import type { SurveyResponse } from '../../src/domain/survey.ts'
import { demoJson, demoPath } from '../support/demo.ts'
import { readCsv } from '../support/read-csv.ts'

/** Members of the demo files that the figures need; each file has some of them. */
interface Row {
  id: string
  employerId: string
  participantId: string
  corporateNumber: string
  version: number
  status: string
  publishedOn: string | null
  decidedOn: string | null
  validUntil: string | null
  withdrawnOn?: string
  kind: KpiRecords['credentials'][number]['kind']
  issuedOn: string
  revokedOn?: string
  suspendedOn?: string
  purpose: KpiRecords['consents'][number]['purpose']
  givenOn: string
  consentId: string | null
}

/** The demo programme as the rows that the figures are computed from. */
const demoRecords = (): KpiRecords => {
  const { header, records } = readCsv(demoPath('completions.csv'))
  const completions = records.map(({ fields }) => Object.fromEntries(header.map((name, i) => [name, fields[i]])) as Record<string, string>)
  return {
    declarations: demoJson<Row[]>('declarations.json').map((row) => ({
      id: row.id,
      employerId: row.employerId,
      corporateNumber: row.corporateNumber,
      version: row.version,
      ...(row.publishedOn ? { publishedOn: row.publishedOn } : {}),
      ...(row.validUntil ? { validUntil: row.validUntil } : {}),
      ...(row.withdrawnOn ? { withdrawnOn: row.withdrawnOn } : {}),
    })),
    honours: demoJson<Row[]>('honours.json').map((row) => ({
      id: row.id,
      employerId: row.employerId,
      ...(row.decidedOn ? { awardedOn: row.decidedOn } : {}),
    })),
    productivity: demoJson<Row[]>('productivity.json').map(
      ({ status, ...row }) => ({ ...row, state: status }) as unknown as KpiRecords['productivity'][number],
    ),
    credentials: demoJson<Row[]>('badges.json').map((row) => ({
      id: row.id,
      kind: row.kind,
      participantId: row.participantId,
      issuedOn: row.issuedOn,
      ...(row.validUntil ? { validUntilOn: row.validUntil } : {}),
      ...(row.revokedOn ? { revokedOn: row.revokedOn } : {}),
      suspensions: row.suspendedOn ? [{ from: row.suspendedOn }] : [],
    })),
    outcomes: demoJson<Row[]>('outcomes.json').map(
      ({ status, consentId, ...row }) =>
        ({ ...row, state: status, ...(consentId ? { consentId } : {}) }) as unknown as KpiRecords['outcomes'][number],
    ),
    consents: demoJson<Row[]>('consents.json').map((row) => ({
      id: row.id,
      purpose: row.purpose,
      givenOn: row.givenOn,
      ...(row.withdrawnOn ? { withdrawnOn: row.withdrawnOn } : {}),
    })),
    completions: completions.map((row) => ({
      id: row['id'] ?? '',
      participantId: row['participantId'] ?? '',
      status: row['status'] as KpiRecords['completions'][number]['status'],
      startOn: row['startOn'] ?? '',
      ...(row['endOn'] ? { endOn: row['endOn'] } : {}),
    })),
    nominations: demoJson<Row[]>('nominations.json').map((row) => ({ id: row.id, state: row.status })),
    survey: demoJson<{ learnerResponses: SurveyResponse[] }>('survey.json').learnerResponses,
    employments: demoJson<Row[]>('participants.json').flatMap((row) =>
      row.employerId ? [{ participantId: row.id, employerId: row.employerId }] : [],
    ),
  }
}

describe('the demo programme', () => {
  const records = demoRecords()
  const expected = demoJson<Record<string, unknown>>('kpi-expected.json')

  test('gives every figure of kpi-expected.json on 2026-11-23', () => {
    expect(computeKpis(records, '2026-11-23').figures).toEqual(expected)
  })

  test('has the rows behind every figure, as many as the figure says', () => {
    const { figures, rows, rules } = computeKpis(records, '2026-11-23')
    const counts: Partial<Record<KpiFigureName, number>> = {
      'declared.newInPeriod': figures.declared.newInPeriod,
      'declared.activeAsOf': figures.declared.activeAsOf,
      honoured: figures.honoured.value,
      'badgeUse.holders': figures.badgeUse.holders,
      'badgeUse.verifiedOutcomes': figures.badgeUse.verifiedOutcomes,
      'badgeUse.peopleWithVerifiedOutcome': figures.badgeUse.peopleWithVerifiedOutcome,
      'survey.respondents': figures.survey.respondents,
      'survey.shown': figures.survey.shown,
      'survey.useful': figures.survey.useful,
      'counts.completions': figures.counts.completions,
      'counts.completed': figures.counts.completed,
      'counts.badges': figures.counts.badges,
      'counts.consents': figures.counts.consents,
    }
    for (const [name, count] of Object.entries(counts)) expect([name, rows[name as KpiFigureName].length]).toEqual([name, count])
    expect(rows.productivity.map(({ id }) => id)).toEqual(['PRD-01', 'PRD-02', 'PRD-03', 'PRD-04'])
    expect(Object.keys(rows).sort()).toEqual(Object.keys(rules).sort())
  })

  test('names what does not count, with the reason', () => {
    expect(computeKpis(records, '2026-11-23').notCounted).toEqual([
      { figure: 'productivity', entity: 'productivityRecord', id: 'PRD-05', why: 'submitted 改善の期間が受講より前です。' },
      { figure: 'productivity', entity: 'productivityRecord', id: 'PRD-06', why: 'rejected 改善が認められない' },
      { figure: 'badgeUse.verifiedOutcomes', entity: 'outcome', id: 'OUT-09', why: 'badgeWeight none' },
      { figure: 'badgeUse.verifiedOutcomes', entity: 'outcome', id: 'OUT-10', why: 'badgeWeight none' },
      { figure: 'badgeUse.verifiedOutcomes', entity: 'outcome', id: 'OUT-11', why: 'only one side confirmed' },
      { figure: 'badgeUse.verifiedOutcomes', entity: 'outcome', id: 'OUT-12', why: 'only one side confirmed' },
    ])
  })

  test('verified use is 8 of 31 people', () => {
    expect(verifiedUseRate(computeKpis(records, '2026-11-23').figures)).toMatchObject({ n: 8, of: 31 })
    expect(verifiedUseRate(computeKpis(records, '2026-01-01').figures)).toBeUndefined()
  })

  test.each([
    ['2026-02-19', 0, 0],
    ['2026-02-20', 2, 2],
    ['2026-10-30', 10, 10],
    ['2026-10-31', 10, 9],
    ['2028-02-20', 10, 9],
    ['2028-02-21', 10, 7],
    ['2028-07-02', 10, 0],
  ])('on %s %i are new and %i active', (asOf, newInPeriod, active) => {
    expect(computeKpis(records, asOf).figures.declared).toMatchObject({ newInPeriod, activeAsOf: active })
  })

  test('a past day sees the badges as they were then', () => {
    expect(computeKpis(records, '2026-10-19').figures.counts.badgesByValidity).toEqual({ valid: 39 })
    expect(computeKpis(records, '2026-10-20').figures.counts.badgesByValidity).toEqual({ revoked: 1, valid: 38 })
    expect(computeKpis(records, '2026-11-01').figures.counts.badgesByValidity).toEqual({ expired: 1, revoked: 1, valid: 37 })
    expect(computeKpis(records, '2026-10-07').figures.counts.badges).toBe(0)
  })

  test('the counting rule is a setting, both figures are always there', () => {
    const { figures } = computeKpis(records, '2026-11-23')
    expect(declaredAgainstTarget(figures, 'new_in_period')).toBe(10)
    expect(declaredAgainstTarget(figures, 'active')).toBe(9)
  })

  test('the period is a setting: in fiscal year 2026 the declarations of February and March are not new', () => {
    const { figures } = computeKpis(records, '2026-11-23', { ...defaultKpiSettings, period: ['2026-04-01', '2027-03-31'] })
    expect(figures.declared).toMatchObject({ newInPeriod: 6, activeAsOf: 9 })
  })
})

describe('rules that one changed row shows', () => {
  const asOf = '2026-11-23'
  const base = demoRecords()
  const declaration = base.declarations[0] as KpiRecords['declarations'][number]
  const record = base.productivity[0] as KpiRecords['productivity'][number]
  const outcome = base.outcomes[0] as KpiRecords['outcomes'][number]
  const figures = (change: Partial<KpiRecords>) => computeKpis({ ...base, ...change }, asOf)

  test('a second version is not a new employer, and the first one ends on its day', () => {
    const renewed = [
      { ...declaration, endedOn: '2026-11-01' },
      { ...declaration, id: 'DEC-01b', version: 2, publishedOn: '2026-11-01', validUntil: '2028-11-01' },
    ]
    const { declared } = figures({ declarations: [...base.declarations.slice(1), ...renewed] }).figures
    expect(declared).toMatchObject({ newInPeriod: 10, activeAsOf: 9 })
  })

  test('an employer that declared before the period is active and not new', () => {
    const earlier = { ...declaration, id: 'DEC-00', version: 1, publishedOn: '2025-11-01', validUntil: '2026-02-19', endedOn: '2026-02-20' }
    expect(
      figures({ declarations: [earlier, { ...declaration, version: 2 }, ...base.declarations.slice(1)] }).figures.declared,
    ).toMatchObject({
      newInPeriod: 9,
      activeAsOf: 9,
    })
  })

  test('two employers with one corporate number count once', () => {
    expect(
      figures({ declarations: [...base.declarations, { ...declaration, id: 'DEC-99', employerId: 'emp-99' }] }).figures.declared
        .newInPeriod,
    ).toBe(10)
  })

  test('an honour counts until its cancellation', () => {
    const cancelled = { honours: base.honours.map((honour, i) => (i === 0 ? { ...honour, cancelledOn: '2026-11-10' } : honour)) }
    expect(computeKpis({ ...base, ...cancelled }, '2026-11-09').figures.honoured.value).toBe(2)
    expect(computeKpis({ ...base, ...cancelled }, '2026-11-10').figures.honoured.value).toBe(1)
  })

  test.each([
    [{ after: { value: 2.5, period: '2026-08/2026-10' } }, '改善が認められない'],
    [{ after: { value: 0.9, period: '2026-06/2026-08' } }, '改善の期間が受講より前です。'],
    [{ method: 'feeling' }, '測定方法が一覧にありません。'],
    [{ linkedCompletionIds: [] }, '従業員の講座修了が結び付けられていません。'],
    [{ linkedCompletionIds: ['CMP-033'] }, '従業員の講座修了が結び付けられていません。'],
    [{ linkedCompletionIds: ['CMP-022'] }, '従業員の講座修了が結び付けられていません。'],
  ])('a verified productivity record with %j is not counted: %s', (change, why) => {
    const changed = figures({ productivity: [{ ...record, ...change }, ...base.productivity.slice(1)] })
    expect(changed.figures.productivity.value).toBe(3)
    expect(changed.notCounted).toContainEqual({ figure: 'productivity', entity: 'productivityRecord', id: 'PRD-01', why })
  })

  test('two records of one employer count once', () => {
    const doubled = figures({ productivity: [...base.productivity, { ...record, id: 'PRD-99' }] })
    expect(doubled.figures.productivity.value).toBe(4)
    expect(doubled.rows.productivity).toHaveLength(5)
  })

  test.each([
    [{ badgeWeight: 'unknown' as const }, 'badgeWeight unknown'],
    [{ state: 'disputed' as const }, 'disputed'],
    [{ state: 'withdrawn' as const }, 'withdrawn'],
    [{ consentId: 'CON-001' }, 'consent not in force'],
    [{ consentId: 'CON-999' }, 'consent not in force'],
  ])('an outcome with %j is not counted: %s', (change, why) => {
    const changed = figures({ outcomes: [{ ...outcome, ...change }, ...base.outcomes.slice(1)] })
    expect(changed.figures.badgeUse.verifiedOutcomes).toBe(7)
    expect(changed.figures.badgeUse.notCounted).toContainEqual({ id: 'OUT-01', why })
  })

  test('an outcome that was withdrawn later counts on the days before', () => {
    const outcomes = [
      { ...outcome, state: 'withdrawn' as const, before: { state: 'verified' as const, until: '2026-11-20' } },
      ...base.outcomes.slice(1),
    ]
    const before = computeKpis({ ...base, outcomes }, '2026-11-19').figures.badgeUse.verifiedOutcomes
    expect(before - computeKpis({ ...base, outcomes }, '2026-11-20').figures.badgeUse.verifiedOutcomes).toBe(1)
  })

  test('withdrawing the consent ends the counting from that day', () => {
    const consents = base.consents.map((consent) => (consent.id === 'CON-052' ? { ...consent, withdrawnOn: '2026-11-20' } : consent))
    expect(computeKpis({ ...base, consents }, '2026-11-19').figures.badgeUse.notCounted.map(({ id }) => id)).not.toContain('OUT-01')
    expect(computeKpis({ ...base, consents }, '2026-11-20').figures.badgeUse.notCounted).toContainEqual({
      id: 'OUT-01',
      why: 'consent not in force',
    })
  })

  test('a corrected completion is history and not counted', () => {
    const [first, ...others] = base.completions
    if (first === undefined) throw new Error('no completion')
    const corrected = [{ ...first, status: 'corrected' as const }, { ...first, id: 'CMP-001b' }, ...others]
    expect(figures({ completions: corrected }).figures.counts).toMatchObject({ completions: 48, completed: 43 })
  })

  test('somebody who answered three times counts once, with the latest answer', () => {
    const again = { participantId: 'P-0016', answeredOn: '2026-11-22', L1: ['上司・人事に示した'], L3: '決め手になった' }
    expect(figures({ survey: [...base.survey, again] }).figures.survey).toEqual({
      respondents: 20,
      shown: 13,
      useful: 11,
      notUsefulOrNotShown: 9,
    })
  })

  test('a nomination with known days has on a past day the state of then', () => {
    const nominations = [{ id: 'NOM-01', state: 'issued', since: '2026-11-16', history: [{ state: 'submitted', on: '2026-11-02' }] }]
    expect(computeKpis({ ...base, nominations }, '2026-11-10').figures.counts.nominationsByStatus).toEqual({ submitted: 1 })
    expect(computeKpis({ ...base, nominations }, '2026-11-16').figures.counts.nominationsByStatus).toEqual({ issued: 1 })
    expect(computeKpis({ ...base, nominations }, '2026-11-01').figures.counts.nominationsByStatus).toEqual({})
  })

  test('a reinstated badge is valid again from that day', () => {
    const credential = {
      id: 'c',
      kind: 'course_completion' as const,
      participantId: 'p',
      issuedOn: '2026-10-08',
      suspensions: [{ from: '2026-11-01', to: '2026-11-10' }],
    }
    expect(['2026-10-31', '2026-11-01', '2026-11-09', '2026-11-10'].map((day) => credentialValidityOn(credential, day))).toEqual([
      'valid',
      'suspended',
      'suspended',
      'valid',
    ])
  })
})

describe('small cells', () => {
  test('a count below five is hidden', () => {
    expect(shownCell(4)).toEqual({ hidden: true })
    expect(shownCell(5)).toEqual({ value: 5 })
  })

  test('a single hidden cell takes the smallest other with it, because the total would give it away', () => {
    expect(shownTable({ allowance: 12, promotion: 3, hire: 7 })).toEqual({
      cells: { allowance: { value: 12 }, promotion: { hidden: true }, hire: { hidden: true } },
      total: { value: 22 },
    })
  })

  test('a table of large cells is shown in full', () => {
    expect(shownTable({ a: 5, b: 6 })).toEqual({ cells: { a: { value: 5 }, b: { value: 6 } }, total: { value: 11 } })
  })
})
