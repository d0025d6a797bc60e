import { createHash, timingSafeEqual } from 'node:crypto'
import { type Request, Router } from 'express'
import { ServiceError } from '../../errors.ts'
import type { Metrics } from './metrics.ts'

const isLoopback = (address: string): boolean => address === '::1' || /^(::ffff:)?127\./.test(address)

/** Whether somebody on this machine asks, not somebody behind a proxy on this machine. */
const isDirectFromHere = (request: Request): boolean =>
  isLoopback(request.socket.remoteAddress ?? '') &&
  !['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some((header) => request.headers[header] !== undefined)

const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/**
 * `GET /metrics` for Prometheus. Open to whoever asks from this machine without a proxy; to others with the bearer token, where one is configured.
 * Anybody else gets what an unknown address gets.
 */
export const metricsRoute = (metrics: Metrics, token: string | undefined): Router => {
  const router = Router()
  router.get('/metrics', async (request, response) => {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    const hasToken = token !== undefined && given !== undefined && same(given, token)
    if (!hasToken && !isDirectFromHere(request)) throw new ServiceError('not_found', 'There is nothing at this address.')
    const { contentType, body } = await metrics.text()
    response.set({ 'Content-Type': contentType, 'Cache-Control': 'no-store' }).send(body)
  })
  return router
}
