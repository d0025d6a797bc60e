import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import type { ApplicationDescription } from '../../service/apply-for-badge.ts'
import { dayView } from './dates.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

/** The page on which a learner applies for a badge: what is recorded, what is agreed to, one tick and one button. */
export const applicationView = (
  input: ApplicationDescription & { secret: string; consentMissing: boolean },
  context: PageContext,
): FormPageView => {
  const words = wordsOf(context).application
  const { completion, course, session } = input
  return {
    frame: frameView({ title: words.title, demo: completion.isDemo, noindex: true }, context),
    title: words.title,
    lead: [words.lead],
    about: [
      {
        id: 'facts',
        heading: words.completed,
        facts: [
          { name: words.person, text: input.person },
          { name: words.course, text: inLanguage(context, course.name) },
          { name: words.run, text: session.no },
          ...(completion.endOn === undefined
            ? []
            : [{ name: words.completedOn, text: '', date: dayView(completion.endOn, context.language) }]),
        ],
      },
      { id: 'notice', heading: words.notice, list: words.noticeLines },
    ],
    ...(input.consentMissing ? { errors: { heading: words.errors, errors: [{ fieldId: 'consent', message: words.consentNeeded }] } } : {}),
    forms: [
      {
        id: 'application',
        action: linkTo(context, '/apply'),
        hidden: [{ name: 'k', value: input.secret }],
        groups: [
          {
            fields: [
              {
                kind: 'tick',
                id: 'consent',
                name: 'consent',
                ...(input.consentMissing ? { error: words.consentNeeded } : {}),
                choice: { value: 'yes', label: words.consent, checked: false },
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'apply', label: words.apply }],
      },
    ],
    links: [],
  }
}

export const applicationDoneView = (
  input: { what: 'applied' | 'notCompleted' | 'gone'; isDemo: boolean },
  context: PageContext,
): FormPageView => {
  const words = wordsOf(context).application
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
