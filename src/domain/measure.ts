import type { InputProblem } from '../errors.ts'
import type { Day } from './japanese-date.ts'
import { readPeriod, wholeMonths } from './period.ts'
import type { Text } from './text.ts'

/** How exactly a value is known. 10時間未満 is `lt` and stays so: no exact change is ever computed from it (DOMAIN section 16). */
export type Operator = 'eq' | 'lt' | 'le' | 'gt' | 'ge'

export interface Quantity {
  value: number
  operator: Operator
  /** see {@link readPeriod} */
  period: string
  /** the figure as it was said, where the number would lose something: `18.0` */
  asSaid?: string
}

/** A quantity before and after, measured in the same way over the same scope (DOMAIN section 8). */
export interface Measure {
  name: Text
  /** e.g. 時間/人, %, 分/日 */
  unit: string
  before?: Quantity
  after?: Quantity
  method: Text
  /** e.g. 運転者12名, Bライン全品種 */
  scope: Text
  changeKind: 'relative' | 'points'
  /** as reported; held against what can be computed */
  changePercent?: number
}

/** What of the result is public: all three, only the change, only the narrative, nothing. */
export type PublishPolicy = 'full' | 'relative_only' | 'text_only' | 'none'

/** Which parts of a result a badge shows under a publish policy; the descriptions stay. */
export const publishedParts = (policy: PublishPolicy): { beforeAndAfter: boolean; change: boolean; narrative: boolean } => ({
  beforeAndAfter: policy === 'full',
  change: policy === 'full' || policy === 'relative_only',
  narrative: policy !== 'none',
})

/** Months that a period has at least, unless a reviewer waives it with a reason. */
export const minimumMonths = 3

export type MeasureProblemCode =
  | 'NAME_MISSING'
  | 'UNIT_MISSING'
  | 'METHOD_MISSING'
  | 'SCOPE_MISSING'
  | 'BASELINE_MISSING'
  | 'AFTER_MISSING'
  | 'PERIOD_UNREADABLE'
  | 'PERIOD_TOO_SHORT'
  | 'PERIODS_OVERLAP'
  | 'AFTER_BEFORE_COURSE'
  | 'CHANGE_NOT_EXACT'
  | 'CHANGE_MISMATCH'

/**
 * Everything that keeps a measure from being approved (DOMAIN section 8).
 *
 * @param courseStartOn - first day of the course that led to the result; learning comes before the result
 * @param path - where the measure stands, for the problems' paths
 */
export const measureProblems = (measure: Measure, courseStartOn: Day | undefined, path = ''): InputProblem[] => {
  const problems: InputProblem[] = []
  const problem = (code: MeasureProblemCode, member: string, message: string): void => {
    problems.push({ path: `${path}/${member}`, code, message })
  }
  if (measure.name.ja.trim() === '') problem('NAME_MISSING', 'name', '指標の名称を記入してください。')
  if (measure.unit.trim() === '') problem('UNIT_MISSING', 'unit', '単位を記入してください（例：時間/人、%、分/日）。')
  if (measure.method.ja.trim() === '') problem('METHOD_MISSING', 'method', '測定方法を記入してください。')
  if (measure.scope.ja.trim() === '') problem('SCOPE_MISSING', 'scope', '測定範囲を記入してください。')
  if (measure.before === undefined || measure.before.period.trim() === '') {
    problem('BASELINE_MISSING', 'before', '改善前の数値と測定期間を記入してください。')
  }
  if (measure.after === undefined || measure.after.period.trim() === '')
    problem('AFTER_MISSING', 'after', '改善後の数値と測定期間を記入してください。')
  for (const side of ['before', 'after'] as const) {
    const text = measure[side]?.period.trim() ?? ''
    if (text === '') continue
    const period = readPeriod(text)
    if (period === undefined) problem('PERIOD_UNREADABLE', `${side}/period`, `期間「${text}」は読めません（例：2026-04/2026-06）。`)
    else if (wholeMonths(period) < minimumMonths)
      problem('PERIOD_TOO_SHORT', `${side}/period`, `測定期間が${minimumMonths}か月に満たないため。`)
  }
  const before = readPeriod(measure.before?.period ?? '')
  const after = readPeriod(measure.after?.period ?? '')
  if (before !== undefined && after !== undefined && after.from <= before.to) {
    problem('PERIODS_OVERLAP', 'after/period', '改善後の期間は改善前の期間より後にしてください。')
  }
  if (after !== undefined && courseStartOn !== undefined && after.from < courseStartOn) {
    problem('AFTER_BEFORE_COURSE', 'after/period', `改善後の期間は受講開始日（${courseStartOn}）以後に始まる必要があります。`)
  }
  if (measure.changePercent !== undefined) {
    const change = changeOf(measure)
    if (change === undefined) problem('CHANGE_NOT_EXACT', 'changePercent', '「未満」などの値からは増減率を計算できません。')
    else if (change.kind !== 'relative' || Math.abs(change.percent - measure.changePercent) > 0.051) {
      problem('CHANGE_MISMATCH', 'changePercent', '増減率が改善前・改善後の値と合いません。')
    }
  }
  return problems
}

