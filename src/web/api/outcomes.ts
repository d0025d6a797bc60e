import { listLedger } from '../../service/list-ledger.ts'
import { confirmOutcome, disputeOutcome, reportOutcome, withdrawOutcome } from '../../service/outcomes.ts'
import { readOutcome } from '../../service/read-ledger-record.ts'
import { fields, z } from './fields.ts'
import { idParams, ledgerQuery, noBody, page, pageOf, text } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const badgeWeight = z.enum(['decisive', 'one_of_factors', 'none', 'unknown'])
const amount = z.union([
  z.strictObject({ amountJPY: z.number().int().min(1).max(1_000_000_000), per: z.enum(['month', 'once']) }),
  z.strictObject({ band: fields.line }),
])
const consent = z.strictObject({ noticeVersion: z.string().min(1).max(40), channel: z.enum(['web', 'paper', 'mail']) })

const content = {
  participantId: fields.id,
  employerId: fields.id,
  type: z.enum(['allowance', 'lump_sum', 'raise', 'promotion', 'assignment', 'hire', 'award', 'training_support']),
  effectiveOn: fields.day,
  text,
  badgeIds: z.array(fields.id).max(50),
  amount: amount.optional(),
  declarationId: fields.id.optional(),
  share: z.enum(['kpi_only', 'case', 'public']),
}

const outcome = z
  .looseObject({
    ...content,
    id: fields.id,
    state: z.enum(['learner_reported', 'employer_reported', 'verified', 'disputed', 'withdrawn']),
    badgeWeight,
    reportedOn: fields.day.optional(),
    verifiedOn: fields.day.optional(),
    consentId: fields.id.optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Outcome', description: 'What followed from a badge: reported by one side, confirmed by the other.' })

const tag = 'Outcomes'
const answers = { 200: { description: 'The outcome', schema: outcome } }

export const outcomeRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/outcomes',
    tag,
    summary: 'Outcomes: all for the secretariat, those of its people for an employer, the own ones for a learner.',
    action: 'outcome.read',
    query: ledgerQuery,
    answers: { 200: { description: 'Outcomes by id', schema: page(outcome) } },
    run: async ({ deps, actor, query }) => ({
      status: 200,
      body: pageOf(await listLedger(deps, actor, 'outcome', query), query.limit),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/outcomes',
    tag,
    summary: 'Report an outcome as learner or employer; the other side is asked to confirm it.',
    action: 'outcome.report',
    creates: true,
    body: z.strictObject({ ...content, badgeWeight, consent: consent.optional() }),
    example: {
      participantId: 'P-0002',
      employerId: 'emp-01',
      type: 'allowance',
      effectiveOn: '2026-11-01',
      text: { ja: '資格手当 月額5,000円' },
      badgeIds: ['1q2w3e4r5t6y7z8a9b0c1d2e3f'],
      badgeWeight: 'decisive',
      amount: { amountJPY: 5000, per: 'month' },
      declarationId: 'DEC-01',
      share: 'kpi_only',
    },
    answers: { 201: { description: 'The report', schema: outcome } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await reportOutcome(deps, actor, body) }),
  }),
  apiRoute({
    method: 'get',
    path: '/outcomes/{id}',
    tag,
    summary: 'One outcome.',
    action: 'outcome.read',
    params: idParams,
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await readOutcome(deps, actor, params.id) }),
  }),
  apiRoute({
    method: 'post',
    path: '/outcomes/{id}/confirm',
    tag,
    summary: 'Confirm an outcome as the other side; the weaker answer about the badge holds.',
    action: 'outcome.confirm',
    params: idParams,
    body: z.strictObject({ badgeWeight, consent: consent.optional() }),
    example: { badgeWeight: 'one_of_factors' },
    answers,
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: await confirmOutcome(deps, actor, { ...params, ...body }) }),
  }),
  apiRoute({
    method: 'post',
    path: '/outcomes/{id}/dispute',
    tag,
    summary: 'Say as the other side that it is not so.',
    action: 'outcome.dispute',
    params: idParams,
    body: noBody,
    example: {},
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await disputeOutcome(deps, actor, params) }),
  }),
  apiRoute({
    method: 'post',
    path: '/outcomes/{id}/withdraw',
    tag,
    summary: 'Take a report back.',
    action: 'outcome.withdraw',
    params: idParams,
    body: noBody,
    example: {},
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await withdrawOutcome(deps, actor, params) }),
  }),
]
