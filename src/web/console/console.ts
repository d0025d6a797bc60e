import { Router } from 'express'
import type { WebDeps } from '../web-deps.ts'
import { mountConsoleRoute } from './console-route.ts'
import { consoleRouteList } from './routes.ts'

/** The pages behind the sign-in, below `/console`. */
export const consoleRoutes = (web: WebDeps): Router => {
  const router = Router()
  for (const route of consoleRouteList) mountConsoleRoute(router, web, route)
  return router
}
