import { productivityMethods } from '../../domain/productivity.ts'
import type { WriteProductivity } from '../../service/productivity.ts'
import { type MeasureFieldError, readFigure, readPeriodText } from './measure-form.ts'
import { line, type Typed } from './typed.ts'

export interface ProductivityReading {
  record?: Omit<WriteProductivity, 'employerId'>
  errors: Map<string, MeasureFieldError>
}

/** @param chosen - completions that were ticked; those typed by number come on top */
export const readProductivityForm = (typed: Typed, chosen: readonly string[]): ProductivityReading => {
  const errors = new Map<string, MeasureFieldError>()
  const method = productivityMethods.find((one) => one === line(typed, 'method'))
  if (method === undefined) errors.set('method', 'choose')
  if (line(typed, 'unit') === '') errors.set('unit', 'missing')
  const side = (name: 'before' | 'after'): { value: number; period: string } | undefined => {
    const figure = readFigure(line(typed, name))
    if (figure === undefined) errors.set(name, line(typed, name) === '' ? 'missing' : 'number')
    const period = readPeriodText(line(typed, `${name}-period`))
    if (period === undefined) errors.set(`${name}-period`, line(typed, `${name}-period`) === '' ? 'missing' : 'period')
    return figure === undefined || period === undefined ? undefined : { value: figure.value, period }
  }
  const [before, after] = [side('before'), side('after')]
  if (errors.size > 0 || method === undefined || before === undefined || after === undefined) return { errors }
  const numbers = line(typed, 'others')
    .split(/[\s,、]+/)
    .filter((id) => id !== '')
  const evidence = line(typed, 'evidence').slice(0, 1000)
  return {
    errors,
    record: {
      method,
      unit: line(typed, 'unit').slice(0, 40),
      before,
      after,
      better: line(typed, 'better') === 'up' ? 'up' : 'down',
      linkedCompletionIds: [...new Set([...chosen, ...numbers])].slice(0, 100),
      ...(evidence === '' ? {} : { evidence }),
    },
  }
}

/** What the fields show for a record. @param visible - completions that are ticked in a list of their own */
export const typedOfProductivity = (record: Omit<WriteProductivity, 'employerId'>, visible: ReadonlySet<string>): Typed =>
  new Map([
    ['method', record.method],
    ['unit', record.unit],
    ['better', record.better],
    ['before', String(record.before.value)],
    ['before-period', record.before.period],
    ['after', String(record.after.value)],
    ['after-period', record.after.period],
    ['others', record.linkedCompletionIds.filter((id) => !visible.has(id)).join('\n')],
    ['evidence', record.evidence ?? ''],
  ])
