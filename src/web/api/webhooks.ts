import { createHash } from 'node:crypto'
import type { Request } from 'express'
import { ServiceError } from '../../errors.ts'
import { answerOnce } from '../../service/answer-once.ts'
import type { Deps } from '../../service/deps.ts'
import { type ReportedCompletion, reportCompletions } from '../../service/report-completions.ts'
import { actorByWebhook, createWebhook, listWebhooks, revokeWebhook } from '../../service/webhooks.ts'
import { readStrictJson } from '../../verification/strict-json.ts'
import { fields, z } from './fields.ts'
import { apiRoute } from './route.ts'
import { said } from './said.ts'

/** A report of some hundred completions; what is more goes through an import. */
const limits = { maxTextBytes: 512 * 1024, maxDepth: 6, maxNodes: 20_000 } as const

const percent = z.number().min(0).max(100)
const reported = z.strictObject({
  sessionId: fields.id,
  participantId: fields.id.optional(),
  person: z
    .strictObject({
      familyName: z.string().min(1).max(100),
      givenName: z.string().max(100),
      familyNameKana: z.string().max(100),
      givenNameKana: z.string().max(100),
      romanName: z.string().max(200).optional(),
      badgeNameForm: z.enum(['kanji', 'roman', 'kana']).optional(),
      email: z.email().max(254),
    })
    .optional(),
  status: z.enum(['enrolled', 'completed', 'not_completed', 'withdrawn']),
  startOn: fields.day,
  endOn: fields.day.optional(),
  attendanceRate: percent.optional(),
  score: percent.optional(),
  grade: z.string().max(20).optional(),
  certificateNo: z.string().max(100).optional(),
  note: z.string().max(2000).optional(),
})
const body = z.strictObject({ completions: z.array(reported).min(1).max(500) }).meta({ id: 'CompletionReport' })

const outcome = z
  .strictObject({
    outcome: z.enum(['recorded', 'known', 'refused']),
    completionId: fields.id.optional(),
    participantId: fields.id.optional(),
    next: z.enum(['issued', 'invited', 'none']).optional(),
    credentialId: fields.id.optional(),
    code: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({
    id: 'ReportOutcome',
    description: 'What became of one reported completion, and what follows: the badge, an invitation to apply, or nothing.',
  })

const webhook = z
  .strictObject({
    id: fields.id,
    operatorId: fields.id,
    label: z.string(),
    createdAt: fields.instant,
    revokedAt: fields.instant.optional(),
  })
  .meta({ id: 'Webhook' })
const tag = 'Webhooks'
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const bytesOf = async (request: Request): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limits.maxTextBytes) {
      request.resume()
      throw new ServiceError('payload_too_large', `A report has at most ${limits.maxTextBytes / 1024} KB; send more as an import.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const readReport = (bytes: Buffer): ReportedCompletion[] => {
  const read = readStrictJson(bytes, limits)
  if (!read.ok) throw new ServiceError('bad_request', read.detail)
  const parsed = body.safeParse(read.value)
  if (parsed.success) return parsed.data.completions.map((completion) => said(completion)) as ReportedCompletion[]
  const problems = parsed.error.issues.map((issue) => ({ path: `/${issue.path.join('/')}`, message: issue.message }))
  throw new ServiceError('invalid_input', `${problems.length === 1 ? 'One field is' : `${problems.length} fields are`} not acceptable.`, {
    problems,
  })
}

const receive = async (deps: Deps, request: Request): Promise<{ status: number; body: unknown }> => {
  const bytes = await bytesOf(request)
  const signature = request.get('akashi-signature')
  const actor = await actorByWebhook(
    deps,
    { webhook: request.get('akashi-webhook'), timestamp: request.get('akashi-timestamp'), signature },
    bytes,
  )
  const completions = readReport(bytes)
  // The same signed request again gives the same answer, and does nothing a second time.
  const claim = { scope: `webhook:${actor.id}`, key: String(signature), requestSha256: createHash('sha256').update(bytes).digest('hex') }
  const answer = await answerOnce(deps, claim, async () => ({
    status: 200,
    body: JSON.stringify({ items: await reportCompletions(deps, actor, completions) }),
  }))
  return { status: answer.status, body: JSON.parse(answer.body) as unknown }
}

export const webhookRoutes = [
  apiRoute({
    method: 'post',
    path: '/webhooks/completions',
    tag,
    summary:
      'Report completions by a signed request: Akashi-Webhook, Akashi-Timestamp (seconds) and Akashi-Signature (v1= HMAC-SHA256 in hex over timestamp, full stop, body).',
    action: 'completion.record',
    proves: true,
    reads: { file: ['application/json'] },
    body,
    example: {
      completions: [
        { sessionId: 'DL-BASIC-R8:R8-1', participantId: 'P-0001', status: 'completed', startOn: '2026-05-12', endOn: '2026-07-28' },
      ],
    },
    answers: { 200: { description: 'What became of each, in the order sent', schema: z.strictObject({ items: z.array(outcome) }) } },
    run: ({ deps, request }) => receive(deps, request),
  }),
  apiRoute({
    method: 'get',
    path: '/webhooks',
    tag,
    summary: 'The webhooks of the own organisation, without their secrets.',
    action: 'completion.import',
    answers: { 200: { description: 'Webhooks', schema: z.strictObject({ items: z.array(webhook) }) } },
    run: async ({ deps, actor }) => ({ status: 200, body: { items: (await listWebhooks(deps, actor)).map(plain) } }),
  }),
  apiRoute({
    method: 'post',
    path: '/webhooks',
    tag,
    summary: 'Make a webhook. Its secret is shown this once.',
    action: 'completion.import',
    body: z.strictObject({ operatorId: fields.id, label: fields.line }),
    example: { operatorId: 'op-04', label: '学習管理システム' },
    answers: {
      201: { description: 'The webhook with its secret', schema: webhook.extend({ secret: z.string() }).meta({ id: 'NewWebhook' }) },
    },
    run: async ({ deps, actor, body }) => ({ status: 201, body: plain(await createWebhook(deps, actor, body)) }),
  }),
  apiRoute({
    method: 'post',
    path: '/webhooks/{id}/revoke',
    tag,
    summary: 'End a webhook; its secret opens nothing any more.',
    action: 'completion.import',
    params: z.strictObject({ id: fields.id }),
    body: z.strictObject({}),
    example: {},
    answers: { 200: { description: 'It has ended', schema: z.strictObject({ ended: z.literal(true) }) } },
    run: async ({ deps, actor, params }) => {
      await revokeWebhook(deps, actor, params.id)
      return { status: 200, body: { ended: true } }
    },
  }),
]
