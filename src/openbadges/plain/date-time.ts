import { remembered } from './remembered.ts'

/** Years have four digits or more, and a sign before our era (XML Schema 1.1, part 2, "dateTimeStamp"); Open Badges asks for four. */
const pattern = /^(-?(?:[1-9]\d{3,5}|0\d{3}))-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/

const daysInMonth = (year: number, month: number): number => {
  // The calendar repeats after 400 years; `Date.UTC` takes small years for those of the last century.
  return new Date(Date.UTC(2_000 + (year % 400), month, 0)).getUTCDate()
}

const offsetMinutes = (zone: string): number | undefined => {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4, 6))
  if (minutes > 59 || hours > 14 || (hours === 14 && minutes > 0)) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** An instant, and whether the text named its zone. */
export interface ReadDateTime {
  instant: Date
  zoned: boolean
}

/**
 * Reads an XML Schema `dateTime` whose day exists (SECURITY L10). A text without zone is read as UTC and says so, because VC Data
 * Model documents of others have it; where `dateTimeStamp` is demanded the caller refuses `zoned: false`.
 *
 * @returns `undefined` when the text is anything else: surrounding text, an impossible day, an offset beyond 14 hours
 */
export const readDateTime = (value: unknown): ReadDateTime | undefined => {
  const read = typeof value === 'string' ? readText(value) : null
  return read === null ? undefined : { instant: new Date(read.time), zoned: read.zoned }
}

const readText = remembered((value: string): { readonly time: number; readonly zoned: boolean } | null => {
  const found = pattern.exec(value)
  if (found === null) return null
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  const fraction = Number(`0${found[7] ?? ''}`)
  const endOfDay = hour === 24 && minute === 0 && second === 0 && fraction === 0
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  if ((hour > 23 && !endOfDay) || minute > 59 || second > 59) return null
  const offset = offsetMinutes(found[8] ?? 'Z')
  if (offset === undefined) return null
  const instant = new Date(0)
  instant.setUTCFullYear(year, month - 1, day)
  instant.setUTCHours(hour, minute - offset, second, Math.trunc(fraction * 1000))
  const time = instant.getTime()
  return Number.isNaN(time) ? null : { time, zoned: found[8] !== undefined }
})
