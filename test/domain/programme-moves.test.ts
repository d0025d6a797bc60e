import { describe, expect, test } from 'vitest'
import { type Application, applyForBadge, markIssued } from '../../src/domain/application.ts'
import type { Completion } from '../../src/domain/completion.ts'
import { correctCompletion, judgeCompletion } from '../../src/domain/completion-moves.ts'
import type { Consent } from '../../src/domain/consent.ts'
import { type Certification, type Course, certifiedOn } from '../../src/domain/course.ts'
import { certifyCourse, endCertification, returnCourse, submitCourse } from '../../src/domain/course-certification.ts'
import {
  announceHonour,
  awardHonour,
  cancelHonour,
  declineHonour,
  type Honour,
  shortlistHonour,
  wasHonouredOn,
} from '../../src/domain/honour.ts'
import {
  improvementPercent,
  type ProductivityRecord,
  productivityProblems,
  rejectProductivity,
  returnProductivity,
  submitProductivity,
  verifyProductivity,
} from '../../src/domain/productivity.ts'
import { demoJson } from '../support/demo.ts'
import { moveTable, refusalOf } from './refusal-of.ts'

const reason = { code: 'NOT_SHOWN', text: '資料が足りません。' }

describe('courses', () => {
  const at = (certification: Certification): Course => ({
    id: 'c',
    code: 'DL-BASIC-R8',
    operatorId: 'op-04',
    name: { ja: '講座' },
    hours: 24,
    criteria: { ja: ['出席率80%以上'] },
    alignments: [],
    certification,
    isDemo: true,
  })
  const operator = { organisationId: 'op-04' }
  const secretariat = { id: 'user-1', organisationId: 'org-council' }
  const draft = at({ status: 'draft' })
  const submitted = submitCourse(draft, operator)
  const certified = certifyCourse(submitted, { on: '2026-04-01', by: secretariat, note: { ja: '県認定講座（デモ）' } })
  const returned = returnCourse(submitted, secretariat)
  const suspended = endCertification(certified, 'suspended', { on: '2026-10-01', by: secretariat })
  const ended = endCertification(certified, 'ended', { on: '2027-03-31', by: secretariat })
  const states = { draft, submitted, certified, returned, suspended, ended }

  test('every state is reached by its move', () => {
    for (const [name, course] of Object.entries(states)) expect(course.certification.status).toBe(name)
  })

  test.each(
    moveTable<Course>(states, {
      submit: { from: ['draft', 'returned'], deed: (c) => submitCourse(c, operator) },
      certify: { from: ['submitted'], deed: (c) => certifyCourse(c, { on: '2026-04-01', by: secretariat }) },
      return: { from: ['submitted'], deed: (c) => returnCourse(c, secretariat) },
      suspend: { from: ['certified'], deed: (c) => endCertification(c, 'suspended', { on: '2026-10-01', by: secretariat }) },
      end: { from: ['certified', 'suspended'], deed: (c) => endCertification(c, 'ended', { on: '2026-10-01', by: secretariat }) },
    }),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('another operator does not submit it, its own operator does not decide about it', () => {
    expect(refusalOf(() => submitCourse(draft, { organisationId: 'op-01' }))).toBe('forbidden')
    const self = { id: 'u', organisationId: 'op-04' }
    expect(refusalOf(() => certifyCourse(submitted, { on: '2026-04-01', by: self }))).toBe('forbidden')
    expect(refusalOf(() => returnCourse(submitted, self))).toBe('forbidden')
    expect(refusalOf(() => endCertification(certified, 'ended', { on: '2026-10-01', by: self }))).toBe('forbidden')
  })

  test('the days before a suspension stay certified, also after the end', () => {
    expect(certifiedOn(suspended, '2026-09-30')).toBe(true)
    expect(certifiedOn(suspended, '2026-10-01')).toBe(false)
    const endedLater = endCertification(suspended, 'ended', { on: '2027-03-31', by: secretariat })
    expect(certifiedOn(endedLater, '2026-09-30')).toBe(true)
    expect(certifiedOn(endedLater, '2026-12-01')).toBe(false)
  })
})

describe('completions', () => {
  const enrolled: Completion = {
    id: 'CMP-1',
    sessionId: 's',
    participantId: 'P-0011',
    status: 'enrolled',
    startOn: '2026-05-12',
    isDemo: true,
  }
  const judge = (status: 'completed' | 'not_completed' | 'withdrawn') =>
    judgeCompletion(enrolled, { status, endOn: '2026-07-28', attendanceRate: 90 })
  const completed = judge('completed')
  const states = {
    enrolled,
    completed,
    not_completed: judge('not_completed'),
    withdrawn: judge('withdrawn'),
    corrected: correctCompletion(completed, {}, 'CMP-1b').old,
  }

  test('every state is reached by its move', () => {
    for (const [name, completion] of Object.entries(states)) expect(completion.status).toBe(name)
  })

  test.each(
    moveTable<Completion>(states, {
      judge: { from: ['enrolled'], deed: (c) => judgeCompletion(c, { status: 'completed', endOn: '2026-07-28' }) },
      correct: {
        from: ['completed', 'not_completed', 'withdrawn'],
        deed: (c) => correctCompletion(c, { status: 'not_completed' }, 'CMP-2'),
      },
    }),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('a correction keeps the old row, makes a new one and flags the badge', () => {
    const { old, corrected, flagsCredential } = correctCompletion(completed, { status: 'not_completed', attendanceRate: 61 }, 'CMP-1b')
    expect(old).toEqual({ ...completed, status: 'corrected' })
    expect(corrected).toEqual({ ...completed, id: 'CMP-1b', status: 'not_completed', attendanceRate: 61 })
    expect(flagsCredential).toBe(true)
    expect(correctCompletion(states.withdrawn, { status: 'completed' }, 'CMP-1b').flagsCredential).toBe(false)
  })

  test.each([[{ endOn: '2026-05-11' }], [{ attendanceRate: 120 }], [{ attendanceRate: -1 }], [{ score: 101 }]])(
    'a correction to %j is refused',
    (correction) => {
      expect(refusalOf(() => correctCompletion(completed, correction, 'CMP-2'))).toBe('invalid_input')
    },
  )

  test('a correction does not lead back to enrolled', () => {
    expect(refusalOf(() => correctCompletion(completed, { status: 'enrolled' }, 'CMP-2'))).toBe('conflict')
  })
})

describe('applications', () => {
  const consent: Consent = {
    consentId: 'CON-1',
    participantId: 'P-0011',
    purpose: 'badge_issuance',
    items: ['name'],
    recipient: 'secretariat',
    handler: 'secretariat',
    noticeVersion: '2026-04-01',
    channel: 'web',
    isDemo: true,
    givenOn: '2026-05-01',
  }
  const completion = { id: 'CMP-1', participantId: 'P-0011', status: 'completed' as const }
  const applying = { by: { participantId: 'P-0011' }, on: '2026-10-01', consent }
  const notApplied: Application = { state: 'not_applied', completionId: 'CMP-1', participantId: 'P-0011' }
  const applied = applyForBadge(notApplied, completion, applying)
  const issued = markIssued(applied, 'urn:uuid:1')

  test.each(
    moveTable<Application>(
      { not_applied: notApplied, applied, issued },
      {
        apply: { from: ['not_applied'], deed: (a) => applyForBadge(a, completion, applying) },
        issue: { from: ['applied'], deed: (a) => markIssued(a, 'urn:uuid:2') },
      },
    ),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test.each(['enrolled', 'not_completed', 'withdrawn', 'corrected'] as const)('a completion that is %s leads to no badge', (status) => {
    expect(refusalOf(() => applyForBadge(notApplied, { ...completion, status }, applying))).toBe('completion_not_eligible')
  })

  test.each([
    ['none', undefined],
    ['of another person', { ...consent, participantId: 'P-0012' }],
    ['for another purpose', { ...consent, purpose: 'public_page' as const }],
    ['given later', { ...consent, givenOn: '2026-10-02' }],
    ['withdrawn', { ...consent, withdrawnOn: '2026-10-01' }],
  ])('a consent that is %s does not do', (_, other) => {
    expect(refusalOf(() => applyForBadge(notApplied, completion, { ...applying, consent: other }))).toBe('forbidden')
  })

  test('nobody applies for somebody else; a course with autoApply does, with the consent it collected', () => {
    expect(refusalOf(() => applyForBadge(notApplied, completion, { ...applying, by: { participantId: 'P-0012' } }))).toBe('forbidden')
    expect(applyForBadge(notApplied, completion, { ...applying, by: 'course' })).toEqual(applied)
    expect(refusalOf(() => applyForBadge(notApplied, completion, { by: 'course', on: '2026-10-01', consent: undefined }))).toBe('forbidden')
  })
})

describe('honours', () => {
  const candidate: Honour = {
    id: 'HON-1',
    employerId: 'emp-02',
    fiscalYear: 2026,
    basis: { nominationIds: ['NOM-01'], productivityIds: [] },
    isDemo: true,
    state: 'candidate',
  }
  const award = { category: 'best_practice' as const, citation: { ja: '時間外労働を削減' }, on: '2026-10-20' }
  const shortlisted = shortlistHonour(candidate)
  const awarded = awardHonour(shortlisted, award)
  const announced = announceHonour(awarded, '2026-11-05')
  const cancellation = { on: '2026-12-01', reason: { code: 'RESULT_DISPROVED', text: '根拠の誤り' } }
  const cancelled = cancelHonour(announced, cancellation)
  const states: Record<string, Honour> = {
    candidate,
    shortlisted,
    awarded,
    not_awarded: declineHonour(shortlisted, '2026-10-20'),
    announced,
    cancelled,
  }

  test('every state is reached by its move', () => {
    for (const [name, honour] of Object.entries(states)) expect(honour.state).toBe(name)
  })

  test.each(
    moveTable(states, {
      shortlist: { from: ['candidate'], deed: (h) => shortlistHonour(h) },
      award: { from: ['shortlisted'], deed: (h) => awardHonour(h, award) },
      decline: { from: ['shortlisted'], deed: (h) => declineHonour(h, '2026-10-20') },
      announce: { from: ['awarded'], deed: (h) => announceHonour(h, '2026-11-05') },
      cancel: { from: ['candidate', 'shortlisted', 'awarded', 'announced'], deed: (h) => cancelHonour(h, cancellation) },
    }),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('nothing is awarded without a basis or a citation', () => {
    expect(refusalOf(() => awardHonour({ ...shortlisted, basis: { nominationIds: [], productivityIds: [] } }, award))).toBe('invalid_input')
    expect(refusalOf(() => awardHonour({ ...shortlisted, basis: { nominationIds: [], productivityIds: ['PRD-02'] } }, award))).toBe(
      'allowed',
    )
    expect(refusalOf(() => awardHonour(shortlisted, { ...award, citation: { ja: '' } }))).toBe('invalid_input')
  })

  test('it stands from the decision to the day before its cancellation', () => {
    expect(wasHonouredOn(announced, '2026-10-19')).toBe(false)
    expect(wasHonouredOn(announced, '2026-10-20')).toBe(true)
    expect(wasHonouredOn(cancelled, '2026-11-30')).toBe(true)
    expect(wasHonouredOn(cancelled, '2026-12-01')).toBe(false)
    expect(wasHonouredOn(states['not_awarded'] as Honour, '2026-10-20')).toBe(false)
    expect(wasHonouredOn(candidate, '2026-10-20')).toBe(false)
  })
})

describe('productivity records', () => {
  const draft: ProductivityRecord = {
    id: 'PRD-01',
    employerId: 'emp-01',
    method: 'process_time',
    unit: '時間/件',
    before: { value: 2.5, period: '2026-04/2026-06' },
    after: { value: 0.9, period: '2026-08/2026-10' },
    better: 'down',
    linkedCompletionIds: ['CMP-013'],
    isDemo: true,
    state: 'draft',
  }
  const by = { id: 'user-1', organisationId: 'org-council' }
  const submitted = submitProductivity(draft, '2026-11-01')
  const states: Record<string, ProductivityRecord> = {
    draft,
    submitted,
    verified: verifyProductivity(submitted, { on: '2026-11-18', by }, []),
    rejected: rejectProductivity(submitted, { on: '2026-11-18', reason }),
    returned: returnProductivity(submitted, { on: '2026-11-18', reason }),
  }

  test('every state is reached by its move', () => {
    for (const [name, record] of Object.entries(states)) expect(record.state).toBe(name)
  })

  test.each(
    moveTable(states, {
      submit: { from: ['draft', 'returned'], deed: (r) => submitProductivity(r, '2026-11-01') },
      verify: { from: ['submitted'], deed: (r) => verifyProductivity(r, { on: '2026-11-18', by }, []) },
      reject: { from: ['submitted'], deed: (r) => rejectProductivity(r, { on: '2026-11-18', reason }) },
      return: { from: ['submitted'], deed: (r) => returnProductivity(r, { on: '2026-11-18', reason }) },
    }),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })

  test('nobody verifies the own firm, and nothing is verified against its rules', () => {
    expect(refusalOf(() => verifyProductivity(submitted, { on: '2026-11-18', by: { id: 'hr', organisationId: 'emp-01' } }, []))).toBe(
      'forbidden',
    )
    const problems = productivityProblems({ ...draft, after: { value: 2.6, period: '2026-08/2026-10' } }, [], () => true)
    expect(problems.map(({ code }) => code)).toEqual(['NO_IMPROVEMENT', 'COMPLETION_MISSING'])
    expect(refusalOf(() => verifyProductivity(submitted, { on: '2026-11-18', by }, problems))).toBe('invalid_input')
  })

  test('the improvement of every record of the demo programme is the one of its file', () => {
    const records = demoJson<(Parameters<typeof improvementPercent>[0] & { improvementPercent: number })[]>('productivity.json')
    expect(records).toHaveLength(6)
    for (const record of records) expect(improvementPercent(record)).toBe(record.improvementPercent)
  })

  test('a baseline of zero has no improvement in percent', () => {
    expect(improvementPercent({ ...draft, before: { value: 0, period: '2026-04/2026-06' } })).toBeUndefined()
  })
})
