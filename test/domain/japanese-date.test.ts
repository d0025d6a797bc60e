import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayOf,
  endOfJstDay,
  eraDate,
  fiscalYearOf,
  inBothCalendars,
  isDay,
  jstDay,
  lastDayOfValidity,
  readDate,
  startOfJstDay,
} from '../../src/domain/japanese-date.ts'

describe('dates that are read', () => {
  test.each([
    ['2026-07-28', '2026-07-28', 'western'],
    ['2026/7/28', '2026-07-28', 'western'],
    ['2026/07/28', '2026-07-28', 'western'],
    ['2026年7月28日', '2026-07-28', 'western'],
    ['2026年 7月 28日', '2026-07-28', 'western'],
    ['令和8年7月28日', '2026-07-28', 'era'],
    ['R8.7.28', '2026-07-28', 'era_letter'],
    ['r8/7/28', '2026-07-28', 'era_letter'],
    ['R08.07.28', '2026-07-28', 'era_letter'],
    ['令和元年5月1日', '2019-05-01', 'era'],
    ['平成31年4月30日', '2019-04-30', 'era'],
    ['平成元年1月8日', '1989-01-08', 'era'],
    ['昭和64年1月7日', '1989-01-07', 'era'],
    ['S64.1.7', '1989-01-07', 'era_letter'],
    ['大正元年7月30日', '1912-07-30', 'era'],
    ['㋿8年7月28日', '2026-07-28', 'era'],
    ['46154', '2026-05-12', 'excel_serial'],
    ['46231', '2026-07-28', 'excel_serial'],
    ['令和6年2月29日', '2024-02-29', 'era'],
  ])('%s is %s (%s)', (raw, day, notation) => {
    expect(readDate(raw)).toEqual({ ok: true, day, notation, fullWidth: false, kanjiNumeral: false })
  })

  test.each([
    ['令和８年５月１２日', '2026-05-12'],
    ['２０２６／５／１２', '2026-05-12'],
    ['Ｒ８．５．１２', '2026-05-12'],
  ])('full-width %s is %s and says so', (raw, day) => {
    expect(readDate(raw)).toMatchObject({ ok: true, day, fullWidth: true, kanjiNumeral: false })
  })

  test.each([
    ['令和八年五月十二日', '2026-05-12'],
    ['令和八年七月二十八日', '2026-07-28'],
    ['二〇二六年十二月三十一日', '2026-12-31'],
    ['平成二十年十月十日', '2008-10-10'],
  ])('kanji numerals %s are %s and say so', (raw, day) => {
    expect(readDate(raw)).toMatchObject({ ok: true, day, kanjiNumeral: true, fullWidth: false })
  })
})

describe('dates that are refused', () => {
  test.each([
    ['', 'empty'],
    ['　', 'empty'],
    ['8.7.28', 'ambiguous'],
    ['26/7/28', 'ambiguous'],
    ['8年7月28日', 'ambiguous'],
    ['令和8年2月30日', 'no_such_day'],
    ['2026-02-29', 'no_such_day'],
    ['2026-13-01', 'no_such_day'],
    ['令和0年1月1日', 'no_such_day'],
    ['R8.0.1', 'no_such_day'],
    ['2026-7/28', 'unreadable'],
    ['7月28日', 'unreadable'],
    ['来週', 'unreadable'],
    ['2026', 'unreadable'],
    ['123456', 'unreadable'],
    ['20260728', 'unreadable'],
    ['12026-07-28', 'unreadable'],
  ])('%j is %s', (raw, problem) => {
    expect(readDate(raw)).toMatchObject({ ok: false, problem })
  })

  test('a day after the end of its era names the end and what may be meant', () => {
    expect(readDate('平成32年4月1日')).toEqual({
      ok: false,
      problem: 'era_range',
      era: '平成',
      eraEn: 'Heisei',
      bound: 'end',
      boundText: '31年4月30日',
      boundEn: '31-04-30',
      meant: { day: '2020-04-01', ja: '令和2年4月1日', en: 'Reiwa 2-04-01' },
    })
  })

  test.each([
    ['平成31年5月1日', 'end', '令和元年5月1日'],
    ['令和元年4月30日', 'start', '平成31年4月30日'],
    ['平成元年1月7日', 'start', '昭和64年1月7日'],
    ['昭和64年1月8日', 'end', '平成元年1月8日'],
  ])('%s lies outside its era (%s): %s', (raw, bound, meant) => {
    expect(readDate(raw)).toMatchObject({ ok: false, problem: 'era_range', bound, meant: { ja: meant } })
  })
})

describe('printing', () => {
  test('both calendars stand beside each other', () => {
    expect(inBothCalendars('2026-07-28')).toBe('令和8年7月28日（2026年7月28日）')
    expect(inBothCalendars('2019-05-01')).toBe('令和元年5月1日（2019年5月1日）')
  })

  test('the era form is the one of Intl on both sides of each boundary', () => {
    const format = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'Asia/Tokyo' })
    for (const day of ['1912-07-30', '1926-12-24', '1926-12-25', '1989-01-07', '1989-01-08', '2019-04-30', '2019-05-01', '2026-11-23']) {
      expect(eraDate(day)).toBe(format.format(startOfJstDay(day)))
    }
  })

  test('what is printed is read back as the same day', () => {
    for (let day = '1988-12-01'; day < '1990-02-01'; day = addDays(day, 1)) expect(readDate(eraDate(day))).toMatchObject({ ok: true, day })
  })
})

describe('days and instants', () => {
  test('a JST day begins at 15:00 UTC of the day before and ends one second before the next', () => {
    expect(startOfJstDay('2026-07-28').toISOString()).toBe('2026-07-27T15:00:00.000Z')
    expect(endOfJstDay('2026-07-28').toISOString()).toBe('2026-07-28T14:59:59.000Z')
  })

  test('an instant falls on the JST day, not the UTC day', () => {
    expect(jstDay(new Date('2026-07-27T14:59:59Z'))).toBe('2026-07-27')
    expect(jstDay(new Date('2026-07-27T15:00:00Z'))).toBe('2026-07-28')
    expect(jstDay(endOfJstDay('2026-12-31'))).toBe('2026-12-31')
  })

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-10-15', 3, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-07-15', 36, '2029-07-15'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected)
  })

  test('a validity of 36 months ends the day before the date comes round', () => {
    expect(lastDayOfValidity('2026-07-15', 36)).toBe('2029-07-14')
  })

  test('the fiscal year begins in April', () => {
    expect(fiscalYearOf('2027-03-31')).toBe(2026)
    expect(fiscalYearOf('2027-04-01')).toBe(2027)
  })

  test('only existing days are days', () => {
    expect(isDay('2026-02-28')).toBe(true)
    expect(isDay('2026-02-29')).toBe(false)
    expect(isDay('2026-2-28')).toBe(false)
    expect(dayOf(2026, 4, 31)).toBeUndefined()
    expect(dayOf(0, 1, 1)).toBeUndefined()
  })
})
