import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormView } from '../../../templates/pages/form-page.tsx'
import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import type { Course, Session } from '../../domain/course.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { CourseFieldError, SessionFieldError } from '../forms/course-form.ts'
import type { Typed } from '../forms/typed.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/courses'

export interface ListedCourse {
  course: Course
  operator: Organisation | undefined
  sessions: number
}

const courseLink = ({ course }: ListedCourse, context: PageContext) => ({
  href: linkTo(context, `${here}/${encodeURIComponent(course.id)}`),
  label: inLanguage(context, course.name),
})

export const coursesView = (
  input: { console: ConsoleFrame; courses: ListedCourse[]; office: boolean; notice?: string },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).courses
  const table = (id: string, heading: string, courses: ListedCourse[], empty: string, emptyWhen?: string): WorkPart => ({
    kind: 'table',
    id,
    heading,
    columns: [
      { head: words.columns.name, kind: 'name' },
      { head: words.columns.code, kind: 'code', labelled: true },
      ...(input.office ? [{ head: words.columns.operator, labelled: true }] : []),
      { head: words.columns.status, labelled: true },
      { head: words.columns.sessions, kind: 'number', labelled: true },
    ],
    rows: courses.map((listed) => [
      courseLink(listed, context),
      listed.course.code,
      ...(input.office ? [listed.operator === undefined ? '' : inLanguage(context, listed.operator.name)] : []),
      words.statuses[listed.course.certification.status],
      String(listed.sessions),
    ]),
    empty,
    ...(emptyWhen === undefined ? {} : { emptyWhen }),
  })
  const waiting = input.courses.filter(({ course }) => course.certification.status === 'submitted')
  return {
    console: input.console,
    title: words.title,
    lead: [input.office ? words.officeLead : words.lead],
    ways: [{ href: linkTo(context, `${here}/new`), label: words.add }],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    parts: [
      ...(input.office ? [table('waiting', words.waiting, waiting, words.nothingWaits)] : []),
      table('courses', words.list, input.courses, words.empty, words.emptyWhen),
    ],
    links: [],
  }
}

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

export const courseErrors = (errors: readonly CourseFieldError[], context: PageContext): WorkPageView['errors'] => ({
  heading: wordsOf(context).courses.form.errors,
  errors: errors.map((error) => ({ fieldId: error === 'taken' ? 'code' : error, message: messagesOf(context)[error] })),
})

