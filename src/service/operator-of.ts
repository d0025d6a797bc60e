import type { CredentialRecord } from '../domain/credential.ts'
import { findCompletion } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import type { Deps } from './deps.ts'

/** The operator whose course a badge is for; undefined for badges of workplace achievements. */
export const operatorOf = async (deps: Deps, credential: CredentialRecord): Promise<string | undefined> => {
  const completion = credential.completionId === undefined ? undefined : await findCompletion(deps.db, credential.completionId)
  const session = completion && (await findSession(deps.db, completion.sessionId))
  return session && (await findCourse(deps.db, session.courseId))?.operatorId
}
