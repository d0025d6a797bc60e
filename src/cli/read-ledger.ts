import { z } from 'zod'
import type { OutcomeContent } from '../domain/outcome.ts'
import type { Ledger, RecordedProvision } from '../service/load-ledger.ts'
import type { Programme } from '../service/load-programme.ts'
import type { RecordedOutcome } from '../service/take-over-outcome.ts'
import type { RecordedProductivity } from '../service/take-over-productivity.ts'
import { readJsonMaybe } from './programme-files.ts'

const text = z.object({ ja: z.string(), en: z.string().optional() })
const day = z.iso.date()
const reason = z.object({ code: z.string().optional(), ja: z.string() })
const isDemo = z.boolean().default(false)

const consent = z.object({
  id: z.string(),
  participantId: z.string(),
  purpose: z.enum(['badge_issuance', 'public_page', 'outcome_reporting', 'workplace_achievement', 'provision_to_employer']),
  scope: z.array(z.string()),
  recipient: z.string(),
  handler: z.string().optional(),
  noticeVersion: z.string(),
  givenOn: day,
  withdrawnOn: day.nullish(),
  channel: z.enum(['web', 'paper', 'mail', 'import']),
})

const measured = z.object({ value: z.number(), period: z.string() })

const productivity = z.object({
  id: z.string(),
  employerId: z.string(),
  method: z.string(),
  unit: z.string(),
  before: measured,
  after: measured,
  better: z.enum(['up', 'down']),
  linkedCompletionIds: z.array(z.string()),
  evidence: z.string().optional(),
  status: z.enum(['draft', 'submitted', 'verified', 'rejected', 'returned']),
  submittedOn: day.nullish(),
  verifiedOn: day.nullish(),
  verifiedBy: z.string().nullish(),
  decidedOn: day.nullish(),
  rejectReason: reason.nullish(),
  returnReason: reason.nullish(),
  note: text.nullish(),
  isDemo,
})

const outcome = z.object({
  id: z.string(),
  participantId: z.string(),
  employerId: z.string(),
  type: z.enum(['allowance', 'lump_sum', 'raise', 'promotion', 'assignment', 'hire', 'award', 'training_support']),
  effectiveOn: day,
  text,
  badgeIds: z.array(z.string()),
  badgeWeight: z.enum(['decisive', 'one_of_factors', 'none', 'unknown']),
  amountJPYPerMonth: z.number().nullish(),
  lumpSumJPY: z.number().nullish(),
  confirmedByEmployer: z.boolean(),
  confirmedByLearner: z.boolean(),
  consentId: z.string().nullish(),
  declarationId: z.string().nullish(),
  share: z.enum(['kpi_only', 'case', 'public']),
  status: z.enum(['learner_reported', 'employer_reported', 'verified', 'disputed', 'withdrawn']),
  reportedOn: day.nullish(),
  verifiedOn: day.nullish(),
  disputedOn: day.nullish(),
  withdrawnOn: day.nullish(),
  isDemo,
})

const provision = z.object({
  id: z.string(),
  providedOn: day,
  provider: z.enum(['secretariat', 'operator', 'employer', 'learner_self']),
  recipient: z.object({
    organisationId: z.string().optional(),
    name: z.string(),
    corporateNumber: z.string().optional(),
    representative: z.string().default(''),
    address: z.string().default(''),
  }),
  subject: z.object({ participantId: z.string() }),
  items: z.array(z.string()),
  consentId: z.string().nullish(),
  isDemo,
})

const response = z.object({
  participantId: z.string(),
  answeredOn: day,
  wave: z.union([z.literal(1), z.literal(6), z.literal(12)]).optional(),
  L1: z.array(z.string()),
  L2: z.array(z.string()).optional(),
  L3: z.string().optional(),
  L4: z.string().optional(),
  L5: z.string().optional(),
  L6: z.string().optional(),
  isDemo,
})

const badge = z.object({ id: z.string(), completionId: z.string().optional(), nominationId: z.string().optional() })

/**
 * Reads what came of the badges from a programme's folder; files that a programme does without are empty.
 *
 * @throws ServiceError `demo_data_invalid` naming the file and the place in it
 */
