import { honourCandidates } from '../../service/honour-candidates.ts'
import { announceHonour, awardHonour, cancelHonour, declineHonour, proposeHonour, shortlistHonour } from '../../service/honours.ts'
import { listLedger } from '../../service/list-ledger.ts'
import { fields, z } from './fields.ts'
import { idParams, ledgerQuery, noBody, page, pageOf, reason, text } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const basis = z.strictObject({ nominationIds: z.array(fields.id).max(50), productivityIds: z.array(fields.id).max(50) })

const honour = z
  .looseObject({
    id: fields.id,
    employerId: fields.id,
    fiscalYear: z.number().int(),
    basis,
    state: z.enum(['candidate', 'shortlisted', 'awarded', 'not_awarded', 'announced', 'cancelled']),
    category: z.enum(['best_practice', 'good_practice']).optional(),
    citation: text.optional(),
    decidedOn: fields.day.optional(),
    announcedOn: fields.day.optional(),
    cancelledOn: fields.day.optional(),
    reason: reason.optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Honour', description: 'An honour of an employer and the results it rests on.' })

const candidate = z
  .strictObject({
    employerId: fields.id,
    basis,
    results: z.number().int(),
    people: z.number().int(),
    methods: z.array(z.string()),
    declared: z.boolean(),
    draft: text,
  })
  .meta({ id: 'HonourCandidate', description: 'An employer with confirmed results, and a draft of the case text.' })

const tag = 'Honours'
const exampleBasis = { nominationIds: ['NOM-02'], productivityIds: ['PRD-03'] }
const answers = { 200: { description: 'The honour', schema: honour } }

export const honourRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/honours',
    tag,
    summary: 'Honours in any state, by id.',
    action: 'honour.read',
    query: ledgerQuery,
    answers: { 200: { description: 'Honours by id', schema: page(honour) } },
    run: async ({ deps, actor, query }) => ({
      status: 200,
      body: pageOf(await listLedger(deps, actor, 'honour', query), query.limit),
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/honour-candidates',
    tag,
    summary: 'Employers whose confirmed results could be honoured in a fiscal year, the best founded first, with draft case texts.',
    action: 'honour.shortlist',
    query: z.strictObject({ fiscalYear: z.coerce.number().int().min(2020).max(2100) }),
    answers: { 200: { description: 'Candidates', schema: z.strictObject({ items: z.array(candidate) }) } },
    run: async ({ deps, actor, query }) => ({ status: 200, body: { items: await honourCandidates(deps, actor, query) } }),
  }),
  apiRoute({
    method: 'post',
    path: '/honours',
    tag,
    summary: 'A new candidate for an honour, with the results that it would rest on.',
    action: 'honour.shortlist',
    creates: true,
    body: z.strictObject({ employerId: fields.id, fiscalYear: z.number().int().min(2020).max(2100), basis }),
    example: { employerId: 'emp-05', fiscalYear: 2026, basis: exampleBasis },
    answers: { 201: { description: 'The candidate', schema: honour } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await proposeHonour(deps, actor, body) }),
  }),
  apiRoute({
    method: 'post',
    path: '/honours/{id}/shortlist',
    tag,
    summary: 'Put a candidate on the shortlist; its basis may be completed.',
    action: 'honour.shortlist',
    params: idParams,
    body: z.strictObject({ basis: basis.optional() }),
    example: { basis: exampleBasis },
    answers,
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: await shortlistHonour(deps, actor, { ...params, ...body }) }),
  }),
  apiRoute({
    method: 'post',
    path: '/honours/{id}/award',
    tag,
    summary: 'Award an honour on at least one confirmed result.',
    action: 'honour.award',
    params: idParams,
    body: z.strictObject({ category: z.enum(['best_practice', 'good_practice']), citation: text }),
    example: { category: 'good_practice', citation: { ja: '不良率の低減を現場主導で実現' } },
    answers,
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: await awardHonour(deps, actor, { ...params, ...body }) }),
  }),
  apiRoute({
    method: 'post',
    path: '/honours/{id}/decline',
    tag,
    summary: 'Decide not to award.',
    action: 'honour.award',
    params: idParams,
    body: noBody,
    example: {},
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await declineHonour(deps, actor, params) }),
  }),
  apiRoute({
    method: 'post',
    path: '/honours/{id}/announce',
    tag,
    summary: 'Announce an awarded honour.',
    action: 'honour.announce',
    params: idParams,
    body: noBody,
    example: {},
    answers,
    run: async ({ deps, actor, params }) => ({ status: 200, body: await announceHonour(deps, actor, params) }),
  }),
  apiRoute({
    method: 'post',
    path: '/honours/{id}/cancel',
    tag,
    summary: 'Cancel an honour with a reason; it counts on no day from today on.',
    action: 'honour.cancel',
    params: idParams,
    body: z.strictObject({ reason }),
    example: { reason: { code: 'RESULT_DISPROVED', text: '数値の誤りが判明したため' } },
    answers,
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: await cancelHonour(deps, actor, { ...params, ...body }) }),
  }),
]
