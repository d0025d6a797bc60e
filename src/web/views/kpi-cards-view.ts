import type { KpiCardView, MonthsView } from '../../../templates/components/figures.tsx'
import type { KpiReport } from '../../service/kpis.ts'
import { dayText } from './dates.ts'
import type { FigureItem } from './figures-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

/** What stands under a card: sentences by the figure that they explain. */
export type CardNotes = Partial<Record<NonNullable<FigureItem['figure']>, string>>

/** A card for each figure with a target; what has none stands under the first one as its other way of counting. */
export const kpiCards = (
  items: readonly FigureItem[],
  { report, rowsPath, notes = {} }: { report: KpiReport; rowsPath?: string; notes?: CardNotes },
  context: PageContext,
): KpiCardView[] => {
  const words = wordsOf(context).ledger.figures
  const { period, asOf } = report.figures
  const gone = shareGone(period, asOf)
  const beside = items.filter(({ target, value }) => target === undefined && value !== null)
  return items
    .filter(({ target }) => target !== undefined)
    .map((item, place) => {
      const other = place === 0 ? beside.map(({ name, value, unit }) => `${name} ${value}${unit}`) : []
      const own = item.figure === undefined ? undefined : notes[item.figure]
      const note = [...other, ...(own === undefined ? [] : [own])].join(words.comma)
      return {
        id: `kpis-${place}`,
        name: item.name,
        value: item.value === null ? words.hidden : String(item.value),
        unit: item.value === null ? '' : item.unit,
        target: `${words.target} ${item.target}${item.unit}`,
        reached: Math.min(100, ((item.value ?? 0) / Math.max(1, item.target ?? 1)) * 100),
        gone,
        goneText: words.gone(Math.round(gone)),
        ...(note === '' ? {} : { note }),
        asOf: words.asOf(dayText(asOf, context.language)),
        ...(rowsPath === undefined || item.figure === undefined
          ? {}
          : { link: { href: linkTo(context, `${rowsPath}/${item.figure}?asOf=${asOf}`), label: words.rows } }),
      }
    })
}

/** How much of the period is gone on a day, in percent. */
const shareGone = ([from, to]: readonly [string, string], day: string): number => {
  const days = (text: string): number => Date.parse(text) / 86_400_000
  return Math.min(100, Math.max(0, ((days(day) - days(from) + 1) / (days(to) - days(from) + 1)) * 100))
}

/** How the number of employers that declared grew; nothing before the period begins. */
export const monthsView = ({ declaredByMonth }: KpiReport, context: PageContext): MonthsView | undefined => {
  const words = wordsOf(context).ledger.figures
  const last = declaredByMonth.at(-1)
  if (last === undefined) return undefined
  const name = (month: string): string => words.month(Number(month.slice(0, 4)), Number(month.slice(5)))
  const first = declaredByMonth[0]?.month.slice(0, 4)
  return {
    title: words.months.title,
    chart: {
      id: 'months-chart',
      title: `${words.months.title}: ${declaredByMonth
        .filter(({ added }) => added > 0)
        .map(({ month, total }) => `${name(month)} ${total}${words.firms}`)
        .join(words.comma)}`,
      steps: declaredByMonth.map(({ month, total }) => ({ label: shortName(month, first, context), value: total })),
      last: `${last.total}${words.firms}`,
    },
    summary: words.asTable,
    columns: [words.months.month, words.months.added, words.months.total],
    rows: declaredByMonth.map(({ month, added, total }) => [name(month), String(added), String(total)]),
  }
}

/** Under the picture: the month alone; January of a later year by its year. */
const shortName = (month: string, firstYear: string | undefined, context: PageContext): string => {
  const words = wordsOf(context).ledger.figures
  const year = month.slice(0, 4)
  return month.endsWith('-01') && year !== firstYear ? words.months.year(Number(year)) : words.months.short(Number(month.slice(5)))
}
