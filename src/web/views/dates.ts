import type { DateView } from '../../../templates/components/date.tsx'
import { englishDate, inBothCalendars, isDay, jstDay, westernDate } from '../../domain/japanese-date.ts'
import type { Language } from '../../domain/text.ts'

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** `10:24` in Japan. */
export const jstTime = (instant: Date): string => {
  const there = new Date(instant.getTime() + 9 * 60 * 60 * 1000)
  return `${twoDigits(there.getUTCHours())}:${twoDigits(there.getUTCMinutes())}`
}

/** A JST day for reading: 2026年7月28日, 28 July 2026. */
export const dayText = (day: string, language: Language): string => {
  if (!isDay(day)) return day
  return language === 'ja' ? westernDate(day) : englishDate(day)
}

/** A JST day in both calendars (令和8年7月28日（2026年7月28日）) in Japanese; in English the Western one. */
export const dayView = (day: string, language: Language): DateView => ({
  iso: day,
  text: isDay(day) && language === 'ja' ? inBothCalendars(day) : dayText(day, language),
})

/** An instant in Japan's time: 2026年11月23日 10:24. */
export const instantText = (instant: Date, language: Language): string =>
  language === 'ja'
    ? `${dayText(jstDay(instant), 'ja')} ${jstTime(instant)}`
    : `${dayText(jstDay(instant), 'en')}, ${jstTime(instant)} (Japan)`

export const instantView = (instant: Date, language: Language): DateView => ({
  iso: instant.toISOString(),
  text: instantText(instant, language),
})

const monthsInEnglish = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const periodForm = /^(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?(?:～(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?)?$/

/** A period as badges say it (`periodText`), for a reader of this language; text of any other form stays as it is. */
export const periodIn = (text: string, language: Language): string => {
  if (language === 'ja') return text
  const fiscal = /^(\d{4})年度$/.exec(text)
  if (fiscal !== null) return `fiscal year ${fiscal[1]} (from April)`
  const found = periodForm.exec(text)
  if (found === null) return text
  const [, fromYear, fromMonth, fromDay, toYear, toMonth, toDay] = found
  const part = (year: string | undefined, month: string | undefined, day: string | undefined): string =>
    [day, monthsInEnglish[Number(month) - 1] ?? month, year].filter((one) => one !== undefined).join(' ')
  if (toMonth === undefined) return part(fromYear, fromMonth, fromDay)
  return `${part(toYear === undefined ? undefined : fromYear, fromMonth, fromDay)} – ${part(toYear ?? fromYear, toMonth, toDay)}`
}

/** The JST day on which an instant of a document falls; undefined where the text is no date with time. */
export const jstDayOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) || instant.getUTCFullYear() < 1 || instant.getUTCFullYear() > 9998 ? undefined : jstDay(instant)
}
