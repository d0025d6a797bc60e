import { Router } from 'express'
import type { WebDeps } from '../web-deps.ts'
import { openApiDocument } from './openapi.ts'
import { apiRouteList } from './routes.ts'
import { expressPath, runRoute } from './run-route.ts'

/** The programme's JSON API: every route of the list, and the description that is made of the same list. */
export const apiRoutes = (web: Pick<WebDeps, 'deps' | 'checkAnswers'>): Router => {
  const router = Router()
  const description = JSON.stringify(openApiDocument(web.deps.publicUrl, apiRouteList))
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(description)
  })
  for (const route of apiRouteList) router[route.method](expressPath(route.path), runRoute(web, route))
  return router
}
