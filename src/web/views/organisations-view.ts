import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Organisation } from '../../domain/organisation.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { Typed } from '../forms/typed.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/organisations'

export const organisationsView = (
  input: { console: ConsoleFrame; operators: Organisation[]; employers: Organisation[]; saved: boolean },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.organisations
  const table = (id: string, heading: string, organisations: Organisation[]): WorkPart => ({
    kind: 'table',
    id,
    heading,
    columns: [
      { head: words.columns.name, kind: 'name' },
      { head: words.columns.number, kind: 'code', labelled: true },
      { head: words.columns.email, labelled: true },
      { head: words.columns.slug, kind: 'code', labelled: true },
    ],
    rows: organisations.map((organisation) => [
      { href: linkTo(context, `${here}/${organisation.id}`), label: inLanguage(context, organisation.name) },
      organisation.corporateNumber ?? '',
      organisation.email ?? '',
      organisation.slug,
    ]),
    empty: words.empty,
    emptyWhen: words.emptyWhen,
  })
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ways: [{ href: linkTo(context, `${here}/new`), label: words.add }],
    ...(input.saved ? { notice: { text: words.saved } } : {}),
    parts: [table('employers', words.employers, input.employers), table('operators', words.operators, input.operators)],
    links: [],
  }
}

export type OrganisationFieldError = 'slug' | 'name' | 'corporateNumber' | 'email' | 'url' | 'taken'

/** The form of an organisation; its kind and its name in URLs are chosen once. */
export const organisationFormView = (
  input: { console: ConsoleFrame; id?: string; typed: Typed; errors: readonly OrganisationFieldError[] },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.organisations.form
  const need = wordsOf(context).nomination.need
  const messages: Record<OrganisationFieldError, string> = {
    slug: words.slugWrong,
    name: words.nameMissing,
    corporateNumber: words.numberWrong,
    email: words.emailWrong,
    url: words.urlWrong,
    taken: words.taken,
  }
  const ids: Record<OrganisationFieldError, string> = {
    slug: 'slug',
    name: 'name',
    corporateNumber: 'corporateNumber',
    email: 'email',
    url: 'url',
    taken: 'corporateNumber',
  }
  const line = (name: string, label: string, rest: { hint?: string; need?: string } = {}): FormFieldView => {
    const error = input.errors.find((one) => ids[one] === name)
    return {
      kind: 'text',
      field: { id: name, name, label, ...rest, ...(error === undefined ? {} : { error: messages[error] }) },
      value: input.typed.get(name) ?? '',
    }
  }
  const isNew = input.id === undefined
  return {
    console: input.console,
    title: isNew ? words.new : words.edit,
    lead: [],
    ...(input.errors.length === 0
      ? {}
      : { errors: { heading: words.errors, errors: input.errors.map((error) => ({ fieldId: ids[error], message: messages[error] })) } }),
    parts: [
      {
        kind: 'form',
        form: {
          id: 'organisation',
          action: linkTo(context, `${here}/${input.id ?? 'new'}`),
          hidden: [{ name: 'token', value: input.console.token }],
          groups: [
            {
              fields: [
                ...(isNew
                  ? [
                      {
                        kind: 'choices' as const,
                        id: 'kind',
                        type: 'radio' as const,
                        name: 'kind',
                        legend: words.kind,
                        choices: (['employer', 'operator'] as const).map((kind) => ({
                          value: kind,
                          label: words.kinds[kind],
                          checked: (input.typed.get('kind') ?? 'employer') === kind,
                        })),
                      },
                      line('slug', words.slug, { hint: words.slugHint, need }),
                    ]
                  : []),
                line('name', words.nameJa, { need }),
                line('nameKana', words.nameKana),
                line('nameEn', words.nameEn),
                line('corporateNumber', words.number, { hint: words.numberHint }),
                line('email', words.email),
                line('url', words.url),
                line('official', words.official),
              ],
            },
          ],
          buttons: [{ name: 'do', value: 'save', label: words.save }],
        },
      },
    ],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}
