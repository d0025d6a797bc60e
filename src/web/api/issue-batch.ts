import { issueBatch, type RowOutcome } from '../../service/issue-batch.ts'
import { enqueueIssueBatch } from '../../service/issue-batch-job.ts'
import { credentialUrl } from '../../service/urls.ts'
import { fields, z } from './fields.ts'
import { jobSchema, jobView } from './jobs.ts'
import { apiRoute } from './route.ts'

const row = z
  .strictObject({
    completionId: fields.id,
    outcome: z.enum(['issued', 'already', 'refused']),
    id: fields.id.optional(),
    url: z.url().optional(),
    code: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'BatchRow', description: 'What became of one completion: its badge, or why it has none.' })

const report = z
  .strictObject({ issued: z.number().int(), already: z.number().int(), refused: z.number().int(), items: z.array(row) })
  .meta({ id: 'Batch' })

const tag = 'Badges'

export const issueBatchRoutes = [
  apiRoute({
    method: 'post',
    path: '/credentials/batch',
    tag,
    summary: 'Issue the badges of up to 1,000 completions. The same completion gives the same badge.',
    action: 'credential.issue',
    creates: true,
    maxNodes: 2000,
    body: z.strictObject({ completionIds: z.array(fields.id).min(1).max(1000), awardedOn: fields.day.optional() }),
    example: { completionIds: ['CMP-001', 'CMP-002'] },
    answers: { 200: { description: 'What became of each, in the order asked for', schema: report } },
    run: async ({ deps, actor, body }) => {
      const rows: RowOutcome[] = []
      const { issued, already, refused } = await issueBatch(deps, actor, body, { rows: (some) => void rows.push(...some) })
      const view = (outcome: RowOutcome) =>
        outcome.outcome === 'refused'
          ? outcome
          : {
              completionId: outcome.completionId,
              outcome: outcome.outcome,
              id: outcome.credentialId,
              url: credentialUrl(deps.publicUrl, outcome.credentialId),
            }
      return { status: 200, body: { issued, already, refused, items: inOrder(body.completionIds, rows).map(view) } }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/sessions/{id}/issue',
    tag,
    summary: 'Start issuing the badges of everybody who completed a session. The job tells how far it is, and survives a restart.',
    action: 'credential.issue',
    creates: true,
    params: z.strictObject({ id: fields.id }),
    body: z.strictObject({
      awardedOn: fields.day.optional(),
      /** the day on which it begins; until then the job can be cancelled */
      on: fields.day.optional(),
      notify: z.boolean().default(true),
    }),
    example: { on: '2026-12-01', notify: true },
    answers: { 202: { description: 'The job', schema: jobSchema } },
    run: async ({ deps, actor, params, body }) => {
      const job = await enqueueIssueBatch(deps, actor, { ...body, sessionId: params.id })
      return { status: 202, body: jobView(job) }
    },
  }),
]

/** One outcome for each id asked for; an id that was named twice has an outcome for each mention. */
const inOrder = (ids: readonly string[], rows: readonly RowOutcome[]): RowOutcome[] => {
  const left = new Map<string, RowOutcome[]>()
  for (const outcome of rows) left.set(outcome.completionId, [...(left.get(outcome.completionId) ?? []), outcome])
  return ids.flatMap((id) => left.get(id)?.shift() ?? [])
}
