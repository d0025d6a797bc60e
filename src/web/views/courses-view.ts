import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Course } from '../../domain/course.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
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
