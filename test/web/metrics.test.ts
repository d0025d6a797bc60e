import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routeClass } from '../../src/web/metrics/route-class.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

const token = 'a-token-for-the-tests-of-metrics'
let web: WebWorld

beforeAll(async () => {
  web = await newWebWorld({
    metricsToken: token,
    sources: {
      verifierShapes: () => ({ filled: 7, fallbacks: { new_shape: 2 } }),
      waiting: () => ({ graphs: 3, pictures: 0 }),
      outward: () => ({ ok: 5, refused: 1, unreachable: 4 }),
      processMetrics: false,
    },
  })
  await web.world.loadOne()
}, 60_000)
afterAll(() => web.close())

const scrape = async (): Promise<string> => (await request(web.app).get('/metrics').expect(200)).text
const line = (text: string, start: string): string | undefined => text.split('\n').find((one) => one.startsWith(start))

describe('metrics', () => {
  test('badges, verdicts, fallbacks, queues, looks outward, jobs and answers are counted', async () => {
    const badge = await web.badge('CMP-001', 'link')
    const { text } = await request(web.app).get(`/badges/${badge.id}.json`).expect(200)
    await request(web.app).post('/verify').set('Accept', 'application/json').type('form').send({ text }).expect(200)
    await request(web.app)
      .post('/credentials/verify')
      .send({ verifiableCredential: { ...JSON.parse(text), name: 'another name' } })
      .expect(400)
    const metrics = await scrape()
    expect(line(metrics, 'akashi_credentials{kind="course_completion",state="issued"}')).toMatch(/ 1$/)
    expect(line(metrics, 'akashi_verifications_total{via="input",verdict="valid"}')).toMatch(/ 1$/)
    expect(line(metrics, 'akashi_verifications_total{via="vc_api",verdict="invalid"}')).toMatch(/ 1$/)
    expect(line(metrics, 'akashi_canonical_fallbacks_total{room="verification",reason="new_shape"}')).toMatch(/ 2$/)
    expect(line(metrics, 'akashi_signing_guard_total{result="wrong"}')).toMatch(/ 0$/)
    expect(line(metrics, 'akashi_tasks_waiting{pool="graphs"}')).toMatch(/ 3$/)
    expect(line(metrics, 'akashi_outward_fetches_total{result="unreachable"}')).toMatch(/ 4$/)
    expect(line(metrics, 'akashi_http_requests_total{route="badges",status="200"}')).toMatch(/ 1$/)
    expect(line(metrics, 'akashi_http_requests_total{route="credentials",status="400"}')).toMatch(/ 1$/)
    // Nothing that names a badge, a person or a guessed address.
    await request(web.app).get(`/canary-${badge.id}`)
    const after = await scrape()
    for (const canary of [badge.id, badge.shortId, badge.participantId, 'canary-', 'another name']) expect(after).not.toContain(canary)
    for (const [, label] of after.matchAll(/[{,]([a-z_]+)="/g))
      expect(['kind', 'state', 'via', 'verdict', 'room', 'reason', 'result', 'pool', 'route', 'status', 'le']).toContain(label)
  }, 60_000)

  test('whoever asks through a proxy needs the token, and otherwise finds nothing', async () => {
    const forwarded = () => request(web.app).get('/metrics').set('X-Forwarded-For', '203.0.113.9')
    await forwarded().expect(404)
    await forwarded().set('Authorization', 'Bearer another-token-of-some-length').expect(404)
    await forwarded().set('Authorization', `Bearer ${token}`).expect(200)
  })

  test('an address that is not on the list is counted as other', () => {
    expect(routeClass('/')).toBe('front')
    expect(routeClass('/badges/abc/qr.svg')).toBe('badges')
    expect(routeClass('/yamada@example.jp')).toBe('other')
  })
})
