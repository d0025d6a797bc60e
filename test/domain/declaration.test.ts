import { describe, expect, test } from 'vitest'
import {
  type Declaration,
  type DeclarationContent,
  declarationProblems,
  declarationStandingOn,
  editDeclaration,
  promiseEarned,
  publishDeclaration,
  renewDeclaration,
  returnDeclaration,
  submitDeclaration,
  wasDeclaredOn,
  withdrawDeclaration,
} from '../../src/domain/declaration.ts'
import {
  allowedEffects,
  type Effect,
  effectText,
  type Recognition,
  recognitionProblems,
  recognitionSummary,
} from '../../src/domain/recognition.ts'
import { demoJson } from '../support/demo.ts'
import { moveTable, refusalOf } from './refusal-of.ts'

const allowance: Recognition = {
  achievements: ['https://badges.example/achievements/dl-nocode-r8'],
  use: 'allowance',
  strength: 'guaranteed',
  text: { ja: '月額5,000円の資格手当を支給します。' },
  effect: { kind: 'monthly_allowance', amountJPY: 5000, maxMonths: 24, from: '2026-09-01' },
  rule: { ja: '賃金規程 第18条（資格手当）' },
  appliesTo: ['regular', 'fixed_term'],
}
const content: DeclarationContent = {
  id: 'DEC-01',
  employerId: 'emp-01',
  corporateNumber: '6999901000101',
  version: 1,
  statement: { ja: '学びと成果を処遇に結び付けます。' },
  measures: ['study_time'],
  badgeRecognitions: [allowance],
  noRecognitionYet: false,
  isDemo: true,
}
const publisher = { id: 'user-1', organisationId: 'org-council' }
const reason = { code: 'EFFECT_INCOMPLETE', text: '手当の金額と根拠規程が書かれていません。' }
const by = { organisationId: 'emp-01' }

const draft: Declaration = { ...content, state: 'draft' }
const submitted = submitDeclaration(draft, '2026-02-10')
const { declaration: published } = publishDeclaration(submitted, { on: '2026-02-20', publisher })
const returned = returnDeclaration(submitted, { on: '2026-02-15', reason })
const withdrawn = withdrawDeclaration(published, { on: '2026-10-31', reason: { code: 'SYSTEM_REVIEW', text: '制度見直しのため' }, by })
const second = submitDeclaration(renewDeclaration(published, 'DEC-01b'), '2027-12-01')
const { declaration: next, previous: expired } = publishDeclaration(second, { on: '2028-01-10', publisher }, published)
if (expired === undefined) throw new Error('publishing the next version did not end the one before')
const states: Record<string, Declaration> = { draft, submitted, returned, published, expired, withdrawn }

describe('the states of a declaration', () => {
  test('every state is reached by its move', () => {
    for (const [name, declaration] of Object.entries(states)) expect(declaration.state).toBe(name)
    expect(next).toMatchObject({ state: 'published', version: 2, previousId: 'DEC-01', publishedOn: '2028-01-10' })
    expect(expired).toMatchObject({ endedOn: '2028-01-10' })
  })

  test.each(
    moveTable(states, {
      edit: { from: ['draft', 'returned'], deed: (d) => editDeclaration(d, { statement: { ja: '別の宣言文' } }) },
      submit: { from: ['draft', 'returned'], deed: (d) => submitDeclaration(d, '2026-02-10') },
      return: { from: ['submitted'], deed: (d) => returnDeclaration(d, { on: '2026-02-15', reason }) },
      publish: { from: ['submitted'], deed: (d) => publishDeclaration(d, { on: '2026-02-20', publisher }) },
      renew: { from: ['published', 'expired', 'withdrawn'], deed: (d) => renewDeclaration(d, 'DEC-02') },
      withdraw: {
        from: ['draft', 'submitted', 'returned', 'published'],
        deed: (d) => withdrawDeclaration(d, { on: '2026-10-31', reason, by }),
      },
    }),
  )('$move from $state is $expected', ({ deed, expected }) => {
    expect(refusalOf(deed)).toBe(expected)
  })
})

