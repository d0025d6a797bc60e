import { completionRoutes } from './completions.ts'
import { credentialRoutes } from './credentials.ts'
import { exportRoutes } from './exports.ts'
import { importRoutes } from './imports.ts'
import { jobRoutes } from './jobs.ts'
import type { ApiRoute } from './route.ts'

/** Every route of the programme's API. */
export const apiRouteList: readonly ApiRoute[] = [...completionRoutes, ...credentialRoutes, ...jobRoutes, ...importRoutes, ...exportRoutes]
