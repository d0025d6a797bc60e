import type { Actor } from '../domain/actor.ts'
import type { Job } from '../domain/job.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import * as store from '../store/jobs.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** What a handler may use besides its job. */
export interface JobRun {
  job: Job
  /** tells how far the work is and keeps the lease; throws when the job was cancelled or taken over, so that the work stops there */
  report(progress: { done: number; total?: number }): Promise<void>
  /** set when the process stops: the handler throws or returns at its next safe point, and the job goes on later from what is stored */
  signal: AbortSignal
}

/** Does one kind of long work. It may be started again after a crash: what was done before must not be done twice. */
export type JobHandler = (deps: Deps, run: JobRun) => Promise<unknown>

const LEASE_SECONDS = 60
const PAUSE_AFTER_TROUBLE_SECONDS = 15

class JobLost extends Error {}

/** Starts long work. The use case that calls this has asked whether the actor may. */
export const enqueueJob = async (
  deps: Deps,
  actor: Actor,
  command: { kind: string; params: unknown; operatorId?: string; total?: number; dueAt?: Date },
): Promise<Job> => {
  const now = deps.now()
  const job: Job = {
    id: newId(),
    kind: command.kind,
    state: 'queued',
    actor,
    params: command.params,
    ...(command.operatorId === undefined ? {} : { operatorId: command.operatorId }),
    ...(command.total === undefined ? {} : { total: command.total }),
    done: 0,
    dueAt: command.dueAt ?? now,
    createdAt: now,
  }
  await inTransaction(deps, async (deps) => {
    await store.insertJob(deps.db, job)
    await audit(deps, actor, 'job.queued', `job:${job.id}`, { kind: job.kind })
  })
  return job
}

/**
 * @throws ServiceError `not_found`, alike for a job that is none of the actor's
 */
export const readJob = async (deps: Deps, actor: Actor, id: string): Promise<Job> => {
  const job = await store.findJob(deps.db, id)
  if (job === undefined) throw new ServiceError('not_found', `There is no job ${id}.`)
  permit(actor, 'job.read', job.operatorId === undefined ? {} : { operatorId: job.operatorId })
  return job
}

/** The newest jobs that the actor may see: an operator's own, all for the secretariat. */
export const listJobs = async (deps: Deps, actor: Actor, limit = 50): Promise<Job[]> => {
  const operatorId = 'role' in actor && actor.role === 'operator' ? actor.organisationId : undefined
  permit(actor, 'job.read', operatorId === undefined ? {} : { operatorId })
  return store.listJobs(deps.db, { ...(operatorId === undefined ? {} : { operatorId }), limit })
}

/**
 * Stops a job at its next safe point; what it has done stays.
 *
 * @throws ServiceError `not_found`, `conflict` when it has ended
 */
export const cancelJob = async (deps: Deps, actor: Actor, id: string): Promise<Job> => {
  const job = await readJob(deps, actor, id)
  await inTransaction(deps, async (deps) => {
    if (!(await store.cancelJob(deps.db, job.id, deps.now())))
      throw new ServiceError('conflict', `The job ${job.id} has ended already (${job.state}).`)
    await audit(deps, actor, 'job.cancelled', `job:${job.id}`, { kind: job.kind })
  })
  return readJob(deps, actor, id)
}

/**
 * Works on the next job that is due, if there is one. A passing trouble (a database that is locked or gone, a stopping process) puts the job back;
 * any other failure ends it with its sentence.
 *
 * @returns the job that was worked on
 */
export const runNextJob = async (
  deps: Deps,
  handlers: Readonly<Record<string, JobHandler>>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Job | undefined> => {
  const next = await store.leaseNextJob(deps.db, deps.now(), LEASE_SECONDS, Object.keys(handlers))
  if (next === undefined) return undefined
  const { job, lease } = next
  const handler = handlers[job.kind] as JobHandler
  const report = async (progress: { done: number; total?: number }): Promise<void> => {
    const until = new Date(deps.now().getTime() + LEASE_SECONDS * 1000)
    if (!(await store.renewLease(deps.db, lease, progress, until))) throw new JobLost()
  }
  try {
    const result = await handler(deps, { job, report, signal })
    await store.finishJob(deps.db, lease, { state: 'done', result }, deps.now())
  } catch (error) {
    if (error instanceof JobLost) return job
    if (signal.aborted) await store.parkJob(deps.db, lease, deps.now())
    else if (error instanceof ServiceError && error.code === 'overloaded')
      await store.parkJob(deps.db, lease, new Date(deps.now().getTime() + PAUSE_AFTER_TROUBLE_SECONDS * 1000))
    else {
      const failure =
        error instanceof ServiceError ? error.message : 'The work stopped because of a defect of the service; it was recorded.'
      await store.finishJob(deps.db, lease, { state: 'failed', failure }, deps.now())
      if (!(error instanceof ServiceError)) throw error
    }
  }
  return job
}
