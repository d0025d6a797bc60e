import type { BoardView, FigureGroupView, FiguresView } from '../../../templates/components/figures.tsx'
import type { KpiFigureName } from '../../domain/kpi.ts'
import type { CountedRow, KpiReport } from '../../service/kpis.ts'
import { type PublicKpis, publicKpis } from '../../service/public-kpis.ts'
import { dayText } from './dates.ts'
import { type CardNotes, kpiCards, monthsView } from './kpi-cards-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

export interface FiguresInput {
  report: KpiReport
  /** path of the page; `asOf` is asked for there */
  path: string
  today: string
  /** where the rows behind a figure stand; absent in public, where small cells are hidden */
  rowsPath?: string
  /** sentences under the cards */
  notes?: CardNotes
  /** what only the secretariat sees */
  board?: BoardView
  /** address of all figures as CSV */
  csvPath?: string
}

export interface FigureItem {
  name: string
  value: number | null
  unit: string
  target?: number
  figure?: KpiFigureName
  /** counted among other people than the rest: those who answered the survey */
  isAside?: true
}

/** All figures of a day as charts and tables, in public or with links to the rows. */
export const figuresView = (input: FiguresInput, context: PageContext): FiguresView => {
  const words = wordsOf(context).ledger.figures
  const { report, rowsPath } = input
  const day = report.figures.asOf
  const figures = rowsPath === undefined ? publicKpis(report.figures) : report.figures
  const months = monthsView(report, context)
  return {
    ways: {
      ...(input.csvPath === undefined ? {} : { csv: { href: linkTo(context, input.csvPath), label: words.csv } }),
      print: words.print,
    },
    ...(months === undefined ? {} : { months }),
    ...(input.board === undefined ? {} : { board: input.board }),
    asOf: words.asOf(dayText(day, context.language)),
    period: words.period(dayText(report.figures.period[0], context.language), dayText(report.figures.period[1], context.language)),
    asTable: words.asTable,
    groups: [kpiGroup(figures, report), useGroup(figures), typeGroup(figures), validityGroup(figures)]
      // A picture of nothing but hidden numbers says nothing.
      .filter((group) => group.items.some(({ value }) => value !== null))
      .map((group) => groupView(group, input, context)),
    ...(rowsPath === undefined
      ? { note: words.small }
      : {
          notCounted: {
            title: words.notCounted,
            columns: [words.record, words.why] as [string, string],
            rows: report.notCounted.map(({ id, why }): [string, string] => [id, whyText(why, words.reasons)]),
          },
        }),
    rules: {
      title: words.rule,
      items: [
        { name: words.names.declared, rule: report.rules['declared.newInPeriod'] },
        { name: words.names.declaredActive, rule: report.rules['declared.activeAsOf'] },
        { name: words.names.honoured, rule: report.rules.honoured },
        { name: words.names.productivity, rule: report.rules.productivity },
        { name: words.useNames.holders, rule: report.rules['badgeUse.holders'] },
        { name: words.useNames.outcomes, rule: report.rules['badgeUse.verifiedOutcomes'] },
        // The rules are worded once, as they stand in every export.
      ].map((item) => (context.language === 'ja' ? item : { ...item, lang: 'ja' })),
      version: words.version(report.rulesVersion),
    },
    day: {
      action: input.path,
      label: words.otherDay,
      value: day,
      max: input.today,
      button: words.show,
      hidden: context.languageChosen ? [{ name: 'lang', value: context.language }] : [],
    },
  }

  function kpiGroup(shown: Pick<PublicKpis, 'declared' | 'honoured' | 'productivity'>, { figures, settings }: KpiReport): Group {
    const { targets } = figures
    const newIsTarget = settings.counting === 'new_in_period'
    const names = words.names
    return {
      id: 'kpis',
      title: words.kpis,
      items: [
        {
          name: names.declared,
          value: shown.declared.newInPeriod,
          unit: words.firms,
          figure: 'declared.newInPeriod',
          ...(newIsTarget ? { target: targets.declared } : {}),
        },
        {
          name: names.declaredActive,
          value: shown.declared.activeAsOf,
          unit: words.firms,
          figure: 'declared.activeAsOf',
          ...(newIsTarget ? {} : { target: targets.declared }),
        },
        { name: names.honoured, value: shown.honoured.value, unit: words.firms, figure: 'honoured', target: targets.honoured },
        {
          name: names.productivity,
          value: shown.productivity.value,
          unit: words.firms,
          figure: 'productivity',
          target: targets.productivity,
        },
      ],
    }
  }

  function useGroup({ badgeUse, survey, counts }: Pick<PublicKpis, 'badgeUse' | 'survey' | 'counts'>): Group {
    const names = words.useNames
    return {
      id: 'use',
      title: words.use,
      items: [
        { name: names.completed, value: counts.completed, unit: words.cases, figure: 'counts.completed' },
        { name: names.badges, value: counts.badges, unit: words.cases, figure: 'counts.badges' },
        { name: names.holders, value: badgeUse.holders, unit: words.people, figure: 'badgeUse.holders' },
        { name: names.respondents, value: survey.respondents, unit: words.people, figure: 'survey.respondents', isAside: true },
        { name: names.shown, value: survey.shown, unit: words.people, figure: 'survey.shown', isAside: true },
        { name: names.useful, value: survey.useful, unit: words.people, figure: 'survey.useful', isAside: true },
        { name: names.people, value: badgeUse.peopleWithVerifiedOutcome, unit: words.people, figure: 'badgeUse.peopleWithVerifiedOutcome' },
        { name: names.outcomes, value: badgeUse.verifiedOutcomes, unit: words.cases, figure: 'badgeUse.verifiedOutcomes' },
      ],
    }
  }

  function typeGroup({ badgeUse }: Pick<PublicKpis, 'badgeUse'>): Group {
    const names: Record<string, string> = wordsOf(context).ledger.outcome.types
    return {
      id: 'types',
      title: words.byType,
      items: Object.entries(badgeUse.verifiedOutcomesByType).map(([type, value]) => ({
        name: names[type] ?? type,
        value,
        unit: words.cases,
      })),
    }
  }

  function validityGroup({ counts }: Pick<PublicKpis, 'counts'>): Group {
    const names: Record<string, string> = words.validity
    return {
      id: 'validity',
      title: words.byValidity,
      items: Object.entries(counts.badgesByValidity).map(([state, value]) => ({ name: names[state] ?? state, value, unit: words.cases })),
    }
  }
}

