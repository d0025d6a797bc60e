import { z } from 'zod'
import type { Measure, Quantity } from '../domain/measure.ts'
import type { RecordedNomination } from '../service/take-over-nomination.ts'

const text = z.object({ ja: z.string(), en: z.string().optional() })
const day = z.iso.date()

const quantity = z.object({ value: z.number(), operator: z.enum(['eq', 'lt', 'le', 'gt', 'ge']).default('eq'), period: z.string() })

const measure = z.object({
  name: text,
  unit: z.string(),
  before: quantity.optional(),
  after: quantity.optional(),
  method: text,
  scope: text,
  changeKind: z.enum(['relative', 'points']),
  changePercent: z.number().optional(),
})

const reason = z.object({ code: z.string(), ja: z.string() })

/** One record of `nominations.json`. */
export const nominationRecord = z.object({
  id: z.string(),
  achievementId: z.string(),
  participantId: z.string(),
  employerId: z.string(),
  status: z.enum(['draft', 'awaiting_employer', 'submitted', 'returned', 'approved', 'issued', 'rejected', 'withdrawn']),
  draftedBy: z.enum(['learner', 'employer']).default('learner'),
  title: text,
  role: text,
  basedOnCompletions: z.array(z.string()),
  measures: z.array(measure),
  publishPolicy: z.enum(['full', 'relative_only', 'text_only', 'none']).default('full'),
  requestedOn: day.optional(),
  employerConfirmedOn: day.optional(),
  confirmedBy: text.optional(),
  approvedOn: day.optional(),
  reviewers: z.number().int().optional(),
  decidedOn: day.optional(),
  returnReason: reason.optional(),
  rejectReason: reason.optional(),
  withdrawReason: reason.optional(),
  isDemo: z.boolean().default(false),
})

/** What other files of the folder say about a nomination. */
export interface BesideNominations {
  /** the learner's application for the badge: with it the learner agreed to the text (DOMAIN section 5, application) */
  applicationOf(nominationId: string): { on: string; consentId: string } | undefined
  /** day on which a person withdrew the consent to be nominated */
  withdrawalOf(participantId: string): string | undefined
  /** the date of the whole set of records */
  asOf?: string
}

export const nominationOf = (record: z.infer<typeof nominationRecord>, beside: BesideNominations): RecordedNomination => {
  const { employerConfirmedOn, confirmedBy, approvedOn } = record
  const because = record.returnReason ?? record.rejectReason ?? record.withdrawReason
  return {
    content: {
      id: record.id,
      achievementId: new URL(record.achievementId).pathname,
      participantId: record.participantId,
      employerId: record.employerId,
      draftedBy: record.draftedBy,
      basedOnCompletions: record.basedOnCompletions,
      title: record.title,
      role: record.role,
      measures: record.measures.map(measureOf),
      evidence: [],
      publishPolicy: record.publishPolicy,
      isDemo: record.isDemo,
    },
    state: record.status,
    requestedOn: record.requestedOn,
    confirmation: employerConfirmedOn === undefined || confirmedBy === undefined ? undefined : { on: employerConfirmedOn, confirmedBy },
    approval: approvedOn === undefined ? undefined : { on: approvedOn, reviewerIds: reviewerIds(record.id, record.reviewers ?? 0) },
    ending:
      because === undefined
        ? undefined
        : {
            on: record.decidedOn ?? (record.status === 'withdrawn' ? beside.withdrawalOf(record.participantId) : undefined),
            reason: { code: because.code, text: because.ja },
          },
    consent: record.status === 'issued' ? beside.applicationOf(record.id) : undefined,
    asOf: beside.asOf,
  }
}

/** The records say how many reviewers decided, not who. */
const reviewerIds = (id: string, reviewers: number): string[] => Array.from({ length: reviewers }, (_, n) => `${id}/reviewer-${n + 1}`)

/**
 * Both sides are measured in the same way and are shown with the same number of decimals: 18.0 → 11.5. A number in JSON does not say that it was
 * written 18.0.
 */
const measureOf = ({ before, after, ...rest }: z.infer<typeof measure>): Measure => {
  const decimals = Math.max(...[before, after].map((side) => (side === undefined ? 0 : decimalsOf(side.value))))
  const said = (side: z.infer<typeof quantity>): Quantity => ({ ...side, asSaid: side.value.toFixed(decimals) })
  return { ...rest, ...(before === undefined ? {} : { before: said(before) }), ...(after === undefined ? {} : { after: said(after) }) }
}

const decimalsOf = (value: number): number => String(value).split('.')[1]?.length ?? 0
