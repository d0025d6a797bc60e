import type { Measure, Quantity } from './measure.ts'
import { periodText } from './period.ts'

/** How a result was measured, as a badge says it in an evidence of its own; periods as `periodText` writes them. */
export interface MeasurementNote {
  scope: string
  method: string
  before?: string
  after?: string
}

/** What the badge calls such an evidence. */
export const measurementGenre = '測定記録'

/** The name and the words of the evidence: scope, method and both periods, without any figure (DOMAIN section 8). */
export const measurementNote = (measure: Measure): { name: string; narrative: string } => {
  const period = (word: string, side: Quantity | undefined): string => (side === undefined ? '' : `${word} ${periodText(side.period)}。`)
  return {
    name: `${measure.name.ja}の測定`,
    narrative: `測定範囲：${measure.scope.ja}。測定方法：${measure.method.ja}。${period('改善前', measure.before)}${period('改善後', measure.after)}`,
  }
}

const form = /^測定範囲：(.+?)。測定方法：(.+?)。(?:改善前 (\d{4}年[^。]{0,40})。)?(?:改善後 (\d{4}年[^。]{0,40})。)?$/su

/**
 * Reads the same words back from a badge, so that periods can stand beside the figures they belong to.
 *
 * @returns undefined for anything that is not written in this form
 */
export const readMeasurementNote = (
  name: string | undefined,
  narrative: string | undefined,
): { quantity: string; note: MeasurementNote } | undefined => {
  const quantity = /^(.{1,200})の測定$/su.exec(name ?? '')?.[1]
  const found = narrative === undefined || narrative.length > 4_000 ? null : form.exec(narrative)
  if (quantity === undefined || found === null) return undefined
  const [, scope = '', method = '', before, after] = found
  return { quantity, note: { scope, method, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) } }
}
