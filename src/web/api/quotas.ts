import { readQuotas, setQuota } from '../../service/quotas.ts'
import { fields, z } from './fields.ts'
import { apiRoute } from './route.ts'

const quota = z
  .strictObject({ organisationId: fields.id, fiscalYear: z.number(), perFiscalYear: z.number().optional(), issued: z.number() })
  .meta({
    id: 'Quota',
    description: 'How many badges an organisation may have issued in a fiscal year (absent: no limit), and how many it has.',
  })

const tag = 'Quotas'

export const quotaRoutes = [
  apiRoute({
    method: 'get',
    path: '/quotas',
    tag,
    summary: 'Quotas of the fiscal year: the own one of an operator or employer, all for the secretariat.',
    action: 'quota.read',
    answers: { 200: { description: 'Quotas', schema: z.strictObject({ items: z.array(quota) }) } },
    run: async ({ deps, actor }) => ({ status: 200, body: { items: await readQuotas(deps, actor) } }),
  }),
  apiRoute({
    method: 'put',
    path: '/quotas/{organisationId}',
    tag,
    summary: 'Set the quota of an operator or employer; null for no limit.',
    action: 'quota.manage',
    params: z.strictObject({ organisationId: fields.id }),
    body: z.strictObject({ perFiscalYear: z.number().int().min(0).max(10_000_000).nullable() }),
    example: { perFiscalYear: 2000 },
    answers: { 200: { description: 'The quota', schema: quota } },
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: await setQuota(deps, actor, {
        ...params,
        ...(body.perFiscalYear === null ? {} : { perFiscalYear: body.perFiscalYear }),
      }),
    }),
  }),
]
