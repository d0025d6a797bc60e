import type { Actor } from '../domain/actor.ts'
import type { Course, CourseBadge } from '../domain/course.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findCourse, pinSessions, updateCourse } from '../store/courses.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { type CourseBadgeText, defineCourseBadge } from './course-badge.ts'
import type { Deps } from './deps.ts'
import { endorseCourse } from './endorse-course.ts'

/** @throws ServiceError `course_not_found` */
export const requireCourse = async (deps: Deps, id: string): Promise<Course> => {
  const course = await findCourse(deps.db, id)
  if (course === undefined) throw new ServiceError('course_not_found', `There is no course ${id}.`)
  return course
}

export interface ChangeCourse {
  courseId: string
  name?: Course['name']
  hours?: number
  criteria?: Course['criteria']
  alignments?: string[]
  badge?: Partial<Pick<CourseBadge, 'validityMonths' | 'autoApply' | 'recipientIdentity'>>
  badgeText?: CourseBadgeText
}

/**
 * Changes a course. What was certified is changed by the secretariat only: the operator takes a returned or new course, or one outside certification.
 * Changed criteria make a new version of the badge; runs that began before stay with the version they began under.
 *
 * @throws ServiceError `course_not_found`, `forbidden`, `invalid_input`, `conflict` when it is in other hands or was changed meanwhile
 */
export const changeCourse = async (deps: Deps, actor: Actor, command: ChangeCourse): Promise<Course> => {
  // 1. May this actor change it now?
  const course = await requireCourse(deps, command.courseId)
  permit(actor, 'course.define', { operatorId: course.operatorId })
  requireOwnHands(actor, course)

  // 2. The changed course.
  const { courseId: _, badge, badgeText, ...given } = command
  const changed: Course = {
    ...course,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(course.badge === undefined ? {} : { badge: { ...course.badge, ...badge } }),
  }
  refuseCourse(changed)

  // 3. Store it; then its badge follows, and the runs that began stay with what they began under.
  await inTransaction(deps, async (deps) => {
    if (!(await updateCourse(deps.db, course, changed, deps.now())))
      throw new ServiceError('conflict', `The course ${course.code} was changed by somebody else; load it and try again.`)
    await audit(deps, actor, 'course.changed', `course:${course.code}`)
  })
  const defined = await defineCourseBadge(deps, actor, changed, badgeText)
  if (defined?.former !== undefined) {
    await pinSessions(deps.db, course.id, defined.former.id, jstDay(deps.now()))
    await endorseCourse(deps, changed)
  }
  return changed
}

const requireOwnHands = (actor: Actor, course: Course): void => {
  const { status } = course.certification
  const isOperator = 'role' in actor && actor.role === 'operator'
  if (!isOperator || status === 'draft' || status === 'returned' || status === 'not_applicable') return
  throw new ServiceError('conflict', `The course ${course.code} is ${status}: the secretariat changes it, or returns it so that you can.`)
}

/** @throws ServiceError `invalid_input` naming every field */
export const refuseCourse = (course: Pick<Course, 'hours' | 'criteria'>): void => {
  const problems = [
    ...(Number.isInteger(course.hours) && course.hours > 0 ? [] : [{ path: '/hours', message: 'must be a whole number of hours' }]),
    ...(course.criteria.ja.length > 0 && course.criteria.ja.every((line) => line.trim() !== '')
      ? []
      : [{ path: '/criteria/ja', message: 'needs at least one line, and no empty one' }]),
  ]
  if (problems.length > 0) throw new ServiceError('invalid_input', 'The course is not acceptable.', { problems })
}
