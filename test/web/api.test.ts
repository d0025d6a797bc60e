import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let operator: string
let otherOperator: string
let secretariat: string
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne(['CMP-001', 'CMP-002', 'CMP-003', 'CMP-004', 'CMP-010'])
  operator = await web.apiKey('operator', 'op-04')
  otherOperator = await web.apiKey('operator', 'op-02')
  secretariat = await web.apiKey('secretariat', 'council')
})
afterAll(() => web.close())

const post = (path: string, key: string | undefined, body: unknown, headers: Record<string, string> = {}) => {
  const call = request(web.app).post(`/api/v1${path}`).set(headers).type('json')
  if (key !== undefined) call.set('Authorization', `Bearer ${key}`)
  return call.send(JSON.stringify(body))
}

describe('the API of the programme', () => {
  test('without a key, and with an unknown one, answers 401 and says how', async () => {
    for (const key of [undefined, 'ak_unknown']) {
      const answer = await post('/credentials', key, { completionId: 'CMP-001' })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="akashi"')
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'unauthenticated' })
    }
  })

  test('issues a badge for the own course and gives the holder a link that opens it', async () => {
    const answer = await post('/credentials', operator, { completionId: 'CMP-001' })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ state: 'issued', visibility: 'private', credential: { id: answer.body.url } })
    const { pathname, search } = new URL(answer.body.holderUrl)
    expect((await request(web.app).get(pathname)).status).toBe(404)
    expect((await request(web.app).get(`${pathname}${search}`).set('Accept', 'text/html')).status).toBe(200)
  })

  test('another operator may not', async () => {
    const answer = await post('/credentials', otherOperator, { completionId: 'CMP-002' })
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'forbidden' })
  })

  test('the same idempotency key gives the same answer, and another body with it is refused', async () => {
    const headers = { 'Idempotency-Key': 'one' }
    const first = await post('/credentials', operator, { completionId: 'CMP-003' }, headers)
    const again = await post('/credentials', operator, { completionId: 'CMP-003' }, headers)
    expect(again.text).toBe(first.text)
    expect(again.status).toBe(201)
    const other = await post('/credentials', operator, { completionId: 'CMP-004' }, headers)
    expect(other.status).toBe(422)
    expect(JSON.parse(other.text)).toMatchObject({ code: 'idempotency_conflict' })
  })

  test('the key of one caller is not that of another, and a refused call does not use it up', async () => {
    const headers = { 'Idempotency-Key': 'two' }
    expect((await post('/credentials', otherOperator, { completionId: 'CMP-004' }, headers)).status).toBe(403)
    expect((await post('/credentials', operator, { completionId: 'CMP-004' }, headers)).status).toBe(201)
  })

  test('one key sent by several at once makes one answer', async () => {
    const headers = { 'Idempotency-Key': 'three' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('/credentials', operator, { completionId: 'CMP-002' }, headers)))
    const created = answers.filter((answer) => answer.status === 201)
    expect(created.length).toBeGreaterThan(0)
    expect(new Set(created.map((answer) => answer.text)).size).toBe(1)
    expect(answers.every((answer) => answer.status === 201 || answer.status === 409)).toBe(true)
  })

  test('names every field that is wrong', async () => {
    const answer = await post('/completions', operator, { sessionId: '', status: 'done', startOn: '2026-13-01', extra: 1 })
    expect(answer.status).toBe(400)
    const paths = JSON.parse(answer.text).errors.map((problem: { path: string }) => problem.path)
    expect(paths).toEqual(expect.arrayContaining(['/sessionId', '/participantId', '/status', '/startOn']))
  })

  test('a course that was not completed gives 422, and an unknown one 404', async () => {
    expect((await post('/credentials', operator, { completionId: 'CMP-010' })).status).toBe(422)
    expect((await post('/credentials', operator, { completionId: 'none' })).status).toBe(404)
  })

  test('the secretariat suspends, reinstates and revokes; each move twice is refused', async () => {
    const { id } = (await post('/credentials', operator, { completionId: 'CMP-001' })).body
    const move = async (name: string, body: object): Promise<[number, string]> => {
      const answer = await post(`/credentials/${id}/${name}`, secretariat, body)
      return [answer.status, JSON.parse(answer.text).state ?? JSON.parse(answer.text).code]
    }
    expect(await move('suspend', { reason: 'UNDER_CORRECTION' })).toEqual([200, 'suspended'])
    expect(await move('suspend', { reason: 'UNDER_CORRECTION' })).toEqual([409, 'credential_already_suspended'])
    expect(await move('reinstate', {})).toEqual([200, 'issued'])
    expect(await move('reinstate', {})).toEqual([409, 'credential_not_suspended'])
    expect(await move('revoke', { reason: 'BECAUSE' })).toEqual([400, 'reason_unknown'])
    expect(await move('revoke', { reason: 'ISSUED_IN_ERROR' })).toEqual([200, 'revoked'])
    expect(await move('revoke', { reason: 'ISSUED_IN_ERROR' })).toEqual([409, 'credential_already_revoked'])
    expect(await move('reinstate', {})).toEqual([409, 'credential_already_revoked'])
  })

  test('a badge is read by its number: by its operator, and by the secretariat with a purpose', async () => {
    const { id } = (await post('/credentials', operator, { completionId: 'CMP-003' })).body
    const get = (key: string, query = '') => request(web.app).get(`/api/v1/credentials/${id}${query}`).set('Authorization', `Bearer ${key}`)
    expect((await get(operator)).status).toBe(200)
    expect((await get(secretariat)).status).toBe(403)
    expect((await get(secretariat, '?purpose=audit')).body).toMatchObject({ id, state: 'issued' })
  })

  test('a body that is no JSON is a bad request', async () => {
    const answer = await request(web.app).post('/api/v1/credentials').set('Authorization', `Bearer ${operator}`).type('json').send('{"a":')
    expect(answer.status).toBe(400)
  })
})
