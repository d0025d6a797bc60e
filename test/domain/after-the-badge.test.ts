import { describe, expect, test } from 'vitest'
import { dueFollowUps, type FollowUpSubject, followUpDueOn } from '../../src/domain/follow-up.ts'
import { type FunnelRecord, funnel } from '../../src/domain/funnel.ts'
import { honourShortlist, type ShortlistInput } from '../../src/domain/honour-shortlist.ts'
import type { Measure, PublishPolicy } from '../../src/domain/measure.ts'
import { nearestCode } from '../../src/domain/nearest-code.ts'
import {
  foundUseful,
  hasShown,
  latestResponses,
  notShownTask,
  opensNomination,
  type SurveyResponse,
  surveyQuestions,
} from '../../src/domain/survey.ts'
import { demoJson, demoPath } from '../support/demo.ts'
import { readCsv } from '../support/read-csv.ts'

describe('follow-up', () => {
  const subject: FollowUpSubject = { credentialId: 'c1', participantId: 'P-1', claimedOn: '2026-10-31', sent: [], stopped: false }

  test('the questions are due 1, 6 and 12 months after claiming', () => {
    expect([1, 6, 12].map((wave) => followUpDueOn('2026-10-31', wave as 1 | 6 | 12))).toEqual(['2026-11-30', '2027-04-30', '2027-10-31'])
  })

  test.each([
    ['2026-11-29', []],
    ['2026-11-30', [1]],
    ['2026-12-30', [1]],
    ['2026-12-31', []],
    ['2027-04-30', [6]],
    ['2027-10-31', [12]],
  ])('on %s waves %j are sent', (today, waves) => {
    expect(dueFollowUps([subject], today).map(({ wave }) => wave)).toEqual(waves)
  })

  test('a wave is sent once, and not to somebody who wants none', () => {
    expect(dueFollowUps([{ ...subject, sent: [1] }], '2026-11-30')).toEqual([])
    expect(dueFollowUps([{ ...subject, stopped: true }], '2026-11-30')).toEqual([])
  })

  test('a person with two due badges gets one mail, about the one claimed last', () => {
    const later = { ...subject, credentialId: 'c2', claimedOn: '2026-11-01' }
    const expected = [{ credentialId: 'c2', participantId: 'P-1', wave: 1, dueOn: '2026-12-01' }]
    expect(dueFollowUps([subject, later], '2026-12-01')).toEqual(expected)
    expect(dueFollowUps([later, subject], '2026-12-01')).toEqual(expected)
  })
})

describe('the funnel', () => {
  const record = (change: Partial<FunnelRecord>): FunnelRecord => ({
    completionId: 'c',
    participantId: 'p',
    courseId: 'k',
    applied: false,
    shown: false,
    hasOutcome: false,
    ...change,
  })

  test('each step contains the ones before, and each record waits on one list at most', () => {
    const completed = record({})
    const applied = record({ applied: true })
    const unclaimed = record({ applied: true, claim: 'unclaimed', credentialId: 'x' })
    const claimed = record({ applied: true, claim: 'claimed' })
    const shown = record({ applied: true, claim: 'claimed', shown: true })
    const outcome = record({ applied: true, claim: 'claimed', shown: true, hasOutcome: true })
    const declined = record({ applied: true, claim: 'declined' })
    const result = funnel([completed, applied, unclaimed, claimed, shown, outcome, declined])
    expect(result.counts).toEqual({ completed: 7, applied: 6, claimed: 3, shown: 2, outcome: 1 })
    expect(result.workLists).toEqual({ applied: [completed], claimed: [applied, unclaimed], shown: [claimed], outcome: [shown] })
    expect(result.declined).toEqual([declined])
  })

  test('the demo programme: 43 completed, 39 with a badge, 4 completed without one, 7 unclaimed, 1 declined', () => {
    interface Badge {
      id: string
      completionId?: string
      claim: 'unclaimed' | 'claimed' | 'declined'
      visibility: string
    }
    const badges = new Map(
      demoJson<Badge[]>('badges.json').flatMap((badge) => (badge.completionId === undefined ? [] : [[badge.completionId, badge] as const])),
    )
    const outcomes = demoJson<{ badgeIds: string[] }[]>('outcomes.json').flatMap(({ badgeIds }) => badgeIds)
    const completions = readCsv(demoPath('completions.csv')).records.filter(({ fields }) => fields[5] === 'completed')
    const records = completions.map(({ fields }): FunnelRecord => {
      const badge = badges.get(fields[0] ?? '')
      return record({
        completionId: fields[0] ?? '',
        applied: badge !== undefined,
        ...(badge === undefined ? {} : { credentialId: badge.id, claim: badge.claim }),
        shown: badge !== undefined && badge.visibility !== 'private',
        hasOutcome: badge !== undefined && outcomes.includes(badge.id),
      })
    })
    const result = funnel(records)
    expect(result.counts).toMatchObject({ completed: 43, applied: 39, claimed: 31 })
    expect(result.workLists.applied).toHaveLength(4)
    expect(result.workLists.claimed).toHaveLength(7)
    expect(result.declined).toHaveLength(1)
  })
})

