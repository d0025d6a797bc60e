import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueBatchJob } from '../../src/service/issue-batch-job.ts'
import { jobHandlers } from '../../src/service/job-handlers.ts'
import { runNextJob } from '../../src/service/jobs.ts'
import { addCompletions, completionId } from '../support/many-completions.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let operator: string
let otherOperator: string
let sessionId: string
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne(['CMP-001', 'CMP-010'])
  const sample = web.world.programme.completions.find(({ id }) => id === 'CMP-001')
  if (sample === undefined) throw new Error('the demo has no CMP-001')
  sessionId = sample.sessionId
  await addCompletions({ db: web.world.deps.db }, sample, { from: 0, count: 30 })
  operator = await web.apiKey('operator', 'op-04')
  otherOperator = await web.apiKey('operator', 'op-02')
})
afterAll(() => web.close())

const post = (path: string, key: string, body: unknown, headers: Record<string, string> = {}) =>
  request(web.app)
    .post(`/api/v1${path}`)
    .set({ Authorization: `Bearer ${key}`, ...headers })
    .type('json')
    .send(JSON.stringify(body))

describe('issuing many badges over HTTP', () => {
  test('a list is answered row by row in its order, and the same key gives the same answer', async () => {
    const completionIds = [completionId(1), 'CMP-010', completionId(0), 'CMP-999', completionId(1)]
    const headers = { 'Idempotency-Key': 'batch-1' }
    const answer = await post('/credentials/batch', operator, { completionIds }, headers)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ issued: 2, already: 1, refused: 2 })
    expect(answer.body.items.map((row: { completionId: string }) => row.completionId)).toEqual(completionIds)
    expect(answer.body.items.map((row: { outcome: string; code?: string }) => row.code ?? row.outcome)).toEqual([
      'issued',
      'completion_not_eligible',
      'issued',
      'completion_not_found',
      'already',
    ])
    expect(answer.body.items[4].id).toBe(answer.body.items[0].id)
    expect(answer.body.items[0].url).toBe(`https://badges.example/badges/${answer.body.items[0].id}`)
    expect((await post('/credentials/batch', operator, { completionIds }, headers)).text).toBe(answer.text)
    expect((await post('/credentials/batch', operator, { completionIds: ['CMP-001'] }, headers)).status).toBe(422)
  })

  test('a list of nothing, or of more than a thousand, is refused', async () => {
    const tooMany = Array.from({ length: 1001 }, (_, n) => completionId(n))
    for (const completionIds of [[], tooMany])
      expect((await post('/credentials/batch', operator, { completionIds })).body).toMatchObject({ code: 'invalid_input' })
  })

  test('a session becomes a job that its operator can follow to its end', async () => {
    expect((await post(`/sessions/${sessionId}/issue`, otherOperator, {})).status).toBe(403)
    expect((await post('/sessions/none/issue', operator, {})).body).toMatchObject({ code: 'session_not_found' })
    const started = await post(`/sessions/${sessionId}/issue`, operator, {})
    expect(started.status).toBe(202)
    expect(started.body).toMatchObject({ kind: 'issue_batch', state: 'queued', total: 31, done: 0 })

    // A service that stops at once puts the job back; the next one ends it.
    await runNextJob(web.world.deps, jobHandlers, AbortSignal.abort())
    const follow = async () =>
      (await request(web.app).get(`/api/v1/jobs/${started.body.id}`).set('Authorization', `Bearer ${operator}`)).body
    expect(await follow()).toMatchObject({ state: 'queued' })
    await runNextJob(web.world.deps, { issue_batch: issueBatchJob })
    expect(await follow()).toMatchObject({
      state: 'done',
      done: 31,
      total: 31,
      result: { issued: 29, already: 2, refused: 0, stopped: false },
    })
  })
})
