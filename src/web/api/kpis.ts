import { type KpiFigureName, kpiRules } from '../../domain/kpi.ts'
import { mayDo } from '../../domain/permit.ts'
import { changeKpiSettings, readKpiSettings } from '../../service/kpi-settings.ts'
import { readKpiRows, readKpis, readKpiTotals } from '../../service/kpis.ts'
import { publicKpis } from '../../service/public-kpis.ts'
import { kpiRowsCsv } from '../views/kpi-csv.ts'
import { fields, z } from './fields.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const count = z.number().int().nullable().meta({ description: 'null: fewer than five people, hidden from the public' })
const counts = z.record(z.string(), count)
const rate = z.strictObject({ n: z.number().int(), of: z.number().int(), rate: z.number() })

const rules = z.record(z.string(), z.string())

const figures = z
  .strictObject({
    asOf: fields.day,
    period: z.tuple([fields.day, fields.day]),
    targets: z.strictObject({ declared: z.number(), honoured: z.number(), productivity: z.number() }),
    declared: z.strictObject({
      newInPeriod: z.number().int(),
      activeAsOf: z.number().int(),
      employersNew: z.array(z.string()).optional(),
      employersActive: z.array(z.string()).optional(),
    }),
    honoured: z.strictObject({ value: z.number().int(), employers: z.array(z.string()).optional() }),
    productivity: z.strictObject({ value: z.number().int(), employers: z.array(z.string()).optional() }),
    badgeUse: z.strictObject({
      holders: count,
      verifiedOutcomes: count,
      verifiedOutcomesByType: counts,
      peopleWithVerifiedOutcome: count,
      notCounted: z.array(z.strictObject({ id: z.string(), why: z.string() })).optional(),
    }),
    survey: z.strictObject({ respondents: count, shown: count, useful: count, notUsefulOrNotShown: count.optional() }),
    counts: z.strictObject({
      completions: count.optional(),
      completed: count,
      badges: count,
      badgesByKind: counts,
      badgesByValidity: counts,
      nominationsByStatus: counts.optional(),
      consents: count.optional(),
    }),
    counting: z.enum(['new_in_period', 'active']),
    declaredAgainstTarget: z.number().int(),
    rates: z.strictObject({ verifiedUse: rate.optional(), shown: rate.optional(), useful: rate.optional() }).optional(),
    rows: z.record(z.string(), z.url()).optional().meta({ description: 'Where the rows behind each figure stand.' }),
    notCounted: z
      .array(z.strictObject({ figure: z.string(), entity: z.string(), id: z.string(), why: z.string() }))
      .optional()
      .meta({ description: 'Records that look as if they counted and do not, with the reason.' }),
    rules,
    rulesVersion: z.string(),
  })
  .meta({ id: 'Kpis', description: 'The figures of one day. The public gets totals; whoever may read the rows gets everything.' })

const row = z
  .strictObject({
    entity: z.string(),
    id: z.string(),
    countedAs: z.string(),
    on: fields.day,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    record: z.unknown(),
  })
  .meta({ id: 'KpiRow', description: 'One record behind a figure, what was counted of it, and the SHA-256 of that as JSON.' })

const asOf = z.strictObject({ asOf: fields.day.optional() })
const figureParams = z.strictObject({ figure: z.string().max(60) })

const settings = {
  period: z.tuple([fields.day, fields.day]),
  targets: z.strictObject({ declared: z.number().int(), honoured: z.number().int(), productivity: z.number().int() }),
  counting: z.enum(['new_in_period', 'active']),
  methods: z.array(z.string().max(60)).min(1).max(20),
}

const tag = 'Figures'

export const kpiRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/kpis',
    tag,
    summary: 'The figures of a day, today or past, computed from the records.',
    action: 'public',
    query: asOf,
    answers: { 200: { description: 'The figures', schema: figures } },
    run: async ({ deps, actor, query }) => {
      const all = mayDo(actor, 'kpi.read_rows')
      const report = all ? await readKpis(deps, actor, query.asOf) : await readKpiTotals(deps, actor, query.asOf)
      const { declaredAgainstTarget, rates, notCounted, rules, rulesVersion, settings } = report
      const shared = { counting: settings.counting, declaredAgainstTarget, rules, rulesVersion }
      if (!all) return { status: 200, body: { ...publicKpis(report.figures), ...shared } }
      const day = report.figures.asOf
      const rows = Object.fromEntries(
        (Object.keys(kpiRules) as KpiFigureName[]).map((figure) => [figure, `${deps.publicUrl}/api/v1/kpis/${figure}/rows?asOf=${day}`]),
      )
      return { status: 200, body: { ...report.figures, ...shared, rates, rows, notCounted } }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/kpis/{figure}/rows',
    tag,
    summary: 'The records behind one figure of a day.',
    action: 'kpi.read_rows',
    params: figureParams,
    query: asOf,
    answers: {
      200: {
        description: 'The rows',
        schema: z.strictObject({
          figure: z.string(),
          asOf: fields.day,
          rule: z.string(),
          rulesVersion: z.string(),
          rows: z.array(row),
          notCounted: z.array(z.strictObject({ figure: z.string(), entity: z.string(), id: z.string(), why: z.string() })),
          csv: z.url(),
        }),
      },
    },
    run: async ({ deps, actor, params, query }) => {
      const answer = await readKpiRows(deps, actor, { ...params, ...query })
      return {
        status: 200,
        body: { ...answer, csv: `${deps.publicUrl}/api/v1/kpis/${answer.figure}/rows.csv?asOf=${answer.asOf}` },
      }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/kpis/{figure}/rows.csv',
    tag,
    summary: 'The same rows as CSV: UTF-8 with a byte order mark, formulas neutralised, with digests and the version of the rule.',
    action: 'kpi.read_rows',
    params: figureParams,
    query: asOf,
    answers: { 200: { description: 'The rows', mediaType: 'text/csv' } },
    run: async ({ deps, actor, params, query }) => {
      const answer = await readKpiRows(deps, actor, { ...params, ...query })
      return { status: 200, file: kpiRowsCsv(answer), mediaType: 'text/csv', fileName: `kpi-${answer.figure}-${answer.asOf}.csv` }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/kpi-settings',
    tag,
    summary: 'Period, targets, counting rule and methods that the figures are computed with.',
    action: 'public',
    answers: { 200: { description: 'The settings', schema: z.strictObject(settings).meta({ id: 'KpiSettings' }) } },
    run: async ({ deps }) => ({ status: 200, body: await readKpiSettings(deps) }),
  }),
  apiRoute({
    method: 'patch',
    path: '/kpi-settings',
    tag,
    summary: 'Change what the figures are computed with; the log keeps each change.',
    action: 'settings.manage',
    body: z.strictObject(settings).partial(),
    example: { counting: 'active' },
    answers: { 200: { description: 'The settings as changed', schema: z.strictObject(settings) } },
    run: async ({ deps, actor, body }) => ({ status: 200, body: await changeKpiSettings(deps, actor, body) }),
  }),
]
