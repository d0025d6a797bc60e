import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { RequestHandler } from 'express'
import { keepConnections } from './keep-connections.ts'

/** Requests whose sender waits to be told that he may send the body. */
const waiting = new WeakSet<IncomingMessage>()

/**
 * A server that lets the application answer `Expect: 100-continue` (RFC 9110, section 10.1.1): Node would tell every sender to go on before
 * anybody looked at the request, and a large body would be on its way to be refused.
 */
export const createWebServer = (app: RequestListener): Server =>
  keepConnections(
    createServer(app).on('checkContinue', (request: IncomingMessage, response) => {
      waiting.add(request)
      app(request, response)
    }),
  )

/** Tells a sender who waits to go on; stands behind everything that refuses requests by their head. */
export const sendContinue: RequestHandler = (request, response, next) => {
  if (waiting.delete(request)) response.writeContinue()
  next()
}
