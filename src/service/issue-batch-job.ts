import type { Actor } from '../domain/actor.ts'
import type { Job } from '../domain/job.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { countCompleted } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import { announceMany } from './announce-credential.ts'
import type { Deps } from './deps.ts'
import { issueBatch, type RowOutcome } from './issue-batch.ts'
import { enqueueJob, type JobHandler } from './jobs.ts'

/** The kind of job that issues the badges of a session. */
export const ISSUE_BATCH = 'issue_batch'

interface Params {
  sessionId: string
  awardedOn?: string
  /** holders are told by mail, once the time to undo is over */
  notify: boolean
}

/**
 * Starts the issuing of everybody who completed a session, as a job that survives a restart. Its result is a `BatchReport`.
 *
 * @throws ServiceError `session_not_found`, `forbidden`
 */
export const enqueueIssueBatch = async (
  deps: Deps,
  actor: Actor,
  command: {
    sessionId: string
    awardedOn?: string | undefined
    /** the JST day on which it begins; at once where it is not given. Until then the job can be cancelled */
    on?: string | undefined
    notify?: boolean | undefined
  },
): Promise<Job> => {
  const session = await findSession(deps.db, command.sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (session === undefined || course === undefined)
    throw new ServiceError('session_not_found', `There is no course session ${command.sessionId}.`)
  permit(actor, 'credential.issue', { operatorId: course.operatorId })
  const params: Params = {
    sessionId: session.id,
    ...(command.awardedOn === undefined ? {} : { awardedOn: command.awardedOn }),
    notify: command.notify ?? true,
  }
  const dueAt = command.on === undefined ? undefined : new Date(`${command.on}T00:00:00+09:00`)
  const total = await countCompleted(deps.db, session.id)
  return enqueueJob(deps, actor, {
    kind: ISSUE_BATCH,
    params,
    operatorId: course.operatorId,
    total,
    ...(dueAt === undefined ? {} : { dueAt }),
  })
}

/** Issues what is still to be issued, and tells the holders; started again after a stop it goes on from what is stored. */
export const issueBatchJob: JobHandler = async (deps, { job, report, signal }) => {
  const params = job.params as Params
  const batch = await issueBatch(deps, job.actor, params, {
    signal,
    progress: (done, total) => report({ done, total }),
    rows: (outcomes) => (params.notify === true ? announce(deps, job, outcomes) : undefined),
  })
  if (batch.stopped) throw new Error('the service is stopping; the job goes on later')
  return batch
}

/** Badges that an earlier run of this job issued and did not announce are told now; older ones are left alone. */
const announce = async (deps: Deps, job: Job, outcomes: readonly RowOutcome[]): Promise<void> => {
  const credentialIds = outcomes.flatMap((row) => (row.outcome === 'refused' ? [] : [row.credentialId]))
  await announceMany(deps, {
    credentialIds,
    operatorId: job.operatorId ?? '',
    since: job.dueAt < job.createdAt ? job.createdAt : job.dueAt,
  })
}
