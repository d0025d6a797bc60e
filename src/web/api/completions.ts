import { recordCompletion } from '../../service/record-completion.ts'
import { fields, z } from './fields.ts'
import { apiRoute } from './route.ts'

const given = {
  sessionId: fields.id,
  participantId: fields.id,
  status: z.enum(['enrolled', 'completed', 'not_completed', 'withdrawn']),
  startOn: fields.day,
  endOn: fields.day.optional(),
  attendanceRate: z.number().min(0).max(100).optional(),
  score: z.number().min(0).max(100).optional(),
  grade: z.string().max(20).optional(),
  certificateNo: z.string().max(100).optional(),
}

const completion = z
  .strictObject({
    ...given,
    id: fields.id,
    status: z.enum(['enrolled', 'completed', 'not_completed', 'withdrawn', 'corrected']),
    source: z.strictObject({ file: z.string(), line: z.number(), sha256: z.string() }).optional(),
    appliedOn: fields.day.optional(),
    consentId: fields.id.optional(),
    correctedBy: fields.id.optional(),
    note: z.string().optional(),
    employerNumber: z.string().optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Completion' })

export const completionRoutes = [
  apiRoute({
    method: 'post',
    path: '/completions',
    tag: 'Completions',
    summary: 'Record what a participant achieved in a course session.',
    action: 'completion.record',
    creates: true,
    body: z.strictObject(given),
    example: {
      sessionId: 'DL-BASIC-R8:R8-1',
      participantId: 'P-0001',
      status: 'completed',
      startOn: '2026-05-12',
      endOn: '2026-07-28',
      attendanceRate: 95,
      score: 82,
    },
    answers: { 201: { description: 'The completion', schema: completion } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await recordCompletion(deps, actor, body) }),
  }),
]
