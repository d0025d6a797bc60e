import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Organisation } from '../../domain/organisation.ts'
import { periodText } from '../../domain/period.ts'
import { improvementPercent, type ProductivityRecord, productivityMethods } from '../../domain/productivity.ts'
import type { InputProblem } from '../../errors.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { MeasureFieldError } from '../forms/measure-form.ts'
import type { Typed } from '../forms/typed.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/productivity'

const methodText = (method: string, context: PageContext): string => wordsOf(context).employer.productivity.methods[method] ?? method

const changeText = ({ before, after, unit }: ProductivityRecord): string => `${before.value}${unit} → ${after.value}${unit}`

const percentText = (record: ProductivityRecord, context: PageContext): string => {
  const percent = improvementPercent(record)
  return percent === undefined ? '' : wordsOf(context).employer.productivity.percent(String(percent))
}

const verifiedText = (record: ProductivityRecord, context: PageContext): string => {
  const words = wordsOf(context).employer.productivity
  if (record.state !== 'verified') return ''
  return words.verifiedOn(dayText(record.verifiedOn, context.language))
}

export interface ListedRecord {
  record: ProductivityRecord
  employer: Organisation | undefined
}

/** The records of one employer, or of all for those who verify. */
export const productivityListView = (
  input: { console: ConsoleFrame; records: ListedRecord[]; office: boolean; state?: string; notice?: string },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).employer.productivity
  const states = Object.keys(words.states) as (keyof typeof words.states)[]
  const offered = input.office ? states.filter((state) => state !== 'draft') : states
  const visible = input.office ? input.records.filter(({ record }) => record.state !== 'draft') : input.records
  const shown = input.state === undefined ? visible : visible.filter(({ record }) => record.state === input.state)
  const count = (state: string): number => visible.filter(({ record }) => record.state === state).length
  const link = (state: string | undefined, label: string) => ({
    href: linkTo(context, state === undefined ? here : `${here}?state=${state}`),
    label,
    current: input.state === state,
  })
  const chart: WorkPart[] =
    input.office && visible.length > 0
      ? [
          {
            kind: 'chart',
            id: 'by-state',
            heading: words.office.chart,
            chart: {
              id: 'by-state-chart',
              title: words.office.chart,
              bars: offered.map((state) => ({
                label: words.states[state],
                value: count(state),
                valueText: `${count(state)}${words.office.unit}`,
              })),
            },
            columns: [
              { head: words.columns.state, kind: 'name' },
              { head: words.office.chart, kind: 'number' },
            ],
            rows: offered.map((state) => [words.states[state], String(count(state))]),
          },
        ]
      : []
  return {
    console: input.console,
    title: words.title,
    lead: [input.office ? words.office.lead : words.lead],
    ...(input.office ? {} : { ways: [{ href: linkTo(context, `${here}/new`), label: words.enter }] }),
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    filter: {
      label: words.office.filter,
      links: [link(undefined, words.office.all), ...offered.map((state) => link(state, words.states[state]))],
    },
    parts: [
      {
        kind: 'table',
        id: 'records',
        heading: words.title,
        columns: [
          { head: words.columns.method, kind: 'name' },
          ...(input.office ? [{ head: words.file.firm, labelled: true }] : []),
          { head: words.columns.change, labelled: true },
          { head: words.columns.percent, labelled: true },
          { head: words.columns.state, labelled: true },
          { head: words.columns.by, labelled: true },
        ],
        rows: shown.map(({ record, employer }) => [
          { href: linkTo(context, `${here}/${record.id}`), label: methodText(record.method, context) },
          ...(input.office ? [employer === undefined ? '' : inLanguage(context, employer.name)] : []),
          changeText(record),
          percentText(record, context),
          words.states[record.state],
          verifiedText(record, context),
        ]),
        empty: words.empty,
        emptyWhen: input.office ? words.office.emptyWhen : words.emptyWhen,
      },
      ...chart,
    ],
    links: [],
  }
}

export interface VisibleCompletion {
  id: string
  label: string
}

type Errors = ReadonlyMap<string, MeasureFieldError>

/** The form of a record: a new one, a draft, or one that came back. */
export const productivityFormPart = (
  input: {
    token: string
    action: string
    typed: Typed
    errors: Errors
    completions: readonly VisibleCompletion[]
    chosen: readonly string[]
  },
  context: PageContext,
): WorkPart => {
  const words = wordsOf(context).employer.productivity.form
  const field = (name: string, label: string, hint?: string, optional?: true) => {
    const error = input.errors.get(name)
    return {
      id: name,
      name,
      label,
      ...(hint === undefined ? {} : { hint }),
      ...(optional === true ? {} : { need: wordsOf(context).nomination.need }),
      ...(error === undefined ? {} : { error: fieldErrorWords(error, context) }),
    }
  }
  const value = (name: string): string => input.typed.get(name) ?? ''
  const text = (name: string, label: string, hint?: string): FormFieldView => ({
    kind: 'text',
    field: field(name, label, hint),
    value: value(name),
  })
  return {
    kind: 'form',
    form: {
      id: 'record',
      action: linkTo(context, input.action),
      hidden: [{ name: 'token', value: input.token }],
      groups: [
        {
          fields: [
            {
              kind: 'select',
              field: field('method', words.method),
              value: value('method'),
              options: productivityMethods.map((method) => ({ value: method, label: methodText(method, context) })),
            },
            text('unit', words.unit, words.unitHint),
            {
              kind: 'choices',
              id: 'better',
              type: 'radio',
              name: 'better',
              legend: words.better,
              choices: (['down', 'up'] as const).map((one) => ({
                value: one,
                label: words.betterChoices[one],
                checked: (value('better') || 'down') === one,
              })),
            },
            text('before', words.before),
            text('before-period', words.beforePeriod, words.periodHint),
            text('after', words.after),
            text('after-period', words.afterPeriod, words.periodHint),
            ...(input.completions.length === 0
              ? []
              : [
                  {
                    kind: 'choices' as const,
                    id: 'completions',
                    type: 'checkbox' as const,
                    name: 'completion',
                    legend: words.completions,
                    choices: input.completions.map(({ id, label }) => ({ value: id, label, checked: input.chosen.includes(id) })),
                  },
                ]),
            {
              kind: 'area',
              field: field(
                'others',
                words.others,
                input.completions.length === 0 ? `${words.completionsEmpty} ${words.othersHint}` : words.othersHint,
                true,
              ),
              value: value('others'),
            },
            { kind: 'area', field: field('evidence', words.evidence, words.evidenceHint, true), value: value('evidence') },
          ],
        },
      ],
      buttons: [
        { name: 'do', value: 'submit', label: words.submit },
        { name: 'do', value: 'save', label: words.save, second: true },
      ],
      note: words.note,
    },
  }
}

