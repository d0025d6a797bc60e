import { occasionKinds } from '../../domain/occasion.ts'
import { listOccasionsFor, readAttendances, recordAttendances, registerOccasion, settleAttendance } from '../../service/occasions.ts'
import { readTextFile } from '../read-text-file.ts'
import { readAttendanceCsv } from './attendance-csv.ts'
import { fields, z } from './fields.ts'
import { idParams, page, pageOf, text } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const content = {
  kind: z.enum(occasionKinds),
  title: text,
  heldOn: fields.day,
  endedOn: fields.day.optional(),
  place: fields.line.optional(),
  programmeId: fields.id.optional(),
}
const occasion = z
  .strictObject({ ...content, id: fields.id, isDemo: z.boolean() })
  .meta({ id: 'Event', description: 'A workshop, symposium, career consultation, training subsidy, or visit to a firm.' })

const status = z.enum(['registered', 'attended', 'absent', 'cancelled', 'granted', 'refused'])
const member = {
  participantId: fields.id.optional(),
  employerId: fields.id.optional(),
  status,
  completionId: fields.id.optional(),
  amountJPY: z.number().int().min(0).max(1_000_000_000).optional(),
}
const attendance = z
  .strictObject({ ...member, id: fields.id, occasionId: fields.id, isDemo: z.boolean() })
  .meta({ id: 'Attendance', description: 'That a person or a firm took part in an event.' })

const recorded = z.strictObject({ recorded: z.number().int(), known: z.number().int() })
const tag = 'Events'

export const occasionRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/events',
    tag,
    summary: 'Workshops, symposia, consultations, subsidies and visits.',
    action: 'public',
    query: z.strictObject({
      kind: z.enum(occasionKinds).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      after: fields.id.optional(),
    }),
    answers: { 200: { description: 'Events by id', schema: page(occasion) } },
    run: async ({ deps, query }) => ({ status: 200, body: pageOf(await listOccasionsFor(deps, query), query.limit) }),
  }),
  apiRoute({
    method: 'post',
    path: '/events',
    tag,
    summary: 'Register an event.',
    action: 'event.manage',
    creates: true,
    body: z.strictObject({ ...content, isDemo: z.boolean().default(false) }),
    example: { kind: 'workshop' as const, title: { ja: '業務改善ワークショップ' }, heldOn: '2026-10-03', isDemo: true },
    answers: { 201: { description: 'The event', schema: occasion } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await registerOccasion(deps, actor, body) }),
  }),
  apiRoute({
    method: 'post',
    path: '/events/{id}/attendances',
    tag,
    summary: 'Record who took part, all or nothing; who is on the list already stays as before.',
    action: 'event.manage',
    creates: true,
    params: idParams,
    body: z.strictObject({ attendances: z.array(z.strictObject(member)).min(1).max(1000) }),
    example: { attendances: [{ participantId: 'P-0002', status: 'attended' as const }] },
    answers: { 201: { description: 'How many were recorded, and how many were known', schema: recorded } },
    run: async ({ deps, actor, params, body }) => ({
      status: 201,
      body: await recordAttendances(deps, actor, { occasionId: params.id, attendances: body.attendances }),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/events/{id}/attendances.csv',
    tag,
    summary: 'The same as CSV (受講者番号, 企業番号, 状態, 修了番号, 金額), UTF-8; mistakes are named by line and column.',
    action: 'event.manage',
    params: idParams,
    reads: { file: ['text/csv'] },
    answers: { 201: { description: 'How many were recorded, and how many were known', schema: recorded } },
    run: async ({ deps, actor, params, request }) => {
      const list = readAttendanceCsv(await readTextFile(request))
      return { status: 201, body: await recordAttendances(deps, actor, { occasionId: params.id, ...list }) }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/attendances',
    tag,
    summary: 'Who took part: of an event for the secretariat, of a person for that person, of a firm for that firm.',
    action: 'event.read',
    query: z.strictObject({ occasionId: fields.id.optional(), participantId: fields.id.optional(), employerId: fields.id.optional() }),
    answers: {
      200: {
        description: 'Attendances, the newest event first',
        schema: z.strictObject({ items: z.array(z.strictObject({ attendance, occasion })) }),
      },
    },
    run: async ({ deps, actor, query }) => ({ status: 200, body: { items: await readAttendances(deps, actor, query) } }),
  }),
  apiRoute({
    method: 'post',
    path: '/attendances/{id}/settle',
    tag,
    summary: 'Say what became of a registration: attended, absent, cancelled; of a subsidy granted or refused.',
    action: 'event.manage',
    params: idParams,
    body: z.strictObject({
      status: z.enum(['attended', 'absent', 'cancelled', 'granted', 'refused']),
      amountJPY: member.amountJPY,
      completionId: member.completionId,
    }),
    example: { status: 'attended' as const },
    answers: { 200: { description: 'The attendance', schema: attendance } },
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: await settleAttendance(deps, actor, { ...params, ...body }) }),
  }),
]
