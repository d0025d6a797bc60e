import { type Actor, actorLabel } from '../domain/actor.ts'
import type { Course } from '../domain/course.ts'
import * as moves from '../domain/course-certification.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { type Action, permit } from '../domain/permit.ts'
import { type Reason, requireReason } from '../domain/refusal.ts'
import type { Text } from '../domain/text.ts'
import { ServiceError } from '../errors.ts'
import { updateCourse } from '../store/courses.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { requireCourse } from './change-course.ts'
import type { Deps } from './deps.ts'
import { endorseCourse, withdrawCourseEndorsements } from './endorse-course.ts'

/** draft or returned → submitted, by its operator. @throws ServiceError `course_not_found`, `forbidden`, `conflict` */
export const submitCourse = (deps: Deps, actor: Actor, command: { courseId: string }): Promise<Course> =>
  move(deps, actor, command.courseId, 'course.submit', 'submitted', (course) => moves.submitCourse(course, partyOf(actor)))

/**
 * submitted → certified, by the secretariat; its word is signed as an endorsement of the badge and of the operator.
 *
 * @param command.on - JST day from which it holds; today where it is not given
 * @throws ServiceError `course_not_found`, `forbidden`, `conflict`
 */
export const certifyCourse = async (
  deps: Deps,
  actor: Actor,
  command: { courseId: string; on?: string; until?: string; note?: Text },
): Promise<Course> => {
  const on = command.on ?? jstDay(deps.now())
  if (command.until !== undefined && command.until < on)
    throw new ServiceError('invalid_input', 'The certification ends before it begins.', {
      problems: [{ path: '/until', message: `must not be before ${on}` }],
    })
  const course = await move(deps, actor, command.courseId, 'course.certify', 'certified', (course) =>
    moves.certifyCourse(course, {
      on,
      by: { id: actorLabel(actor), ...partyOf(actor) },
      ...(command.until === undefined ? {} : { until: command.until }),
      ...(command.note === undefined ? {} : { note: command.note }),
    }),
  )
  await endorseCourse(deps, course)
  return course
}

/** submitted → returned, by the secretariat, with a reason. @throws ServiceError `course_not_found`, `forbidden`, `conflict`, `invalid_input` */
export const returnCourse = (deps: Deps, actor: Actor, command: { courseId: string; reason: Reason }): Promise<Course> => {
  requireReason(command.reason)
  return move(
    deps,
    actor,
    command.courseId,
    'course.return',
    'returned',
    (course) => moves.returnCourse(course, partyOf(actor)),
    command.reason,
  )
}

/**
 * certified → suspended, or certified or suspended → ended. What was completed before stays certified, badges stay valid; the endorsements are withdrawn.
 *
 * @throws ServiceError `course_not_found`, `forbidden`, `conflict`, `invalid_input`
 */
export const endCertification = async (
  deps: Deps,
  actor: Actor,
  command: { courseId: string; status: 'suspended' | 'ended'; reason: Reason; on?: string },
): Promise<Course> => {
  requireReason(command.reason)
  const course = await move(
    deps,
    actor,
    command.courseId,
    'course.suspend',
    command.status,
    (course) =>
      moves.endCertification(course, command.status, {
        on: command.on ?? jstDay(deps.now()),
        by: partyOf(actor),
        note: { ja: command.reason.text },
      }),
    command.reason,
  )
  await withdrawCourseEndorsements(deps, course.id, command.reason)
  return course
}

const partyOf = (actor: Actor): { organisationId?: string } =>
  'role' in actor && actor.organisationId !== undefined ? { organisationId: actor.organisationId } : {}

const move = async (
  deps: Deps,
  actor: Actor,
  courseId: string,
  action: Action,
  done: string,
  deed: (course: Course) => Course,
  reason?: Reason,
): Promise<Course> => {
  const course = await requireCourse(deps, courseId)
  permit(actor, action, { operatorId: course.operatorId })
  const moved = deed(course)
  await inTransaction(deps, async (deps) => {
    if (!(await updateCourse(deps.db, course, moved, deps.now())))
      throw new ServiceError('conflict', `The course ${course.code} was changed by somebody else; load it and try again.`)
    await audit(deps, actor, `course.${done}`, `course:${course.code}`, reason === undefined ? {} : { reason: reason.code })
  })
  return moved
}
