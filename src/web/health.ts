import { Router } from 'express'
import type { WebDeps } from './web-deps.ts'

/** Alive, and ready: for load balancers and for whoever looks after the service. */
export const healthRoutes = ({ ready }: Pick<WebDeps, 'ready'>): Router => {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'alive' })
  })
  router.get('/readyz', async (_request, response) => {
    const answer = await ready()
    response
      .status(answer.ok ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: answer.ok ? 'ready' : 'not ready', ...answer.detail })
  })
  return router
}
