import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import type { Organisation } from '../../domain/organisation.ts'
import { surveyQuestions } from '../../domain/survey.ts'
import { formErrors } from './form-errors.ts'
import { frameView } from './frame.ts'
import { inLanguage, type PageContext, wordsOf } from './page-context.ts'
import { type SurveyTyped, surveyForm } from './survey-form.ts'

/** The two-minute questions to an employer, by the link of a mail. */
export const employerSurveyView = (input: SurveyTyped & { employer: Organisation; secret: string }, context: PageContext): FormPageView => {
  const words = wordsOf(context).employer.survey
  const form = surveyForm({ ...input, questions: surveyQuestions.employer, options: words.options, path: '/follow-up/employer' }, context)
  return {
    frame: frameView({ title: words.title, demo: input.employer.isDemo, noindex: true }, context),
    title: words.title,
    lead: [inLanguage(context, input.employer.name), words.lead],
    ...formErrors([form], wordsOf(context).ledger.outcome.errors, context),
    about: [],
    forms: [form],
    links: [],
  }
}

export const employerSurveyDoneView = (
  input: { what: 'thanks' | 'stopped' | 'gone'; isDemo: boolean },
  context: PageContext,
): FormPageView => {
  const words = wordsOf(context).employer.survey
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
