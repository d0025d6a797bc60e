import { remembered } from './plain/remembered.ts'

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MILLISECONDS_PER_DAY = 86_400_000

/** UTC midnight of a calendar day, checked: `2026-02-30` is no day. */
const utcMidnight = (day: string): number => {
  const match = DAY.exec(day)
  const at = match === null ? Number.NaN : Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) {
    throw new RangeError(`${day} is not a calendar day; expected YYYY-MM-DD`)
  }
  return at
}

/**
 * The first instant of a Japanese calendar day, as the text that stands in a credential.
 *
 * @param day - `YYYY-MM-DD` in Japan
 * @returns `jstDayStart('2026-10-08')` is `2026-10-07T15:00:00Z` (DOMAIN section 3)
 */
export const jstDayStart = remembered(
  (day: string): string => `${new Date(utcMidnight(day) - MILLISECONDS_PER_DAY).toISOString().slice(0, 10)}T15:00:00Z`,
)

/**
 * The last second of a Japanese calendar day: 有効期限 includes that day (DOMAIN section 16).
 *
 * @param day - `YYYY-MM-DD` in Japan
 * @returns `jstDayEnd('2028-03-31')` is `2028-03-31T14:59:59Z`
 */
export const jstDayEnd = remembered((day: string): string => `${new Date(utcMidnight(day)).toISOString().slice(0, 10)}T14:59:59Z`)

/** The day as a date-time in Japanese time, for activity dates, which the schema wants with time and zone. */
export const jstDateTime = remembered((day: string): string => `${new Date(utcMidnight(day)).toISOString().slice(0, 10)}T00:00:00+09:00`)

/** An instant in whole seconds (JW-3: a JWT's `nbf` counts whole seconds), e.g. `2026-10-08T02:03:04Z`. */
export const wholeSecond = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`
