import { Buffer } from 'node:buffer'
import { figuresKey, type Measure } from '../../domain/measure.ts'
import type { Nomination } from '../../domain/nomination.ts'
import { ServiceError } from '../../errors.ts'
import { addEvidence } from '../../service/add-evidence.ts'
import { agreeToNomination } from '../../service/agree-to-nomination.ts'
import { confirmFigures } from '../../service/confirm-figures.ts'
import { consentToNomination } from '../../service/consent-to-nomination.ts'
import { declineNomination } from '../../service/decline-nomination.ts'
import { draftNomination } from '../../service/draft-nomination.ts'
import { editNomination } from '../../service/edit-nomination.ts'
import { evidenceTypes, MAX_EVIDENCE_BYTES } from '../../service/evidence-limits.ts'
import { listEvidence, readEvidence } from '../../service/read-evidence.ts'
import { listNominationsFor, readNominationFor } from '../../service/read-nominations.ts'
import { requestConfirmation } from '../../service/request-confirmation.ts'
import { resubmitNomination } from '../../service/resubmit-nomination.ts'
import { reviewNomination } from '../../service/review-nomination.ts'
import { withdrawNomination } from '../../service/withdraw-nomination.ts'
import { workplaceText, workplaceTextDigest } from '../../service/workplace-text.ts'
import { fields, page, z } from './fields.ts'
import { apiRoute } from './route.ts'

const states = ['draft', 'awaiting_employer', 'submitted', 'returned', 'approved', 'issued', 'rejected', 'withdrawn'] as const

const quantity = z.strictObject({
  value: z.number(),
  operator: z.enum(['eq', 'lt', 'le', 'gt', 'ge']),
  period: z.string().max(40),
  asSaid: z.string().max(40).optional(),
})

const measure = z
  .strictObject({
    name: fields.text,
    unit: z.string().max(40),
    before: quantity.optional(),
    after: quantity.optional(),
    method: fields.text,
    scope: fields.text,
    changeKind: z.enum(['relative', 'points']),
    changePercent: z.number().optional(),
  })
  .meta({
    id: 'Measure',
    description: 'A quantity before and after, measured in the same way. 10未満 is the operator lt; no rate is computed from it.',
  })

const publishPolicy = z.enum(['full', 'relative_only', 'text_only', 'none'])
const reason = z.strictObject({ code: z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/), text: z.string().min(1).max(1000) })
const problem = z.strictObject({ path: z.string(), message: z.string(), code: z.string().optional() })

const nomination = z
  .strictObject({
    id: fields.id,
    state: z.enum(states),
    achievementId: z.string(),
    participantId: fields.id,
    employerId: fields.id,
    draftedBy: z.enum(['learner', 'employer']),
    basedOnCompletions: z.array(fields.id),
    title: z.record(z.string(), z.string()),
    role: z.record(z.string(), z.string()),
    measures: z.array(z.record(z.string(), z.unknown())),
    evidence: z.array(z.record(z.string(), z.unknown())),
    publishPolicy,
    waitingFor: z.enum(['learner', 'employer']).optional(),
    confirmation: z
      .strictObject({ confirmedOn: fields.day, confirmedBy: z.record(z.string(), z.string()), ofTheseFigures: z.boolean() })
      .optional(),
    approvals: z.number().int().optional(),
    reason: z.strictObject({ code: z.string(), text: z.string() }).optional(),
    consentedOn: fields.day.optional(),
    credentialId: fields.id.optional(),
    unrecorded: z.strictObject({ asOf: fields.day, members: z.array(z.string()) }).optional(),
  })
  .meta({ id: 'Nomination', description: 'A nomination for an achievement at work, as it stands now.' })

const view = (of: Nomination) => ({
  id: of.id,
  state: of.state,
  achievementId: of.achievementId,
  participantId: of.participantId,
  employerId: of.employerId,
  draftedBy: of.draftedBy,
  basedOnCompletions: of.basedOnCompletions,
  title: of.title,
  role: of.role,
  measures: of.measures,
  evidence: of.evidence,
  publishPolicy: of.publishPolicy,
  ...('waitingFor' in of ? { waitingFor: of.waitingFor } : {}),
  ...('confirmation' in of && of.confirmation !== undefined
    ? {
        confirmation: {
          confirmedOn: of.confirmation.confirmedOn,
          confirmedBy: of.confirmation.confirmedBy,
          ofTheseFigures: of.confirmation.figures.startsWith(`${figuresKey(of.measures)}|`),
        },
      }
    : {}),
  ...('reviews' in of ? { approvals: of.reviews.filter(({ decision }) => decision === 'approve').length } : {}),
  ...('reason' in of ? { reason: of.reason } : {}),
  ...('consent' in of && of.consent !== undefined ? { consentedOn: of.consent.consentedOn } : {}),
  ...(of.state === 'issued' ? { credentialId: of.credentialId } : {}),
  ...(of.takenOver === undefined ? {} : { unrecorded: { asOf: of.takenOver.asOf, members: of.takenOver.unrecorded } }),
})

