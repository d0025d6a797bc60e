import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pathForLog } from './log-fields.ts'

declare global {
  namespace Express {
    interface Request {
      /** the number under which the request is logged */
      id: string
    }
  }
}

/** Asked for every few seconds by machines, and of no interest. */
const unlogged: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * Gives each request a number and writes one line when it was answered, or when its sender went away. Always our own number: what a visitor sends
 * could be anything. The fields are an allow-list: no headers, no query, no body, no full path of a badge (SECURITY T28).
 */
export const requestLog =
  (log: Logger): RequestHandler =>
  (request, response, next) => {
    const id = randomUUID()
    request.id = id
    response.setHeader('X-Request-Id', id)
    if (unlogged.has(request.url)) return next()
    const { method, url } = request
    const begun = Date.now()
    let isLogged = false
    const write = (): void => {
      if (isLogged) return
      isLogged = true
      const { statusCode } = response
      const line = { req: { id, method, path: pathForLog(url) }, res: { status: statusCode }, responseTime: Date.now() - begun }
      // Refused for want of room: the service does as it should, and a flood must not fill the log with errors.
      if (statusCode === 503) log.warn(line, 'request refused')
      else if (statusCode >= 500) log.error(line, 'request errored')
      else log.info(line, 'request completed')
    }
    response.once('finish', write)
    response.once('close', write)
    next()
  }
