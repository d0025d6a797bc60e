import type { AnswerPageView, QuestionView } from '../../../templates/pages/answer-page.tsx'
import { figuresInWords } from '../../domain/figures-in-words.ts'
import { surveyQuestions } from '../../domain/survey.ts'
import type { InputProblem } from '../../errors.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

export interface SurveyPageInput {
  badge: string
  secret: string
  /** answers as they came, where something was wrong with them */
  given: ReadonlyMap<string, readonly string[]>
  problems: readonly InputProblem[]
  isDemo: boolean
}

const base = (context: PageContext, isDemo: boolean) => {
  const words = wordsOf(context).ledger.survey
  return { words, frame: frameView({ title: words.title, demo: isDemo, noindex: true }, context), title: words.title }
}

/** The two-minute questions, by the link of a mail. */
export const surveyView = (input: SurveyPageInput, context: PageContext): AnswerPageView => {
  const { words, frame, title } = base(context, input.isDemo)
  const problemOf = (code: string): string | undefined =>
    input.problems.find(({ path }) => path === `/${code}` || path.startsWith(`/${code}/`))?.message
  const questions = surveyQuestions.learner.map((question): QuestionView => {
    const legend = inLanguage(context, question)
    const given = input.given.get(question.code) ?? []
    const error = problemOf(question.code)
    if (question.type === 'free')
      return {
        kind: 'words',
        field: { id: question.code, name: question.code, label: legend, hint: words.freeHint, ...(error === undefined ? {} : { error }) },
        value: given[0] ?? '',
      }
    const labels: readonly string[] = words.options[question.code]
    return {
      kind: 'choices',
      id: question.code,
      name: question.code,
      legend,
      ...(question.type === 'multi' ? { hint: words.severalHint } : {}),
      ...(error === undefined ? {} : { error }),
      type: question.type === 'multi' ? 'checkbox' : 'radio',
      options: question.options.map((value, place) => ({ value, label: labels[place] ?? value, checked: given.includes(value) })),
    }
  })
  return {
    frame,
    title,
    lead: [words.lead(input.badge), words.privacy],
    ...(input.problems.length === 0
      ? {}
      : {
          errors: {
            heading: wordsOf(context).ledger.outcome.errors,
            errors: input.problems.map(({ path, message }) => ({ fieldId: path.split('/')[1] ?? 'L1', message })),
          },
        }),
    form: {
      action: linkTo(context, '/follow-up'),
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

/** What a learner sees after answering, after stopping, or when the questions were answered before. */
export const surveyDoneView = (
  input: { what: 'answered' | 'stopped' | 'answered_before'; draft?: NominationStart; isDemo: boolean },
  context: PageContext,
): AnswerPageView => {
  const { words, frame, title } = base(context, input.isDemo)
  const text = { answered: words.thanks, stopped: words.stopped, answered_before: words.answered }[input.what]
  return {
    frame,
    title,
    lead: [],
    notice: { text: input.draft === undefined ? text : `${text}${words.hasFigures}` },
    ...(input.draft === undefined ? {} : { next: nominationForm(input.draft, context) }),
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
const nominationForm = ({ badgeId, holderSecret, words }: NominationStart, context: PageContext): AnswerPageView['next'] => {
  const figures = figuresInWords(words)
  const title = [...words.replace(/\s+/g, ' ')].slice(0, longestTitle).join('')
  return {
    action: linkTo(context, `/badges/${badgeId}/result`),
    hidden: [
      { name: 'k', value: holderSecret },
      { name: 'step', value: 'open' },
      { name: 'title', value: title },
      ...(figures === undefined
        ? []
        : [
            { name: 'before-value-0', value: figures.before },
            { name: 'after-value-0', value: figures.after },
            { name: 'unit-0', value: figures.unit },
          ]),
    ],
    label: wordsOf(context).ledger.survey.openDraft,
  }
}
