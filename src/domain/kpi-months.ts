import type { Day } from './japanese-date.ts'

/** A month of the period: what came in it, and what there was at its end. */
export interface MonthCount {
  /** `YYYY-MM` */
  month: string
  added: number
  total: number
}

/** Counts days by month, from the first month of the period up to that of the day asked for, or the last of the period. */
export const countByMonth = (days: readonly Day[], [from, to]: readonly [Day, Day], asOf: Day): MonthCount[] => {
  const last = (asOf < to ? asOf : to).slice(0, 7)
  const counts: MonthCount[] = []
  let total = 0
  for (let month = from.slice(0, 7); month <= last; month = nextMonth(month)) {
    const added = days.filter((day) => day.startsWith(month)).length
    total += added
    counts.push({ month, added, total })
  }
  return counts
}

const nextMonth = (month: string): string => {
  const [year = 0, place = 0] = month.split('-').map(Number)
  return place === 12 ? `${year + 1}-01` : `${year}-${String(place + 1).padStart(2, '0')}`
}