describe('the survey', () => {
  const { learnerResponses, questions } = demoJson<{
    learnerResponses: SurveyResponse[]
    questions: Record<'learner' | 'employer', { code: string; type: string; ja: string; options?: string[] }[]>
  }>('survey.json')

  test('asks the questions of the demo programme with their options', () => {
    for (const side of ['learner', 'employer'] as const) {
      expect(surveyQuestions[side].map(({ code, type, ja, options }) => ({ code, type, ja, options: [...options] }))).toEqual(
        questions[side].map(({ code, type, ja, options }) => ({ code, type, ja, options: options ?? [] })),
      )
    }
  })

  test('12 of 20 showed the badge, 10 found it useful', () => {
    expect(learnerResponses).toHaveLength(20)
    expect(learnerResponses.filter(hasShown)).toHaveLength(12)
    expect(learnerResponses.filter(foundUseful)).toHaveLength(10)
  })

  test('a reason for not showing becomes a task', () => {
    const tasks = learnerResponses.map(notShownTask).filter((task) => task !== 'none')
    expect(tasks.sort()).toEqual([
      'ask_employer_for_recognition',
      'ask_employer_for_recognition',
      'explain_privacy',
      'explain_showing',
      'tell_employer',
    ])
    expect(notShownTask({ participantId: 'p', answeredOn: '2026-11-20', L1: ['応募先に示した'], L4: '会社がバッジを知らない' })).toBe(
      'none',
    )
  })

  test('the answer that nothing was shown wins over a place that was ticked too, and an empty answer is none', () => {
    expect(hasShown({ participantId: 'p', answeredOn: '2026-11-20', L1: ['応募先に示した', '示していない'] })).toBe(false)
    expect(hasShown({ participantId: 'p', answeredOn: '2026-11-20', L1: [] })).toBe(false)
  })

  test('answers after the day are left out, the latest of a person counts', () => {
    const first: SurveyResponse = { participantId: 'p', answeredOn: '2026-11-01', L1: ['示していない'] }
    const second: SurveyResponse = { participantId: 'p', answeredOn: '2027-04-01', L1: ['応募先に示した'] }
    expect(latestResponses([second, first], '2026-12-31')).toEqual([first])
    expect(latestResponses([second, first], '2027-04-01')).toEqual([second])
  })

  test('figures in the own words open a nomination', () => {
    const response = (L6: string): SurveyResponse => ({ participantId: 'p', answeredOn: '2026-11-20', L1: [], L6 })
    expect(opensNomination(response('見積が２時間から３０分になった'))).toBe(true)
    expect(opensNomination(response('集計が40分から12分に'))).toBe(true)
    expect(opensNomination(response('楽になった'))).toBe(false)
  })
})

