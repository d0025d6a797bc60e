import type { Measure, Operator, Quantity } from '../../domain/measure.ts'
import { readPeriod } from '../../domain/period.ts'
import type { Typed } from './typed.ts'

/** Why a field of a measure is not acceptable; the page has the words. */
export type MeasureFieldError = 'missing' | 'number' | 'period' | 'choose' | 'address'

/** Fields are named `before-value-0`, `after-period-0`, `unit-0` … */
export interface MeasureReading {
  measures: Measure[]
  /** by the name of the field */
  errors: Map<string, MeasureFieldError>
}

const operators: readonly Operator[] = ['eq', 'lt', 'le', 'gt', 'ge']

/** A figure as typed: full-width digits and thousands separators are read, and it is shown again as it was said (18.0 stays 18.0). */
export const readFigure = (text: string): { value: number; asSaid: string } | undefined => {
  const said = text.normalize('NFKC').replace(/[,\s]/g, '')
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(said)) return undefined
  return { value: Number(said), asSaid: said }
}

/** A period as typed: full-width signs, ～ and 年月 are read into the stored form `2026-04/2026-06`. */
export const readPeriodText = (text: string): string | undefined => {
  const plain = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[~〜–—]|から/g, '/')
    .replace(/(\d{4})年(\d{1,2})月/g, (_, year: string, month: string) => `${year}-${month.padStart(2, '0')}`)
    .replace(/まで/g, '')
  return readPeriod(plain) === undefined ? undefined : plain
}

const readSide = (typed: Typed, side: 'before' | 'after', n: number, errors: Map<string, MeasureFieldError>): Quantity | undefined => {
  const field = (name: string): string => `${side}-${name}-${n}`
  const text = (name: string): string => typed.get(field(name))?.trim() ?? ''
  const figure = readFigure(text('value'))
  if (figure === undefined) errors.set(field('value'), text('value') === '' ? 'missing' : 'number')
  const period = readPeriodText(text('period'))
  if (period === undefined) errors.set(field('period'), text('period') === '' ? 'missing' : 'period')
  const operator = operators.find((known) => known === (text('operator') || 'eq'))
  if (operator === undefined) errors.set(field('operator'), 'choose')
  return figure === undefined || period === undefined || operator === undefined ? undefined : { ...figure, operator, period }
}

/** The employer's figures for measures that were reported: what was measured stays as it is. */
export const readFigures = (typed: Typed, reported: readonly Measure[]): MeasureReading => {
  const errors = new Map<string, MeasureFieldError>()
  const measures = reported.map((measure, n) => {
    const [before, after] = [readSide(typed, 'before', n, errors), readSide(typed, 'after', n, errors)]
    // A percentage that was reported with other figures says nothing about these.
    const { changePercent: _, ...kept } = measure
    const isSame = isQuantity(before, measure.before) && isQuantity(after, measure.after)
    return isSame ? measure : { ...kept, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  })
  return { measures, errors }
}

const isQuantity = (typed: Quantity | undefined, reported: Quantity | undefined): boolean =>
  typed !== undefined &&
  reported !== undefined &&
  typed.value === reported.value &&
  typed.operator === reported.operator &&
  typed.period === reported.period

/** The learner's one measure, with everything that was measured. */
export const readMeasure = (typed: Typed): MeasureReading => {
  const errors = new Map<string, MeasureFieldError>()
  const text = (name: string): string => {
    const value = typed.get(`${name}-0`)?.trim() ?? ''
    if (value === '') errors.set(`${name}-0`, 'missing')
    return value
  }
  const kind = typed.get('change-kind-0')
  if (kind !== 'relative' && kind !== 'points') errors.set('change-kind-0', 'choose')
  const measure: Measure = {
    name: { ja: text('quantity') },
    unit: text('unit'),
    scope: { ja: text('scope') },
    method: { ja: text('method') },
    changeKind: kind === 'points' ? 'points' : 'relative',
  }
  const [before, after] = [readSide(typed, 'before', 0, errors), readSide(typed, 'after', 0, errors)]
  return {
    measures: [{ ...measure, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }],
    errors,
  }
}

/** What the fields show for a measure that is on record. */
export const typedOf = (measures: readonly Measure[]): Typed => {
  const typed = new Map<string, string>()
  for (const [n, measure] of measures.entries()) {
    for (const side of ['before', 'after'] as const) {
      const quantity = measure[side]
      if (quantity === undefined) continue
      typed.set(`${side}-value-${n}`, quantity.asSaid ?? String(quantity.value))
      typed.set(`${side}-operator-${n}`, quantity.operator)
      typed.set(`${side}-period-${n}`, quantity.period)
    }
    typed.set(`quantity-${n}`, measure.name.ja)
    typed.set(`unit-${n}`, measure.unit)
    typed.set(`scope-${n}`, measure.scope.ja)
    typed.set(`method-${n}`, measure.method.ja)
    typed.set(`change-kind-${n}`, measure.changeKind)
  }
  return typed
}
