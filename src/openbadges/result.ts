import type { ResultDescription } from '../domain/achievement.ts'
import type { Completion, CompletionStatus } from '../domain/completion.ts'
import { changeText, type Measure, type PublishPolicy, publishedParts, quantityText } from '../domain/measure.ts'
import type { JsonObject } from '../json.ts'

const resultStatus: { [status in CompletionStatus]?: string } = {
  enrolled: 'Enrolled',
  completed: 'Completed',
  not_completed: 'Failed',
  withdrawn: 'Withdrew',
}

const value = (given: number | string | undefined): JsonObject | undefined => (given === undefined ? undefined : { value: String(given) })

/** What a completion says about one quantity of the definition; `undefined` where it says nothing. */
const statement = (completion: Completion, resultType: string): JsonObject | undefined => {
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

/**
 * The results of a workplace achievement. The definition describes, in this order, the value before, the value after, and either the
 * change (`Percent`) or the change of role; the value itself carries quantity, figure and unit (DOMAIN sections 8 and 16).
 * A change that is only bounded stays words (5 時間を超える減少), never a rate.
 *
 * @param roleChange - text for a third description that is not a `Percent`, e.g. 主任に昇進（2026-10-01）
 */
export const workplaceResults = (
  measures: readonly Measure[],
  descriptions: readonly ResultDescription[],
  policy: PublishPolicy,
  roleChange?: string,
): JsonObject[] => {
  const shown = publishedParts(policy)
  const [before, after, third] = descriptions
  const describesChange = third?.resultType === 'Percent'
  const results: JsonObject[] = []
  const add = (description: ResultDescription | undefined, quantity: string, said: string | undefined): void => {
    if (description !== undefined && said !== undefined) results.push(resultObject(description, { value: `${quantity}：${said}` }))
  }
  for (const measure of measures) {
    const name = measure.name.ja
    if (shown.beforeAndAfter && measure.before !== undefined) add(before, name, quantityText(measure.before, measure.unit))
    if (shown.beforeAndAfter && measure.after !== undefined) add(after, name, quantityText(measure.after, measure.unit))
    if (shown.change && describesChange) add(third, name, changeText(measure))
  }
  if (shown.beforeAndAfter && third !== undefined && !describesChange && roleChange !== undefined) {
    results.push(resultObject(third, { value: roleChange }))
  }
  return results
}
