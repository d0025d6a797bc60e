import { type Declaration, declarationStandingOn } from '../../domain/declaration.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import { publishDeclaration, returnDeclaration } from '../../service/decide-declaration.ts'
import { listLedger } from '../../service/list-ledger.ts'
import {
  draftDeclaration,
  editDeclaration,
  renewDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '../../service/own-declaration.ts'
import { readOwnDeclaration } from '../../service/read-ledger-record.ts'
import { fields, z } from './fields.ts'
import { idParams, ledgerQuery, noBody, page, pageOf, problems, reason, text } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const yen = z.number().int().min(1).max(100_000_000)

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('monthly_allowance'),
    amountJPY: yen.optional(),
    maxMonths: z.number().int().min(1).max(600).optional(),
    from: fields.day.optional(),
  }),
  z.strictObject({ kind: z.literal('lump_sum'), amountJPY: yen.optional(), from: fields.day.optional() }),
  z.strictObject({ kind: z.literal('evaluation_points'), maxPoints: z.number().min(0).max(1000).optional() }),
  z.strictObject({ kind: z.literal('pay_step'), steps: z.number().int().min(1).max(50).optional() }),
  z.strictObject({
    kind: z.enum(['counts_as_requirement', 'priority', 'screening_waived', 'interview_guaranteed', 'considered', 'internal_award']),
  }),
  z.strictObject({ kind: z.literal('named_team'), team: text.optional() }),
  z.strictObject({
    kind: z.literal('fee_support'),
    ratePercent: z.number().min(0).max(100).optional(),
    paidStudyHours: z.boolean().optional(),
  }),
])

/** One item of `badgeRecognitions`: what certain badges count for (DOMAIN section 7). */
const recognition = z
  .strictObject({
    achievements: z.array(z.url()).min(1).max(100),
    use: z.enum(['allowance', 'raise', 'evaluation', 'promotion', 'assignment', 'hiring', 'training_support', 'award']),
    strength: z.enum(['considered', 'preferred', 'required', 'guaranteed']),
    text,
    effect: effect.optional(),
    rule: text.optional(),
    appliesTo: z.array(z.string().max(40)).max(20).optional(),
    appraisal: text.optional(),
    when: text.optional(),
    post: text.optional(),
    jobTitles: z.strictObject({ ja: z.array(fields.line).max(50), en: z.array(fields.line).max(50).optional() }).optional(),
    presentation: text.optional(),
  })
  .meta({ id: 'BadgeRecognition', description: 'What an employer counts certain badges for.' })

const content = {
  statement: text,
  measures: z.array(z.string().regex(/^[a-z_]{1,60}$/)).max(30),
  badgeRecognitions: z.array(recognition).max(50),
  noRecognitionYet: z.boolean(),
  contact: text.extend({ email: z.email().optional() }).optional(),
}