const answer = (of: Nomination, status: 200 | 201 = 200) => ({ status, body: view(of) })
const params = z.strictObject({ id: fields.id })
const tag = 'Nominations'
const moved = { 200: { description: 'The nomination as it stands now', schema: nomination } }

const overtime: Measure = {
  name: { ja: '月平均時間外労働時間' },
  unit: '時間/人',
  before: { value: 15, operator: 'eq', period: '2026-01/2026-03' },
  after: { value: 10, operator: 'lt', period: '2026-08/2026-10' },
  method: { ja: '勤怠システムの集計' },
  scope: { ja: '運転者12名' },
  changeKind: 'relative',
}

const contentBody = z.strictObject({
  achievementId: z.string().regex(/^\/achievements\/[a-z0-9-]+(\/v\/\d+)?$/),
  participantId: fields.id,
  employerId: fields.id,
  basedOnCompletions: z.array(fields.id).min(1).max(20),
  title: fields.text,
  role: fields.text,
  measures: z.array(measure).max(10),
  publishPolicy: publishPolicy.default('full'),
  projectId: fields.id.optional(),
})

const changeBody = contentBody
  .omit({ achievementId: true, participantId: true, employerId: true, publishPolicy: true })
  .extend({ publishPolicy })
  .partial()

const reviewBody = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('approve'),
    waivers: z
      .array(z.strictObject({ code: z.string().max(60), reason: z.string().min(1).max(1000) }))
      .max(10)
      .optional(),
  }),
  z.strictObject({ decision: z.literal('return'), reason }),
  z.strictObject({ decision: z.literal('reject'), reason }),
])

