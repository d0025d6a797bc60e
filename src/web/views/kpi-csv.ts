import { type CsvCell, csvFile } from '../../domain/csv-out.ts'
import type { KpiFigureName, KpiFigures } from '../../domain/kpi.ts'
import type { KpiReport } from '../../service/kpis.ts'

interface CountedRows {
  figure: string
  asOf: string
  rule: string
  rulesVersion: string
  rows: readonly { entity: string; id: string; countedAs: string; on: string; sha256: string }[]
}

const header = ['figure', 'as_of', 'entity', 'id', 'counted_as', 'on', 'sha256', 'rules_version', 'rule']

/** The rows behind a figure as a spreadsheet reads them: one record each, with its digest and the rule that counted it. */
export const kpiRowsCsv = ({ figure, asOf, rule, rulesVersion, rows }: CountedRows): string =>
  csvFile(
    header,
    rows.map((row): CsvCell[] => [figure, asOf, row.entity, row.id, row.countedAs, row.on, row.sha256, rulesVersion, rule]),
  )

const figuresHeader = ['figure', 'value', 'target', 'as_of', 'period_from', 'period_to', 'rules_version', 'rule']

/** All figures of a day, one a row, named as in `GET /api/v1/kpis`; the parts of a figure follow it. */
export const kpiFiguresCsv = ({ figures, settings, rules, rulesVersion }: KpiReport): string => {
  const { declared, honoured, productivity, badgeUse, survey, counts } = figures
  const declaredFigure = settings.counting === 'active' ? 'declared.activeAsOf' : 'declared.newInPeriod'
  const targets: Record<string, number> = {
    [declaredFigure]: figures.targets.declared,
    honoured: figures.targets.honoured,
    productivity: figures.targets.productivity,
  }
  const values: [string, number][] = [
    ['declared.newInPeriod', declared.newInPeriod],
    ['declared.activeAsOf', declared.activeAsOf],
    ['honoured', honoured.value],
    ['productivity', productivity.value],
    ...numbersIn('badgeUse', badgeUse),
    ...numbersIn('survey', survey),
    ...numbersIn('counts', counts),
  ]
  return csvFile(
    figuresHeader,
    values.map(([figure, value]): CsvCell[] => [
      figure,
      value,
      targets[figure],
      figures.asOf,
      ...figures.period,
      rulesVersion,
      rules[figure as KpiFigureName],
    ]),
  )
}

/** Each number of a group by its path, those of its tables behind them. */
const numbersIn = (group: string, values: KpiFigures['badgeUse'] | KpiFigures['survey'] | KpiFigures['counts']): [string, number][] =>
  Object.entries(values).flatMap(([name, value]: [string, unknown]): [string, number][] => {
    if (typeof value === 'number') return [[`${group}.${name}`, value]]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    return Object.entries(value).map(([part, count]) => [`${group}.${name}.${part}`, count as number])
  })
