import { correctCompletion, judgeCompletion } from '../../service/correct-completion.ts'
import { listCompletions, readCompletion } from '../../service/list-records.ts'
import { recordCompletion } from '../../service/record-completion.ts'
import { reissueCredential } from '../../service/reissue-credential.ts'
import { credentialUrl } from '../../service/urls.ts'
import { fields, page, z } from './fields.ts'
import { pageOf, page as pageSchema } from './ledger-schemas.ts'
import { apiRoute } from './route.ts'
import { said } from './said.ts'

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
  note: z.string().max(2000).optional(),
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
    employerNumber: z.string().optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Completion' })

const history = z
  .strictObject({
    completion,
    history: z.array(
      z.looseObject({
        id: fields.id,
        status: z.literal('corrected'),
        correction: z.strictObject({ from: z.string(), reason: z.string(), by: z.string(), at: fields.instant }).optional(),
      }),
    ),
  })
  .meta({ id: 'CompletionHistory', description: 'A completion with the rows that it had before a correction.' })

const corrected = z
  .strictObject({
    completion,
    /** the badge that was issued on the old row and has to be looked at */
    credentialId: fields.id.optional(),
    reissued: z.strictObject({ id: fields.id, url: z.url() }).optional(),
  })
  .meta({ id: 'CorrectedCompletion' })

const params = z.strictObject({ id: fields.id })
const purpose = fields.line.optional()
const judged = z.enum(['completed', 'not_completed', 'withdrawn'])

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
  apiRoute({
    method: 'get',
    path: '/completions',
    tag: 'Completions',
    summary: 'Completions that count, of the own courses.',
    action: 'completion.read',
    query: page.extend({
      sessionId: fields.id.optional(),
      participantId: fields.id.optional(),
      status: z.enum(['enrolled', 'completed', 'not_completed', 'withdrawn', 'corrected']).optional(),
      purpose,
    }),
    answers: { 200: { description: 'Completions in the order of their ids', schema: pageSchema(completion) } },
    run: async ({ deps, actor, query }) => ({ status: 200, body: pageOf(await listCompletions(deps, actor, query), query.limit) }),
  }),
  apiRoute({
    method: 'get',
    path: '/completions/{id}',
    tag: 'Completions',
    summary: 'A completion with the rows that it had before.',
    action: 'completion.read',
    params,
    query: z.strictObject({ purpose }),
    answers: { 200: { description: 'The completion and its history', schema: history } },
    run: async ({ deps, actor, params, query }) => ({
      status: 200,
      body: await readCompletion(deps, actor, { id: params.id, ...(query.purpose === undefined ? {} : { purpose: query.purpose }) }),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/completions/{id}/judge',
    tag: 'Completions',
    summary: 'Judge somebody who is enrolled: completed, not completed or withdrawn.',
    action: 'completion.record',
    params,
    body: z.strictObject({
      status: judged,
      endOn: fields.day,
      attendanceRate: given.attendanceRate,
      score: given.score,
      grade: given.grade,
      certificateNo: given.certificateNo,
    }),
    example: { status: 'completed' as const, endOn: '2026-07-28', attendanceRate: 95 },
    answers: { 200: { description: 'The completion', schema: completion } },
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: await judgeCompletion(deps, actor, { ...said(body), completionId: params.id }),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/completions/{id}/correct',
    tag: 'Completions',
    summary:
      'Correct a completion: the old row stays as history. With `reissue` its badge is issued anew and the old one names the new one.',
    action: 'completion.correct',
    params,
    body: z.strictObject({
      correction: z.strictObject({
        status: judged.optional(),
        startOn: fields.day.optional(),
        endOn: fields.day.optional(),
        attendanceRate: given.attendanceRate,
        score: given.score,
        grade: given.grade,
        certificateNo: given.certificateNo,
      }),
      reason: fields.line,
      reissue: z.boolean().default(false),
    }),
    example: { correction: { score: 91 }, reason: '点数の入力誤り', reissue: true },
    answers: { 200: { description: 'The row that counts now, and the badge to look at or the new one', schema: corrected } },
    run: async ({ deps, actor, params, body }) => {
      const { completion, credential } = await correctCompletion(deps, actor, {
        completionId: params.id,
        correction: said(body.correction),
        reason: body.reason,
      })
      if (credential === undefined) return { status: 200, body: { completion } }
      if (!body.reissue) return { status: 200, body: { completion, credentialId: credential.id } }
      const next = await reissueCredential(deps, actor, { credentialId: credential.id })
      return { status: 200, body: { completion, reissued: { id: next.id, url: credentialUrl(deps.publicUrl, next.id) } } }
    },
  }),
]
