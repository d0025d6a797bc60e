import { createHash } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { type Day, isDay, jstDay } from '../domain/japanese-date.ts'
import {
  computeKpis,
  declaredAgainstTarget,
  type KpiFigureName,
  type KpiFigures,
  type KpiRow,
  type KpiSettings,
  type Kpis,
  kpiRules,
  verifiedUseRate,
} from '../domain/kpi.ts'
import { countByMonth, type MonthCount } from '../domain/kpi-months.ts'
import type { KpiRecords } from '../domain/kpi-records.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { readKpiRecords } from '../store/read-models/kpi-records.ts'
import type { Deps } from './deps.ts'
import { readKpiSettings } from './kpi-settings.ts'

/** A share of a number of people, with the number itself; absent while there is nobody. */
export interface Rate {
  n: number
  of: number
  rate: number
}

export interface KpiReport {
  figures: KpiFigures
  settings: KpiSettings
  /** the declared figure that is held against the target, by the counting rule of the settings */
  declaredAgainstTarget: number
  rates: { verifiedUse?: Rate; shown?: Rate; useful?: Rate }
  /** employers that declared for the first time, by month of the period */
  declaredByMonth: MonthCount[]
  notCounted: Kpis['notCounted']
  rules: Record<KpiFigureName, string>
  rulesVersion: string
}

/** One record behind a figure, with what was counted of it and the SHA-256 of that. */
export interface CountedRow extends KpiRow {
  sha256: string
  record: unknown
}

/**
 * The figures of a day, present or past, with everything that the secretariat may see of them.
 *
 * @param asOf - JST day; today unless given
 * @throws ServiceError `forbidden`, `invalid_input` for a day that does not exist or has not come yet
 */
export const readKpis = async (deps: Deps, actor: Actor, asOf?: Day): Promise<KpiReport & Pick<Kpis, 'rows'>> => {
  permit(actor, 'kpi.read_rows')
  const { kpis, settings } = await compute(deps, asOf)
  return { ...reportOf(kpis, settings), rows: kpis.rows }
}

/** The records behind one figure of a day. @throws ServiceError `not_found` for a figure that there is not */
export const readKpiRows = async (
  deps: Deps,
  actor: Actor,
  query: { figure: string; asOf?: Day },
): Promise<{
  figure: KpiFigureName
  asOf: Day
  rule: string
  rulesVersion: string
  rows: CountedRow[]
  notCounted: Kpis['notCounted']
}> => {
  permit(actor, 'kpi.read_rows')
  const figure = (Object.keys(kpiRules) as KpiFigureName[]).find((name) => name === query.figure)
  if (figure === undefined)
    throw new ServiceError('not_found', `There is no figure "${query.figure}"; there are ${Object.keys(kpiRules).join(', ')}.`)
  const { kpis, records } = await compute(deps, query.asOf)
  const find = finderOf(records)
  return {
    figure,
    asOf: kpis.figures.asOf,
    rule: kpis.rules[figure],
    rulesVersion: kpis.rulesVersion,
    rows: kpis.rows[figure].map((row) => {
      const record = find(row)
      return { ...row, record, sha256: createHash('sha256').update(JSON.stringify(record)).digest('hex') }
    }),
    notCounted: kpis.notCounted.filter((one) => one.figure === figure),
  }
}

/** The figures without rows, for totals that anybody may read; small cells are hidden where they are shown. */
export const readKpiTotals = async (deps: Deps, actor: Actor, asOf?: Day): Promise<KpiReport> => {
  permit(actor, 'kpi.read_totals')
  const { kpis, settings } = await compute(deps, asOf)
  return reportOf(kpis, settings)
}

const compute = async (deps: Deps, asked: Day | undefined): Promise<{ kpis: Kpis; records: KpiRecords; settings: KpiSettings }> => {
  const today = jstDay(deps.now())
  const asOf = asked ?? today
  if (!isDay(asOf))
    throw new ServiceError('invalid_input', `"${asOf}" is no day; write it as YYYY-MM-DD.`, {
      problems: [{ path: 'asOf', code: 'DAY_INVALID', message: 'a day as YYYY-MM-DD' }],
    })
  if (asOf > today)
    throw new ServiceError('invalid_input', `Figures are computed from what was recorded; ${asOf} has not come yet (today is ${today}).`, {
      problems: [{ path: 'asOf', code: 'DAY_IN_FUTURE', message: `a day up to ${today}` }],
    })
  const settings = await readKpiSettings(deps)
  const records = await readKpiRecords(deps.db)
  return { kpis: computeKpis(records, asOf, settings), records, settings }
}

const rate = (n: number, of: number): Rate | undefined => (of === 0 ? undefined : { n, of, rate: n / of })

const reportOf = (kpis: Kpis, settings: KpiSettings): KpiReport => {
  const { figures } = kpis
  const { survey } = figures
  return {
    figures,
    settings,
    declaredAgainstTarget: declaredAgainstTarget(figures, settings.counting),
    rates: {
      verifiedUse: verifiedUseRate(figures),
      shown: rate(survey.shown, survey.respondents),
      useful: rate(survey.useful, survey.respondents),
    },
    declaredByMonth: countByMonth(
      kpis.rows['declared.newInPeriod'].map(({ on }) => on),
      figures.period,
      figures.asOf,
    ),
    notCounted: kpis.notCounted,
    rules: kpis.rules,
    rulesVersion: kpis.rulesVersion,
  }
}

/** The record that a row stands for, as it was counted. */
const finderOf = (records: KpiRecords): ((row: KpiRow) => unknown) => {
  const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((one) => [one.id, one]))
  const maps: Record<string, Map<string, unknown>> = {
    declaration: byId(records.declarations),
    honour: byId(records.honours),
    productivityRecord: byId(records.productivity),
    credential: byId(records.credentials),
    outcome: byId(records.outcomes),
    completion: byId(records.completions),
    consent: byId(records.consents),
  }
  return (row) =>
    row.entity === 'surveyResponse'
      ? records.survey.find(({ participantId, answeredOn }) => participantId === row.id && answeredOn === row.on)
      : maps[row.entity]?.get(row.id)
}
