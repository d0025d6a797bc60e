import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type CompletionLookups, completionColumns, decideCompletion, newCompletionImport } from '../../src/domain/completion-import.ts'
import { type KnownParticipant, readHeader } from '../../src/domain/import-fields.ts'
import { readingKey } from '../../src/domain/kana.ts'
import { demoJson, demoPath } from '../support/demo.ts'
import { readCsv } from '../support/read-csv.ts'

interface Person {
  id: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  email: string
}

const people: KnownParticipant[] = demoJson<Person[]>('participants.json').map((person) => ({
  ...person,
  number: person.id,
  emails: [person.email],
}))
const courses = demoJson<{ code: string }[]>('courses.json').map(({ code }) => ({ id: code, code }))
const employers = demoJson<{ employers: { id: string; corporateNumber: string }[] }>('organisations.json').employers

const lookups: CompletionLookups = {
  today: '2026-11-23',
  courseByCode: (code) => courses.find((course) => course.code === code),
  courseCodes: courses.map(({ code }) => code),
  participantByNumber: (number) => people.find((person) => person.number === number),
  participantByEmail: (address) => people.find(({ emails }) => emails.includes(address)),
  participantsByReading: (key) => people.filter((person) => readingKey(person.familyNameKana, person.givenNameKana) === key),
  employerByCorporateNumber: (number) => employers.find(({ corporateNumber }) => corporateNumber === number),
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64').slice(0, 22)
const decideFile = (name: string, given: CompletionLookups = lookups) => {
  const { header, records } = readCsv(demoPath(name))
  expect(readHeader(completionColumns, header)).toEqual({ ok: true, positions: completionColumns.map((_, i) => i) })
  const state = newCompletionImport(digest)
  return records.map((record) => decideCompletion(record, given, state))
}

describe('the CP932 sample', () => {
  interface Expected {
    record: number
    line: number
    decision: string
    codes: string[]
    message: { ja: string; en: string }
    normalised?: object
  }
  const expected = demoJson<{ summary: Record<string, number>; records: Expected[] }>('completions_import_expected.json')
  const decisions = decideFile('completions_import_cp932.csv')

  test('has a decision for each of its 32 records, in the expected numbers', () => {
    expect(decisions).toHaveLength(32)
    const summary: Record<string, number> = {}
    for (const { decision } of decisions) summary[decision] = (summary[decision] ?? 0) + 1
    expect(summary).toEqual(expected.summary)
  })

  test.each(expected.records)('record $record on line $line: $decision $codes', (row) => {
    const decision = decisions[row.record - 1]
    expect({
      record: decision?.record,
      line: decision?.line,
      decision: decision?.decision,
      codes: decision?.codes,
      message: decision?.message,
      ...(decision !== undefined && 'normalised' in decision ? { normalised: decision.normalised } : {}),
    }).toEqual(row)
  })

  test('nothing is changed silently: every converted value is listed with its old form', () => {
    const first = decisions[0]
    expect(first !== undefined && 'changes' in first ? first.changes : []).toEqual([
      { column: '勤務先法人番号', from: '３９９９９０１０００１０４', to: '3999901000104' },
      { column: '受講開始日', from: '令和８年５月１２日', to: '2026-05-12' },
      { column: '修了日', from: '令和８年７月２８日', to: '2026-07-28' },
      { column: '出席率', from: '９５％', to: '95%' },
    ])
  })

  test('a remark that starts like a formula is stored as it was written', () => {
    const decision = decisions[11]
    expect(decision !== undefined && 'row' in decision ? decision.row.note : undefined).toBe('=HYPERLINK("http://attacker.example","確認")')
  })

  test('accepted rows know course, person and employer', () => {
    const decision = decisions[1]
    expect(decision !== undefined && 'row' in decision ? decision.row : undefined).toMatchObject({
      courseId: 'DL-BASIC-R8',
      participantId: 'P-0002',
      employerId: 'emp-01',
    })
  })

  test('read a second time, every accepted row is skipped as recorded already', () => {
    const stored = new Map(
      decisions.flatMap((decision) =>
        'row' in decision
          ? [[`${decision.row.participantId}|${decision.row.courseId}|${decision.row.startOn}`, decision.row] as const]
          : [],
      ),
    )
    const again = decideFile('completions_import_cp932.csv', {
      ...lookups,
      recorded: (person, course, start) => stored.get(`${person}|${course}|${start}`),
    })
    expect(again.filter(({ decision }) => decision.startsWith('accept'))).toEqual([])
    expect(again.filter(({ codes }) => codes.includes('S_ALREADY_RECORDED'))).toHaveLength(13)
  })
})

test('in the file with an invalid byte pair only the record that holds it is rejected', () => {
  const [first, second] = decideFile('completions_import_cp932_badbytes.csv')
  expect(first?.decision).toBe('accept_with_warnings')
  expect(first?.codes).toEqual(['W_WAREKI'])
  expect(second).toMatchObject({ decision: 'reject', codes: ['E_ENCODING'], line: 3, findings: [{ column: '姓' }] })
})

describe('rows that the sample does not hold', () => {
  const good = [
    'DL-BASIC-R8',
    'P-0011',
    '三ッ井',
    'さくら',
    'ミツイ',
    'サクラ',
    'p0011@learner.example',
    '3999901000104',
    '2026-05-12',
    '2026-07-28',
    '修了',
    '95%',
    '',
  ]
  const row = (changed: Partial<Record<(typeof completionColumns)[number], string>>): string[] =>
    good.map((value, i) => changed[completionColumns[i] as (typeof completionColumns)[number]] ?? value)
  const decide = (...rows: string[][]) => {
    const state = newCompletionImport(digest)
    return rows.map((fields, i) => decideCompletion({ record: i + 1, line: i + 2, fields }, lookups, state))
  }
  const newcomer = { 受講者番号: 'P-0900', 姓: '見本', 名: '一', セイ: 'ミホン', メイ: 'ハジメ', メールアドレス: 'mihon@learner.example' }

  test('the row that all others vary is accepted', () => {
    expect(decide(good)[0]).toMatchObject({ decision: 'accept', codes: [], message: { ja: '', en: '' }, changes: [] })
  })

  test.each([
    [{ 判定: '辞退', 修了日: '' }, 'accept_with_warnings', ['I_NO_BADGE']],
    [{ 判定: '不合格' }, 'reject', ['E_JUDGE_UNKNOWN']],
    [{ 修了日: '' }, 'reject', ['E_DATE_INVALID']],
    [{ 修了日: '26/7/28' }, 'reject', ['E_DATE_AMBIGUOUS']],
    [{ 受講開始日: '令和元年4月30日' }, 'reject', ['E_DATE_ERA_RANGE']],
    [{ 受講開始日: '2026-11-24', 修了日: '2026-11-24' }, 'reject', ['E_DATE_FUTURE']],
    [{ 受講開始日: '2026-11-23', 修了日: '2026-11-23' }, 'accept', []],
    [{ 出席率: '1' }, 'accept_with_warnings', ['W_RATE_FRACTION']],
    [{ 出席率: '0' }, 'accept', []],
    [{ 出席率: '' }, 'accept', []],
    [{ 出席率: '-5%' }, 'reject', ['E_RATE_RANGE']],
    [{ 出席率: '多い' }, 'reject', ['E_RATE_RANGE']],
    [{ 勤務先法人番号: '3-9999-0100-0104' }, 'accept_with_warnings', ['W_FULLWIDTH']],
    [{ 勤務先法人番号: 'なし' }, 'reject', ['E_CORPNUM_LENGTH']],
    [{ 講座コード: 'XX' }, 'reject', ['E_COURSE_UNKNOWN']],
    [{ 名: '' }, 'reject', ['E_NAME_MISSING']],
    [{ 姓: '' }, 'reject', ['E_NAME_MISSING']],
    [{ メールアドレス: '' }, 'accept', []],
    [{ ...newcomer, メールアドレス: '' }, 'reject', ['E_EMAIL_INVALID']],
    [{ ...newcomer, セイ: '' }, 'reject', ['E_KANA_INVALID']],
    [newcomer, 'accept', []],
    [{ 受講者番号: 'P-0012' }, 'reject', ['E_IDENTITY_CONFLICT']],
    [{ 受講者番号: 'P-0012', メールアドレス: 'new@learner.example' }, 'reject', ['E_IDENTITY_CONFLICT']],
    [{ 受講者番号: '' }, 'accept', []],
    [{ 姓: '新姓', セイ: 'シンセイ' }, 'accept', []],
    [{ 判定: '△', 出席率: '120%' }, 'reject', ['E_JUDGE_UNKNOWN', 'E_RATE_RANGE']],
    [{ 備考: '-' }, 'accept_with_warnings', ['W_FORMULA']],
  ])('%j → %s %j', (changed, decision, codes) => {
    expect(decide(row(changed))[0]).toMatchObject({ decision, codes })
  })

  test('a row without a number is taken for the person whose address it is', () => {
    const [decision] = decide(row({ 受講者番号: '' }))
    expect(decision !== undefined && 'row' in decision ? decision.row : undefined).toMatchObject({
      participantId: 'P-0011',
      participantNumber: 'P-0011',
    })
  })

  test('the same person and course with other values is a conflict, not a duplicate', () => {
    expect(decide(good, row({ 出席率: '90%' }))[1]).toMatchObject({ decision: 'reject', codes: ['E_ROW_CONFLICT'] })
  })

  test('a rejected row is not remembered as the original of a duplicate', () => {
    expect(decide(row({ 判定: '△' }), good)[1]).toMatchObject({ decision: 'accept' })
  })

  test('an address that a new person took on an earlier line is a conflict for the next new person', () => {
    expect(decide(row(newcomer), row({ ...newcomer, 受講者番号: 'P-0901', 名: '二', メイ: 'フタ' }))[1]).toMatchObject({
      decision: 'reject',
      codes: ['E_IDENTITY_CONFLICT'],
      message: { ja: expect.stringContaining('2行目') },
    })
  })

  test('all mistakes of a row are told at once, in both languages', () => {
    const [decision] = decide(row({ 判定: '△', 出席率: '120%', 講座コード: 'DL-BASIC-R7' }))
    expect(decision?.message.ja).toBe(
      '講座コード「DL-BASIC-R7」は登録されていません。近いコード：DL-BASIC-R8。判定「△」は読めません。「修了」「未修了」「辞退」のいずれかにしてください（○・合格も可）。出席率 120% は 0〜100% の範囲にありません。',
    )
    expect(decision?.message.en).toBe('Unknown course code; closest DL-BASIC-R8. Unknown judgement value. Attendance out of range.')
  })

  test('a header with a missing, an unknown or a repeated column is refused with their names', () => {
    expect(readHeader(['姓', '名'], ['名', '姓'])).toEqual({ ok: true, positions: [1, 0] })
    expect(readHeader(['姓', '名'], ['\uFEFF姓', '氏名'])).toMatchObject({
      ok: false,
      finding: { code: 'E_COLUMNS', message: { ja: expect.stringMatching(/「名」.*「氏名」/) } },
    })
    expect(readHeader(['姓', '名'], ['姓', '名', '名'])).toMatchObject({ ok: false })
  })
})
