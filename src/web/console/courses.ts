import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { readDate } from '../../domain/japanese-date.ts'
import { mayDo } from '../../domain/permit.ts'
import { refuseActor } from '../../domain/refusal.ts'
import { ServiceError } from '../../errors.ts'
import { certifyCourse, endCertification, returnCourse, submitCourse } from '../../service/certify-course.ts'
import { changeCourse } from '../../service/change-course.ts'
import { addSession, createCourse } from '../../service/create-course.ts'
import { listAchievementVersions, listCourses, listSessions, readCourse } from '../../service/list-courses.ts'
import { findOrganisation, listOrganisations } from '../../store/read-models/registers.ts'
import { type CourseFieldError, readCourseForm, readSessionForm } from '../forms/course-form.ts'
import { line, type Typed, typedIn } from '../forms/typed.ts'
import { countedBy } from '../pages/recognitions.ts'
import { newCourseView, typedOfCourse } from '../views/course-form-view.ts'
import { type CourseForms, courseView } from '../views/course-view.ts'
import { coursesView } from '../views/courses-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const roles = ['operator', 'secretariat'] as const
const path = '/console/courses'

const idOf = (call: ConsoleCall): string => call.params['id'] as string
const isOffice = (call: ConsoleCall): boolean => call.actor.role === 'secretariat'

/** Courses that the actor may work on: all for the secretariat, its own for an operator. */
const ownCourses = async (call: ConsoleCall) =>
  (await listCourses(call.deps, call.actor)).filter(({ operatorId }) => mayDo(call.actor, 'course.define', { operatorId }))

const ownCourse = async (call: ConsoleCall) => {
  const course = await readCourse(call.deps, call.actor, idOf(call))
  if (!mayDo(call.actor, 'course.define', { operatorId: course.operatorId })) return refuseActor('This is the course of another operator.')
  return course
}

const filePage = async (call: ConsoleCall, more: Partial<CourseForms> = {}): Promise<ConsoleAnswer> => {
  const { web, deps, actor, context } = call
  const course = await ownCourse(call)
  const achievement = course.badge === undefined ? undefined : (await listAchievementVersions(deps, course.badge.achievementSlug)).at(-1)
  const counted = achievement === undefined ? 0 : ((await countedBy(web, [achievement]))[0]?.countedBy ?? 0)
  const forms: CourseForms = { typed: typedOfCourse(course), courseErrors: [], sessionErrors: [], ...more }
  const notice = wordsOf(context).courses.done[call.query['done'] ?? '']
  const view = courseView(
    {
      console: call.frame(wordsOf(context).courses.title),
      file: {
        course,
        operator: await findOrganisation(deps.db, course.operatorId),
        sessions: await listSessions(deps, actor, course.id),
        achievement,
        countedBy: counted,
      },
      office: isOffice(call),
      forms,
      ...(notice === undefined ? {} : { notice }),
    },
    context,
  )
  const wrong = forms.courseErrors.length > 0 || forms.sessionErrors.length > 0 || forms.decisionError !== undefined
  return { page: WorkPage(view), ...(wrong ? { status: 400 } : {}) }
}

const newPage = async (call: ConsoleCall, typed: Typed, errors: readonly CourseFieldError[] = []): Promise<ConsoleAnswer> => {
  const operators = isOffice(call) ? await listOrganisations(call.deps.db, 'operator') : []
  const view = newCourseView({ console: call.frame(wordsOf(call.context).courses.form.new), operators, typed, errors }, call.context)
  return { page: WorkPage(view), ...(errors.length === 0 ? {} : { status: 400 }) }
}

const to = (call: ConsoleCall, id: string, done: string): ConsoleAnswer => ({
  to: linkTo(call.context, `${path}/${encodeURIComponent(id)}?done=${done}`),
})

