import { abolishProgramme, extendProgramme, readProgrammes, renewProgramme, startProgramme } from '../../service/support-programmes.ts'
import { fields, z } from './fields.ts'
import { idParams, page, pageOf, reason, text } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const content = {
  name: text,
  pillar: z.enum(['awareness', 'skills']),
  startedOn: fields.day,
  until: fields.day.optional(),
  courseIds: z.array(fields.id).max(200),
}
const programme = z
  .looseObject({
    ...content,
    id: fields.id,
    state: z.enum(['active', 'renewed', 'abolished']),
    predecessorId: fields.id.optional(),
    successorId: fields.id.optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Programme', description: 'A programme of the council with its courses.' })

const tag = 'Programmes'
const answers = { 200: { description: 'The programme', schema: programme } }

export const supportProgrammeRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/programmes',
    tag,
    summary: 'The programmes of the council, each with its history.',
    action: 'public',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100), after: fields.id.optional() }),
    answers: { 200: { description: 'Programmes by id', schema: page(programme) } },
    run: async ({ deps, query }) => ({ status: 200, body: pageOf(await readProgrammes(deps, query), query.limit) }),
  }),
  apiRoute({
    method: 'post',
    path: '/programmes',
    tag,
    summary: 'Start a programme with its courses.',
    action: 'support_programme.manage',
    creates: true,
    body: z.strictObject({ ...content, isDemo: z.boolean().default(false) }),
    example: {
      name: { ja: 'デジタルリテラシー実践講座' },
      pillar: 'skills' as const,
      startedOn: '2026-04-01',
      until: '2028-03-31',
      courseIds: ['DL-BASIC-R8'],
      isDemo: true,
    },
    answers: { 201: { description: 'The programme', schema: programme } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await startProgramme(deps, actor, body) }),
  }),
  apiRoute({
    method: 'post',
    path: '/programmes/{id}/extend',
    tag,
    summary: 'Let a programme run longer; without a day until further notice.',
    action: 'support_programme.manage',
    params: idParams,
    body: z.strictObject({ until: fields.day.optional() }),
    example: { until: '2029-03-31' },
    answers,
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: await extendProgramme(deps, actor, { ...params, ...body }) }),
  }),
  apiRoute({
    method: 'post',
    path: '/programmes/{id}/renew',
    tag,
    summary: 'Put a successor in its place; courses that do not go on lose their certification, badges stay as they are.',
    action: 'support_programme.manage',
    creates: true,
    params: idParams,
    body: z.strictObject({ name: text, courseIds: content.courseIds, until: fields.day.optional() }),
    example: { name: { ja: 'デジタルリテラシー実践講座（新）' }, courseIds: ['DL-BASIC-R8'] },
    answers: { 201: { description: 'Both programmes', schema: z.strictObject({ former: programme, successor: programme }) } },
    run: async ({ deps, actor, params, body }) => ({ status: 201, body: await renewProgramme(deps, actor, { ...params, ...body }) }),
  }),
  apiRoute({
    method: 'post',
    path: '/programmes/{id}/abolish',
    tag,
    summary: 'End a programme with a reason; the certification of its courses ends, badges stay as they are.',
    action: 'support_programme.manage',
    params: idParams,
    body: z.strictObject({ reason }),
    example: { reason: { code: 'PURPOSE_FULFILLED', text: '目的を達成したため' } },
    answers,
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: await abolishProgramme(deps, actor, { ...params, ...body }) }),
  }),
]
