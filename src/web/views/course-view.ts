import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormView } from '../../../templates/pages/form-page.tsx'
import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import type { Course, Session } from '../../domain/course.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { CourseFieldError, SessionFieldError } from '../forms/course-form.ts'
import type { Typed } from '../forms/typed.ts'
import { courseErrors, courseFormPart } from './course-form-view.ts'
import { sessionFormPart } from './course-run-form-view.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/courses'

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
