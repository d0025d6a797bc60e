import type { FactView } from '../../../templates/components/facts.tsx'
import type { AnswerPageView } from '../../../templates/pages/answer-page.tsx'
import type { Outcome, OutcomeSide } from '../../domain/outcome.ts'
import type { InputProblem } from '../../errors.ts'
import { dayView } from './dates.ts'
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

/** A reported outcome, which the other side confirms or disputes by the link of a mail. */
export const outcomeView = (input: OutcomePageInput, context: PageContext): AnswerPageView => {
  const words = wordsOf(context).ledger.outcome
  const { outcome } = input
  const problemOf = (path: string): string | undefined => input.problems.find((problem) => problem.path === path)?.message
  const weightError = problemOf('/badgeWeight')
  const consentError = problemOf('/consent')
  return {
    frame: frameView({ title: words.title, demo: outcome.isDemo, noindex: true }, context),
    title: words.title,
    lead: [words.lead],
    facts: { label: words.reported, facts: outcomeFacts(input, context) },
    ...(input.problems.length === 0
      ? {}
      : {
          errors: {
            heading: words.errors,
            errors: input.problems.map(({ path, message }) => ({ fieldId: path === '/consent' ? 'consent' : 'weight', message })),
          },
        }),
    form: {
      action: linkTo(context, '/outcome'),
      hidden: [{ name: 'k', value: input.secret }],
      questions: [
        {
          kind: 'choices',
          id: 'weight',
          name: 'badgeWeight',
          legend: words.weight,
          hint: words.weightHint,
          ...(weightError === undefined ? {} : { error: weightError }),
          type: 'radio',
          options: (['decisive', 'one_of_factors', 'none', 'unknown'] as const).map((value) => ({
            value,
            label: words.weights[value],
            checked: input.givenWeight === value,
          })),
        },
        ...(input.asksConsent
          ? [
              {
                kind: 'choices' as const,
                id: 'consent',
                name: 'consent',
                legend: words.consent,
                ...(consentError === undefined ? {} : { error: consentError }),
                type: 'checkbox' as const,
                options: [{ value: 'yes', label: words.consent, hint: words.consentHint, checked: false }],
              },
            ]
          : []),
      ],
      buttons: [
        { name: 'do', value: 'confirm', label: words.confirm, second: false },
        { name: 'do', value: 'dispute', label: words.dispute, second: true },
      ],
    },
    links: [],
  }
}

export const outcomeDoneView = (
  input: { what: 'confirmed' | 'disputed' | 'gone'; isDemo: boolean },
  context: PageContext,
): AnswerPageView => {
  const words = wordsOf(context).ledger.outcome
  return {
    frame: frameView({ title: words.title, demo: input.isDemo, noindex: true }, context),
    title: words.title,
    lead: [],
    notice: { text: words[input.what] },
    links: [],
  }
}