describe('the honour shortlist', () => {
  const measure: Measure = {
    name: { ja: '不良率（Bライン）' },
    unit: '%',
    before: { value: 4.2, operator: 'eq', period: '2026-03/2026-05' },
    after: { value: 3.9, operator: 'eq', period: '2026-08/2026-10' },
    method: { ja: '検査記録' },
    scope: { ja: 'Bライン全品種' },
    changeKind: 'relative',
  }
  const nomination = (publishPolicy: PublishPolicy) => ({
    id: 'NOM-02',
    employerId: 'emp-05',
    participantId: 'P-0003',
    title: { ja: '不良発生要因の再分析' },
    measures: [measure],
    publishPolicy,
  })
  const productivity = {
    id: 'PRD-03',
    employerId: 'emp-05',
    method: 'defect_rate',
    unit: '%',
    before: { value: 4.2, period: '2026-03/2026-05' },
    after: { value: 3.9, period: '2026-08/2026-10' },
    better: 'down' as const,
  }
  const input = (policy: PublishPolicy): ShortlistInput => ({
    employers: [{ id: 'emp-05', name: { ja: '見本製陶（デモ）' }, declared: true }],
    nominations: [nomination(policy)],
    productivity: [productivity],
    taken: [],
  })
  const draft = (policy: PublishPolicy): string => honourShortlist(input(policy))[0]?.draft.ja ?? ''

  test('an entry names its evidence, and the draft says what may be public', () => {
    const [entry] = honourShortlist(input('full'))
    expect(entry).toMatchObject({
      employerId: 'emp-05',
      basis: { nominationIds: ['NOM-02'], productivityIds: ['PRD-03'] },
      results: 1,
      people: 1,
      methods: ['defect_rate'],
    })
    expect(entry?.draft.ja).toContain('4.2 %から3.9 %になりました（Bライン全品種）')
    expect(entry?.draft.ja).toContain('不良率：7.1％の改善（2026年8月～10月）。')
    expect(entry?.draft.ja).not.toContain('P-0003')
  })

  test('relative_only keeps the absolute figures out of the draft', () => {
    expect(draft('relative_only')).toContain('-7.1 %（相対値）')
    expect(draft('relative_only')).not.toMatch(/4\.2|3\.9/)
  })

  test('text_only and none keep every figure out, none also the title', () => {
    expect(draft('text_only')).toContain('不良発生要因の再分析')
    expect(draft('text_only')).not.toMatch(/[0-9]/)
    expect(draft('none')).not.toContain('不良発生要因の再分析')
    expect(draft('none')).not.toMatch(/[0-9]/)
  })

  test('the demo programme: emp-05 stands first once the honoured ones are taken, and firms without results are left out', () => {
    interface DemoNomination extends Omit<ShortlistInput['nominations'][number], 'publishPolicy'> {
      status: string
      publishPolicy?: PublishPolicy
    }
    const employers = demoJson<{ employers: { id: string; name: { ja: string } }[] }>('organisations.json').employers
    const all: ShortlistInput = {
      employers: employers.map(({ id, name }) => ({ id, name, declared: true })),
      nominations: demoJson<DemoNomination[]>('nominations.json')
        .filter(({ status }) => status === 'issued')
        .map((one) => ({
          ...one,
          publishPolicy: one.publishPolicy ?? 'full',
          measures: one.measures.map((m) => ({
            ...m,
            ...(m.before === undefined ? {} : { before: { ...m.before, operator: 'eq' as const } }),
          })),
        })),
      productivity: demoJson<(ShortlistInput['productivity'][number] & { status: string })[]>('productivity.json').filter(
        ({ status }) => status === 'verified',
      ),
      taken: [],
    }
    expect(honourShortlist(all).map(({ employerId }) => employerId)).toEqual(['emp-01', 'emp-02', 'emp-05', 'emp-07'])
    expect(honourShortlist({ ...all, taken: ['emp-01', 'emp-02', 'emp-07'] }).map(({ employerId }) => employerId)).toEqual(['emp-05'])
  })

  test('more verified records come before fewer, then more results', () => {
    const employers = ['a', 'b', 'c'].map((id) => ({ id, name: { ja: id }, declared: false }))
    const results = [
      { ...nomination('full'), id: 'N1', employerId: 'a' },
      { ...nomination('full'), id: 'N2', employerId: 'a', participantId: 'P-9' },
      { ...nomination('full'), id: 'N3', employerId: 'b' },
    ]
    const ranked = honourShortlist({ employers, nominations: results, productivity: [{ ...productivity, employerId: 'c' }], taken: [] })
    expect(ranked.map(({ employerId }) => employerId)).toEqual(['c', 'a', 'b'])
  })
})

describe('a mistyped code', () => {
  const known = ['DL-BASIC-R8', 'DL-NOCODE-R8', 'DS-MONO-R8']
  test.each([
    ['DL-BASIC-R7', 'DL-BASIC-R8'],
    ['dl-basic-r8', 'DL-BASIC-R8'],
    ['DLNOCODE-R8', 'DL-NOCODE-R8'],
    ['XX', undefined],
    ['MG-DIGITAL-R8', undefined],
  ])('%s is nearest to %s', (typed, nearest) => {
    expect(nearestCode(typed, known)).toBe(nearest)
  })
})
