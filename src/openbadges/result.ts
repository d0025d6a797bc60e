import type { ResultDescription } from '../domain/achievement.ts'
import type { Completion, CompletionStatus } from '../domain/completion.ts'
import type { JsonObject } from '../json.ts'

const resultStatus: { [status in CompletionStatus]?: string } = {
  enrolled: 'Enrolled',
  completed: 'Completed',
  not_completed: 'Failed',
  withdrawn: 'Withdrew',
}

/** What a completion says about one quantity of the definition; `undefined` where it says nothing. */
const statement = (completion: Completion, resultType: string): JsonObject | undefined => {
  const value = (given: number | string | undefined): JsonObject | undefined => (given === undefined ? undefined : { value: String(given) })
  switch (resultType) {
    case 'Percent':
      return value(completion.attendanceRate)
    case 'RawScore':
    case 'ScaledScore':
      return value(completion.score)
    case 'LetterGrade':
      return value(completion.grade)
    case 'Status': {
      const status = resultStatus[completion.status]
      return status === undefined ? undefined : { status }
    }
    default:
      return undefined
  }
}

/** A Result that points into the achievement it stands beside (DM-15). */
const resultObject = (description: ResultDescription, said: JsonObject): JsonObject => ({
  type: ['Result'],
  resultDescription: description.id,
  ...said,
})

/**
 * The results of a course: attendance rate, score and grade, each under the first description of its type
 * (`Percent`, `RawScore` or `ScaledScore`, `LetterGrade`; a `Status` description gets the status).
 */
export const courseResults = (completion: Completion, descriptions: readonly ResultDescription[]): JsonObject[] => {
  const said = new Set<string>()
  const results: JsonObject[] = []
  for (const description of descriptions) {
    const statementHere = statement(completion, description.resultType)
    if (statementHere === undefined || said.has(description.resultType)) continue
    said.add(description.resultType)
    results.push(resultObject(description, statementHere))
  }
  return results
}

export type MeasureOperator = 'eq' | 'lt' | 'le' | 'gt' | 'ge'

/** One measured quantity as it may be shown; texts are in the language of the definition. */
export interface MeasureStatement {
  /** e.g. 月平均時間外労働時間 */
  name: string
  /** e.g. 時間/人 */
  unit: string
  before: { value: number | string; operator?: MeasureOperator }
  after: { value: number | string; operator?: MeasureOperator }
  changeKind: 'relative' | 'points'
  /** percent, or points; only where both operators are `eq` */
  change?: number | string
}

/** How much of a result the badge shows (DOMAIN section 8). */
export type PublishPolicy = 'full' | 'relative_only' | 'text_only' | 'none'

const bound: { [operator in MeasureOperator]: string } = { eq: '', lt: '未満', le: '以下', gt: '超', ge: '以上' }

const quantity = (measure: MeasureStatement, figure: MeasureStatement['before']): string =>
  `${measure.name}：${figure.value} ${measure.unit}${bound[figure.operator ?? 'eq']}`

const change = (measure: MeasureStatement): string | undefined => {
  const exact = (measure.before.operator ?? 'eq') === 'eq' && (measure.after.operator ?? 'eq') === 'eq'
  if (!exact || measure.change === undefined) return undefined
  return measure.changeKind === 'relative'
    ? `${measure.name}：${measure.change} %（相対値）`
    : `${measure.name}：${measure.change} ポイント`
}

/**
 * The results of a workplace achievement. The definition describes, in this order, the value before, the value after, and either the
 * change (`Percent`) or the change of role; the value itself carries quantity, figure and unit (DOMAIN sections 8 and 16).
 *
 * @param roleChange - text for a third description that is not a `Percent`, e.g. 主任に昇進（2026-10-01）
 */
export const workplaceResults = (
  measures: readonly MeasureStatement[],
  descriptions: readonly ResultDescription[],
  policy: PublishPolicy,
  roleChange?: string,
): JsonObject[] => {
  if (policy === 'text_only' || policy === 'none') return []
  const [before, after, third] = descriptions
  const results: JsonObject[] = []
  const add = (description: ResultDescription | undefined, value: string | undefined): void => {
    if (description !== undefined && value !== undefined) results.push(resultObject(description, { value }))
  }
  for (const measure of measures) {
    if (policy === 'full') {
      add(before, quantity(measure, measure.before))
      add(after, quantity(measure, measure.after))
    }
    if (third?.resultType === 'Percent') add(third, change(measure))
  }
  if (policy === 'full' && third !== undefined && third.resultType !== 'Percent') add(third, roleChange)
  return results
}
