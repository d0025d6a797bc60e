import type { FormPageView, FormView } from '../../../templates/pages/form-page.tsx'
import { figuresInWords } from '../../domain/figures-in-words.ts'
import { surveyQuestions } from '../../domain/survey.ts'
import { formErrors } from './form-errors.ts'
import { frameView } from './frame.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type SurveyTyped, surveyForm } from './survey-form.ts'

export interface SurveyPageInput extends SurveyTyped {
  badge: string
  secret: string
  isDemo: boolean
}

const base = (context: PageContext, isDemo: boolean) => {
  const words = wordsOf(context).ledger.survey
  return { words, frame: frameView({ title: words.title, demo: isDemo, noindex: true }, context), title: words.title }
}

/** The two-minute questions, by the link of a mail. */
export const surveyView = (input: SurveyPageInput, context: PageContext): FormPageView => {
  const { words, frame, title } = base(context, input.isDemo)
  const form = surveyForm({ ...input, questions: surveyQuestions.learner, options: words.options, path: '/follow-up' }, context)
  return {
    frame,
    title,
    lead: [words.lead(input.badge), words.privacy],
    ...formErrors([form], wordsOf(context).ledger.outcome.errors, context),
    about: [],
    forms: [form],
    links: [],
  }
}

/** What a learner sees after answering, after stopping, or when the questions were answered before. */
export const surveyDoneView = (
  input: { what: 'answered' | 'stopped' | 'answered_before'; draft?: NominationStart; isDemo: boolean },
  context: PageContext,
): FormPageView => {
  const { words, frame, title } = base(context, input.isDemo)
  const text = { answered: words.thanks, stopped: words.stopped, answered_before: words.answered }[input.what]
  return {
    frame,
    title,
    lead: [],
    notice: { text: input.draft === undefined ? text : `${text}${words.hasFigures}` },
    about: [],
    forms: input.draft === undefined ? [] : [nominationForm(input.draft, context)],
    links: [],
  }
}

/** What a nomination begins with that comes of an answer with figures. */
export interface NominationStart {
  badgeId: string
  /** secret of the holder's link to the badge */
  holderSecret: string
  words: string
}

const longestTitle = 60

/** The form of a nomination, filled with the learner's own words; nothing is stored before the learner sends it. */
const nominationForm = ({ badgeId, holderSecret, words }: NominationStart, context: PageContext): FormView => {
  const figures = figuresInWords(words)
  const title = [...words.replace(/\s+/g, ' ')].slice(0, longestTitle).join('')
  return {
    id: 'draft',
    action: linkTo(context, `/badges/${badgeId}/result`),
    hidden: [
      { name: 'k', value: holderSecret },
      { name: 'title', value: title },
      ...(figures === undefined
        ? []
        : [
            { name: 'before-value-0', value: figures.before },
            { name: 'after-value-0', value: figures.after },
            { name: 'unit-0', value: figures.unit },
          ]),
    ],
    groups: [],
    buttons: [{ name: 'step', value: 'open', label: wordsOf(context).ledger.survey.openDraft }],
  }
}