/** Courses: define, hand in, certify, runs. */
export const courseRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/courses',
    roles,
    run: async (call) => {
      const { deps, actor, context } = call
      const courses = await Promise.all(
        (await ownCourses(call)).map(async (course) => ({
          course,
          operator: await findOrganisation(deps.db, course.operatorId),
          sessions: (await listSessions(deps, actor, course.id)).length,
        })),
      )
      const notice = wordsOf(context).courses.done[call.query['done'] ?? '']
      const view = coursesView(
        {
          console: call.frame(wordsOf(context).courses.title),
          courses,
          office: isOffice(call),
          ...(notice === undefined ? {} : { notice }),
        },
        context,
      )
      return { page: WorkPage(view) }
    },
  },
  { method: 'get', path: '/courses/new', roles, run: (call) => newPage(call, new Map()) },
  {
    method: 'post',
    path: '/courses/new',
    roles,
    run: async (call) => {
      const { deps, actor } = call
      const typed = typedIn(call.form)
      const typedAgain: Typed = typed.has('certifiable') ? typed : new Map([...typed, ['certifiable', 'no']])
      const { course, code, errors } = readCourseForm(typed, true)
      if (course === undefined) return newPage(call, typedAgain, errors)
      const operatorId = isOffice(call) ? (typed.get('operator') ?? '') : (actor.organisationId ?? '')
      const { validityMonths, autoApply, ...rest } = course
      try {
        const made = await createCourse(deps, actor, {
          ...rest,
          code,
          operatorId,
          certifiable: typed.get('certifiable') === 'yes',
          badge: { validityMonths, autoApply },
        })
        return to(call, made.id, 'saved')
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'conflict') return newPage(call, typedAgain, ['taken'])
        throw error
      }
    },
  },
  { method: 'get', path: '/courses/:id', roles, run: (call) => filePage(call) },
  {
    method: 'post',
    path: '/courses/:id',
    roles,
    run: async (call) => {
      const known = await ownCourse(call)
      const typed = typedIn(call.form)
      const { course, errors } = readCourseForm(typed, false)
      if (course === undefined) return filePage(call, { typed, courseErrors: errors })
      const { validityMonths, autoApply, criteria, ...rest } = course
      const isSame = JSON.stringify(criteria.ja) === JSON.stringify(known.criteria.ja)
      await changeCourse(call.deps, call.actor, {
        courseId: known.id,
        ...rest,
        // The English criteria are not in this form: they stay with the lines that they translate.
        criteria: isSame ? known.criteria : criteria,
        ...(known.badge === undefined ? {} : { badge: { validityMonths, autoApply } }),
      })
      return to(call, known.id, 'saved')
    },
  },
  {
    method: 'post',
    path: '/courses/:id/decide',
    roles,
    run: async (call) => {
      const { deps, actor, form, context } = call
      const { id: courseId } = await ownCourse(call)
      const words = wordsOf(context).courses
      const text = line(form, 'reason')
      const reason = { code: 'OFFICE', text }
      const what = form.get('do')
      if (what === 'submit') {
        await submitCourse(deps, actor, { courseId })
        return to(call, courseId, 'submitted')
      }
      if (what === 'certify') {
        const typed = line(form, 'until')
        const until = typed === '' ? undefined : readDate(typed)
        if (until !== undefined && !until.ok) return filePage(call, { decisionError: { fieldId: 'until', message: words.untilWrong } })
        await certifyCourse(deps, actor, { courseId, ...(until === undefined ? {} : { until: until.day }) })
        return { to: linkTo(context, `${path}?done=certify`) }
      }
      if (text === '') return filePage(call, { decisionError: { fieldId: 'reason', message: words.needsReason } })
      if (what === 'suspended' || what === 'ended') {
        await endCertification(deps, actor, { courseId, status: what, reason })
        return to(call, courseId, what)
      }
      await returnCourse(deps, actor, { courseId, reason })
      return { to: linkTo(context, `${path}?done=return`) }
    },
  },
  {
    method: 'post',
    path: '/courses/:id/sessions',
    roles,
    run: async (call) => {
      const { id: courseId } = await ownCourse(call)
      const typed = typedIn(call.form)
      const { session, errors } = readSessionForm(typed)
      if (session === undefined) return filePage(call, { typed: mergedTyped(await ownCourse(call), typed), sessionErrors: errors })
      try {
        await addSession(call.deps, call.actor, { courseId, ...session })
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'conflict') throw error
        return filePage(call, { typed: mergedTyped(await ownCourse(call), typed), sessionErrors: ['taken'] })
      }
      return to(call, courseId, 'session')
    },
  },
]

/** The page has two forms: what was typed in one, and what is on record in the other. */
const mergedTyped = (course: Awaited<ReturnType<typeof ownCourse>>, typed: Typed): Typed => new Map([...typedOfCourse(course), ...typed])

/** Courses that wait to be certified. */
export const courseTasks = tasksOf({ name: 'courses', path, roles: ['secretariat'] }, async (call) => {
  const count = (await ownCourses(call)).filter(({ certification }) => certification.status === 'submitted').length
  return [{ count, about: wordsOf(call.context).courses.task }]
})
