/** A JST calendar day, `YYYY-MM-DD`. */
export type Day = string

const jstOffsetMs = 9 * 60 * 60 * 1000
const dayMs = 24 * 60 * 60 * 1000

interface Era {
  name: string
  letter: string
  /** first Western year; year 1 of the era */
  firstYear: number
  from: Day
  /** last day; the present era has none */
  to?: Day
  en: string
}

/** Eras with their first and last day (昭和64-01-07 | 平成元-01-08, 平成31-04-30 | 令和元-05-01). */
const eras: readonly Era[] = [
  { name: '令和', letter: 'R', firstYear: 2019, from: '2019-05-01', en: 'Reiwa' },
  { name: '平成', letter: 'H', firstYear: 1989, from: '1989-01-08', to: '2019-04-30', en: 'Heisei' },
  { name: '昭和', letter: 'S', firstYear: 1926, from: '1926-12-25', to: '1989-01-07', en: 'Showa' },
  { name: '大正', letter: 'T', firstYear: 1912, from: '1912-07-30', to: '1926-12-24', en: 'Taisho' },
  { name: '明治', letter: 'M', firstYear: 1868, from: '1868-10-23', to: '1912-07-29', en: 'Meiji' },
]

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

const parts = (day: Day): [number, number, number] => [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]

/** The day with these numbers, or undefined where the calendar has none. */
export const dayOf = (year: number, month: number, date: number): Day | undefined => {
  if (year < 1 || year > 9999) return undefined
  const instant = new Date(0)
  instant.setUTCFullYear(year, month - 1, date)
  if (instant.getUTCFullYear() !== year || instant.getUTCMonth() !== month - 1 || instant.getUTCDate() !== date) return undefined
  return `${pad(year, 4)}-${pad(month)}-${pad(date)}`
}

/** Whether the text is a calendar day in the form `YYYY-MM-DD`. */
export const isDay = (text: string): text is Day => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(...parts(text)) === text

/** The JST day on which the instant falls. */
export const jstDay = (instant: Date): Day => new Date(instant.getTime() + jstOffsetMs).toISOString().slice(0, 10)

/** The first instant of a JST day: 2026-07-28 begins at 2026-07-27T15:00:00Z. */
export const startOfJstDay = (day: Day): Date => new Date(Date.parse(`${day}T00:00:00Z`) - jstOffsetMs)

/** The last second of a JST day: 2026-07-28 ends at 2026-07-28T14:59:59Z; 有効期限 includes its day (DOMAIN section 16). */
export const endOfJstDay = (day: Day): Date => new Date(startOfJstDay(day).getTime() + dayMs - 1000)

