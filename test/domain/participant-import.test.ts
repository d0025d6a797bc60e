import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { csvByteOrderMark, csvFile, csvRecord } from '../../src/domain/csv-out.ts'
import { type KnownParticipant, readHeader } from '../../src/domain/import-fields.ts'
import {
  decideParticipant,
  newParticipantImport,
  type ParticipantLookups,
  participantColumns,
} from '../../src/domain/participant-import.ts'
import { demoJson, demoPath } from '../support/demo.ts'
import { readCsv, splitCsv } from '../support/read-csv.ts'

interface Person {
  id: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  romanName: string
  email: string
  employerId: string | null
  employerCorporateNumber: string | null
  badgeNameForm: string
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64').slice(0, 22)
const employers = demoJson<{ employers: { id: string; corporateNumber: string }[] }>('organisations.json').employers
const lookups = (people: readonly KnownParticipant[] = []): ParticipantLookups => ({
  participantByNumber: (number) => people.find((person) => person.number === number),
  participantByEmail: (address) => people.find(({ emails }) => emails.includes(address)),
  participantsByReading: () => [],
  employerByCorporateNumber: (number) => employers.find(({ corporateNumber }) => corporateNumber === number),
  employerById: (id) => employers.find((employer) => employer.id === id),
})
const persons = demoJson<Person[]>('participants.json')
const known: KnownParticipant[] = persons.map((person) => ({ ...person, number: person.id, emails: [person.email] }))

describe('participants.csv of the demo programme', () => {
  const { header, records } = readCsv(demoPath('participants.csv'))

  test('has the header of the template', () => {
    expect(readHeader(participantColumns, header)).toMatchObject({ ok: true })
  })

  test('is read to the same people as participants.json, names exactly as given', () => {
    const state = newParticipantImport(digest)
    const decisions = records.map((record) => decideParticipant(record, lookups(), state))
    const read = decisions.flatMap((decision) => ('normalised' in decision ? [decision.normalised] : []))
    expect(read).toEqual(
      persons.map(
        ({
          id,
          familyName,
          givenName,
          familyNameKana,
          givenNameKana,
          romanName,
          email,
          employerId,
          employerCorporateNumber,
          badgeNameForm,
        }) => ({
          number: id,
          familyName,
          givenName,
          familyNameKana,
          givenNameKana,
          romanName,
          email,
          ...(employerId ? { employerId, employerCorporateNumber } : {}),
          badgeNameForm,
        }),
      ),
    )
  })

  test('warns of the two people with one reading, and of empty employer numbers', () => {
    const state = newParticipantImport(digest)
    const decisions = records.map((record) => decideParticipant(record, lookups(), state))
    expect(decisions[39]?.codes).toEqual(['W_CORPNUM_EMPTY', 'W_SIMILAR_NAME'])
    expect(decisions.filter(({ decision }) => decision === 'accept')).toHaveLength(36)
  })

  test('read a second time, nobody is registered twice', () => {
    const state = newParticipantImport(digest)
    const decisions = records.map((record) => decideParticipant(record, lookups(known), state))
    expect(new Set(decisions.map(({ codes }) => codes.join()))).toEqual(new Set(['S_ALREADY_RECORDED']))
  })
})

describe('rows', () => {
  const good = ['P-0900', '見本', '一', 'ミホン', 'ハジメ', 'MIHON Hajime', 'mihon@learner.example', 'emp-01', '6999901000101', '漢字']
  const row = (changed: Partial<Record<(typeof participantColumns)[number], string>>): string[] =>
    good.map((value, i) => changed[participantColumns[i] as (typeof participantColumns)[number]] ?? value)
  const decide = (...rows: string[][]) => {
    const state = newParticipantImport(digest)
    return rows.map((fields, i) => decideParticipant({ record: i + 1, line: i + 2, fields }, lookups(known), state))
  }

  test.each([
    [{}, 'accept', []],
    [{ 勤務先法人番号: '' }, 'accept', []],
    [{ 勤務先ID: 'emp-99', 勤務先法人番号: '' }, 'reject', ['E_EMPLOYER_UNKNOWN']],
    [{ 勤務先ID: 'emp-02' }, 'reject', ['E_EMPLOYER_UNKNOWN']],
    [{ 勤務先ID: '', 勤務先法人番号: '' }, 'accept_with_warnings', ['W_CORPNUM_EMPTY']],
    [{ バッジの氏名表記: 'ローマ字', ローマ字: '' }, 'reject', ['E_ROMAN_INVALID']],
    [{ ローマ字: 'ＭＩＨＯＮ　Hajime' }, 'accept_with_warnings', ['W_FULLWIDTH']],
    [{ ローマ字: '見本 Hajime' }, 'reject', ['E_ROMAN_INVALID']],
    [{ バッジの氏名表記: '' }, 'accept', []],
    [{ バッジの氏名表記: '英語' }, 'reject', ['E_NAME_FORM_UNKNOWN']],
    [{ 受講者番号: '見本1' }, 'reject', ['E_NUMBER_INVALID']],
    [{ 受講者番号: '' }, 'accept', []],
    [{ 受講者番号: 'P-0011' }, 'reject', ['E_IDENTITY_CONFLICT']],
    [{ メールアドレス: 'p0011@learner.example' }, 'reject', ['E_IDENTITY_CONFLICT']],
    [{ 姓: '〓本' }, 'reject', ['E_NAME_MOJIBAKE']],
    [{ 姓: '=HYPERLINK(1)' }, 'accept_with_warnings', ['W_FORMULA']],
  ])('%j → %s %j', (changed, decision, codes) => {
    expect(decide(row(changed))[0]).toMatchObject({ decision, codes })
  })

  test('a repeated row is skipped, a repeated number or address is a conflict', () => {
    expect(decide(good, good)[1]).toMatchObject({ decision: 'skip', codes: ['S_DUPLICATE'] })
    expect(decide(good, row({ メールアドレス: 'other@learner.example' }))[1]).toMatchObject({
      decision: 'reject',
      codes: ['E_IDENTITY_CONFLICT'],
    })
    expect(decide(good, row({ 受講者番号: 'P-0901' }))[1]).toMatchObject({ decision: 'reject', codes: ['E_IDENTITY_CONFLICT'] })
  })
})

describe('CSV that is written', () => {
  test.each(['=1+1', '+81', '-5', '@cmd', '\tx', '＝HYPERLINK(1)', '＋1', '－1', '＠x'])(
    'T22: the cell %j begins with an apostrophe',
    (cell) => {
      expect(csvRecord([cell])).toBe(`'${cell}\r\n`)
    },
  )

  test('T22: a cell that begins with a line break is neutralised and quoted', () => {
    expect(csvRecord(['\n=1'])).toBe('"\'\n=1"\r\n')
  })

  test('numbers and ordinary text stay as they are', () => {
    expect(csvRecord([-5, 'P-0011', '三ッ井', null, undefined, true])).toBe('-5,P-0011,三ッ井,,,true\r\n')
  })

  test('quotes, commas and line breaks follow RFC 4180, and a reader gets the cells back', () => {
    const cells = ['夜勤あり, 振替受講1回', '第3回欠席\n補講済み', '彼は「"はい"」と言った']
    const file = csvFile(['一', '二', '三'], [cells])
    expect(file.startsWith(csvByteOrderMark)).toBe(true)
    expect(splitCsv(file.slice(1)).records[0]?.fields).toEqual(cells)
  })
})
