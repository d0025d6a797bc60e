import type { AnswerPageView } from '../../../templates/pages/answer-page.tsx'
import type { ApplicationDescription } from '../../service/apply-for-badge.ts'
import { dayView } from './dates.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

/** The page on which a learner applies for a badge: what is recorded, what is agreed to, one tick and one button. */
export const applicationView = (
  input: ApplicationDescription & { secret: string; consentMissing: boolean },
  context: PageContext,
): AnswerPageView => {
  const words = wordsOf(context).application
  const { completion, course, session } = input
  return {
    frame: frameView({ title: words.title, demo: completion.isDemo, noindex: true }, context),
    title: words.title,
    lead: [words.lead],
    facts: {
      label: words.completed,
      facts: [
        { name: words.person, text: input.person },
        { name: words.course, text: inLanguage(context, course.name) },
        { name: words.run, text: session.no },
        ...(completion.endOn === undefined
          ? []
          : [{ name: words.completedOn, text: '', date: dayView(completion.endOn, context.language) }]),
        ...words.noticeLines.map((text, n) => ({ name: n === 0 ? words.notice : '', text })),
      ],
    },
    ...(input.consentMissing ? { errors: { heading: words.errors, errors: [{ fieldId: 'consent', message: words.consentNeeded }] } } : {}),
    form: {
      action: linkTo(context, '/apply'),
      hidden: [{ name: 'k', value: input.secret }],
      questions: [
        {
          kind: 'choices',
          id: 'consent',
          name: 'consent',
          legend: words.consent,
          ...(input.consentMissing ? { error: words.consentNeeded } : {}),
          type: 'checkbox',
          options: [{ value: 'yes', label: words.consent, checked: false }],
        },
      ],
      buttons: [{ name: 'do', value: 'apply', label: words.apply, second: false }],
    },
    links: [],
  }
}

export const applicationDoneView = (
  input: { what: 'applied' | 'notCompleted' | 'gone'; isDemo: boolean },
  context: PageContext,
): AnswerPageView => {
  const words = wordsOf(context).application
  return {
    frame: frameView({ title: words.title, demo: input.isDemo, noindex: true }, context),
    title: words.title,
    lead: [],
    notice: { text: words[input.what] },
    links: [],
  }
}
