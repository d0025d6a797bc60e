import type { ProductivityRecord } from '../../domain/productivity.ts'
import { improvementPercent } from '../../domain/productivity.ts'
import type { Deps } from '../../service/deps.ts'
import { listLedger } from '../../service/list-ledger.ts'
import {
  draftProductivity,
  editProductivity,
  problemsOf,
  rejectProductivity,
  returnProductivity,
  submitProductivity,
  verifyProductivity,
} from '../../service/productivity.ts'
import { readProductivity } from '../../service/read-ledger-record.ts'
import { fields, z } from './fields.ts'
import { idParams, ledgerQuery, noBody, page, pageOf, problems, reason } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const measured = z.strictObject({ value: z.number(), period: z.string().max(40) })

const content = {
  method: z.string().max(60),
  unit: z.string().min(1).max(40),
  before: measured,
  after: measured,
  better: z.enum(['up', 'down']),
  linkedCompletionIds: z.array(fields.id).max(100),
  evidence: fields.paragraphs.optional(),
}

const record = z
  .looseObject({
    ...content,
    id: fields.id,
    employerId: fields.id,
    state: z.enum(['draft', 'submitted', 'verified', 'rejected', 'returned']),
    improvementPercent: z.number().optional(),
    problems: problems.meta({ description: 'What keeps the record from counting (DOMAIN section 11); empty where nothing does.' }),
    isDemo: z.boolean(),
  })
  .meta({ id: 'ProductivityRecord', description: 'An employer’s measured improvement, linked to what its employees learned.' })

const view = async (deps: Deps, productivity: ProductivityRecord) => ({
  ...productivity,
  improvementPercent: improvementPercent(productivity),
  problems: await problemsOf(deps, productivity),
})

const tag = 'Productivity'
const answers = { 200: { description: 'The record', schema: record } }
const example = {
  employerId: 'emp-01',
  method: 'process_time',
  unit: '時間/件',
  before: { value: 2.5, period: '2026-04/2026-06' },
  after: { value: 0.9, period: '2026-08/2026-10' },
  better: 'down' as const,
  linkedCompletionIds: ['CMP-013'],
}

export const productivityRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/productivity-records',
    tag,
    summary: 'Productivity records: all for the secretariat, its own for an employer.',
    action: 'productivity.read',
    query: ledgerQuery,
    answers: { 200: { description: 'Records by id', schema: page(record) } },
    run: async ({ deps, actor, query }) => {
      const records = await listLedger(deps, actor, 'productivity_record', query)
      return { status: 200, body: pageOf(await Promise.all(records.map((one) => view(deps, one))), query.limit) }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/productivity-records',
    tag,
    summary: 'A new draft of a productivity record.',
    action: 'productivity.write',
    creates: true,
    body: z.strictObject({ ...content, employerId: fields.id }),
    example,
    answers: { 201: { description: 'The draft', schema: record } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await view(deps, await draftProductivity(deps, actor, body)) }),
  }),
  apiRoute({
    method: 'get',
    path: '/productivity-records/{id}',
    tag,
    summary: 'One productivity record with what keeps it from counting.',
    action: 'productivity.read',
    params: idParams,
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await view(deps, await readProductivity(deps, actor, params.id)) }),
  }),
  apiRoute({
    method: 'patch',
    path: '/productivity-records/{id}',
    tag,
    summary: 'Change a draft or a returned record.',
    action: 'productivity.write',
    params: idParams,
    body: z.strictObject(content).partial(),
    example: { after: { value: 1.1, period: '2026-08/2026-10' } },
    answers,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: await view(deps, await editProductivity(deps, actor, { id: params.id, change: body })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/productivity-records/{id}/submit',
    tag,
    summary: 'Hand a record in for verification.',
    action: 'productivity.submit',
    params: idParams,
    body: noBody,
    example: {},
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await view(deps, await submitProductivity(deps, actor, params)) }),
  }),
  apiRoute({
    method: 'post',
    path: '/productivity-records/{id}/verify',
    tag,
    summary: 'Verify a record under every rule; each broken rule is named.',
    action: 'productivity.verify',
    params: idParams,
    body: noBody,
    example: {},
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await view(deps, await verifyProductivity(deps, actor, params)) }),
  }),
  apiRoute({
    method: 'post',
    path: '/productivity-records/{id}/return',
    tag,
    summary: 'Send a record back with a reason.',
    action: 'productivity.verify',
    params: idParams,
    body: z.strictObject({ reason }),
    example: { reason: { code: 'EVIDENCE_MISSING', text: '集計表を添えてください。' } },
    answers,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: await view(deps, await returnProductivity(deps, actor, { ...params, ...body })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/productivity-records/{id}/reject',
    tag,
    summary: 'Reject a record with a reason.',
    action: 'productivity.verify',
    params: idParams,
    body: z.strictObject({ reason }),
    example: { reason: { code: 'NO_IMPROVEMENT', text: '改善が認められない' } },
    answers,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: await view(deps, await rejectProductivity(deps, actor, { ...params, ...body })),
    }),
  }),
]
