import type { AnswerPageView, QuestionView } from '../../../templates/pages/answer-page.tsx'
import type { Organisation } from '../../domain/organisation.ts'
import { surveyQuestions } from '../../domain/survey.ts'
import type { InputProblem } from '../../errors.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

/** The two-minute questions to an employer, by the link of a mail. */
export const employerSurveyView = (
  input: { employer: Organisation; secret: string; given: ReadonlyMap<string, readonly string[]>; problems: readonly InputProblem[] },
  context: PageContext,
): AnswerPageView => {
  const words = wordsOf(context).employer.survey
  const labels: Readonly<Record<string, readonly string[]>> = words.options
  const questions = surveyQuestions.employer.map((question): QuestionView => {
    const given = input.given.get(question.code) ?? []
    const error = input.problems.find(({ path }) => path === `/${question.code}` || path.startsWith(`/${question.code}/`))?.message
    return {
      kind: 'choices',
      id: question.code,
      name: question.code,
      legend: inLanguage(context, question),
      ...(question.type === 'multi' ? { hint: words.severalHint } : {}),
      ...(error === undefined ? {} : { error }),
      type: question.type === 'multi' ? 'checkbox' : 'radio',
      options: question.options.map((value, n) => ({ value, label: labels[question.code]?.[n] ?? value, checked: given.includes(value) })),
    }
  })
  return {
    frame: frameView({ title: words.title, demo: input.employer.isDemo, noindex: true }, context),
    title: words.title,
    lead: [inLanguage(context, input.employer.name), words.lead],
    ...(input.problems.length === 0
      ? {}
      : {
          errors: {
            heading: words.errors,
            errors: input.problems.map(({ path, message }) => ({ fieldId: path.split('/')[1] ?? 'E1', message })),
          },
        }),
    form: {
      action: linkTo(context, '/follow-up/employer'),
      hidden: [{ name: 'k', value: input.secret }],
      questions,
      buttons: [
        { name: 'do', value: 'answer', label: words.send, second: false },
        { name: 'do', value: 'stop', label: words.stop, second: true },
      ],
    },
    links: [],
  }
}

export const employerSurveyDoneView = (
  input: { what: 'thanks' | 'stopped' | 'gone'; isDemo: boolean },
  context: PageContext,
): AnswerPageView => {
  const words = wordsOf(context).employer.survey
  return {
    frame: frameView({ title: words.title, demo: input.isDemo, noindex: true }, context),
    title: words.title,
    lead: [],
    notice: { text: words[input.what] },
    links: [],
  }
}
