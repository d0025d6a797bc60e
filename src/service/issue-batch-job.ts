import type { Actor } from '../domain/actor.ts'
import type { Job } from '../domain/job.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { countCompleted } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import type { Deps } from './deps.ts'
import { issueBatch } from './issue-batch.ts'
import { enqueueJob, type JobHandler } from './jobs.ts'

/** The kind of job that issues the badges of a session. */
export const ISSUE_BATCH = 'issue_batch'

interface Params {
  sessionId: string
  awardedOn?: string
}

/**
 * Starts the issuing of everybody who completed a session, as a job that survives a restart. Its result is a `BatchReport`.
 *
 * @throws ServiceError `session_not_found`, `forbidden`
 */
export const enqueueIssueBatch = async (
  deps: Deps,
  actor: Actor,
  command: { sessionId: string; awardedOn?: string | undefined },
): Promise<Job> => {
  const session = await findSession(deps.db, command.sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (session === undefined || course === undefined)
    throw new ServiceError('session_not_found', `There is no course session ${command.sessionId}.`)
  permit(actor, 'credential.issue', { operatorId: course.operatorId })
  const params: Params = { sessionId: session.id, ...(command.awardedOn === undefined ? {} : { awardedOn: command.awardedOn }) }
  const total = await countCompleted(deps.db, session.id)
  return enqueueJob(deps, actor, { kind: ISSUE_BATCH, params, operatorId: course.operatorId, total })
}

/** Issues what is still to be issued; started again after a stop it goes on from what is stored. */
export const issueBatchJob: JobHandler = async (deps, { job, report, signal }) => {
  const batch = await issueBatch(deps, job.actor, job.params as Params, {
    signal,
    progress: (done, total) => report({ done, total }),
  })
  if (batch.stopped) throw new Error('the service is stopping; the job goes on later')
  return batch
}
