import type { BoardView } from '../../../templates/components/figures.tsx'
import { funnelSteps } from '../../domain/funnel.ts'
import { improvementPercent } from '../../domain/productivity.ts'
import type { CountedImprovement, KpiBoard } from '../../service/kpi-board.ts'
import type { CardNotes } from './kpi-cards-view.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

/** What the secretariat sees beside the figures: the way to an outcome, and who improved what. */
export const kpiBoardView = ({ improvements, today }: KpiBoard, context: PageContext): BoardView => {
  const words = wordsOf(context).ledger.figures
  const { columns, ...own } = words.improvements
  return {
    ...(today === undefined ? {} : { funnel: funnelSheet(today.funnel, context) }),
    improvements: {
      title: own.title(improvements.length),
      columns: [columns.firm, columns.method, columns.before, columns.after, columns.change, columns.record],
      rows: improvements.map((one) => improvementRow(one, context)),
      empty: own.empty,
      note: own.note,
    },
  }
}

const funnelSheet = (
  { counts, workLists }: NonNullable<KpiBoard['today']>['funnel'],
  context: PageContext,
): NonNullable<BoardView['funnel']> => {
  const words = wordsOf(context).ledger.figures
  const { title, unit } = wordsOf(context).office.funnel
  return {
    title,
    chart: {
      id: 'way-chart',
      title: `${title}: ${funnelSteps.map((step) => `${words.funnel[step]} ${counts[step]}${unit}`).join(words.comma)}`,
      bars: funnelSteps.map((step) => ({ label: words.funnel[step], value: counts[step], valueText: `${counts[step]}${unit}` })),
    },
    note: words.way.note,
    link: {
      href: linkTo(context, '/console/funnel'),
      label: workLists.applied.length === 0 ? words.way.all : words.way.notApplied(workLists.applied.length),
    },
  }
}

const improvementRow = ({ record, employer }: CountedImprovement, context: PageContext): BoardView['improvements']['rows'][number] => {
  const words = wordsOf(context)
  const percent = improvementPercent(record)
  return {
    firm: employer === undefined ? record.employerId : inLanguage(context, employer.name),
    method: words.employer.productivity.methods[record.method] ?? record.method,
    before: `${record.before.value}${record.unit}`,
    after: `${record.after.value}${record.unit}`,
    change: percent === undefined ? '' : `${percent}${context.language === 'ja' ? '％' : ' %'}`,
    link: { href: linkTo(context, `/console/productivity/${record.id}`), label: words.ledger.figures.improvements.open },
  }
}

/** What waits and what was refused, under the cards of today. */
export const cardNotes = ({ today }: KpiBoard, context: PageContext): CardNotes => {
  const words = wordsOf(context).ledger.figures.waiting
  if (today === undefined) return {}
  const productivity = words.productivity(today.productivityOpen, today.productivityRejected)
  return {
    ...(today.honoursOpen === 0 ? {} : { honoured: words.honours(today.honoursOpen) }),
    ...(productivity === '' ? {} : { productivity }),
  }
}