describe('guards', () => {
  test('a declaration lasts two years unless the secretariat sets another end', () => {
    expect(published.validUntil).toBe('2028-02-20')
    expect(publishDeclaration(submitted, { on: '2026-02-20', validUntil: '2027-03-31', publisher }).declaration.validUntil).toBe(
      '2027-03-31',
    )
    expect(refusalOf(() => publishDeclaration(submitted, { on: '2026-02-20', validUntil: '2026-02-19', publisher }))).toBe('invalid_input')
  })

  test('T15: an employer does not publish its own declaration', () => {
    expect(refusalOf(() => publishDeclaration(submitted, { on: '2026-02-20', publisher: { id: 'hr', organisationId: 'emp-01' } }))).toBe(
      'forbidden',
    )
  })

  test('only the employer withdraws', () => {
    expect(refusalOf(() => withdrawDeclaration(published, { on: '2026-10-31', reason, by: { organisationId: 'emp-02' } }))).toBe(
      'forbidden',
    )
  })

  test('an incomplete guarantee comes back at once, with EFFECT_INCOMPLETE and what is missing', () => {
    const { effect: _, ...without } = allowance
    const back = submitDeclaration({ ...draft, badgeRecognitions: [without] }, '2026-10-05')
    expect(back).toMatchObject({ state: 'returned', reason: { code: 'EFFECT_INCOMPLETE' } })
    expect(back.state === 'returned' ? back.problems.map(({ path }) => path) : []).toEqual([
      '/badgeRecognitions/0/effect/amountJPY',
      '/badgeRecognitions/0/effect/from',
    ])
  })

  test('an incomplete declaration that got to the secretariat all the same is not published', () => {
    const { rule: _, ...without } = allowance
    expect(refusalOf(() => publishDeclaration({ ...submitted, badgeRecognitions: [without] }, { on: '2026-02-20', publisher }))).toBe(
      'invalid_input',
    )
  })

  test('a declaration names a recognition or says that there is none yet, not both', () => {
    const codes = (change: Partial<DeclarationContent>) => declarationProblems({ ...content, ...change }).map(({ code }) => code)
    expect(codes({})).toEqual([])
    expect(codes({ badgeRecognitions: [] })).toEqual(['RECOGNITION_MISSING'])
    expect(codes({ badgeRecognitions: [], noRecognitionYet: true })).toEqual([])
    expect(codes({ noRecognitionYet: true })).toEqual(['RECOGNITION_CONTRADICTED'])
    expect(codes({ statement: { ja: '' } })).toEqual(['STATEMENT_MISSING'])
  })
})

describe('standing on a day', () => {
  test.each([
    ['2026-02-19', 'submitted', false],
    ['2026-02-20', 'published', true],
    ['2027-12-21', 'published', true],
    ['2027-12-22', 'renewal_due', true],
    ['2028-02-20', 'renewal_due', true],
    ['2028-02-21', 'expired', false],
  ])('on %s it is %s', (day, standing, declared) => {
    expect(declarationStandingOn(published, day)).toBe(standing)
    expect(wasDeclaredOn(published, day)).toBe(declared)
  })

  test('a withdrawn one stood until the day before its withdrawal', () => {
    expect(declarationStandingOn(withdrawn, '2026-10-30')).toBe('published')
    expect(declarationStandingOn(withdrawn, '2026-10-31')).toBe('withdrawn')
    expect(declarationStandingOn(withdrawDeclaration(draft, { on: '2026-02-01', reason, by }), '2026-01-01')).toBe('withdrawn')
  })

  test('the version before ends on the day of the next', () => {
    expect(wasDeclaredOn(expired, '2028-01-09')).toBe(true)
    expect(wasDeclaredOn(expired, '2028-01-10')).toBe(false)
    expect(declarationStandingOn(expired, '2028-01-10')).toBe('expired')
  })

  test('a guaranteed promise that was earned stays after the withdrawal, one that came later was never earned', () => {
    const badge = (awardedOn: string) => ({ achievementId: 'https://badges.example/achievements/dl-nocode-r8', awardedOn })
    expect(promiseEarned(withdrawn, allowance, badge('2026-10-30'))).toBe(true)
    expect(promiseEarned(withdrawn, allowance, badge('2026-10-31'))).toBe(false)
    expect(promiseEarned(published, { ...allowance, strength: 'preferred' }, badge('2026-10-30'))).toBe(false)
    expect(
      promiseEarned(published, allowance, { ...badge('2026-10-30'), achievementId: 'https://badges.example/achievements/dl-basic-r8' }),
    ).toBe(false)
  })
})

