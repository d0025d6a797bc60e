import type { InputProblem } from '../errors.ts'
import type { Day } from './japanese-date.ts'
import { readPeriod } from './period.ts'
import { type Reason, refuseActor, refuseMove, refuseProblems, requireReason } from './refusal.ts'

/** Methods that a record may be verified by; a setting, this is the default (DOMAIN section 11). */
export const productivityMethods = [
  'labour_productivity',
  'process_time',
  'overtime',
  'defect_rate',
  'lead_time',
  'sales_per_employee',
] as const

export interface ProductivityContent {
  id: string
  employerId: string
  method: string
  unit: string
  before: { value: number; period: string }
  after: { value: number; period: string }
  /** the direction that is an improvement */
  better: 'up' | 'down'
  linkedCompletionIds: string[]
  evidence?: string
  isDemo: boolean
}

/** draft → submitted → verified / rejected / returned; returned → submitted. */
export type ProductivityRecord = ProductivityContent &
  (
    | { state: 'draft' }
    | { state: 'submitted'; submittedOn: Day }
    | { state: 'verified'; submittedOn: Day; verifiedOn: Day; verifiedBy: string }
    | { state: 'rejected'; rejectedOn: Day; reason: Reason }
    | { state: 'returned'; returnedOn: Day; reason: Reason }
  )

type In<State extends ProductivityRecord['state']> = Extract<ProductivityRecord, { state: State }>

/** A completion that a record names. */
export interface ProductivityCompletion {
  id: string
  participantId: string
  status: string
  startOn: Day
}

const thing = (record: ProductivityRecord): string => `productivity record ${record.id}`

const contentOf = (record: ProductivityRecord): ProductivityContent => ({
  id: record.id,
  employerId: record.employerId,
  method: record.method,
  unit: record.unit,
  before: record.before,
  after: record.after,
  better: record.better,
  linkedCompletionIds: record.linkedCompletionIds,
  ...(record.evidence === undefined ? {} : { evidence: record.evidence }),
  isDemo: record.isDemo,
})

/** Improvement in the stated direction, in percent of the value before, one decimal; undefined where that is 0. */
export const improvementPercent = (record: Pick<ProductivityContent, 'before' | 'after' | 'better'>): number | undefined => {
  if (record.before.value === 0) return undefined
  const change = ((record.after.value - record.before.value) / Math.abs(record.before.value)) * (record.better === 'up' ? 100 : -100)
  return (Math.sign(change) * Math.round(Math.abs(change) * 10 + 1e-9)) / 10
}

/**
 * Everything that keeps a record from counting (DOMAIN section 11): an improvement in the stated direction, a completion of an employee,
 * an after-period on or after that course's start, a method of the list.
 *
 * @param isEmployee - whether a participant works or worked for the employer
 */
export const productivityProblems = (
  record: ProductivityContent,
  completions: readonly ProductivityCompletion[],
  isEmployee: (participantId: string, employerId: string) => boolean,
  methods: readonly string[] = productivityMethods,
): InputProblem[] => {
  const problems: InputProblem[] = []
  const problem = (code: string, path: string, message: string): void => {
    problems.push({ path, code, message })
  }
  if (!methods.includes(record.method)) problem('METHOD_NOT_LISTED', '/method', '測定方法が一覧にありません。')
  const improved = record.better === 'up' ? record.after.value > record.before.value : record.after.value < record.before.value
  if (!improved) problem('NO_IMPROVEMENT', '/after/value', '改善が認められない')
  if (readPeriod(record.before.period) === undefined) problem('PERIOD_UNREADABLE', '/before/period', '改善前の期間が読めません。')
  const after = readPeriod(record.after.period)
  if (after === undefined) problem('PERIOD_UNREADABLE', '/after/period', '改善後の期間が読めません。')
  const linked = completions.filter(
    ({ id, status, participantId }) =>
      record.linkedCompletionIds.includes(id) && status === 'completed' && isEmployee(participantId, record.employerId),
  )
  if (linked.length === 0) problem('COMPLETION_MISSING', '/linkedCompletionIds', '従業員の講座修了が結び付けられていません。')
  else if (after !== undefined && !linked.some(({ startOn }) => startOn <= after.from)) {
    problem('AFTER_BEFORE_COURSE', '/after/period', '改善の期間が受講より前です。')
  }
  return problems
}

export const submitProductivity = (record: ProductivityRecord, on: Day): In<'submitted'> => {
  if (record.state !== 'draft' && record.state !== 'returned')
    return refuseMove(thing(record), record.state, 'submit', ['draft', 'returned'])
  return { ...contentOf(record), state: 'submitted', submittedOn: on }
}

/**
 * submitted → verified.
 *
 * @param problems - those of {@link productivityProblems}
 * @throws ServiceError `invalid_input` where there are any, `forbidden` where the reviewer belongs to the employer
 */
export const verifyProductivity = (
  record: ProductivityRecord,
  verification: { on: Day; by: { id: string; organisationId?: string } },
  problems: readonly InputProblem[],
): In<'verified'> => {
  if (record.state !== 'submitted') return refuseMove(thing(record), record.state, 'verify', ['submitted'])
  if (verification.by.organisationId === record.employerId) return refuseActor('Nobody verifies the own firm.')
  refuseProblems('The record does not show an improvement by learning.', problems)
  return {
    ...contentOf(record),
    state: 'verified',
    submittedOn: record.submittedOn,
    verifiedOn: verification.on,
    verifiedBy: verification.by.id,
  }
}

export const rejectProductivity = (record: ProductivityRecord, rejection: { on: Day; reason: Reason }): In<'rejected'> => {
  if (record.state !== 'submitted') return refuseMove(thing(record), record.state, 'reject', ['submitted'])
  requireReason(rejection.reason)
  return { ...contentOf(record), state: 'rejected', rejectedOn: rejection.on, reason: rejection.reason }
}

export const returnProductivity = (record: ProductivityRecord, returned: { on: Day; reason: Reason }): In<'returned'> => {
  if (record.state !== 'submitted') return refuseMove(thing(record), record.state, 'return', ['submitted'])
  requireReason(returned.reason)
  return { ...contentOf(record), state: 'returned', returnedOn: returned.on, reason: returned.reason }
}
