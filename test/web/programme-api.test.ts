import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noticeVersion } from '../../src/domain/consent-notice.ts'
import { jobHandlers } from '../../src/service/job-handlers.ts'
import { runNextJob } from '../../src/service/jobs.ts'
import { createSecretLink } from '../../src/service/secret-links.ts'
import { webhookSignature } from '../../src/service/webhooks.ts'
import { listMails } from '../../src/store/outbox.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let operator: string
let otherOperator: string
let secretariat: string
beforeAll(async () => {
  web = await newWebWorld()
  const { operators, employers, participants, achievements, courses, completions } = web.world.programme
  await web.world.loadParts({ operators, employers, participants, achievements, courses, completions })
  operator = await web.apiKey('operator', 'op-04')
  otherOperator = await web.apiKey('operator', 'op-02')
  secretariat = await web.apiKey('secretariat', 'council')
})
afterAll(() => web.close())

const call = (method: 'get' | 'post' | 'patch', path: string, key: string, body?: unknown) => {
  const sent = request(web.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${key}`)
  return body === undefined ? sent : sent.type('json').send(JSON.stringify(body))
}
const get = (path: string, key: string) => call('get', path, key)
const post = (path: string, key: string, body: unknown = {}) => call('post', path, key, body)
const session = 'DL-BASIC-R8:R8-1'

describe('completions over the API', () => {
  test('are listed page by page, of the own courses only', async () => {
    const first = await get(`/completions?sessionId=${session}&limit=3`, operator)
    expect(first.body.items).toHaveLength(3)
    const next = await get(`/completions?sessionId=${session}&limit=3&after=${first.body.next}`, operator)
    expect(next.body.items[0].id > first.body.items[2].id).toBe(true)
    expect(
      (await get('/completions', otherOperator)).body.items.every(({ sessionId }: { sessionId: string }) => sessionId.startsWith('MG-')),
    ).toBe(true)
    expect((await get(`/completions?sessionId=${session}`, otherOperator)).status).toBe(403)
    expect((await get('/completions', secretariat)).status).toBe(403)
    expect((await get('/completions?purpose=audit&limit=500', secretariat)).body.items).toHaveLength(48)
  })

  test('are corrected and reissued in one step; the old address names the new badge', async () => {
    const issued = await post('/credentials', operator, { completionId: 'CMP-001' })
    expect(issued.status).toBe(201)
    const corrected = await post('/completions/CMP-001/correct', operator, {
      correction: { score: 91 },
      reason: '点数の入力誤り',
      reissue: true,
    })
    expect(corrected.status).toBe(200)
    expect(corrected.body).toMatchObject({ completion: { score: 91, status: 'completed' }, reissued: { id: expect.any(String) } })
    const history = await get(`/completions/${corrected.body.completion.id}`, operator)
    expect(history.body.history).toMatchObject([{ id: 'CMP-001', status: 'corrected', correction: { reason: '点数の入力誤り' } }])
    const badges = (await get(`/credentials?sessionId=${session}`, operator)).body.items as { id: string; supersededBy?: string }[]
    expect(badges.find(({ id }) => id === issued.body.id)).toMatchObject({
      state: 'revoked',
      reason: 'SUPERSEDED',
      supersededBy: corrected.body.reissued.id,
    })

    const secret = new URL(issued.body.holderUrl).searchParams.get('k')
    const page = await request(web.app).get(`/badges/${issued.body.id}?k=${secret}`).set('Accept', 'text/html')
    expect(page.status).toBe(200)
    expect(page.text).toContain(`/badges/${corrected.body.reissued.id}`)
    expect((await post('/completions/CMP-001/correct', otherOperator, { correction: {}, reason: 'x' })).status).toBe(403)
  })

  test('whose badge is to be looked at after a correction are flagged', async () => {
    const issued = await post('/credentials', operator, { completionId: 'CMP-002', notify: false })
    await post('/completions/CMP-002/correct', operator, { correction: { score: 71 }, reason: '採点の訂正' })
    const flagged = await get('/credentials?flagged=true', operator)
    expect(flagged.body.items.map(({ id }: { id: string }) => id)).toEqual([issued.body.id])
    await post(`/credentials/${issued.body.id}/reissue`, operator)
    expect((await get('/credentials?flagged=true', operator)).body.items).toEqual([])
  })
})

describe('application, issue and undo over the API', () => {
  test('the learner applies by the secret of the mail link, once', async () => {
    const { secret } = await createSecretLink(web.world.deps, { subject: 'application', recordId: 'CMP-003', days: 1 })
    const body = { agreed: true, noticeVersion }
    expect((await post('/completions/CMP-004/application', secret, body)).status).toBe(403)
    const applied = await post('/completions/CMP-003/application', secret, body)
    expect(applied.status).toBe(201)
    expect(applied.body).toMatchObject({ state: 'applied', completionId: 'CMP-003' })
    expect((await post('/completions/CMP-003/application', secret, body)).status).toBe(401)
  })

  test('an issue posts a mail that waits, and undoing it stops the mail and frees the completion', async () => {
    const issued = await post('/credentials', operator, { completionId: 'CMP-003' })
    const [mail] = await listMails(web.world.deps.db, { entity: `credential:${issued.body.id}`, limit: 2 })
    expect(mail).toMatchObject({ kind: 'badge_issued', state: 'waiting', dueAt: new Date('2026-11-23T01:34:00Z') })
    expect((await post(`/credentials/${issued.body.id}/undo`, otherOperator)).status).toBe(403)
    expect((await post(`/credentials/${issued.body.id}/undo`, operator)).body).toEqual({ mailsStopped: 1 })
    expect((await request(web.app).get(`/badges/${issued.body.id}`)).status).toBe(404)
    const again = await post('/credentials', operator, { completionId: 'CMP-003' })
    expect(again.body.id).not.toBe(issued.body.id)
    expect((await post(`/sessions/${session}/undo-issue`, operator)).body.undone).toContain(again.body.id)
  })

  test('a run is invited to apply, and reminded', async () => {
    const invited = await post(`/sessions/${session}/invite`, operator)
    expect(invited.body.invited).toBeGreaterThan(0)
    expect((await post(`/sessions/${session}/invite`, operator)).body.invited).toBe(0)
    expect((await post(`/sessions/${session}/invite`, operator, { reminder: 1 })).body.invited).toBe(invited.body.invited)
  })
})

describe('courses and people over the API', () => {
  test('a course is registered, certified, changed, and its badge gets a new version', async () => {
    const body = {
      code: 'API-R9',
      operatorId: 'op-04',
      name: { ja: '講座' },
      hours: 8,
      criteria: { ja: ['出席'] },
      certifiable: true,
      badge: {},
    }
    expect((await post('/courses', operator, body)).status).toBe(201)
    expect((await request(web.app).get('/api/v1/courses/API-R9')).status).toBe(404)
    expect((await post('/courses/API-R9/sessions', operator, { no: 'R9-1', start: '2026-11-01', end: '2026-11-20' })).status).toBe(201)
    await post('/courses/API-R9/submit', operator)
    expect((await post('/courses/API-R9/certify', secretariat)).body.certification.status).toBe('certified')
    expect((await request(web.app).get('/api/v1/courses/API-R9')).status).toBe(200)
    expect((await call('patch', '/courses/API-R9', secretariat, { criteria: { ja: ['出席', '試験'] } })).status).toBe(200)
    const versions = await request(web.app).get('/api/v1/achievements/api-r9/versions')
    expect(versions.body.items).toHaveLength(1)
  })

  test('a person is registered, found and renamed with history', async () => {
    const body = {
      familyName: '﨑山',
      givenName: '花',
      familyNameKana: 'サキヤマ',
      givenNameKana: 'ハナ',
      emails: ['hana@learner.example'],
    }
    const made = await post('/participants', operator, body)
    expect(made.status).toBe(201)
    const found = await get(`/participants?query=${encodeURIComponent('崎山')}`, operator)
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([made.body.id])
    const renamed = await post(`/participants/${made.body.id}/name`, operator, { name: { familyName: '崎山' }, reason: '本人の申出' })
    expect(renamed.body).toMatchObject({ participant: { familyName: '崎山' }, formerNames: [{ name: { familyName: '﨑山' } }] })
    expect((await get(`/participants/${made.body.id}`, otherOperator)).status).toBe(404)
  })
})

describe('a signed webhook', () => {
  const at = '1795397040'
  const report = (webhook: { id: string; secret: string }, body: string, change: { timestamp?: string; signature?: string } = {}) => {
    const timestamp = change.timestamp ?? at
    return request(web.app)
      .post('/api/v1/webhooks/completions')
      .set('Akashi-Webhook', webhook.id)
      .set('Akashi-Timestamp', timestamp)
      .set('Akashi-Signature', change.signature ?? webhookSignature(webhook.secret, timestamp, Buffer.from(body)))
      .type('json')
      .send(body)
  }
  const person = {
    familyName: '見本',
    givenName: '一郎',
    familyNameKana: 'ミホン',
    givenNameKana: 'イチロウ',
    email: 'ichiro@learner.example',
  }
  const completion = { sessionId: session, person, status: 'completed', startOn: '2026-05-12', endOn: '2026-07-28' }

  test('registers, records, invites, and does nothing a second time; what is refused holds up no other', async () => {
    expect(Math.abs(Number(at) * 1000 - web.world.deps.now().getTime())).toBeLessThan(300_000)
    const webhook = (await post('/webhooks', operator, { operatorId: 'op-04', label: 'LMS' })).body
    const body = JSON.stringify({ completions: [completion, { ...completion, sessionId: 'MG-DIGITAL-R8:R8-1' }] })
    const first = await report(webhook, body)
    expect(first.status).toBe(200)
    expect(first.body.items).toMatchObject([
      { outcome: 'recorded', next: 'invited' },
      { outcome: 'refused', code: 'forbidden' },
    ])
    expect((await report(webhook, body)).body).toEqual(first.body)
    const later = await report(webhook, body, { timestamp: String(Number(at) + 1) })
    expect(later.body.items[0]).toMatchObject({ outcome: 'known', completionId: first.body.items[0].completionId })
  })

  test('is refused when it is altered, stale, unknown or ended', async () => {
    const webhook = (await post('/webhooks', operator, { operatorId: 'op-04', label: 'LMS 2' })).body
    const body = JSON.stringify({ completions: [completion] })
    const signature = webhookSignature(webhook.secret, at, Buffer.from(body))
    expect((await report(webhook, body.replace('2026-07-28', '2026-07-27'), { signature })).status).toBe(401)
    expect((await report(webhook, body, { timestamp: String(Number(at) - 301) })).status).toBe(401)
    expect((await report({ ...webhook, id: 'unknown' }, body)).status).toBe(401)
    expect((await report(webhook, body)).status).toBe(200)
    expect((await post(`/webhooks/${webhook.id}/revoke`, operator)).status).toBe(200)
    expect((await report(webhook, body, { timestamp: String(Number(at) + 2) })).status).toBe(401)
    expect((await post('/webhooks', otherOperator, { operatorId: 'op-04', label: 'x' })).status).toBe(403)
    expect(JSON.stringify((await get('/webhooks', operator)).body)).not.toContain('wh_')
  })
})

describe('a run that is issued as a whole', () => {
  test('waits for its day, then issues and lets each mail wait ten minutes; the whole run can be undone', async () => {
    const genai = await web.apiKey('operator', 'op-06')
    const run = 'DL-GENAI-R8:R8-1'
    const started = await post(`/sessions/${run}/issue`, genai, { on: '2026-11-24' })
    expect(started.status).toBe(202)
    expect(await runNextJob(web.world.deps, jobHandlers)).toBeUndefined()
    web.world.setNow('2026-11-23T15:00:00Z')
    expect((await runNextJob(web.world.deps, jobHandlers))?.kind).toBe('issue_batch')
    const { issued } = (await get(`/jobs/${started.body.id}`, genai)).body.result
    expect(issued).toBeGreaterThan(5)
    const badges = (await get(`/credentials?sessionId=${run}`, genai)).body.items as { id: string }[]
    const mails = await listMails(web.world.deps.db, { operatorId: 'op-06', limit: 500 })
    expect(mails.filter(({ kind }) => kind === 'badge_issued')).toHaveLength(badges.length)
    expect(mails.every(({ state, dueAt }) => state === 'waiting' && dueAt.toISOString() === '2026-11-23T15:10:00.000Z')).toBe(true)
    expect((await post(`/sessions/${run}/undo-issue`, genai)).body.undone).toHaveLength(issued)
    expect((await get(`/credentials?sessionId=${run}`, genai)).body.items).toEqual([])
    web.world.setNow('2026-11-23T01:24:00Z')
  })
})
