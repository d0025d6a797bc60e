import type { FactView } from '../../../templates/components/facts.tsx'
import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormPageView, FormView } from '../../../templates/pages/form-page.tsx'
import type { Outcome, OutcomeSide } from '../../domain/outcome.ts'
import type { InputProblem } from '../../errors.ts'
import { weights } from '../forms/outcome-form.ts'
import { dayView } from './dates.ts'
import { formErrors } from './form-errors.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

export interface OutcomePageInput {
  outcome: Outcome
  /** who answers */
  side: OutcomeSide
  person: string
  employer: { ja: string; en?: string }
  badges: readonly string[]
  secret: string
  /** the learner has not agreed to outcome reporting yet */
  asksConsent: boolean
  problems: readonly InputProblem[]
  givenWeight?: string
}

const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ',')

const amountText = (outcome: Outcome, context: PageContext): string | undefined => {
  const words = wordsOf(context).ledger.outcome
  const { amount } = outcome
  if (amount === undefined) return undefined
  if ('band' in amount) return amount.band
  return amount.per === 'month' ? words.perMonth(grouped(amount.amountJPY)) : words.once(grouped(amount.amountJPY))
}

/** What was reported, for the side that answers. */
export const outcomeFacts = (
  { outcome, side, person, employer, badges }: Pick<OutcomePageInput, 'outcome' | 'side' | 'person' | 'employer' | 'badges'>,
  context: PageContext,
): FactView[] => {
  const words = wordsOf(context).ledger.outcome
  const amount = amountText(outcome, context)
  return [
    { name: words.person, text: person },
    { name: words.employer, text: inLanguage(context, employer) },
    { name: words.type, text: words.types[outcome.type] },
    { name: words.effectiveOn, text: '', date: dayView(outcome.effectiveOn, context.language) },
    { name: words.text, text: inLanguage(context, outcome.text) },
    ...(amount === undefined ? [] : [{ name: words.amount, text: amount }]),
    ...(badges.length === 0 ? [] : [{ name: words.badges, text: badges.join('、') }]),
    { name: words.reportedBy, text: words.by[side === 'learner' ? 'employer' : 'learner'] },
  ]
}

/** How much the badge weighed, in the four words that both sides are asked in. */
export const weightChoices = (
  input: { name: string; legend?: string; hint?: string; error?: string | undefined; given: string | undefined },
  context: PageContext,
): FormFieldView => {
  const words = wordsOf(context).ledger.outcome
  return {
    kind: 'choices',
    id: 'weight',
    name: input.name,
    legend: input.legend ?? words.weight,
    ...(input.hint === undefined ? {} : { hint: input.hint }),
    ...(input.error === undefined ? {} : { error: input.error }),
    type: 'radio',
    choices: weights.map((value) => ({ value, label: words.weights[value], checked: input.given === value })),
  }
}

/** A reported outcome, which the other side confirms or disputes by the link of a mail. */
export const outcomeView = (input: OutcomePageInput, context: PageContext): FormPageView => {
  const words = wordsOf(context).ledger.outcome
  const { outcome } = input
  const problemOf = (path: string): string | undefined => input.problems.find((problem) => problem.path === path)?.message
  const weightError = problemOf('/badgeWeight')
  const consentError = problemOf('/consent')
  const forms: FormView[] = [
    {
      id: 'answer',
      action: linkTo(context, '/outcome'),
      hidden: [{ name: 'k', value: input.secret }],
      groups: [
        {
          fields: [
            weightChoices({ name: 'badgeWeight', hint: words.weightHint, error: weightError, given: input.givenWeight }, context),
            ...(input.asksConsent
              ? [
                  {
                    kind: 'tick' as const,
                    id: 'consent',
                    name: 'consent',
                    ...(consentError === undefined ? {} : { error: consentError }),
                    choice: { value: 'yes', label: words.consent, hint: words.consentHint, checked: false },
                  },
                ]
              : []),
          ],
        },
      ],
      buttons: [
        { name: 'do', value: 'confirm', label: words.confirm },
        { name: 'do', value: 'dispute', label: words.dispute, second: true },
      ],
    },
  ]
  return {
    frame: frameView({ title: words.title, demo: outcome.isDemo, noindex: true }, context),
    title: words.title,
    lead: [words.lead],
    about: [{ id: 'facts', heading: words.reported, facts: outcomeFacts(input, context) }],
    ...formErrors(forms, words.errors, context),
    forms,
    links: [],
  }
}

export const outcomeDoneView = (
  input: { what: 'confirmed' | 'disputed' | 'gone'; isDemo: boolean },
  context: PageContext,
): FormPageView => {
  const words = wordsOf(context).ledger.outcome
  return {
    frame: frameView({ title: words.title, demo: input.isDemo, noindex: true }, context),
    title: words.title,
    lead: [],
    notice: { text: words[input.what] },
    about: [],
    forms: [],
    links: [],
  }
}
