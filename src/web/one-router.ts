import { type Express, Router } from 'express'

/**
 * One router with the routes of several, in their order.
 *
 * A router that has nothing for a request hands it on in the next turn of the event loop, not at once. Behind a dozen of them a request has lost a
 * dozen turns, which under load is a tenth of a second (RELIABILITY "more load than capacity"). Only for routers without error handlers of their own.
 */
export const oneRouter = (routers: readonly Router[]): Router => {
  const router = Router()
  for (const { stack } of routers) router.stack.push(...stack)
  return router
}

/** Lets an application answer the routes of several routers as its own, so that what is none of them loses no turn. */
export const mountFlat = (app: Express, routers: readonly Router[]): void => {
  for (const { stack } of routers) app.router.stack.push(...stack)
}
