import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { WorkPart } from '../../../templates/pages/work-page.tsx'
import type { SessionFieldError } from '../forms/course-form.ts'
import type { CourseForms } from './course-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

/** The form for one more run of a course. */
export const sessionFormPart = (
  forms: CourseForms,
  token: string,
  path: string,
  messages: Record<SessionFieldError, string>,
  context: PageContext,
): WorkPart => {
  const words = wordsOf(context).courses
  const need = wordsOf(context).nomination.need
  const line = (name: 'no' | 'start' | 'end' | 'place', label: string, hint?: string): FormFieldView => {
    const error = forms.sessionErrors.find((one) => one === name || (one === 'taken' && name === 'no'))
    return {
      kind: 'text',
      field: {
        id: name,
        name,
        label,
        ...(hint === undefined ? {} : { hint }),
        ...(name === 'place' ? {} : { need }),
        ...(error === undefined ? {} : { error: messages[error] }),
      },
      value: forms.sessionErrors.length === 0 ? '' : (forms.typed.get(name) ?? ''),
    }
  }
  return {
    kind: 'form',
    form: {
      id: 'session',
      heading: words.addSession,
      action: linkTo(context, `${path}/sessions`),
      hidden: [{ name: 'token', value: token }],
      groups: [
        { fields: [line('no', words.no, words.noHint), line('start', words.start), line('end', words.end2), line('place', words.place)] },
      ],
      buttons: [{ name: 'do', value: 'add', label: words.addSession, second: true }],
    },
  }
}
