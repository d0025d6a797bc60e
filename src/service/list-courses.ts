import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import { type Course, certifiedOn, type Session } from '../domain/course.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import { listAchievementVersions as versions } from '../store/achievements.ts'
import { findCourse, listCourses as list, listSessions as runs } from '../store/courses.ts'
import type { Deps } from './deps.ts'

/** Certified courses, and those outside certification, are public; drafts and what is being decided are for their operator and the secretariat. */
const maySee = (actor: Actor, course: Course, today: string): boolean => {
  if (course.certification.status === 'not_applicable' || certifiedOn(course, today)) return true
  if (actor.kind === 'system') return true
  if (!('role' in actor)) return course.certification.status === 'ended' || course.certification.status === 'suspended'
  if (actor.role === 'secretariat' || actor.role === 'administrator' || actor.role === 'reviewer') return true
  return (
    actor.organisationId === course.operatorId || course.certification.status === 'ended' || course.certification.status === 'suspended'
  )
}

/** The courses that the actor may see, by their codes. */
export const listCourses = async (deps: Deps, actor: Actor, operatorId?: string): Promise<Course[]> => {
  const today = jstDay(deps.now())
  return (await list(deps.db)).filter(
    (course) => (operatorId === undefined || course.operatorId === operatorId) && maySee(actor, course, today),
  )
}

/** @throws ServiceError `course_not_found`, alike for a draft of somebody else */
export const readCourse = async (deps: Deps, actor: Actor, id: string): Promise<Course> => {
  const course = await findCourse(deps.db, id)
  if (course === undefined || !maySee(actor, course, jstDay(deps.now())))
    throw new ServiceError('course_not_found', `There is no course ${id}.`)
  return course
}

/** The runs of a course. @throws ServiceError `course_not_found` */
export const listSessions = async (deps: Deps, actor: Actor, courseId: string): Promise<Session[]> =>
  runs(deps.db, (await readCourse(deps, actor, courseId)).id)

/** Every version of a badge definition, the oldest first. @throws ServiceError `achievement_not_found` */
export const listAchievementVersions = async (deps: Deps, slug: string): Promise<Achievement[]> => {
  const found = await versions(deps.db, slug)
  if (found.length === 0) throw new ServiceError('achievement_not_found', `There is no badge definition ${slug}.`)
  return found
}
