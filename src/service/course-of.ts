import type { Course, Session } from '../domain/course.ts'
import { ServiceError } from '../errors.ts'
import { findCompletion, type StoredCompletion } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import type { Deps } from './deps.ts'

/** A run with its course. @throws ServiceError `session_not_found` */
export const requireSession = async (deps: Deps, sessionId: string): Promise<{ session: Session; course: Course }> => {
  const session = await findSession(deps.db, sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (session === undefined || course === undefined) throw new ServiceError('session_not_found', `There is no course session ${sessionId}.`)
  return { session, course }
}

/** A completion with its run and course. @throws ServiceError `completion_not_found`, `session_not_found` */
export const requireCompletion = async (
  deps: Deps,
  completionId: string,
): Promise<{ completion: StoredCompletion; session: Session; course: Course }> => {
  const completion = await findCompletion(deps.db, completionId)
  if (completion === undefined) throw new ServiceError('completion_not_found', `There is no completion ${completionId}.`)
  return { completion, ...(await requireSession(deps, completion.sessionId)) }
}