const declaration = z
  .looseObject({
    id: fields.id,
    employerId: fields.id,
    corporateNumber: z.string(),
    version: z.number().int(),
    previousId: fields.id.optional(),
    state: z.enum(['draft', 'submitted', 'returned', 'published', 'expired', 'withdrawn']),
    standing: z.enum(['draft', 'submitted', 'returned', 'published', 'renewal_due', 'expired', 'withdrawn']),
    url: z.url().optional(),
    submittedOn: fields.day.optional(),
    publishedOn: fields.day.optional(),
    validUntil: fields.day.optional(),
    endedOn: fields.day.optional(),
    withdrawnOn: fields.day.optional(),
    returnedOn: fields.day.optional(),
    reason: reason.optional(),
    problems: problems.optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Declaration', description: 'One version of an employer’s declaration, with its state and its standing today.' })

const tag = 'Declarations'
const example = {
  employerId: 'emp-01',
  statement: { ja: '学びと成果を処遇に結び付けます。' },
  measures: ['study_time'],
  badgeRecognitions: [
    {
      achievements: ['https://badges.example/achievements/dl-nocode-r8'],
      use: 'allowance' as const,
      strength: 'guaranteed' as const,
      effect: { kind: 'monthly_allowance' as const, amountJPY: 5000, maxMonths: 24, from: '2026-09-01' },
      rule: { ja: '賃金規程 第18条（資格手当）' },
      appliesTo: ['regular'],
      text: { ja: '月額5,000円の資格手当を支給します。' },
    },
  ],
  noRecognitionYet: false,
}

const answer = (status: 200 | 201, description: string) => ({ [status]: { description, schema: declaration } })

const view = (publicUrl: string, now: Date, record: Declaration) => ({
  ...record,
  standing: declarationStandingOn(record, jstDay(now)),
  ...('publishedOn' in record && record.publishedOn !== undefined ? { url: `${publicUrl}/declarations/${record.id}` } : {}),
})

export const declarationRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/declarations',
    tag,
    summary: 'Declarations in any state: all for the secretariat, its own for an employer.',
    action: 'declaration.read',
    query: ledgerQuery,
    answers: { 200: { description: 'Declarations by id', schema: page(declaration) } },
    run: async ({ deps, actor, query }) => ({
      status: 200,
      body: pageOf(
        (await listLedger(deps, actor, 'declaration', query)).map((record) => view(deps.publicUrl, deps.now(), record)),
        query.limit,
      ),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/declarations',
    tag,
    summary: 'A new draft of an employer’s declaration, or of its next version.',
    action: 'declaration.write',
    creates: true,
    body: z.strictObject({ ...content, employerId: fields.id }),
    example,
    answers: answer(201, 'The draft'),
    run: async ({ deps, actor, body }) => ({
      status: 201,
      body: view(deps.publicUrl, deps.now(), await draftDeclaration(deps, actor, body)),
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/declarations/{id}',
    tag,
    summary: 'One declaration in any state.',
    action: 'declaration.read',
    params: idParams,
    answers: answer(200, 'The declaration'),
    run: async ({ deps, actor, params }) => ({
      status: 200,
      body: view(deps.publicUrl, deps.now(), await readOwnDeclaration(deps, actor, params.id)),
    }),
  }),
  apiRoute({
    method: 'patch',
    path: '/declarations/{id}',
    tag,
    summary: 'Change a draft or a returned declaration.',
    action: 'declaration.write',
    params: idParams,
    body: z.strictObject(content).partial(),
    example: { statement: { ja: '学びを処遇に結び付けます。' } },
    answers: answer(200, 'The draft as changed'),
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: view(deps.publicUrl, deps.now(), await editDeclaration(deps, actor, { id: params.id, change: body })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/declarations/{id}/submit',
    tag,
    summary: 'Hand a declaration in; one whose guarantee is incomplete comes back at once with EFFECT_INCOMPLETE.',
    action: 'declaration.submit',
    params: idParams,
    body: noBody,
    example: {},
    answers: answer(200, 'Submitted, or returned with what is missing'),
    run: async ({ deps, actor, params }) => ({
      status: 200,
      body: view(deps.publicUrl, deps.now(), await submitDeclaration(deps, actor, params)),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/declarations/{id}/publish',
    tag,
    summary: 'Publish a submitted declaration; the version before ends that day.',
    action: 'declaration.publish',
    params: idParams,
    body: z.strictObject({ validUntil: fields.day.optional() }),
    example: { validUntil: '2028-11-23' },
    answers: answer(200, 'The published declaration'),
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: view(deps.publicUrl, deps.now(), (await publishDeclaration(deps, actor, { ...params, ...body })).declaration),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/declarations/{id}/return',
    tag,
    summary: 'Send a submitted declaration back with a reason.',
    action: 'declaration.return',
    params: idParams,
    body: z.strictObject({ reason }),
    example: { reason: { code: 'STATEMENT_UNCLEAR', text: '宣言文の主語を補ってください。' } },
    answers: answer(200, 'The returned declaration'),
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: view(deps.publicUrl, deps.now(), await returnDeclaration(deps, actor, { ...params, ...body })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/declarations/{id}/renew',
    tag,
    summary: 'A draft of the next version with the contents of this one.',
    action: 'declaration.write',
    creates: true,
    params: idParams,
    body: noBody,
    example: {},
    answers: answer(201, 'The draft of the next version'),
    run: async ({ deps, actor, params }) => ({
      status: 201,
      body: view(deps.publicUrl, deps.now(), await renewDeclaration(deps, actor, params)),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/declarations/{id}/withdraw',
    tag,
    summary: 'Take a declaration back; promises that badges earned before stay visible.',
    action: 'declaration.withdraw',
    params: idParams,
    body: z.strictObject({ reason }),
    example: { reason: { code: 'SYSTEM_REVIEW', text: '制度見直しのため' } },
    answers: answer(200, 'The withdrawn declaration'),
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: view(deps.publicUrl, deps.now(), await withdrawDeclaration(deps, actor, { ...params, ...body })),
    }),
  }),
]
