import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import type { Measure, PublishPolicy } from '../../domain/measure.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { MeasureFieldError } from '../forms/measure-form.ts'
import type { Typed } from '../forms/typed.ts'
import { formErrors } from './form-errors.ts'
import { frameView } from './frame.ts'
import { lineField, measureFacts } from './measure-views.ts'
import { resultGroups } from './nomination-view.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'
import { stepsView } from './steps-view.ts'

/** What a holder may ask about, and whom. */
export interface AskFacts {
  badgeId: string
  secret: string
  /** name of the course badge that the result rests on */
  courseBadge: string
  /** kinds of results: definitions of badges for achievements at work */
  kinds: readonly { id: string; name: string }[]
  employers: readonly Organisation[]
  isDemo: boolean
}

export type AskStep = 'result' | 'address' | 'check'

type Errors = ReadonlyMap<string, MeasureFieldError>

const stepNames: readonly AskStep[] = ['result', 'address', 'check']

const policies: readonly PublishPolicy[] = ['full', 'relative_only', 'text_only', 'none']

/** Everything typed in earlier steps goes along, so that nothing is stored before the holder sends it. */
const carried = (facts: AskFacts, typed: Typed, step: AskStep, own: ReadonlySet<string>): { name: string; value: string }[] => [
  { name: 'k', value: facts.secret },
  { name: 'step', value: step },
  ...[...typed].filter(([name]) => !own.has(name) && !['k', 'step', 'do'].includes(name)).map(([name, value]) => ({ name, value })),
]

/** Step 1 of 3: what changed at work, in figures; 2: whom to ask; 3: check and send (PRODUCT section 2). */
export const askView = (facts: AskFacts, input: AskInput, context: PageContext): FormPageView => {
  const page = askPage(facts, input, context)
  return { ...page, ...formErrors(page.forms, wordsOf(context).nomination.errors, context) }
}

interface AskInput {
  step: AskStep
  typed: Typed
  errors: Errors
  measure?: Measure
}

const askPage = (facts: AskFacts, input: AskInput, context: PageContext): FormPageView => {
  const words = wordsOf(context).nomination
  const { step, typed, errors } = input
  const action = linkTo(context, `/badges/${facts.badgeId}/result`)
  const back = { href: linkTo(context, `/badges/${facts.badgeId}?k=${encodeURIComponent(facts.secret)}`), label: words.backToBadge }
  const page: FormPageView = {
    frame: frameView({ title: words.askTitle, demo: facts.isDemo, noindex: true }, context),
    title: words.askTitle,
    lead: step === 'result' ? [words.askLead] : [],
    steps: stepsView(words.askSteps, stepNames.indexOf(step) + 1, context),
    about: [],
    forms: [],
    links: [back],
  }
  if (facts.employers.length === 0) return { ...page, notice: { text: words.askNoFirm, caution: true } }
  switch (step) {
    case 'result':
      return {
        ...page,
        forms: [
          {
            id: 'ask',
            action,
            hidden: carried(
              facts,
              new Map([...typed].filter(([name]) => ['employer', 'to-address', 'publish'].includes(name))),
              step,
              new Set(),
            ),
            groups: [{ fields: [kindField(facts, typed, errors, context)] }, ...resultGroups(typed, errors, context)],
            buttons: [{ name: 'do', value: 'next', label: words.askNext }],
          },
        ],
      }
    case 'address': {
      const own = new Set(['employer', 'to-address', 'publish'])
      return {
        ...page,
        forms: [
          {
            id: 'ask',
            action,
            hidden: carried(facts, typed, step, own),
            groups: [{ fields: addressFields(facts, typed, errors, context) }],
            buttons: [{ name: 'do', value: 'next', label: words.askNext }],
          },
        ],
      }
    }
    case 'check':
      return {
        ...page,
        about: [
          {
            id: 'check',
            heading: words.askCheck,
            lines: [typed.get('title') ?? ''],
            facts: [
              { name: words.askBased, text: facts.courseBadge },
              { name: words.role, text: typed.get('role') ?? '' },
              ...(input.measure === undefined ? [] : measureFacts(input.measure, context)),
              { name: words.publish, text: words.policies[policyOf(typed)] },
              { name: words.firm, text: inLanguage(context, employerOf(facts, typed).name) },
              { name: words.askTo, text: typed.get('to-address')?.trim() || words.askToOffice },
            ],
          },
        ],
        forms: [
          {
            id: 'ask',
            action,
            hidden: carried(facts, typed, step, new Set()),
            groups: [],
            buttons: [{ name: 'do', value: 'send', label: words.askSend }],
            note: words.askSendNote,
          },
        ],
      }
  }
}

export const policyOf = (typed: Typed): PublishPolicy => policies.find((policy) => policy === typed.get('publish')) ?? 'full'

export const employerOf = (facts: AskFacts, typed: Typed): Organisation =>
  facts.employers.find(({ id }) => id === typed.get('employer')) ?? (facts.employers.at(-1) as Organisation)

const kindField = (facts: AskFacts, typed: Typed, errors: Errors, context: PageContext): FormFieldView => {
  const words = wordsOf(context).nomination
  return {
    kind: 'choices',
    id: 'kind',
    type: 'radio',
    name: 'kind',
    legend: words.askKind,
    ...(errors.has('kind') ? { error: words.choose } : {}),
    choices: facts.kinds.map(({ id, name }) => ({ value: id, label: name, checked: typed.get('kind') === id })),
  }
}

const addressFields = (facts: AskFacts, typed: Typed, errors: Errors, context: PageContext): FormFieldView[] => {
  const words = wordsOf(context).nomination
  const chosen = facts.employers.length === 0 ? undefined : employerOf(facts, typed).id
  return [
    {
      kind: 'choices',
      id: 'employer',
      type: 'radio',
      name: 'employer',
      legend: words.askFirm,
      choices: facts.employers.map(({ id, name }) => ({ value: id, label: inLanguage(context, name), checked: id === chosen })),
    },
    lineField('to-address', words.askAddress, typed, errors, context, { hint: words.askAddressHint, optional: true, type: 'email' }),
    {
      kind: 'choices',
      id: 'publish',
      type: 'radio',
      name: 'publish',
      legend: words.publish,
      choices: policies.map((value) => ({ value, label: words.policies[value], checked: policyOf(typed) === value })),
    },
  ]
}