export const addDays = (day: Day, days: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** The same date so many months later; the last day of the month where that date does not exist (31 January + 1 = 28 or 29 February). */
export const addMonths = (day: Day, months: number): Day => {
  const [year, month, date] = parts(day)
  const index = year * 12 + (month - 1) + months
  const lastDate = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate()
  return `${pad(Math.floor(index / 12), 4)}-${pad((index % 12) + 1)}-${pad(Math.min(date, lastDate))}`
}

/** The last day of a validity of so many months that begins on `from`: 36 months from 2026-07-15 end on 2029-07-14. */
export const lastDayOfValidity = (from: Day, months: number): Day => addDays(addMonths(from, months), -1)

/** The Japanese fiscal year (April to March) of a day: 2026 for 2027-03-31. */
export const fiscalYearOf = (day: Day): number => (day.slice(5) >= '04-01' ? Number(day.slice(0, 4)) : Number(day.slice(0, 4)) - 1)

const eraOn = (day: Day): Era | undefined => eras.find((era) => day >= era.from && (era.to === undefined || day <= era.to))

const eraYearText = (year: number): string => (year === 1 ? '元' : String(year))

/** 2026年7月28日 */
export const westernDate = (day: Day): string => {
  const [year, month, date] = parts(day)
  return `${year}年${month}月${date}日`
}

/** 令和8年7月28日; the Western form for a day before the first era of the table. */
export const eraDate = (day: Day): string => {
  const era = eraOn(day)
  if (era === undefined) return westernDate(day)
  const [year, month, date] = parts(day)
  return `${era.name}${eraYearText(year - era.firstYear + 1)}年${month}月${date}日`
}

/** 令和8年7月28日（2026年7月28日） */
export const inBothCalendars = (day: Day): string =>
  eraOn(day) === undefined ? westernDate(day) : `${eraDate(day)}（${westernDate(day)}）`

/** `28 July 2026` for English pages. */
export const englishDate = (day: Day): string => {
  const [year, month, date] = parts(day)
  const names = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
  return `${date} ${names[month - 1]} ${year}`
}

export type DateNotation = 'western' | 'era' | 'era_letter' | 'excel_serial'

export type DateReading =
  | { ok: true; day: Day; notation: DateNotation; fullWidth: boolean; kanjiNumeral: boolean }
  | { ok: false; problem: 'empty' | 'unreadable' | 'no_such_day' }
  /** no era and no four-digit year, e.g. `8.7.28` */
  | { ok: false; problem: 'ambiguous' }
  | {
      ok: false
      problem: 'era_range'
      era: string
      eraEn: string
      bound: 'end' | 'start'
      boundText: string
      boundEn: string
      meant?: EraDay
    }

/** A day as an era counts it. */
export interface EraDay {
  day: Day
  ja: string
  en: string
}

const kanjiDigits = '〇一二三四五六七八九'

/** A number in 漢数字: positional (二〇二六) or with tens (二十八). */
const kanjiNumber = (text: string): number | undefined => {
  if (/^[〇一二三四五六七八九]+$/.test(text)) return Number([...text].map((c) => kanjiDigits.indexOf(c)).join(''))
  const tens = /^([二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(text)
  if (tens === null) return undefined
  return (tens[1] ? kanjiDigits.indexOf(tens[1]) : 1) * 10 + (tens[2] ? kanjiDigits.indexOf(tens[2]) : 0)
}

const numberOf = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : kanjiNumber(text))

const meantBy = (year: number, month: number, date: number): EraDay | undefined => {
  const day = dayOf(year, month, date)
  const era = day === undefined ? undefined : eraOn(day)
  if (day === undefined || era === undefined) return undefined
  return { day, ja: eraDate(day), en: `${era.en} ${year - era.firstYear + 1}-${day.slice(5)}` }
}

const eraRange = (era: Era, year: number, month: number, date: number, bound: 'start' | 'end'): DateReading => {
  const day = bound === 'end' && era.to !== undefined ? era.to : era.from
  const [boundYear, boundMonth, boundDate] = parts(day)
  const eraYear = boundYear - era.firstYear + 1
  const meant = meantBy(year, month, date)
  return {
    ok: false,
    problem: 'era_range',
    era: era.name,
    eraEn: era.en,
    bound,
    boundText: `${eraYearText(eraYear)}年${boundMonth}月${boundDate}日`,
    boundEn: `${pad(eraYear)}-${day.slice(5)}`,
    ...(meant === undefined ? {} : { meant }),
  }
}

const spaces = /[\s\u3000]+/g
const digit = '[0-9〇一二三四五六七八九十]'
const western = new RegExp(`^(${digit}+)年(${digit}+)月(${digit}+)日$`)
const separated = /^(\d+)([-/.])(\d{1,2})\2(\d{1,2})$/
const eraForm = new RegExp(
  `^(令和|平成|昭和|大正|明治|[RHSTM])(元|${digit}+)(?:年(${digit}+)月(${digit}+)日|([-/.])(\\d{1,2})\\5(\\d{1,2}))$`,
  'i',
)

/** Excel's day 1 is 1900-01-01 with a 29 February 1900 that never was, so day 0 falls on 1899-12-30 for all later days. */
const excelDay = (serial: number): Day => addDays('1899-12-30', serial)
/** 1954-10-03 to 2064-04-07: five digits that can be an Excel day of this programme's people and courses. */
const excelSerials = { from: 20_000, to: 60_000 }

/**
 * Reads a date as people type it (DOMAIN section 4): `2026-07-28`, `2026/7/28`, `2026年7月28日`, `令和8年7月28日`, `R8.7.28`, full-width
 * digits, 漢数字, 元年, Excel's serial number. Refused: dates without era or four-digit year, days that do not exist, days outside their era.
 */
export const readDate = (raw: string): DateReading => {
  const text = raw
    .trim()
    .normalize('NFKC')
    .replace(spaces, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
  if (text === '') return { ok: false, problem: 'empty' }
  const fullWidth = /[\uFF01-\uFF5E]/.test(raw)
  const kanjiNumeral = /[〇一二三四五六七八九十]/.test(text)
  const read = (day: Day, notation: DateNotation): DateReading => ({ ok: true, day, notation, fullWidth, kanjiNumeral })

  if (/^\d{5}$/.test(text) && Number(text) >= excelSerials.from && Number(text) <= excelSerials.to) {
    return read(excelDay(Number(text)), 'excel_serial')
  }

  const inEra = eraForm.exec(text)
  if (inEra !== null) {
    const era = eras.find(({ name, letter }) => name === inEra[1] || letter === inEra[1]?.toUpperCase())
    const eraYear = inEra[2] === '元' ? 1 : numberOf(inEra[2] ?? '')
    const month = numberOf(inEra[3] ?? inEra[6] ?? '')
    const date = numberOf(inEra[4] ?? inEra[7] ?? '')
    if (era === undefined || eraYear === undefined || month === undefined || date === undefined) return { ok: false, problem: 'unreadable' }
    const year = era.firstYear + eraYear - 1
    const day = eraYear < 1 ? undefined : dayOf(year, month, date)
    if (day === undefined) return { ok: false, problem: 'no_such_day' }
    if (era.to !== undefined && day > era.to) return eraRange(era, year, month, date, 'end')
    if (day < era.from) return eraRange(era, year, month, date, 'start')
    return read(day, era.name === inEra[1] ? 'era' : 'era_letter')
  }

  const match = western.exec(text)
  const [yearText, monthText, dateText] =
    match === null ? (separated.exec(text) ?? []).filter((_, i) => i !== 0 && i !== 2) : match.slice(1)
  if (yearText === undefined || monthText === undefined || dateText === undefined) return { ok: false, problem: 'unreadable' }
  const year = numberOf(yearText)
  const month = numberOf(monthText)
  const date = numberOf(dateText)
  if (year === undefined || month === undefined || date === undefined) return { ok: false, problem: 'unreadable' }
  if (yearText.length !== 4) return { ok: false, problem: yearText.length < 4 ? 'ambiguous' : 'unreadable' }
  const day = dayOf(year, month, date)
  return day === undefined ? { ok: false, problem: 'no_such_day' } : read(day, 'western')
}