export const nominationRoutes = [
  apiRoute({
    method: 'get',
    path: '/nominations',
    tag,
    summary: 'The nominations that the caller may read, in one state or in any.',
    action: 'nomination.read',
    query: page.extend({ state: z.enum(states).optional() }),
    answers: {
      200: {
        description: 'A page of nominations',
        schema: z.strictObject({ nominations: z.array(nomination), next: fields.id.optional() }),
      },
    },
    run: async ({ deps, actor, query }) => {
      const { nominations, next } = await listNominationsFor(deps, actor, query)
      return { status: 200, body: { nominations: nominations.map(view), ...(next === undefined ? {} : { next }) } }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/nominations',
    tag,
    summary: 'Begin a nomination. Nobody else is asked yet.',
    action: 'nomination.draft',
    creates: true,
    body: contentBody,
    example: {
      achievementId: '/achievements/oj-workstyle',
      participantId: 'P-0001',
      employerId: 'emp-02',
      basedOnCompletions: ['CMP-033'],
      title: { ja: '出庫時間データの分析' },
      role: { ja: '分析と改善案の作成を主導' },
      measures: [overtime],
      publishPolicy: 'full',
    },
    answers: { 201: { description: 'The draft', schema: nomination } },
    run: async ({ deps, actor, body }) => answer(await draftNomination(deps, actor, body), 201),
  }),
  apiRoute({
    method: 'get',
    path: '/nominations/{id}',
    tag,
    summary: 'Read a nomination, with what keeps it from being approved and the exact text of its badge.',
    action: 'nomination.read',
    params,
    answers: {
      200: {
        description: 'The nomination',
        schema: z.strictObject({
          nomination,
          problems: z.array(problem),
          badge: z.strictObject({ role: z.string(), narrative: z.string(), textDigest: z.string() }),
        }),
      },
    },
    run: async ({ deps, actor, params }) => {
      const { nomination, problems } = await readNominationFor(deps, actor, params.id)
      const { role, narrative } = workplaceText(nomination)
      return {
        status: 200,
        body: { nomination: view(nomination), problems, badge: { role, narrative, textDigest: workplaceTextDigest(nomination) } },
      }
    },
  }),
  apiRoute({
    method: 'patch',
    path: '/nominations/{id}',
    tag,
    summary: 'Change a draft or a returned nomination. Changed figures or a changed role are confirmed again.',
    action: 'nomination.draft',
    params,
    body: changeBody,
    example: { measures: [overtime] },
    answers: moved,
    run: async ({ deps, actor, params, body }) => answer(await editNomination(deps, actor, { id: params.id, ...body })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/request',
    tag,
    summary: 'Ask the other side: the employer by a mail with a link; where the employer drafted, the learner.',
    action: 'nomination.draft',
    params,
    body: z.strictObject({ toAddress: z.string().max(254).optional(), confirmedBy: fields.text.optional() }),
    example: { toAddress: 'joushi@emp-02.example' },
    answers: moved,
    run: async ({ deps, actor, params, body }) => answer(await requestConfirmation(deps, actor, { id: params.id, ...body })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/confirm',
    tag,
    summary: 'The employer confirms figures and role. Other figures than the reported ones go back to the learner.',
    action: 'nomination.confirm_numbers',
    params,
    body: z.strictObject({ confirmedBy: fields.text, measures: z.array(measure).max(10).optional() }),
    example: { confirmedBy: { ja: '総務部長' } },
    answers: moved,
    run: async ({ deps, actor, params, body }) => answer(await confirmFigures(deps, actor, { id: params.id, ...body })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/agree',
    tag,
    summary: 'The learner agrees to what the employer drafted or corrected.',
    action: 'nomination.confirm_text',
    params,
    body: z.strictObject({}),
    example: {},
    answers: moved,
    run: async ({ deps, actor, params }) => answer(await agreeToNomination(deps, actor, { id: params.id })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/decline',
    tag,
    summary: 'The side that was asked does not confirm; the nomination is a draft again.',
    action: 'nomination.confirm_numbers',
    params,
    body: z.strictObject({ by: z.enum(['learner', 'employer']) }),
    example: { by: 'employer' as const },
    answers: moved,
    run: async ({ deps, actor, params, body }) => answer(await declineNomination(deps, actor, { id: params.id, by: body.by })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/review',
    tag,
    summary: 'One of two reviewers approves, returns or rejects it. Nobody reviews the own firm.',
    action: 'nomination.review',
    params,
    body: reviewBody,
    example: { decision: 'return', reason: { code: 'BASELINE_MISSING', text: '改善前の数値と測定期間を記入してください。' } },
    answers: moved,
    run: async ({ deps, actor, params, body }) => answer(await reviewNomination(deps, actor, { id: params.id, ...body })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/resubmit',
    tag,
    summary: 'Submit a returned nomination again.',
    action: 'nomination.draft',
    params,
    body: z.strictObject({ toAddress: z.string().max(254).optional() }),
    example: {},
    answers: moved,
    run: async ({ deps, actor, params, body }) => answer(await resubmitNomination(deps, actor, { id: params.id, ...body })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/withdraw',
    tag,
    summary: 'Withdraw it before the badge is issued; an employer only a draft of its own.',
    action: 'nomination.withdraw',
    params,
    body: z.strictObject({ reason: reason.optional() }),
    example: {},
    answers: moved,
    run: async ({ deps, actor, params, body }) => answer(await withdrawNomination(deps, actor, { id: params.id, ...body })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/consent',
    tag,
    summary: 'The learner consents to the exact text; the badge is issued at once, with the signed confirmation.',
    action: 'nomination.consent',
    params,
    body: z.strictObject({ textDigest: z.string().regex(/^[0-9a-f]{64}$/) }),
    example: { textDigest: '0'.repeat(64) },
    answers: moved,
    run: async ({ deps, actor, params, body }) =>
      answer(await consentToNomination(deps, actor, { id: params.id, textDigest: body.textDigest })),
  }),
  apiRoute({
    method: 'post',
    path: '/nominations/{id}/evidence',
    tag,
    summary: 'Add evidence: a summary for the public (name, narrative), and the confidential original as the body, at most 5 MB.',
    action: 'nomination.draft',
    params,
    query: z.strictObject({
      name: fields.line,
      narrative: fields.paragraphs,
      genre: fields.line.optional(),
      audience: fields.line.optional(),
    }),
    reads: { file: Object.keys(evidenceTypes) },
    answers: { 201: { description: 'The nomination with its evidence', schema: nomination } },
    run: async ({ deps, actor, params, query, request }) => {
      const mediaType = request.is(Object.keys(evidenceTypes))
      if (typeof mediaType !== 'string')
        throw new ServiceError('unsupported_media_type', `Send the file as ${Object.keys(evidenceTypes).join(', ')}.`)
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of request as AsyncIterable<Uint8Array>) {
        size += chunk.length
        if (size > MAX_EVIDENCE_BYTES) throw new ServiceError('payload_too_large', 'A file of evidence has at most 5 MB.')
        chunks.push(chunk)
      }
      const file = { mediaType, bytes: Buffer.concat(chunks) }
      return answer(await addEvidence(deps, actor, { nominationId: params.id, summary: query, file }), 201)
    },
  }),
  apiRoute({
    method: 'get',
    path: '/nominations/{id}/evidence',
    tag,
    summary: 'The confidential files of a nomination, without their content.',
    action: 'nomination.read',
    params,
    answers: {
      200: {
        description: 'The files',
        schema: z.strictObject({
          files: z.array(
            z.strictObject({ id: fields.id, name: z.string(), mediaType: z.string(), sizeBytes: z.number().int(), sha256: z.string() }),
          ),
        }),
      },
    },
    run: async ({ deps, actor, params }) => ({
      status: 200,
      body: { files: (await listEvidence(deps, actor, params.id)).map(({ nominationId: _, ...file }) => file) },
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/nominations/{id}/evidence/{fileId}',
    tag,
    summary: 'One confidential file, as an attachment; each reading is in the audit log.',
    action: 'nomination.read',
    params: params.extend({ fileId: fields.id }),
    answers: { 200: { description: 'The file', mediaType: 'application/octet-stream' } },
    run: async ({ deps, actor, params }) => {
      const { file, bytes } = await readEvidence(deps, actor, { nominationId: params.id, fileId: params.fileId })
      return { status: 200, file: once(bytes), mediaType: 'application/octet-stream', fileName: file.name }
    },
  }),
]

const once = async function* (bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
