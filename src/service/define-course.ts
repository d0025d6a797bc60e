import type { Actor } from '../domain/actor.ts'
import type { Course, Session } from '../domain/course.ts'
import { permit } from '../domain/permit.ts'
import { findCourse, findSession, insertCourse, insertSession } from '../store/courses.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/**
 * Registers a course with its first runs. The same ids again change nothing.
 *
 * @throws ServiceError `forbidden`
 */
export const defineCourse = async (deps: Deps, actor: Actor, command: { course: Course; sessions: Session[] }): Promise<Course> => {
  permit(actor, 'programme.load')
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    if ((await findCourse(deps.db, command.course.id)) === undefined) {
      await insertCourse(deps.db, command.course, now)
      await audit(deps, actor, 'course.defined', `course:${command.course.code}`)
    }
    for (const session of command.sessions) {
      if ((await findSession(deps.db, session.id)) !== undefined) continue
      await insertSession(deps.db, session, now)
      await audit(deps, actor, 'session.defined', `session:${session.id}`)
    }
  })
  return command.course
}
