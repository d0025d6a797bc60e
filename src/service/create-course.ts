import type { Actor } from '../domain/actor.ts'
import type { Course, CourseBadge, Session } from '../domain/course.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findCourseByCode, findSession, insertCourse, insertSession, listSessions } from '../store/courses.ts'
import { findOrganisation } from '../store/organisations.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { refuseCourse, requireCourse } from './change-course.ts'
import { type CourseBadgeText, defineCourseBadge } from './course-badge.ts'
import type { Deps } from './deps.ts'

export interface CreateCourse {
  code: string
  operatorId: string
  name: Course['name']
  hours: number
  criteria: Course['criteria']
  alignments?: string[]
  /** false: a course of the operator's own that stays outside certification */
  certifiable: boolean
  badge?: Partial<CourseBadge> & { text?: CourseBadgeText }
}

/**
 * Registers a course as a draft, with the definition of its badge. It is certified later, by somebody else, or never: then it never looks certified.
 *
 * @throws ServiceError `forbidden`, `organisation_not_found`, `conflict` where the code is taken, `invalid_input`
 */
export const createCourse = async (deps: Deps, actor: Actor, command: CreateCourse): Promise<Course> => {
  permit(actor, 'course.define', { operatorId: command.operatorId })
  const operator = await findOrganisation(deps.db, command.operatorId)
  if (operator?.kind !== 'operator') throw new ServiceError('organisation_not_found', `There is no operator ${command.operatorId}.`)
  refuseCourse(command)
  const { badge } = command
  const course: Course = {
    id: command.code,
    code: command.code,
    operatorId: operator.id,
    name: command.name,
    hours: command.hours,
    criteria: command.criteria,
    alignments: command.alignments ?? [],
    certification: { status: command.certifiable ? 'draft' : 'not_applicable' },
    ...(badge === undefined
      ? {}
      : {
          badge: {
            achievementSlug: badge.achievementSlug ?? command.code.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
            validityMonths: badge.validityMonths ?? null,
            autoApply: badge.autoApply ?? false,
            recipientIdentity: badge.recipientIdentity ?? 'pairwise',
          },
        }),
    isDemo: operator.isDemo,
  }
  const taken = (): ServiceError => new ServiceError('conflict', `The course code ${command.code} is taken.`)
  if ((await findCourseByCode(deps.db, command.code)) !== undefined) throw taken()
  try {
    await inTransaction(deps, async (deps) => {
      await insertCourse(deps.db, course, deps.now())
      await audit(deps, actor, 'course.defined', `course:${course.code}`)
    })
  } catch (error) {
    throw isUniqueViolation(error) ? taken() : error
  }
  await defineCourseBadge(deps, actor, course, badge?.text)
  return course
}

/**
 * Adds a run to a course.
 *
 * @throws ServiceError `course_not_found`, `forbidden`, `invalid_input`; `conflict` where the number is taken, or the certification has ended before it begins
 */
export const addSession = async (
  deps: Deps,
  actor: Actor,
  command: { courseId: string; no: string; start: string; end: string; place?: string },
): Promise<Session> => {
  const course = await requireCourse(deps, command.courseId)
  permit(actor, 'course.define', { operatorId: course.operatorId })
  if (command.end < command.start)
    throw new ServiceError('invalid_input', 'The run ends before it begins.', {
      problems: [{ path: '/end', message: 'must not be before start' }],
    })
  const { certification } = course
  if ((certification.status === 'ended' || certification.status === 'suspended') && certification.endedOn <= command.start)
    throw new ServiceError(
      'conflict',
      `The certification of ${course.code} is ${certification.status} since ${certification.endedOn}; no run begins after it.`,
    )
  const id = `${course.code}:${command.no}`
  if ((await findSession(deps.db, id)) !== undefined || (await listSessions(deps.db, course.id)).some(({ no }) => no === command.no))
    throw new ServiceError('conflict', `The course ${course.code} has a run ${command.no} already.`)
  const { courseId: _, ...rest } = command
  const session: Session = { id, courseId: course.id, ...rest }
  try {
    await inTransaction(deps, async (deps) => {
      await insertSession(deps.db, session, deps.now())
      await audit(deps, actor, 'session.defined', `session:${session.id}`)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', `The course ${course.code} has a run ${command.no} already.`, { cause: error })
  }
  return session
}
