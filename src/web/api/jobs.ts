import type { Job } from '../../domain/job.ts'
import { cancelJob, listJobs, readJob } from '../../service/jobs.ts'
import { fields, z } from './fields.ts'
import { apiRoute } from './route.ts'

export const jobSchema = z
  .strictObject({
    id: fields.id,
    kind: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    total: z.number().int().optional(),
    done: z.number().int(),
    result: z.unknown().optional(),
    failure: z.string().optional(),
    createdAt: fields.instant,
    finishedAt: fields.instant.optional(),
  })
  .meta({ id: 'Job', description: 'Long work and how far it is.' })

/** A job as the API shows it. */
export const jobView = (job: Job) => ({
  id: job.id,
  kind: job.kind,
  state: job.state,
  total: job.total,
  done: job.done,
  result: job.result,
  failure: job.failure,
  createdAt: job.createdAt.toISOString(),
  finishedAt: job.finishedAt?.toISOString(),
})

const params = z.strictObject({ id: fields.id })
const tag = 'Jobs'

export const jobRoutes = [
  apiRoute({
    method: 'get',
    path: '/jobs',
    tag,
    summary: 'The newest jobs that the caller may see.',
    action: 'job.read',
    answers: { 200: { description: 'Jobs, the newest first', schema: z.strictObject({ items: z.array(jobSchema) }) } },
    run: async ({ deps, actor }) => ({ status: 200, body: { items: (await listJobs(deps, actor)).map(jobView) } }),
  }),
  apiRoute({
    method: 'get',
    path: '/jobs/{id}',
    tag,
    summary: 'How far a job is, and what came of it.',
    action: 'job.read',
    params,
    answers: { 200: { description: 'The job', schema: jobSchema } },
    run: async ({ deps, actor, params }) => ({ status: 200, body: jobView(await readJob(deps, actor, params.id)) }),
  }),
  apiRoute({
    method: 'post',
    path: '/jobs/{id}/cancel',
    tag,
    summary: 'Stop a job at its next safe point. What it has done stays.',
    action: 'job.read',
    params,
    body: z.strictObject({}),
    example: {},
    answers: { 200: { description: 'The job', schema: jobSchema } },
    run: async ({ deps, actor, params }) => ({ status: 200, body: jobView(await cancelJob(deps, actor, params.id)) }),
  }),
]