const courseFormPart = (
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
              kind: 'choices',
              id: 'options',
              type: 'checkbox',
              name: 'autoApply',
              legend: wordsOf(context).courses.facts,
              choices: [{ value: 'yes', label: words.autoApply, checked: value('autoApply') === 'yes' }],
            },
            ...(input.fresh === undefined
              ? []
              : [
                  {
                    kind: 'choices' as const,
                    id: 'certification',
                    type: 'checkbox' as const,
                    name: 'certifiable',
                    legend: wordsOf(context).courses.columns.status,
                    choices: [{ value: 'yes', label: words.certifiable, checked: value('certifiable') !== 'no' }],
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

export interface CourseFile {
  course: Course
  operator: Organisation | undefined
  sessions: readonly Session[]
  achievement: Achievement | undefined
  /** declared employers that count its badge */
  countedBy: number
}

export interface CourseForms {
  typed: Typed
  courseErrors: readonly CourseFieldError[]
  sessionErrors: readonly SessionFieldError[]
  decisionError?: { fieldId: string; message: string }
}

/** One course: what it is, what can be done about it now, its runs, and a text to copy. */
export const courseView = (
  input: { console: ConsoleFrame; file: CourseFile; office: boolean; forms: CourseForms; notice?: string },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).courses
  const { course, operator, sessions, achievement } = input.file
  const { status } = course.certification
  const token = input.console.token
  const path = `${here}/${encodeURIComponent(course.id)}`
  const sessionMessages: Record<SessionFieldError, string> = { ...words.sessionErrors, taken: words.sessionTaken }
  const { decisionError } = input.forms
  const errors: WorkPageView['errors'] =
    input.forms.courseErrors.length > 0
      ? courseErrors(input.forms.courseErrors, context)
      : input.forms.sessionErrors.length > 0
        ? {
            heading: words.form.errors,
            errors: input.forms.sessionErrors.map((error) => ({
              fieldId: error === 'taken' ? 'no' : error,
              message: sessionMessages[error],
            })),
          }
        : decisionError === undefined
          ? undefined
          : { heading: words.form.errors, errors: [decisionError] }
  const editable = input.office || status === 'draft' || status === 'returned' || status === 'not_applicable'
  return {
    console: input.console,
    title: inLanguage(context, course.name),
    lead: [words.statuses[status]],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    ...(errors === undefined ? {} : { errors }),
    parts: [
      {
        kind: 'facts',
        id: 'facts',
        heading: words.facts,
        facts: [
          { name: words.columns.code, text: course.code, code: true },
          ...(operator === undefined ? [] : [{ name: words.columns.operator, text: inLanguage(context, operator.name) }]),
          { name: words.columns.status, text: [words.statuses[status], periodText(course, context)].filter(Boolean).join(' ') },
          { name: words.hours, text: words.hoursUnit(course.hours) },
          { name: words.criteria, text: course.criteria.ja.join('、') },
          ...(achievement === undefined || achievement.alignment.length === 0
            ? []
            : [{ name: words.alignments, text: achievement.alignment.map(({ targetName }) => targetName).join('、') }]),
        ],
        ...(achievement === undefined ? {} : { links: [{ href: linkTo(context, achievement.id), label: words.badge }] }),
      },
      ...decisionParts(course, input.office, token, path, decisionError, context),
      {
        kind: 'table',
        id: 'sessions',
        heading: words.sessions,
        columns: [
          { head: words.sessionColumns.no, kind: 'name' },
          { head: words.sessionColumns.start, labelled: true },
          { head: words.sessionColumns.end, labelled: true },
          { head: words.sessionColumns.place, labelled: true },
        ],
        rows: sessions.map((session) => [
          { href: linkTo(context, `/console/sessions/${encodeURIComponent(session.id)}`), label: session.no },
          dayText(session.start, context.language),
          dayText(session.end, context.language),
          session.place ?? '',
        ]),
        empty: words.noSessions,
      },
      sessionFormPart(input.forms, token, path, sessionMessages, context),
      ...(achievement === undefined ? [] : [copyPart(input.file, achievement, context)]),
      ...(editable
        ? [
            courseFormPart(
              { token, action: path, heading: words.form.edit, typed: input.forms.typed, errors: input.forms.courseErrors },
              context,
            ),
          ]
        : []),
    ],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}

const periodText = ({ certification }: Course, context: PageContext): string => {
  const words = wordsOf(context).courses
  if (!('certifiedOn' in certification)) return ''
  const until = certification.status === 'certified' ? certification.until : 'endedOn' in certification ? certification.endedOn : undefined
  return words.from(
    dayText(certification.certifiedOn, context.language),
    until === undefined ? words.openEnd : dayText(until, context.language),
  )
}

const bulleted = (lines: readonly string[]): string[] => lines.map((line) => `・${line}`)

const copyPart = ({ course, countedBy }: CourseFile, achievement: Achievement, context: PageContext): WorkPart => {
  const words = wordsOf(context).courses
  const copy = words.copyText
  const skills = achievement.alignment.map(({ targetName, targetFramework }) =>
    targetFramework === undefined ? targetName : `${targetName}（${targetFramework}）`,
  )
  return {
    kind: 'copy',
    id: 'copy',
    heading: words.copyForm,
    lead: words.copyLead,
    label: words.copyLabel,
    text: [
      copy.head(course.name.ja, String(course.hours)),
      '',
      copy.badge,
      ...bulleted(course.criteria.ja),
      ...(skills.length === 0 ? [] : ['', copy.skills, ...bulleted(skills)]),
      '',
      ...(countedBy === 0 ? [] : [copy.counted(countedBy)]),
      copy.address(`${context.publicUrl}${achievement.id}`),
    ].join('\n'),
    rows: 14,
  }
}

const sessionFormPart = (
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

const decisionParts = (
  course: Course,
  office: boolean,
  token: string,
  path: string,
  decisionError: { fieldId: string; message: string } | undefined,
  context: PageContext,
): WorkPart[] => {
  const words = wordsOf(context).courses
  const { status } = course.certification
  const sheet = (rest: Omit<FormView, 'action' | 'hidden'>): WorkPart => ({
    kind: 'form',
    form: { action: linkTo(context, `${path}/decide`), hidden: [{ name: 'token', value: token }], ...rest },
  })
  const error = (id: string) => (decisionError?.fieldId === id ? { error: decisionError.message } : {})
  const reason: FormFieldView = {
    kind: 'area',
    field: { id: 'reason', name: 'reason', label: words.reason, ...error('reason') },
    value: '',
  }
  if (!office)
    return status === 'draft' || status === 'returned'
      ? [
          sheet({
            id: 'submit',
            heading: words.submitForm,
            lead: words.submitLead,
            groups: [],
            buttons: [{ name: 'do', value: 'submit', label: words.submit }],
          }),
        ]
      : []
  if (status === 'submitted')
    return [
      sheet({
        id: 'certify',
        heading: words.certifyForm,
        lead: words.certifyLead,
        groups: [
          {
            fields: [
              {
                kind: 'text',
                field: { id: 'until', name: 'until', label: words.until, hint: words.untilHint, ...error('until') },
                value: '',
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'certify', label: words.certify }],
      }),
      sheet({
        id: 'return',
        heading: words.returnForm,
        groups: [{ fields: [reason] }],
        buttons: [{ name: 'do', value: 'return', label: words.return, second: true }],
      }),
    ]
  if (status === 'certified' || status === 'suspended')
    return [
      sheet({
        id: 'stop',
        heading: words.endForm,
        lead: words.endLead,
        groups: [{ fields: [reason] }],
        buttons: [
          ...(status === 'certified' ? [{ name: 'do', value: 'suspended', label: words.suspend, second: true }] : []),
          { name: 'do', value: 'ended', label: words.end, second: true },
        ],
      }),
    ]
  return []
}
