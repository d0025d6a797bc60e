import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler, type Response } from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { type AdmissionLimits, createAdmission } from '../../src/web/admission.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** An endpoint that takes a request into work and answers when it is told to. */
const endpoint = async (some: Pick<AdmissionLimits, 'requests' | 'largeBodyBytes' | 'largeRequests'> & Partial<AdmissionLimits>) => {
  const limits = { largeBodyMilliseconds: 60_000, ...some }
  const admission = createAdmission(limits)
  const working: Response[] = []
  const app = express()
  app.post('/verify', admission.door, async (request, response) => {
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
  const server = createServer(app).listen(0, '127.0.0.1')
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
    return { answer, abort: () => sent.destroy() }
  }
  return { post, working }
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
    const { post, working } = await endpoint({ requests: 1, largeBodyBytes: 1_000, largeRequests: 1 })
    const slow = post(100, { withhold: true })
    const quick = post(10)
    await expect.poll(() => working.length).toBe(1)
    working[0]?.status(200).end()
    expect((await quick.answer).status).toBe(200)
    slow.abort()
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
