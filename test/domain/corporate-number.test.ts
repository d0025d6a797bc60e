import { describe, expect, test } from 'vitest'
import {
  corporateNumberAssurance,
  corporateNumberCheckDigit,
  corporateNumberOf,
  isDemoCorporateNumber,
  readCorporateNumber,
} from '../../src/domain/corporate-number.ts'
import { demoJson } from '../support/demo.ts'

describe('the check digit', () => {
  test.each([
    ['123456789012', 7],
    ['999901000101', 6],
    ['999901000104', 3],
    ['099901000101', 6],
  ])('of base %s is %i', (base, digit) => {
    expect(corporateNumberCheckDigit(base)).toBe(digit)
    expect(corporateNumberOf(base)).toBe(`${digit}${base}`)
  })

  test('is never 0', () => {
    expect(corporateNumberCheckDigit('000000000000')).toBe(9)
    expect(corporateNumberCheckDigit('000000000009')).toBe(9)
  })

  test('is right for every organisation of the demo programme', () => {
    const { secretariat, operators, employers } = demoJson<
      Record<'operators' | 'employers', { corporateNumber: string }[]> & { secretariat: { corporateNumber: string } }
    >('organisations.json')
    const numbers = [secretariat, ...operators, ...employers].map(({ corporateNumber }) => corporateNumber)
    expect(numbers).toHaveLength(19)
    for (const number of numbers) {
      expect(readCorporateNumber(number)).toEqual({ ok: true, number, changes: [] })
      expect(isDemoCorporateNumber(number)).toBe(true)
    }
  })
})

describe('reading a number', () => {
  test.each([
    ['３９９９９０１０００１０４', ['full_width']],
    [' 3999901000104 ', []],
    ['3-9999-0100-0104', ['hyphens']],
    ['3 9999 0100 0104', ['spaces']],
    ['３－９９９９ ０１００－０１０４', ['full_width', 'spaces', 'hyphens']],
  ])('%s is cleaned, and what was changed is named', (raw, changes) => {
    expect(readCorporateNumber(raw)).toEqual({ ok: true, number: '3999901000104', changes })
  })

  test('a wrong check digit names the expected one', () => {
    expect(readCorporateNumber('4999901000104')).toEqual({ ok: false, problem: 'check_digit', number: '4999901000104', expected: 3 })
  })

  test('12 digits offer the 13-digit form', () => {
    expect(readCorporateNumber('999901000104')).toEqual({ ok: false, problem: 'length', digits: 12, suggestion: '3999901000104' })
  })

  test.each([
    ['', 'empty'],
    ['　', 'empty'],
    ['3.99990E+12', 'exponent'],
    ['3.9999e12', 'exponent'],
    ['法人番号', 'characters'],
    ['39999010001041', 'length'],
  ])('%j is refused as %s', (raw, problem) => {
    expect(readCorporateNumber(raw)).toMatchObject({ ok: false, problem })
  })

  test('the slips 0 for 9 and 90 for 09 pass, which is why the registered name is shown back', () => {
    expect(readCorporateNumber('6099901000101').ok).toBe(true)
    expect(readCorporateNumber('6999901000101').ok).toBe(true)
    expect(corporateNumberAssurance(undefined)).toMatchObject({
      level: 'format_only',
      text: { ja: expect.stringContaining('形式のみ確認') },
    })
    expect(corporateNumberAssurance('株式会社見本（デモ）')).toMatchObject({
      level: 'registry_matched',
      registeredName: '株式会社見本（デモ）',
    })
  })

  test('a number outside the demo range is not taken for a demo number', () => {
    expect(isDemoCorporateNumber('7123456789012')).toBe(false)
  })
})
