import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createApp } from '../../src/web/app.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
beforeAll(async () => {
  web = await newWebWorld()
})
afterAll(() => web.close())

/** How many requests, each as if by another visitor, are let in until the limit of one address is reached. */
const letIn = async (trustedProxies: string[]): Promise<number> => {
  const app = createApp({ ...web.webDeps, rateLimits: true, trustedProxies })
  for (let n = 0; n < 125; n += 1) {
    const { status } = await request(app).post('/credentials/verify').set('X-Forwarded-For', `203.0.113.${n}`).send({})
    if (status === 429) return n
  }
  return 125
}

describe('requests behind a proxy', () => {
  test('X-Forwarded-For counts from a trusted proxy and from nobody else', async () => {
    expect(await letIn(['loopback'])).toBe(125)
    expect(await letIn(['198.51.100.7'])).toBe(120)
  })

  test('every answer carries the number of its request, as it stands in the log, and never the visitor’s own', async () => {
    const answer = await request(web.app).get('/sign-in').set('X-Request-Id', 'of-the-visitor')
    const id = answer.headers['x-request-id']
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(web.log.join('')).toContain(id)
    expect(web.log.join('')).not.toContain('of-the-visitor')
  })

  test('the setting holds addresses and networks', () => {
    expect(readConfig({}).trustedProxies).toEqual(['loopback'])
    expect(readConfig({ AKASHI_TRUSTED_PROXIES: 'none' }).trustedProxies).toEqual([])
    expect(readConfig({ AKASHI_TRUSTED_PROXIES: 'loopback, 10.77.0.0/24, fd00::/8' }).trustedProxies).toEqual([
      'loopback',
      '10.77.0.0/24',
      'fd00::/8',
    ])
    for (const wrong of ['everybody', '10.0.0.0/40', '0.0.0.0/0', '10.0.0.0/8/9'])
      expect(() => readConfig({ AKASHI_TRUSTED_PROXIES: wrong })).toThrow(/mistake/)
  })
})
