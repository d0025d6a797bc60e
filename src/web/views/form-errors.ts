import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormPageView, FormView } from '../../../templates/pages/form-page.tsx'
import type { PageContext } from './page-context.ts'

const fieldsOf = (form: Pick<FormView, 'groups'>): FormFieldView[] =>
  form.groups.flatMap(({ fields, folded }) => [...fields, ...(folded?.fields ?? [])])

const errorOf = (item: FormFieldView): { fieldId: string; name: string; error: string } | undefined => {
  if (item.kind === 'tick') return item.error === undefined ? undefined : { fieldId: item.id, name: '', error: item.error }
  if (item.kind === 'choices') return item.error === undefined ? undefined : { fieldId: item.id, name: item.legend, error: item.error }
  const { id, label, error } = item.field
  return error === undefined ? undefined : { fieldId: id, name: label, error }
}

/** The mistakes of a form for its top, in the order of the fields and each by the name of its field; nothing where there is none. */
export const formErrors = (
  forms: readonly Pick<FormView, 'groups'>[],
  heading: string,
  context: PageContext,
): Pick<FormPageView, 'errors'> => {
  const errors = forms
    .flatMap(fieldsOf)
    .map(errorOf)
    .filter((found) => found !== undefined)
    .map(({ fieldId, name, error }) => ({
      fieldId,
      message: [name, error].filter((part) => part !== '').join(context.language === 'ja' ? '：' : ': '),
    }))
  return errors.length === 0 ? {} : { errors: { heading, errors } }
}