interface Group {
  id: string
  title: string
  items: FigureItem[]
}

const groupView = (group: Group, input: FiguresInput, context: PageContext): FigureGroupView => {
  const words = wordsOf(context).ledger.figures
  const hasTargets = group.items.some(({ target }) => target !== undefined)
  const hasRows = input.rowsPath !== undefined && group.items.some(({ figure }) => figure !== undefined)
  const text = ({ value, unit }: FigureItem): string => (value === null ? words.hidden : `${value}${unit}`)
  return {
    id: group.id,
    title: group.title,
    ...(hasTargets ? { cards: kpiCards(group.items, input, context) } : {}),
    ...(group.items.some(({ isAside }) => isAside) ? { note: words.aside } : {}),
    chart: {
      id: `${group.id}-chart`,
      title: group.title,
      bars: group.items.map((item) => ({
        label: item.name,
        value: item.value ?? 0,
        valueText: item.isAside ? `${text(item)} ※` : text(item),
        ...(item.isAside ? { isAside: true } : {}),
        ...(item.target === undefined ? {} : { mark: { value: item.target, text: `${words.target} ${item.target}` } }),
      })),
    },
    caption: group.title,
    columns: {
      item: words.item,
      value: words.value,
      ...(hasTargets ? { target: words.target } : {}),
      ...(hasRows ? { rows: words.rows } : {}),
    },
    rows: group.items.map((item) => ({
      item: item.name,
      value: text(item),
      ...(item.target === undefined ? {} : { target: `${item.target}${item.unit}` }),
      ...(input.rowsPath === undefined || item.figure === undefined
        ? {}
        : { link: { href: linkTo(context, `${input.rowsPath}/${item.figure}?asOf=${input.report.figures.asOf}`), label: words.rows } }),
    })),
  }
}

/** One row for the page that a number opens. */
export const countedRowView = (row: CountedRow, context: PageContext) => ({
  record: row.id,
  countedAs: row.countedAs,
  on: dayText(row.on, context.language),
  digest: row.sha256,
})

/** Why a record does not count, in the reader's words; a productivity record begins with its state and goes on with what its rules say. */
const whyText = (why: string, reasons: Readonly<Record<string, string>>): string => {
  const whole = reasons[why]
  if (whole !== undefined) return whole
  const [first = '', ...rest] = why.split(' ')
  return [reasons[first] ?? first, ...rest].join(' ')
}
