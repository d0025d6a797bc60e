import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Course } from '../../domain/course.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { CourseFieldError } from '../forms/course-form.ts'
import type { Typed } from '../forms/typed.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/courses'

const messagesOf = (context: PageContext): Record<CourseFieldError, string> => {
  const words = wordsOf(context).courses.form
  return {
    code: words.codeWrong,
    name: words.nameMissing,
    hours: words.hoursWrong,
    criteria: words.criteriaMissing,
    validity: words.validityWrong,
    taken: words.taken,
  }
}

/** Its mistakes for the top of the page. */
export const courseErrors = (errors: readonly CourseFieldError[], context: PageContext): WorkPageView['errors'] => ({
  heading: wordsOf(context).courses.form.errors,
  errors: errors.map((error) => ({ fieldId: error === 'taken' ? 'code' : error, message: messagesOf(context)[error] })),
})

/** The form of a course: a new one, or what may change of one that is there. */
export const courseFormPart = (
  input: {
    token: string
    action: string
    heading?: string
    typed: Typed
    errors: readonly CourseFieldError[]
    /** for a new course: its operators to choose from, empty where there is only the own */
    fresh?: { operators: readonly Organisation[] }
  },
  context: PageContext,
): WorkPart => {
  const words = wordsOf(context).courses.form
  const need = wordsOf(context).nomination.need
  const messages = messagesOf(context)
  const value = (name: string): string => input.typed.get(name) ?? ''
  const field = (name: string, label: string, rest: { hint?: string; need?: string } = {}) => {
    const error = input.errors.find((one) => one === name || (one === 'taken' && name === 'code'))
    return { id: name, name, label, ...rest, ...(error === undefined ? {} : { error: messages[error] }) }
  }
  const fresh: FormFieldView[] =
    input.fresh === undefined
      ? []
      : [
          { kind: 'text', field: field('code', words.code, { hint: words.codeHint, need }), value: value('code') },
          ...(input.fresh.operators.length === 0
            ? []
            : [
                {
                  kind: 'select' as const,
                  field: field('operator', words.operator, { need }),
                  value: value('operator'),
                  options: input.fresh.operators.map(({ id, name }) => ({ value: id, label: inLanguage(context, name) })),
                },
              ]),
        ]
  return {
    kind: 'form',
    form: {
      id: 'course',
      ...(input.heading === undefined ? {} : { heading: input.heading }),
      action: linkTo(context, input.action),
      hidden: [
        { name: 'token', value: input.token },
        { name: 'form', value: 'course' },
      ],
      groups: [
        {
          fields: [
            ...fresh,
            { kind: 'text', field: field('name', words.nameJa, { need }), value: value('name') },
            { kind: 'text', field: field('nameEn', words.nameEn), value: value('nameEn') },
            { kind: 'text', field: field('hours', words.hours, { need }), value: value('hours') },
            { kind: 'area', field: field('criteria', words.criteria, { hint: words.criteriaHint, need }), value: value('criteria') },
            { kind: 'text', field: field('alignments', words.alignments, { hint: words.alignmentsHint }), value: value('alignments') },
            { kind: 'text', field: field('validity', words.validity), value: value('validity') },
            {
              kind: 'tick',
              id: 'autoApply',
              name: 'autoApply',
              choice: { value: 'yes', label: words.autoApply, checked: value('autoApply') === 'yes' },
            },
            ...(input.fresh === undefined
              ? []
              : [
                  {
                    kind: 'tick' as const,
                    id: 'certifiable',
                    name: 'certifiable',
                    choice: { value: 'yes', label: words.certifiable, checked: value('certifiable') !== 'no' },
                  },
                ]),
          ],
        },
      ],
      buttons: [{ name: 'do', value: 'save', label: words.save }],
      ...(input.fresh === undefined ? { note: words.note } : {}),
    },
  }
}

export const newCourseView = (
  input: { console: ConsoleFrame; operators: readonly Organisation[]; typed: Typed; errors: readonly CourseFieldError[] },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).courses
  return {
    console: input.console,
    title: words.form.new,
    lead: [],
    ...(input.errors.length === 0 ? {} : { errors: courseErrors(input.errors, context) }),
    parts: [
      courseFormPart(
        {
          token: input.console.token,
          action: `${here}/new`,
          typed: input.typed,
          errors: input.errors,
          fresh: { operators: input.operators },
        },
        context,
      ),
    ],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}

export const typedOfCourse = (course: Course): Typed =>
  new Map([
    ['name', course.name.ja],
    ['nameEn', course.name.en ?? ''],
    ['hours', String(course.hours)],
    ['criteria', course.criteria.ja.join('\n')],
    ['alignments', course.alignments.join(' ')],
    ['validity', course.badge?.validityMonths == null ? '' : String(course.badge.validityMonths)],
    ['autoApply', course.badge?.autoApply === true ? 'yes' : 'no'],
  ])
