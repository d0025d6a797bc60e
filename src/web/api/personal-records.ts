import { giveConsent, withdrawConsent } from '../../service/consents.ts'
import { readConsents, readProvisions } from '../../service/personal-records.ts'
import { recordProvision } from '../../service/record-provision.ts'
import { fields, z } from './fields.ts'
import { page, pageOf } from './ledger-schemas.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const channel = z.enum(['web', 'paper', 'mail', 'import'])

const given = {
  participantId: fields.id,
  purpose: z.enum(['badge_issuance', 'public_page', 'outcome_reporting', 'workplace_achievement', 'provision_to_employer']),
  items: z.array(z.string().max(60)).min(1).max(30),
  recipient: fields.id,
  handler: fields.id.default('secretariat'),
  noticeVersion: z.string().min(1).max(40),
  channel,
}

const consent = z
  .strictObject({
    ...given,
    handler: fields.id,
    consentId: fields.id,
    givenOn: fields.day,
    withdrawnOn: fields.day.optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Consent', description: 'What a person agreed to. A withdrawal is an event of its own and changes nothing before its day.' })

const recipient = z.strictObject({
  organisationId: fields.id.optional(),
  name: fields.line,
  corporateNumber: z
    .string()
    .regex(/^\d{13}$/)
    .optional(),
  representative: fields.line,
  address: fields.line,
})

const provision = z
  .looseObject({
    id: fields.id,
    provider: z.enum(['secretariat', 'operator', 'employer', 'learner_self']),
    participantId: fields.id,
    items: z.array(z.string()),
    basis: z.enum(['consent', 'provided_by_the_person']),
    providedOn: fields.day,
    keepUntil: fields.day.optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'ProvisionRecord', description: 'That personal data was given to a third party.' })

const tag = 'Personal data'

export const personalRecordRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/consents',
    tag,
    summary: 'What a person agreed to, with withdrawals; the secretariat names a purpose.',
    action: 'personal_data.export',
    query: z.strictObject({ participantId: fields.id, purpose: z.string().max(200).optional() }),
    answers: { 200: { description: 'Consents', schema: z.strictObject({ items: z.array(consent) }) } },
    run: async ({ deps, actor, query }) => ({ status: 200, body: { items: await readConsents(deps, actor, query) } }),
  }),
  apiRoute({
    method: 'post',
    path: '/consents',
    tag,
    summary: 'Record that the person agrees to a purpose; only the person may.',
    action: 'consent.give',
    creates: true,
    body: z.strictObject(given),
    example: {
      participantId: 'P-0002',
      purpose: 'outcome_reporting' as const,
      items: ['outcome', 'employer'],
      recipient: 'secretariat',
      handler: 'secretariat',
      noticeVersion: '2026-04-01',
      channel: 'web' as const,
    },
    answers: { 201: { description: 'The consent', schema: consent } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await giveConsent(deps, actor, body) }),
  }),
  apiRoute({
    method: 'post',
    path: '/consents/{id}/withdraw',
    tag,
    summary: 'Withdraw a consent; it was in force up to the day before.',
    action: 'consent.withdraw',
    params: z.strictObject({ id: fields.id }),
    body: z.strictObject({ participantId: fields.id, channel }),
    example: { participantId: 'P-0002', channel: 'web' as const },
    answers: { 200: { description: 'The consent with its withdrawal', schema: consent } },
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: await withdrawConsent(deps, actor, { ...body, consentId: params.id }),
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/provision-records',
    tag,
    summary: 'To whom personal data was given.',
    action: 'provision.read',
    query: z.strictObject({
      participantId: fields.id.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      after: fields.id.optional(),
    }),
    answers: { 200: { description: 'Records by id', schema: page(provision) } },
    run: async ({ deps, actor, query }) => ({ status: 200, body: pageOf(await readProvisions(deps, actor, query), query.limit) }),
  }),
  apiRoute({
    method: 'post',
    path: '/provision-records',
    tag,
    summary: 'Record that data was given to a third party under a consent that names it.',
    action: 'provision.record',
    creates: true,
    body: z.strictObject({
      participantId: fields.id,
      provider: z.enum(['secretariat', 'operator', 'employer']),
      recipient,
      items: z.array(fields.line).min(1).max(30),
      purpose: fields.line,
      operatorId: fields.id.optional(),
    }),
    example: {
      participantId: 'P-0030',
      provider: 'secretariat' as const,
      recipient: {
        organisationId: 'emp-12',
        name: '株式会社イナシキ原ソフト（デモ）',
        corporateNumber: '3999901000112',
        representative: '代表取締役　例示 六郎',
        address: '（デモ所在地）',
      },
      items: ['氏名', '講座名', '修了日'],
      purpose: '採用選考',
    },
    answers: { 201: { description: 'The record', schema: provision } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: await recordProvision(deps, actor, body) }),
  }),
]
