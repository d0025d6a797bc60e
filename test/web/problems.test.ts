import { createServer } from 'node:http'
import { connect, type Server } from 'node:net'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
beforeAll(async () => {
  web = await newWebWorld({ ready: async () => ({ ok: false, detail: { database: 'unreachable' } }) })
})
afterAll(() => web.close())

describe('a problem', () => {
  test('RFC 9457 is a problem document with the members of its type', async () => {
    const answer = await request(web.app).get('/nowhere').set('Accept', 'application/json')
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(JSON.parse(answer.text)).toEqual({
      type: 'https://badges.example/errors#not_found',
      title: 'There is nothing at this address, or it is private.',
      status: 404,
      detail: 'There is nothing at this address.',
      code: 'not_found',
    })
  })

  test('is a page for people, in their language', async () => {
    const answer = await request(web.app).get('/nowhere?lang=en').set('Accept', 'text/html')
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('<html lang="en"')
  })

  test.each(['/badges/%E0%A4%A', '/%', '/status/%ff', '/achievements/%c0%ae'])(
    'a malformed percent sign in %s is a bad request',
    async (path) => {
      const server: Server = createServer(web.app)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as { port: number }
      const text = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`))
        let received = ''
        socket.on('data', (chunk) => {
          received += chunk.toString('utf8')
        })
        socket.on('end', () => resolve(received))
        socket.on('error', reject)
      })
      await new Promise((resolve) => server.close(resolve))
      expect(Number(text.slice(9, 12))).toBeGreaterThanOrEqual(400)
      expect(Number(text.slice(9, 12))).toBeLessThan(500)
    },
  )
})

describe('an error that nobody expected', () => {
  test('gives an incident number that stands in the log, and nothing from inside', async () => {
    const broken = await newWebWorld({
      ready: async () => {
        throw new Error('secret place: table credential')
      },
    })
    try {
      for (const accept of ['application/json', 'text/html']) {
        const answer = await request(broken.app).get('/readyz').set('Accept', accept)
        expect(answer.status).toBe(500)
        expect(answer.text).not.toMatch(/secret place|credential|\.ts|at /)
        const incident = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(answer.text)?.[0] ?? 'none'
        expect(broken.log.some((line) => line.includes(incident) && line.includes('secret place'))).toBe(true)
      }
    } finally {
      await broken.close()
    }
  })
})

describe('health', () => {
  test('a process that runs is alive, also when it is not ready', async () => {
    expect((await request(web.app).get('/healthz')).body).toEqual({ status: 'alive' })
    const ready = await request(web.app).get('/readyz')
    expect(ready.status).toBe(503)
    expect(ready.body).toEqual({ status: 'not ready', database: 'unreachable' })
  })
})

test('the log holds no secret of a link and no number of a badge', async () => {
  await request(web.app).get('/badges/abcdefghjkmnpqrstvwxyz0123?k=the-secret')
  const text = web.log.join('')
  expect(text).toContain('/badges/…')
  expect(text).not.toMatch(/the-secret|abcdefghjkm/)
})

test('too many requests of one address are told when to come again', async () => {
  const limited = await newWebWorld({ rateLimits: true })
  try {
    const statuses: number[] = []
    let last = await request(limited.app).post('/verify').type('form').send({})
    for (let n = 0; n < 125 && last.status !== 429; n += 1) {
      last = await request(limited.app).post('/verify').type('form').send({})
      statuses.push(last.status)
    }
    expect(last.status).toBe(429)
    expect(statuses.filter((status) => status !== 429)).toHaveLength(119)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  } finally {
    await limited.close()
  }
})