export const readLedger = (directory: string, programme: Pick<Programme, 'honours' | 'employers'>): Ledger => {
  const read = <T>(name: string, schema: z.ZodType<T>): T[] => readJsonMaybe(directory, name, z.array(schema)) ?? []
  const awardedFor = new Map(read('badges.json', badge).map((record) => [record.id, record]))
  const employerOfNumber = new Map(programme.employers.map(({ corporateNumber, id }) => [corporateNumber, id]))
  return {
    consents: read('consents.json', consent).map(({ id, scope, handler, withdrawnOn, ...record }) => ({
      ...record,
      consentId: id,
      items: scope,
      handler: handler ?? 'secretariat',
      withdrawnOn: withdrawnOn ?? undefined,
    })),
    productivity: read('productivity.json', productivity).map(productivityOf),
    outcomes: read('outcomes.json', outcome).map((record) => outcomeOf(record, awardedFor)),
    provisionRecords: read('provision-records.json', provision).map((record) => provisionOf(record, employerOfNumber)),
    survey: (readJsonMaybe(directory, 'survey.json', z.object({ learnerResponses: z.array(response) }))?.learnerResponses ?? []).map(
      (record) => ({ ...record, id: `${record.participantId}:${record.answeredOn}` }),
    ),
    honours: programme.honours,
  }
}

const productivityOf = (record: z.infer<typeof productivity>): RecordedProductivity => {
  const { status, submittedOn, verifiedOn, verifiedBy, decidedOn, rejectReason, returnReason, note, ...content } = record
  const because = rejectReason ?? returnReason
  const ended = status === 'rejected' || status === 'returned'
  return {
    content,
    state: status,
    submittedOn: submittedOn ?? undefined,
    verified: verifiedOn ? { on: verifiedOn, by: verifiedBy ?? 'secretariat' } : undefined,
    ending: ended
      ? { on: decidedOn ?? undefined, reason: { code: because?.code ?? 'OTHER', text: because?.ja ?? note?.ja ?? '記録なし' } }
      : undefined,
  }
}

const outcomeOf = (record: z.infer<typeof outcome>, awardedFor: ReadonlyMap<string, z.infer<typeof badge>>): RecordedOutcome => ({
  content: {
    id: record.id,
    participantId: record.participantId,
    employerId: record.employerId,
    type: record.type,
    effectiveOn: record.effectiveOn,
    text: record.text,
    ...amountOf(record),
    ...(record.declarationId ? { declarationId: record.declarationId } : {}),
    share: record.share,
    isDemo: record.isDemo,
  },
  state: record.status,
  badgeWeight: record.badgeWeight,
  badges: record.badgeIds.map((id) => {
    const { completionId, nominationId } = awardedFor.get(id) ?? {}
    if (nominationId !== undefined) return { nominationId }
    return { completionId: completionId ?? id }
  }),
  confirmedBy: [
    ...(record.confirmedByLearner ? (['learner'] as const) : []),
    ...(record.confirmedByEmployer ? (['employer'] as const) : []),
  ],
  consentId: record.consentId ?? undefined,
  reportedOn: record.reportedOn ?? undefined,
  verifiedOn: record.verifiedOn ?? undefined,
  endedOn: record.disputedOn ?? record.withdrawnOn ?? undefined,
})

const amountOf = (record: z.infer<typeof outcome>): Pick<OutcomeContent, 'amount'> => {
  if (record.lumpSumJPY) return { amount: { amountJPY: record.lumpSumJPY, per: 'once' } }
  return record.amountJPYPerMonth ? { amount: { amountJPY: record.amountJPYPerMonth, per: 'month' } } : {}
}

/** The recipient is the employer with this corporate number, where one is registered; the consent has to name it. */
const provisionOf = (record: z.infer<typeof provision>, employerOfNumber: ReadonlyMap<string | undefined, string>): RecordedProvision => {
  const { id, providedOn, items, provider, recipient, subject, isDemo } = record
  const shared = { id, participantId: subject.participantId, items, providedOn, isDemo }
  if (provider === 'learner_self') return { ...shared, provider, recipientName: recipient.name }
  const organisationId = recipient.organisationId ?? (recipient.corporateNumber && employerOfNumber.get(recipient.corporateNumber))
  return {
    ...shared,
    provider,
    recipient: { ...recipient, ...(organisationId ? { organisationId } : {}) },
    consentId: record.consentId ?? '',
  }
}
