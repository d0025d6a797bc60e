import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import type { SmallDeedView, WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Outcome } from '../../domain/outcome.ts'
import type { OutcomeDescription } from '../../service/describe-outcome.ts'
import type { listPromisesDue, OwnPerson } from '../../service/our-people.ts'
import type { ListedOutcome } from '../../service/read-outcomes.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { type OutcomeFieldError, outcomeTypes } from '../forms/outcome-form.ts'
import type { Typed } from '../forms/typed.ts'
import { dayText } from './dates.ts'
import { formErrors } from './form-errors.ts'
import { outcomeFacts, weightChoices } from './outcome-view.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/outcomes'

type Due = Awaited<ReturnType<typeof listPromisesDue>>

export interface OutcomeNotice {
  kind: 'recorded' | 'withdrawn' | 'confirmed' | 'disputed'
  /** the record that was just made and can be taken back */
  id?: string
}

const whyText = (why: string, context: PageContext): string => {
  const reasons = wordsOf(context).ledger.figures.reasons
  return reasons[why] ?? why
}

/** The employer's page: promises to be kept first, then reports that wait, then what is recorded. */
export const ownOutcomesView = (
  input: { console: ConsoleFrame; due: Due; outcomes: ListedOutcome[]; notice?: OutcomeNotice },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).employer.outcomes
  const types = wordsOf(context).ledger.outcome.types
  const waiting = input.outcomes.filter(({ outcome }) => outcome.state === 'learner_reported')
  const undo =
    input.notice?.kind === 'recorded' && input.notice.id !== undefined ? withdrawDeed(input.notice.id, words.undo, '', context) : undefined
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ways: [{ href: linkTo(context, `${here}/new`), label: words.enter }],
    ...(input.notice === undefined ? {} : { notice: { text: words[input.notice.kind] } }),
    ...(undo === undefined ? {} : { undo }),
    parts: [
      promisesPart(input.due, context),
      ...(waiting.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              id: 'waiting',
              heading: words.waiting,
              columns: [
                { head: words.columns.person, kind: 'name' as const },
                { head: words.columns.type, labelled: true },
                { head: words.columns.on, labelled: true },
                { head: words.columns.action },
              ],
              rows: waiting.map(({ outcome, person }) => [
                person ?? '',
                types[outcome.type],
                dayText(outcome.effectiveOn, context.language),
                { href: linkTo(context, `${here}/${outcome.id}`), label: words.answer },
              ]),
              empty: words.waitingEmpty,
            },
          ]),
      listPart(input.outcomes, context),
    ],
    links: [],
  }
}

const promisesPart = (due: Due, context: PageContext): WorkPart => {
  const words = wordsOf(context).employer.outcomes
  const types = wordsOf(context).ledger.outcome.types
  const noName = wordsOf(context).employer.presented.noName
  return {
    kind: 'table',
    id: 'promises',
    heading: words.promises,
    lead: words.promisesLead,
    columns: [
      { head: words.promiseColumns.person, kind: 'name' },
      { head: words.promiseColumns.badge, labelled: true },
      { head: words.promiseColumns.promise, labelled: true },
      { head: words.promiseColumns.strength, labelled: true },
      { head: words.promiseColumns.record },
    ],
    rows: due.map(({ person, badge, promised }) => {
      const name = person.name ?? noName
      return [
        name,
        badge.achievement.name,
        { lines: [inLanguage(context, promised.recognition.text), ...(promised.earned ? [words.earned] : [])] },
        wordsOf(context).badge.strength[promised.recognition.strength],
        {
          deeds: [
            {
              action: linkTo(context, `${here}/record`),
              label: words.recordAs(types[promised.type]),
              about: `${name} ${badge.achievement.name}`,
              hidden: [
                { name: 'badge', value: badge.credential.id },
                { name: 'type', value: promised.type },
              ],
            },
          ],
          link: {
            href: linkTo(context, `${here}/new?badge=${encodeURIComponent(badge.credential.id)}&type=${promised.type}`),
            label: words.recordOther,
          },
        },
      ]
    }),
    empty: words.noPromises,
    emptyWhen: words.noPromisesWhen,
  }
}

const withdrawDeed = (id: string, label: string, about: string, context: PageContext): SmallDeedView => ({
  action: linkTo(context, `${here}/${id}/withdraw`),
  label,
  about,
})

