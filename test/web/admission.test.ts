import { once } from 'node:events'
import { request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import express, { type ErrorRequestHandler, type Response } from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import type { Verifying } from '../../src/service/verifying.ts'
import type { Verification } from '../../src/verification/verdict.ts'
import { type AdmissionLimits, createAdmission } from '../../src/web/admission.ts'
import { createWebServer, sendContinue } from '../../src/web/expect-continue.ts'
import { issuerErrors } from '../../src/web/vc-api/errors.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** An endpoint that takes a request into work and answers when it is told to. */
const endpoint = async (some: Pick<AdmissionLimits, 'requests' | 'largeBodyBytes' | 'largeRequests'> & Partial<AdmissionLimits>) => {
  const limits: AdmissionLimits = {
    pages: 1,
    issuing: 1,
    arrivalMilliseconds: 60_000,
    largeBodyMilliseconds: 60_000,
    lingerMilliseconds: 200,
    ...some,
  }
  const admission = createAdmission(limits)
  const working: Response[] = []
  const app = express()
  app.post('/verify', admission.door, sendContinue, async (request, response) => {
    for await (const _ of request);
    admission.enter(response)
    working.push(response)
  })
  const refused: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const overloaded = error instanceof ServiceError && error.code === 'overloaded'
    response
      .status(overloaded ? 503 : 500)
      .set('Retry-After', String((error as ServiceError).retryAfterSeconds))
      .end()
  }
  app.use(refused)
  const server = createWebServer(app).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  /** sends the head and, unless told otherwise, the body */
  const post = (bytes: number, options: { withhold?: boolean } = {}) => {
    const sent = httpRequest({ port, path: '/verify', method: 'POST', headers: { 'content-length': String(bytes) } })
    const answer = new Promise<{ status: number; retryAfter: string | undefined }>((resolve, reject) => {
      sent.on('response', (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
      })
      sent.on('error', reject)
    })
    answer.catch(() => undefined)
    if (options.withhold === true) sent.flushHeaders()
    else sent.end(Buffer.alloc(bytes))
    return { answer, send: () => sent.end(Buffer.alloc(bytes)), abort: () => sent.destroy() }
  }
  /** sends the head with `Expect: 100-continue`, and the body once told to go on */
  const ask = (bytes: number) => {
    const headers = { 'content-length': String(bytes), expect: '100-continue' }
    const sent = httpRequest({ port, path: '/verify', method: 'POST', headers })
    let toldToGoOn = false
    sent.on('continue', () => {
      toldToGoOn = true
      sent.end(Buffer.alloc(bytes))
    })
    const answer = new Promise<{ status: number; toldToGoOn: boolean }>((resolve, reject) => {
      sent.on('response', (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, toldToGoOn })
      })
      sent.on('error', reject)
    })
    sent.flushHeaders()
    return { answer, abort: () => sent.destroy() }
  }
  return { post, ask, working, port, admission }
}

