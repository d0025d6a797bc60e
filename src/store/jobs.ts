import type { Actor } from '../domain/actor.ts'
import type { Job, JobState } from '../domain/job.ts'
import { absent, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

const columns = [
  'id',
  'kind',
  'state',
  'actor',
  'operator_id',
  'params',
  'total',
  'done',
  'result',
  'failure',
  'due_at',
  'lease_until',
  'lease_token',
  'created_at',
  'finished_at',
] as const

const fromRow = (row: Row<'job'>): Job => ({
  id: row.id,
  kind: row.kind,
  state: row.state as JobState,
  actor: json.read<Actor>(row.actor),
  operatorId: absent(row.operator_id),
  params: json.read(row.params),
  total: absent(row.total),
  done: row.done,
  result: json.readMaybe(row.result),
  failure: absent(row.failure),
  dueAt: instant.read(row.due_at),
  createdAt: instant.read(row.created_at),
  finishedAt: instant.readMaybe(row.finished_at),
})

export const insertJob = async (db: Db, job: Job): Promise<void> => {
  await db
    .insertInto('job')
    .values({
      id: job.id,
      kind: job.kind,
      state: job.state,
      actor: json.write(job.actor),
      operator_id: job.operatorId ?? null,
      params: json.write(job.params),
      total: job.total ?? null,
      done: job.done,
      result: null,
      failure: null,
      due_at: instant.write(job.dueAt),
      lease_until: null,
      lease_token: 0,
      created_at: instant.write(job.createdAt),
      finished_at: null,
    })
    .execute()
}

export const findJob = async (db: Db, id: string): Promise<Job | undefined> => {
  const row = await db.selectFrom('job').select(columns).where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

/** Jobs, the newest first; of one operator where it is named. */
export const listJobs = async (db: Db, filter: { operatorId?: string; limit: number }): Promise<Job[]> => {
  let query = db.selectFrom('job').select(columns)
  if (filter.operatorId !== undefined) query = query.where('operator_id', '=', filter.operatorId)
  const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(filter.limit).execute()
  return rows.map(fromRow)
}

/** A job in the hands of one process. */
export interface Lease {
  id: string
  token: number
}

/** Takes the next job that is due, or one whose process let its lease run out. At most one of several processes gets it. */
export const leaseNextJob = async (
  db: Db,
  now: Date,
  leaseSeconds: number,
  kinds: readonly string[],
): Promise<{ job: Job; lease: Lease } | undefined> => {
  if (kinds.length === 0) return undefined
  const at = instant.write(now)
  const candidates = await db
    .selectFrom('job')
    .select(columns)
    .where('kind', 'in', kinds)
    .where('due_at', '<=', at)
    .where((where) => where.or([where('state', '=', 'queued'), where.and([where('state', '=', 'running'), where('lease_until', '<', at)])]))
    .orderBy('due_at')
    .orderBy('id')
    .limit(5)
    .execute()
  for (const row of candidates) {
    const token = row.lease_token + 1
    const result = await db
      .updateTable('job')
      .set({ state: 'running', lease_token: token, lease_until: instant.write(new Date(now.getTime() + leaseSeconds * 1000)) })
      .where('id', '=', row.id)
      .where('state', 'in', ['queued', 'running'])
      .where('lease_token', '=', row.lease_token)
      .executeTakeFirst()
    if (Number(result.numUpdatedRows) === 1) return { job: { ...fromRow(row), state: 'running' }, lease: { id: row.id, token } }
  }
  return undefined
}

/** Reports progress and keeps the lease; false when the job is no longer ours (taken over or cancelled). */
export const renewLease = async (db: Db, lease: Lease, progress: { done: number; total?: number }, until: Date): Promise<boolean> => {
  const result = await db
    .updateTable('job')
    .set({
      done: progress.done,
      ...(progress.total === undefined ? {} : { total: progress.total }),
      lease_until: instant.write(until),
    })
    .where('id', '=', lease.id)
    .where('lease_token', '=', lease.token)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Ends a job, if it is still ours. */
export const finishJob = async (
  db: Db,
  lease: Lease,
  outcome: { state: 'done'; result: unknown } | { state: 'failed'; failure: string },
  now: Date,
): Promise<void> => {
  await db
    .updateTable('job')
    .set({
      state: outcome.state,
      result: outcome.state === 'done' ? json.write(outcome.result ?? null) : null,
      failure: outcome.state === 'failed' ? outcome.failure : null,
      lease_until: null,
      finished_at: instant.write(now),
    })
    .where('id', '=', lease.id)
    .where('lease_token', '=', lease.token)
    .where('state', '=', 'running')
    .execute()
}

/** Puts a job back, when its process stops or a passing trouble ended it. */
export const parkJob = async (db: Db, lease: Lease, dueAt: Date): Promise<void> => {
  await db
    .updateTable('job')
    .set({ state: 'queued', lease_until: null, due_at: instant.write(dueAt) })
    .where('id', '=', lease.id)
    .where('lease_token', '=', lease.token)
    .where('state', '=', 'running')
    .execute()
}

/** Cancels a job that has not ended; whoever works on it notices at its next report. */
export const cancelJob = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('job')
    .set({ state: 'cancelled', lease_until: null, finished_at: instant.write(now) })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}