/** The employer takes back what it reported itself. */
const mayWithdraw = (outcome: Outcome): boolean =>
  outcome.state === 'employer_reported' || (outcome.state === 'disputed' && outcome.reportedBy === 'employer')

const listPart = (outcomes: readonly ListedOutcome[], context: PageContext): WorkPart => {
  const words = wordsOf(context).employer.outcomes
  const types = wordsOf(context).ledger.outcome.types
  return {
    kind: 'table',
    id: 'list',
    heading: words.list,
    columns: [
      { head: words.columns.person, kind: 'name' },
      { head: words.columns.type, labelled: true },
      { head: words.columns.on, labelled: true },
      { head: words.columns.text, labelled: true },
      { head: words.columns.state, labelled: true },
      { head: words.columns.action },
    ],
    rows: outcomes.map(({ outcome, person, notCounted }) => [
      person ?? '—',
      types[outcome.type],
      dayText(outcome.effectiveOn, context.language),
      inLanguage(context, outcome.text),
      {
        lines: [
          words.states[outcome.state],
          ...(outcome.state === 'verified' && notCounted !== undefined ? [words.notCounted(whyText(notCounted, context))] : []),
        ],
      },
      mayWithdraw(outcome) ? { deeds: [withdrawDeed(outcome.id, words.withdraw, `${person ?? ''} ${types[outcome.type]}`, context)] } : '',
    ]),
    empty: words.empty,
    emptyWhen: words.emptyWhen,
  }
}

/** The form in which an employer reports an outcome. */
export const newOutcomeView = (
  input: { console: ConsoleFrame; people: OwnPerson[]; typed: Typed; errors: ReadonlySet<OutcomeFieldError> },
  context: PageContext,
): WorkPageView => {
  const all = wordsOf(context)
  const words = all.employer.outcomes.form
  const messages: Record<OutcomeFieldError, string> = {
    subject: words.chooseSubject,
    type: words.weightMissing,
    on: words.dateWrong,
    text: words.textMissing,
    amount: words.amountWrong,
    weight: words.weightMissing,
  }
  const value = (name: string): string => input.typed.get(name) ?? ''
  const error = (name: OutcomeFieldError) => (input.errors.has(name) ? { error: messages[name] } : {})
  const need = all.nomination.need
  const subjects = input.people.flatMap((person) =>
    person.badges.map(({ credential, achievement }) => ({
      value: credential.id,
      label: `${person.name ?? all.employer.presented.noName}：${achievement.name}`,
    })),
  )
  const fields: FormFieldView[] = [
    {
      kind: 'select',
      field: { id: 'subject', name: 'subject', label: words.subject, need, ...error('subject') },
      value: value('subject'),
      options: subjects,
    },
    {
      kind: 'select',
      field: { id: 'type', name: 'type', label: words.type, need, ...error('type') },
      value: value('type'),
      options: outcomeTypes.map((type) => ({ value: type, label: all.ledger.outcome.types[type] })),
    },
    { kind: 'text', field: { id: 'on', name: 'on', label: words.on, hint: words.onHint, need, ...error('on') }, value: value('on') },
    {
      kind: 'area',
      field: { id: 'text', name: 'text', label: words.text, hint: words.textHint, need, ...error('text') },
      value: value('text'),
    },
    { kind: 'text', field: { id: 'amount', name: 'amount', label: words.amount, ...error('amount') }, value: value('amount') },
    {
      kind: 'select',
      field: { id: 'per', name: 'per', label: words.per },
      value: value('per'),
      options: [
        { value: 'month', label: all.declarations.own.paidChoices.monthly },
        { value: 'once', label: all.declarations.own.paidChoices.once },
      ],
    },
    weightChoices({ name: 'weight', legend: words.weight, ...error('weight'), given: value('weight') }, context),
  ]
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ...(subjects.length === 0 ? { notice: { text: words.subjectEmpty } } : {}),
    ...(subjects.length === 0 ? {} : formErrors([{ groups: [{ fields }] }], words.errors, context)),
    parts:
      subjects.length === 0
        ? []
        : [
            {
              kind: 'form',
              form: {
                id: 'outcome',
                action: linkTo(context, `${here}/new`),
                hidden: [{ name: 'token', value: input.console.token }],
                groups: [{ fields }],
                buttons: [{ name: 'do', value: 'save', label: words.save }],
              },
            },
          ],
    links: [{ href: linkTo(context, here), label: all.employer.outcomes.back }],
  }
}

