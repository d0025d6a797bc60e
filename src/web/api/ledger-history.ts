import { employerHistory, participantRecord } from '../../service/ledger-history.ts'
import { readFunnel } from '../../service/read-funnel.ts'
import { fields, z } from './fields.ts'
import { idParams } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const step = z.strictObject({
  completionId: fields.id,
  participantId: fields.id,
  courseId: fields.id,
  applied: z.boolean(),
  credentialId: fields.id.optional(),
  claim: z.enum(['unclaimed', 'claimed', 'declined']).optional(),
  shown: z.boolean(),
  hasOutcome: z.boolean(),
})
const list = z.array(step)
const count = z.number().int()

export const ledgerHistoryRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/funnel',
    tag: 'Figures',
    summary: 'The way from completion to outcome today, with a work list at each step, and the events beside it.',
    action: 'kpi.read_own_totals',
    query: z.strictObject({ operatorId: fields.id.optional() }),
    answers: {
      200: {
        description: 'The funnel',
        schema: z
          .strictObject({
            counts: z.strictObject({ completed: count, applied: count, claimed: count, shown: count, outcome: count }),
            workLists: z.strictObject({ applied: list, claimed: list, shown: list, outcome: list }),
            declined: list,
            events: z.array(z.strictObject({ kind: z.string(), status: z.string(), attendances: count })),
          })
          .meta({ id: 'Funnel' }),
      },
    },
    run: async ({ deps, actor, query }) => ({ status: 200, body: await readFunnel(deps, actor, query) }),
  }),
  apiRoute({
    method: 'get',
    path: '/employers/{id}/history',
    tag: 'Declarations',
    summary: 'What happened with an employer: declarations, honours, productivity records, events; the newest first.',
    action: 'declaration.read',
    params: idParams,
    answers: {
      200: {
        description: 'The history',
        schema: z.strictObject({
          items: z.array(
            z.strictObject({
              on: fields.day,
              entity: z.enum(['declaration', 'honour', 'productivity', 'event']),
              id: fields.id,
              state: z.string(),
              kind: z.string().optional(),
            }),
          ),
        }),
      },
    },
    run: async ({ deps, actor, params }) => ({ status: 200, body: { items: await employerHistory(deps, actor, params.id) } }),
  }),
  apiRoute({
    method: 'get',
    path: '/participants/{id}/record',
    tag: 'Personal data',
    summary: 'What the ledger holds about one person: consents, provision records, outcomes, events; the secretariat names a purpose.',
    action: 'personal_data.export',
    params: idParams,
    query: z.strictObject({ purpose: z.string().max(200).optional() }),
    answers: {
      200: {
        description: 'The record',
        schema: z.strictObject({
          participantId: fields.id,
          consents: z.array(z.unknown()),
          provisionRecords: z.array(z.unknown()),
          outcomes: z.array(z.unknown()),
          events: z.array(z.unknown()),
        }),
      },
    },
    run: async ({ deps, actor, params, query }) => ({
      status: 200,
      body: await participantRecord(deps, actor, { participantId: params.id, ...query }),
    }),
  }),
]