describe('recognitions', () => {
  const base: Recognition = {
    achievements: allowance.achievements,
    use: 'award',
    strength: 'guaranteed',
    text: { ja: '社長賞の選考対象とします。' },
  }
  const complete: Record<Recognition['use'], Recognition> = {
    allowance,
    raise: { ...base, use: 'raise', appraisal: { ja: '年次評価' }, when: { ja: '4月' } },
    evaluation: {
      ...base,
      use: 'evaluation',
      appraisal: { ja: '半期評価' },
      when: { ja: '6月・12月' },
      effect: { kind: 'evaluation_points', maxPoints: 5 },
    },
    promotion: { ...base, use: 'promotion', post: { ja: '主任' } },
    assignment: { ...base, use: 'assignment', post: { ja: 'DX推進室' } },
    hiring: { ...base, use: 'hiring', jobTitles: { ja: ['システムエンジニア'] }, presentation: { ja: '応募時にURLを提示' } },
    training_support: { ...base, use: 'training_support', effect: { kind: 'fee_support', ratePercent: 50 } },
    award: base,
  }
  const codes = (recognition: Recognition) => recognitionProblems(recognition, '/r').map(({ code, path }) => `${code} ${path}`)

  test.each(Object.values(complete))('a complete guarantee of $use is accepted', (recognition) => {
    expect(codes(recognition)).toEqual([])
  })

  test.each<[keyof typeof complete, (keyof Recognition)[], string[]]>([
    ['allowance', ['effect'], ['effect/amountJPY', 'effect/from']],
    ['allowance', ['rule'], ['rule']],
    ['allowance', ['appliesTo'], ['appliesTo']],
    ['raise', ['appraisal'], ['appraisal']],
    ['raise', ['when'], ['when']],
    ['evaluation', ['appraisal'], ['appraisal']],
    ['evaluation', ['when'], ['when']],
    ['promotion', ['post'], ['post']],
    ['assignment', ['post'], ['post']],
    ['hiring', ['jobTitles'], ['jobTitles']],
    ['hiring', ['presentation'], ['presentation']],
    ['training_support', ['effect'], ['effect/ratePercent']],
  ])('a guarantee of %s without %j is EFFECT_INCOMPLETE; as a mere preference it is fine', (use, members, paths) => {
    const less = { ...complete[use] }
    for (const member of members) delete less[member]
    expect(codes(less)).toEqual(paths.map((path) => `EFFECT_INCOMPLETE /r/${path}`))
    expect(codes({ ...less, strength: 'preferred' })).toEqual([])
  })

  test.each([
    { kind: 'monthly_allowance', from: '2026-09-01' },
    { kind: 'monthly_allowance', from: '2026-09-01', amountJPY: 0 },
    { kind: 'monthly_allowance', from: '2026-09-01', amountJPY: Number.NaN },
  ] as Effect[])('a guaranteed allowance without an amount (%j) is EFFECT_INCOMPLETE', (effect) => {
    expect(codes({ ...allowance, effect })).toEqual(['EFFECT_INCOMPLETE /r/effect/amountJPY'])
  })

  test.each(
    Object.entries(allowedEffects).flatMap(([use, kinds]) =>
      [...new Set(Object.values(allowedEffects).flat())].map((kind) => ({
        use: use as Recognition['use'],
        kind,
        allowed: kinds.includes(kind),
      })),
    ),
  )('for $use the effect $kind: $allowed', ({ use, kind, allowed }) => {
    const recognition: Recognition = { ...base, use, strength: 'considered', effect: { kind } as Effect }
    expect(codes(recognition)).toEqual(allowed ? [] : ['EFFECT_NOT_ALLOWED /r/effect/kind'])
  })

  test('a recognition names its badges and says in words what happens', () => {
    expect(codes({ ...base, achievements: [] })).toEqual(['ACHIEVEMENT_MISSING /r/achievements'])
    expect(codes({ ...base, achievements: ['dl-basic-r8'] })).toEqual(['ACHIEVEMENT_MISSING /r/achievements'])
    expect(codes({ ...base, text: { ja: ' ' } })).toEqual(['TEXT_MISSING /r/text'])
    expect(codes({ ...base, use: 'bonus' as Recognition['use'] })).toEqual(['USE_UNKNOWN /r/use'])
    expect(codes({ ...base, strength: 'maybe' as Recognition['strength'] })).toEqual(['STRENGTH_UNKNOWN /r/strength'])
  })

  test('the summary is readable, names the rule and the JSON, and does not say that money is owed', () => {
    const summary = recognitionSummary(allowance, 'https://badges.example/declarations/DEC-01.json')
    for (const part of [
      '**手当（必ず実施する）**',
      '月額5,000円、24か月まで',
      '賃金規程 第18条',
      '正社員・契約社員',
      '支給条件は各社の規程によります。',
      'https://badges.example/declarations/DEC-01.json',
    ]) {
      expect(summary).toContain(part)
    }
  })

  test.each<[Effect, string | undefined]>([
    [{ kind: 'lump_sum', amountJPY: 1_000_000 }, '一時金1,000,000円'],
    [{ kind: 'evaluation_points', maxPoints: 5 }, '上限5点'],
    [{ kind: 'fee_support', ratePercent: 100, paidStudyHours: true }, '受講料の100%、受講は勤務時間'],
    [{ kind: 'priority' }, undefined],
  ])('%j reads %s', (effect, text) => {
    expect(effectText(effect)).toBe(text)
  })
})

describe('the declarations of the demo programme', () => {
  interface DemoDeclaration extends DeclarationContent {
    status: string
    returnReason?: { code: string }
  }
  const declarations = demoJson<DemoDeclaration[]>('declarations.json')

  test.each(declarations)('$id ($status) is submitted, or returned with the code of the file', (demo) => {
    const result = submitDeclaration({ ...demo, noRecognitionYet: false, state: 'draft' }, '2026-02-10')
    expect(result.state === 'returned' ? result.reason.code : undefined).toBe(demo.returnReason?.code)
  })
})
