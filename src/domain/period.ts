import { addDays, addMonths, type Day, dayOf, isDay } from './japanese-date.ts'

/** First and last day of a period in which something was measured. */
export interface Period {
  from: Day
  to: Day
}

const monthRange = (text: string): Period | undefined => {
  const match = /^(\d{4})-(\d{2})$/.exec(text)
  const from = match === null ? undefined : dayOf(Number(match[1]), Number(match[2]), 1)
  return from === undefined ? undefined : { from, to: addDays(addMonths(from, 1), -1) }
}

/**
 * Reads a period as it is stored: `2026-04/2026-06` (months), `2026-04-10/2026-07-09` (days), `2026-05` (one month), `FY2025` (fiscal
 * year from April).
 *
 * @returns undefined where it cannot be read or ends before it begins
 */
export const readPeriod = (text: string): Period | undefined => {
  const fiscal = /^FY(\d{4})$/.exec(text)
  if (fiscal !== null) return { from: `${fiscal[1]}-04-01`, to: `${Number(fiscal[1]) + 1}-03-31` }
  const [first, last, ...more] = text.split('/')
  if (first === undefined || more.length > 0) return undefined
  const end = last ?? first
  const from = isDay(first) ? first : monthRange(first)?.from
  const to = isDay(end) ? end : monthRange(end)?.to
  return from === undefined || to === undefined || to < from ? undefined : { from, to }
}

/** Number of whole months: 2026-04/2026-06 has 3, 2026-04-10/2026-07-08 has 2. */
export const wholeMonths = (period: Period): number => {
  let months = 0
  while (addDays(addMonths(period.from, months + 1), -1) <= period.to) months += 1
  return months
}

/** 2026年4月～6月, 2026年4月10日～7月9日, 2025年度 */
export const periodText = (text: string): string => {
  const fiscal = /^FY(\d{4})$/.exec(text)
  if (fiscal !== null) return `${fiscal[1]}年度`
  const period = readPeriod(text)
  if (period === undefined) return text
  const [fromYear, fromMonth, fromDate] = period.from.split('-').map(Number)
  const [toYear, toMonth, toDate] = period.to.split('-').map(Number)
  const withDays = /\d{4}-\d{2}-\d{2}/.test(text)
  const from = `${fromYear}年${fromMonth}月${withDays ? `${fromDate}日` : ''}`
  const to = `${toYear === fromYear ? '' : `${toYear}年`}${toMonth}月${withDays ? `${toDate}日` : ''}`
  return !withDays && fromYear === toYear && fromMonth === toMonth ? from : `${from}～${to}`
}