export type Change = { kind: 'relative'; percent: number } | { kind: 'points'; points: number }

const rounded = (value: number, digits: number): number => {
  const factor = 10 ** digits
  const result = (Math.sign(value) * Math.round(Math.abs(value) * factor + 1e-9)) / factor
  return result === 0 ? 0 : result
}

/**
 * The change from before to after, relative in percent with one decimal (minus = less) or in points.
 *
 * @returns undefined where a value is missing, is not exact (operator other than `eq`), or the baseline of a relative change is 0
 */
export const changeOf = (measure: Measure): Change | undefined => {
  const { before, after, changeKind } = measure
  if (before === undefined || after === undefined || before.operator !== 'eq' || after.operator !== 'eq') return undefined
  if (changeKind === 'points') return { kind: 'points', points: rounded(after.value - before.value, 4) }
  return before.value === 0
    ? undefined
    : { kind: 'relative', percent: rounded(((after.value - before.value) / Math.abs(before.value)) * 100, 1) }
}

/**
 * What may be said where a value is only bounded: 15 → 10未満 is "less by more than 5", never a rate.
 *
 * @returns undefined where both values are exact, or the bounds say nothing about the direction
 */
export const changeBound = (measure: Measure): { direction: 'less' | 'more'; by: number; including: boolean } | undefined => {
  const { before, after } = measure
  if (before === undefined || after === undefined || (before.operator === 'eq' && after.operator === 'eq')) return undefined
  const including = !['lt', 'gt'].includes(after.operator) && !['lt', 'gt'].includes(before.operator)
  const upTo = (operator: Operator): boolean => operator === 'eq' || operator === 'lt' || operator === 'le'
  const atLeast = (operator: Operator): boolean => operator === 'eq' || operator === 'gt' || operator === 'ge'
  const difference = rounded(Math.abs(before.value - after.value), 4)
  if (upTo(after.operator) && atLeast(before.operator) && after.value <= before.value)
    return { direction: 'less', by: difference, including }
  if (atLeast(after.operator) && upTo(before.operator) && after.value >= before.value)
    return { direction: 'more', by: difference, including }
  return undefined
}

const operatorText: Readonly<Record<Operator, string>> = { eq: '', lt: '未満', le: '以下', gt: '超', ge: '以上' }

/** The figure as a `Result.value` holds it, a text: `18.0 時間/人`, `10時間未満` is written `10 時間未満`. */
export const quantityText = (quantity: Quantity, unit: string): string =>
  `${quantity.asSaid ?? String(quantity.value)} ${unit}${operatorText[quantity.operator]}`

/** The change as a text: `-36.1 %（相対値）`, `-0.3 ポイント`; for bounded values `5 時間を超える減少`; undefined where nothing may be said. */
export const changeText = (measure: Measure): string | undefined => {
  const change = changeOf(measure)
  if (change?.kind === 'relative') return `${change.percent.toFixed(1)} %（相対値）`
  if (change?.kind === 'points') return measure.unit === '%' ? `${change.points} ポイント` : `${change.points} ${measure.unit}`
  const bound = changeBound(measure)
  if (bound === undefined) return undefined
  return `${bound.by} ${measure.unit}${bound.including ? '以上の' : 'を超える'}${bound.direction === 'less' ? '減少' : '増加'}`
}

/** A text that is the same for the same figures: what the employer confirmed is what may be issued. */
export const figuresKey = (measures: readonly Measure[]): string =>
  JSON.stringify(
    measures.map(({ name, unit, before, after, method, scope, changeKind }) => [
      name.ja,
      unit,
      ...[before, after].map((quantity) => (quantity === undefined ? null : [quantity.value, quantity.operator, quantity.period])),
      method.ja,
      scope.ja,
      changeKind,
    ]),
  )