describe('admission to verification', () => {
  test('as many as there are places are taken, the next is told when to come again, and a place is free after its answer', async () => {
    const { post, working } = await endpoint({ requests: 1, largeBodyBytes: 1_000, largeRequests: 1 })
    const first = post(10)
    await expect.poll(() => working.length).toBe(1)
    const begun = performance.now()
    expect(await post(10).answer).toEqual({ status: 503, retryAfter: '2' })
    expect(performance.now() - begun).toBeLessThan(1_000)
    working[0]?.status(200).end()
    expect((await first.answer).status).toBe(200)
    const again = post(10)
    await expect.poll(() => working.length).toBe(2)
    working[1]?.status(200).end()
    expect((await again.answer).status).toBe(200)
  })

  test('a large body is refused before it is read while another one is in work; a small one is not', async () => {
    const { post, working } = await endpoint({ requests: 5, largeBodyBytes: 1_000, largeRequests: 1 })
    const large = post(2_000)
    await expect.poll(() => working.length).toBe(1)
    // the body never comes: who waited for it would never answer
    const refused = post(2_000, { withhold: true })
    expect((await refused.answer).status).toBe(503)
    refused.abort()
    const small = post(10)
    await expect.poll(() => working.length).toBe(2)
    for (const response of working) response.status(200).end()
    expect([(await large.answer).status, (await small.answer).status]).toEqual([200, 200])
  })

  test('whoever sends a small body slowly holds no place of those that are in work', async () => {
    const { post, working, admission } = await endpoint({ requests: 1, largeBodyBytes: 1_000, largeRequests: 1, arrivalMilliseconds: 50 })
    const slow = post(100, { withhold: true })
    await expect.poll(() => admission.inWork()).toBe(1)
    await expect.poll(() => admission.inWork()).toBe(0)
    const quick = post(10)
    await expect.poll(() => working.length).toBe(1)
    working[0]?.status(200).end()
    expect((await quick.answer).status).toBe(200)
    slow.abort()
  })

  test('whoever was let in and sends the body at once keeps the place for it: the next one is refused by its head', async () => {
    const { post, working } = await endpoint({ requests: 1, largeBodyBytes: 1_000, largeRequests: 1 })
    const arriving = post(100, { withhold: true })
    const refused = post(10, { withhold: true })
    expect((await refused.answer).status).toBe(503)
    refused.abort()
    arriving.send()
    await expect.poll(() => working.length).toBe(1)
    working[0]?.status(200).end()
    expect((await arriving.answer).status).toBe(200)
  })

  test('a refused body is not waited for: its sender reads the answer, and then the connection ends', async () => {
    const { port } = await endpoint({ requests: 1, largeBodyBytes: 1_000, largeRequests: 0 })
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
    })
    const closed = once(socket, 'close')
    const begun = performance.now()
    socket.write('POST /verify HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n')
    const sending = setInterval(() => socket.write(Buffer.alloc(100_000)), 20)
    socket.on('error', () => undefined)
    await closed
    clearInterval(sending)
    expect(text).toMatch(/^HTTP\/1\.1 503 /)
    expect(text.toLowerCase()).toContain('connection: close')
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  test('whoever was refused with a small body keeps his connection, unless the body does not come', async () => {
    const { port, post, working } = await endpoint({ requests: 1, largeBodyBytes: 1_000, largeRequests: 1, lingerMilliseconds: 150 })
    const first = post(10)
    await expect.poll(() => working.length).toBe(1)
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
    })
    const refusals = (): number => text.split('HTTP/1.1 503').length - 1
    const closed = once(socket, 'close')
    socket.write('POST /verify HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody')
    await expect.poll(refusals).toBe(1)
    socket.write('POST /verify HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n')
    await expect.poll(refusals).toBe(2)
    expect(text.toLowerCase()).not.toContain('connection: close')
    // Nothing more is sent, and the place of the connection is not held for it.
    await closed
    working[0]?.status(200).end()
    expect((await first.answer).status).toBe(200)
  })

  test('whoever asks before he sends is told to go on or is refused, and sends nothing for nothing', async () => {
    const { ask, working } = await endpoint({ requests: 5, largeBodyBytes: 1_000, largeRequests: 1 })
    const first = ask(2_000)
    await expect.poll(() => working.length).toBe(1)
    const second = ask(2_000)
    expect(await second.answer).toEqual({ status: 503, toldToGoOn: false })
    second.abort()
    working[0]?.status(200).end()
    expect(await first.answer).toEqual({ status: 200, toldToGoOn: true })
  })

  test('a place is free again when its visitor goes away', async () => {
    const { post, working } = await endpoint({ requests: 1, largeBodyBytes: 1_000, largeRequests: 1 })
    const gone = post(10)
    await expect.poll(() => working.length).toBe(1)
    gone.abort()
    await expect
      .poll(async () => {
        const next = post(10)
        const answer = await Promise.race([next.answer, new Promise<undefined>((resolve) => setTimeout(resolve, 100))])
        return answer?.status ?? 'taken'
      })
      .toBe('taken')
  })

  test('a large body that does not arrive in its time is cut off, and its place is free', async () => {
    const { post, working } = await endpoint({ requests: 5, largeBodyBytes: 1_000, largeRequests: 1, largeBodyMilliseconds: 150 })
    await expect(post(2_000, { withhold: true }).answer).rejects.toThrow()
    const next = post(2_000)
    await expect.poll(() => working.length).toBe(1)
    working[0]?.status(200).end()
    expect((await next.answer).status).toBe(200)
  })
})

describe('pages and issuing instances', () => {
  const limits: AdmissionLimits = {
    requests: 1,
    pages: 1,
    issuing: 1,
    largeBodyBytes: 1_000,
    largeRequests: 1,
    arrivalMilliseconds: 100,
    largeBodyMilliseconds: 100,
    lingerMilliseconds: 100,
  }
  const answered = (verdict: Verification['verdict'], code = 'proof.verified') =>
    ({ verdict, checks: [{ id: 'proof', status: 'not_determined', code, detail: '' }] }) as unknown as Verification

  test('a page that verifies beyond the places is told to come again, and the place is free after the verification', async () => {
    const ends: ((verification: Verification) => void)[] = []
    const stored = () => new Promise<Verification>((resolve) => void ends.push(resolve))
    const { guarded } = createAdmission(limits)
    const verifying = guarded({ stored } as unknown as Verifying)
    const first = verifying.stored('{}')
    await expect(verifying.stored('{}')).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 2 })
    ends[0]?.(answered('valid'))
    expect((await first).verdict).toBe('valid')
    const again = verifying.stored('{}')
    ends[1]?.(answered('valid'))
    expect((await again).verdict).toBe('valid')
  })

  test('a page shows no verdict that was not reached for want of room', async () => {
    const { guarded } = createAdmission(limits)
    const verifying = guarded({ stored: async () => answered('unverifiable', 'proof.overloaded') } as unknown as Verifying)
    await expect(verifying.stored('{}')).rejects.toMatchObject({ code: 'overloaded' })
  })

  test('an issuing instance refuses by the head what is beyond its places', async () => {
    const { issuing } = createAdmission(limits)
    const app = express()
    const working: Response[] = []
    app.use('/vc-api', issuing, issuerErrors('https://badges.example'))
    app.post('/vc-api/x/credentials/issue', (_request, response) => void working.push(response))
    const server = createWebServer(app).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/vc-api/x/credentials/issue`
    const first = fetch(url, { method: 'POST', body: '{}' })
    await expect.poll(() => working.length).toBe(1)
    const second = await fetch(url, { method: 'POST', body: '{}' })
    expect([second.status, second.headers.get('retry-after'), second.headers.get('content-type')]).toEqual([
      503,
      '2',
      'application/problem+json; charset=utf-8',
    ])
    working[0]?.status(201).end()
    expect((await first).status).toBe(201)
  })
})
