import { productivityMethods } from '../../domain/productivity.ts'
import type { WriteProductivity } from '../../service/productivity.ts'
import { type MeasureFieldError, readFigure, readPeriodText, type Typed } from './measure-form.ts'

export interface ProductivityReading {
  record?: Omit<WriteProductivity, 'employerId'>
  errors: Map<string, MeasureFieldError>
}

/** @param chosen - completions that were ticked; those typed by number come on top */
export const readProductivityForm = (typed: Typed, chosen: readonly string[]): ProductivityReading => {
  const errors = new Map<string, MeasureFieldError>()
  const line = (name: string): string => typed.get(name)?.trim() ?? ''
  const method = productivityMethods.find((one) => one === line('method'))
  if (method === undefined) errors.set('method', 'choose')
  if (line('unit') === '') errors.set('unit', 'missing')
  const side = (name: 'before' | 'after'): { value: number; period: string } | undefined => {
    const figure = readFigure(line(name))
    if (figure === undefined) errors.set(name, line(name) === '' ? 'missing' : 'number')
    const period = readPeriodText(line(`${name}-period`))
    if (period === undefined) errors.set(`${name}-period`, line(`${name}-period`) === '' ? 'missing' : 'period')
    return figure === undefined || period === undefined ? undefined : { value: figure.value, period }
  }
  const [before, after] = [side('before'), side('after')]
  if (errors.size > 0 || method === undefined || before === undefined || after === undefined) return { errors }
  const numbers = line('others')
    .split(/[\s,、]+/)
    .filter((id) => id !== '')
  const evidence = line('evidence').slice(0, 1000)
  return {
    errors,
    record: {
      method,
      unit: line('unit').slice(0, 40),
      before,
      after,
      better: line('better') === 'up' ? 'up' : 'down',
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