const fieldErrorWords = (error: MeasureFieldError, context: PageContext): string => {
  const words = wordsOf(context).employer.productivity.form
  return error === 'number' ? words.number : error === 'period' ? words.period : words.missing
}

export const productivityErrors = (errors: Errors, context: PageContext): WorkPageView['errors'] => ({
  heading: wordsOf(context).employer.productivity.form.errors,
  errors: [...errors].map(([fieldId, error]) => ({ fieldId, message: fieldErrorWords(error, context) })),
})

export interface DecisionForm {
  text: string
  error?: 'reason' | 'refused'
}

/** One record: its figures, what keeps it from counting, and what this reader can do about it. */
export const productivityFileView = (
  input: {
    console: ConsoleFrame
    record: ProductivityRecord
    employer: Organisation | undefined
    problems: readonly InputProblem[]
    notice?: string
    /** where the reader decides about it */
    decision?: DecisionForm
    /** where the reader may change it */
    form?: WorkPart
    errors?: WorkPageView['errors']
  },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).employer.productivity
  const { record, decision } = input
  const hidden = [{ name: 'token', value: input.console.token }]
  const action = linkTo(context, `${here}/${record.id}/decide`)
  const decided: WorkPageView['errors'] =
    decision?.error === undefined
      ? undefined
      : {
          heading: words.file.refused,
          errors:
            decision.error === 'reason'
              ? [{ fieldId: 'text', message: words.file.needsReason }]
              : input.problems.map(({ message }) => ({ fieldId: 'problems', message })),
        }
  const errors = input.errors ?? decided
  return {
    console: input.console,
    title: words.form.edit,
    lead: [],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    ...(errors === undefined ? {} : { errors }),
    parts: [
      {
        kind: 'facts',
        id: 'facts',
        heading: words.file.facts,
        facts: [
          ...(input.employer === undefined ? [] : [{ name: words.file.firm, text: inLanguage(context, input.employer.name) }]),
          { name: words.file.state, text: [words.states[record.state], verifiedText(record, context)].filter(Boolean).join(' ') },
          ...('reason' in record ? [{ name: words.file.reason, text: record.reason.text }] : []),
          { name: words.columns.method, text: methodText(record.method, context) },
          { name: words.columns.change, text: changeText(record) },
          { name: words.columns.percent, text: percentText(record, context) },
          { name: words.form.beforePeriod, text: periodText(record.before.period) },
          { name: words.form.afterPeriod, text: periodText(record.after.period) },
          { name: words.file.linked, text: record.linkedCompletionIds.join('、') },
          ...(record.evidence === undefined ? [] : [{ name: words.form.evidence, text: record.evidence }]),
        ],
      },
      {
        kind: 'facts',
        id: 'problems',
        heading: words.file.problems,
        lines: input.problems.length === 0 ? [words.file.noProblems] : input.problems.map(({ message }) => message),
        facts: [],
      },
      ...(input.form === undefined ? [] : [input.form]),
      ...(decision === undefined
        ? []
        : ([
            {
              kind: 'form',
              form: {
                id: 'decide',
                heading: words.file.decide,
                lead: words.file.decideLead,
                action,
                hidden,
                groups: [],
                buttons: [{ name: 'do', value: 'verify', label: words.file.verify }],
              },
            },
            {
              kind: 'form',
              form: {
                id: 'send-back',
                heading: words.file.sendBack,
                action,
                hidden,
                groups: [
                  {
                    fields: [
                      {
                        kind: 'area',
                        field: {
                          id: 'text',
                          name: 'text',
                          label: words.file.reasonText,
                          hint: words.file.reasonHint,
                          ...(decision.error === 'reason' ? { error: words.file.needsReason } : {}),
                        },
                        value: decision.text,
                      },
                    ],
                  },
                ],
                buttons: [
                  { name: 'do', value: 'return', label: words.file.return, second: true },
                  { name: 'do', value: 'reject', label: words.file.reject, second: true },
                ],
              },
            },
          ] satisfies WorkPart[])),
    ],
    links: [{ href: linkTo(context, here), label: words.file.back }],
  }
}
