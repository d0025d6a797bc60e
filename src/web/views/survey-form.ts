import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormView } from '../../../templates/pages/form-page.tsx'
import type { surveyQuestions } from '../../domain/survey.ts'
import type { InputProblem } from '../../errors.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

/** Answers as they came, and what was wrong with them. */
export interface SurveyTyped {
  given: ReadonlyMap<string, readonly string[]>
  problems: readonly InputProblem[]
}

type Question = (typeof surveyQuestions)['learner' | 'employer'][number]

const codeOf = ({ path }: InputProblem): string => path.split('/')[1] ?? ''

const messageOf = (problem: InputProblem, context: PageContext): string => {
  const words: Readonly<Record<string, string>> = wordsOf(context).ledger.survey.problems
  return words[problem.code ?? ''] ?? problem.message
}

/** The questions as one form, with the answers that were given. */
export const surveyForm = (
  input: SurveyTyped & {
    questions: readonly Question[]
    /** the options in the language of the page, in the order of the questions' own */
    options: Readonly<Record<string, readonly string[]>>
    path: string
    secret: string
  },
  context: PageContext,
): FormView => {
  const words = wordsOf(context).ledger.survey
  const fields = input.questions.map((question): FormFieldView => {
    const given = input.given.get(question.code) ?? []
    const problem = input.problems.find((one) => codeOf(one) === question.code)
    const about = {
      id: question.code,
      name: question.code,
      ...(problem === undefined ? {} : { error: messageOf(problem, context) }),
    }
    if (question.type === 'free')
      return {
        kind: 'area',
        field: { ...about, label: inLanguage(context, question), hint: words.freeHint },
        value: given[0] ?? '',
        rows: 4,
      }
    const labels = input.options[question.code]
    return {
      kind: 'choices',
      ...about,
      legend: inLanguage(context, question),
      ...(question.type === 'multi' ? { hint: words.severalHint } : {}),
      type: question.type === 'multi' ? 'checkbox' : 'radio',
      choices: question.options.map((value, place) => ({ value, label: labels?.[place] ?? value, checked: given.includes(value) })),
    }
  })
  return {
    id: 'survey',
    action: linkTo(context, input.path),
    hidden: [{ name: 'k', value: input.secret }],
    groups: [{ fields }],
    buttons: [
      { name: 'do', value: 'answer', label: words.send },
      { name: 'do', value: 'stop', label: words.stop, second: true },
    ],
  }
}
