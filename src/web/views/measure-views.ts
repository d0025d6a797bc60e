import type { FactView } from '../../../templates/components/facts.tsx'
import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import { changeText, type Measure, quantityText } from '../../domain/measure.ts'
import { periodText } from '../../domain/period.ts'
import type { MeasureFieldError } from '../forms/measure-form.ts'
import type { Typed } from '../forms/typed.ts'
import { type PageContext, wordsOf } from './page-context.ts'

/** The words for what is wrong with a field. */
export const fieldErrorText = (error: MeasureFieldError, context: PageContext): string => {
  const words = wordsOf(context).nomination
  const texts = {
    missing: words.missing,
    number: words.numberWrong,
    period: words.periodWrong,
    choose: words.choose,
    address: words.addressWrong,
  }
  return texts[error]
}

type Errors = ReadonlyMap<string, MeasureFieldError>

const operatorOptions = (context: PageContext): { value: string; label: string }[] =>
  Object.entries(wordsOf(context).nomination.operators).map(([value, label]) => ({ value, label }))

const errorOf = (errors: Errors, name: string, context: PageContext): { error?: string } => {
  const error = errors.get(name)
  return error === undefined ? {} : { error: fieldErrorText(error, context) }
}

/** Figure, how exact it is, and its period: the fields of one side of a measure. */
export const sideFields = (
  side: 'before' | 'after',
  n: number,
  unit: string | undefined,
  typed: Typed,
  errors: Errors,
  context: PageContext,
): FormFieldView[] => {
  const words = wordsOf(context).nomination
  const field = (name: string, label: string, hint?: string) => {
    const id = `${side}-${name}-${n}`
    return { id, name: id, label, need: words.need, ...(hint === undefined ? {} : { hint }), ...errorOf(errors, id, context) }
  }
  const value = (name: string): string => typed.get(`${side}-${name}-${n}`) ?? ''
  const { need: _, ...operator } = field('operator', `${words[side]}：${words.operator}`)
  return [
    {
      kind: 'text',
      field: field('value', `${words[side]}：${words.value}${unit === undefined ? '' : `（${unit}）`}`),
      value: value('value'),
    },
    { kind: 'select', field: operator, value: value('operator') || 'eq', options: operatorOptions(context) },
    { kind: 'text', field: field('period', `${words[side]}：${words.period}`, words.periodHint), value: value('period') },
  ]
}

/** A labelled text field of a form about one measure or its nomination. */
export const lineField = (
  name: string,
  label: string,
  typed: Typed,
  errors: Errors,
  context: PageContext,
  options: { hint?: string; optional?: true; area?: true; type?: 'email' } = {},
): FormFieldView => {
  const field = {
    id: name,
    name,
    label,
    ...(options.hint === undefined ? {} : { hint: options.hint }),
    ...(options.optional === true ? {} : { need: wordsOf(context).nomination.need }),
    ...errorOf(errors, name, context),
  }
  const value = typed.get(name) ?? ''
  if (options.area === true) return { kind: 'area', field, value }
  return { kind: 'text', field, value, ...(options.type === undefined ? {} : { type: options.type }) }
}

/** A measure for reading: what was measured, before, after, and the change only where one may be said. */
export const measureFacts = (measure: Measure, context: PageContext): FactView[] => {
  const words = wordsOf(context).nomination
  const ja = context.language === 'ja' ? {} : { lang: 'ja' }
  const side = (name: 'before' | 'after'): FactView[] => {
    const quantity = measure[name]
    if (quantity === undefined) return []
    return [{ name: words[name], text: `${quantityText(quantity, measure.unit)}（${periodText(quantity.period)}）`, ...ja }]
  }
  return [
    { name: words.quantity, text: measure.name.ja, ...ja },
    { name: words.scope, text: measure.scope.ja, ...ja },
    { name: words.method, text: measure.method.ja, ...ja },
    ...side('before'),
    ...side('after'),
    { name: words.change, ...(changeText(measure) === undefined ? { text: words.noChange } : { text: changeText(measure) ?? '', ...ja }) },
  ]
}