/** A learner's report, which the employer confirms or disputes while signed in. */
export const answerOutcomeView = (
  input: { console: ConsoleFrame; described: OutcomeDescription; weightMissing: boolean },
  context: PageContext,
): Omit<FormPageView, 'frame'> & { console: ConsoleFrame } => {
  const all = wordsOf(context)
  const words = all.ledger.outcome
  const { described } = input
  const open = described.outcome.state === 'learner_reported'
  return {
    console: input.console,
    title: words.title,
    lead: open ? [words.lead] : [all.employer.outcomes.states[described.outcome.state]],
    ...(input.weightMissing ? { errors: { heading: words.errors, errors: [{ fieldId: 'weight', message: words.weightNeeded }] } } : {}),
    about: [{ id: 'reported', heading: words.reported, facts: outcomeFacts(described, context) }],
    forms: !open
      ? []
      : [
          {
            id: 'answer',
            action: linkTo(context, `${here}/${described.outcome.id}`),
            hidden: [{ name: 'token', value: input.console.token }],
            groups: [
              {
                fields: [
                  weightChoices(
                    { name: 'weight', ...(input.weightMissing ? { error: words.weightNeeded } : {}), given: undefined },
                    context,
                  ),
                ],
              },
            ],
            buttons: [
              { name: 'do', value: 'confirm', label: words.confirm },
              { name: 'do', value: 'dispute', label: words.dispute, second: true },
            ],
            note: words.weightHint,
          },
        ],
    links: [{ href: linkTo(context, here), label: all.employer.outcomes.back }],
  }
}

/** The secretariat's overview: how many are in which state, and which count. */
export const officeOutcomesView = (
  input: { console: ConsoleFrame; outcomes: ListedOutcome[]; state?: string },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).employer.outcomes
  const office = words.office
  const types = wordsOf(context).ledger.outcome.types
  const states = Object.keys(office.states) as (keyof typeof office.states)[]
  const count = (state: string): number => input.outcomes.filter(({ outcome }) => outcome.state === state).length
  const shown = input.state === undefined ? input.outcomes : input.outcomes.filter(({ outcome }) => outcome.state === input.state)
  const filterLink = (state: string | undefined, label: string) => ({
    href: linkTo(context, state === undefined ? here : `${here}?state=${state}`),
    label,
    current: input.state === state,
  })
  return {
    console: input.console,
    title: words.title,
    lead: [office.lead],
    filter: {
      label: office.filter,
      links: [filterLink(undefined, office.all), ...states.map((state) => filterLink(state, office.states[state]))],
    },
    parts: [
      ...(input.outcomes.length === 0
        ? []
        : [
            {
              kind: 'chart' as const,
              id: 'by-state',
              heading: office.chart,
              chart: {
                id: 'by-state-chart',
                title: office.chart,
                bars: states.map((state) => ({
                  label: office.states[state],
                  value: count(state),
                  valueText: `${count(state)}${office.unit}`,
                })),
              },
              columns: [
                { head: office.columns.state, kind: 'name' as const },
                { head: office.chart, kind: 'number' as const },
              ],
              rows: states.map((state) => [office.states[state], String(count(state))]),
            },
          ]),
      {
        kind: 'table',
        id: 'list',
        heading: words.list,
        columns: [
          { head: office.columns.id, kind: 'name' },
          { head: office.columns.firm, labelled: true },
          { head: office.columns.type, labelled: true },
          { head: office.columns.on, labelled: true },
          { head: office.columns.state, labelled: true },
          { head: office.columns.counted, labelled: true },
        ],
        rows: shown.map(({ outcome, employer, notCounted }) => [
          outcome.id,
          employer === undefined ? '' : inLanguage(context, employer),
          types[outcome.type],
          dayText(outcome.effectiveOn, context.language),
          office.states[outcome.state],
          notCounted === undefined ? office.counted : whyText(notCounted, context),
        ]),
        empty: words.empty,
        emptyWhen: office.emptyWhen,
      },
    ],
    links: [{ href: linkTo(context, '/console/figures'), label: wordsOf(context).console.sectionNames.figures }],
  }
}
