import { accountRoutes } from './account.ts'
import { auditRoutes } from './audit.ts'
import type { ConsoleRoute } from './console-route.ts'
import { dataDeskRoutes, dataDeskTasks } from './data-desk.ts'
import { declarationConsoleRoutes, declarationTasks } from './declarations.ts'
import { figuresConsoleRoutes } from './figures.ts'
import { homeRoute, type TaskFinder } from './home.ts'
import { importConsoleRoutes } from './imports.ts'
import { learnerRoutes } from './learner.ts'
import { myDataRoutes } from './my-data.ts'
import { outboxRoutes } from './outbox.ts'
import { reviewRoutes, reviewTasks } from './reviews.ts'
import { sessionRoutes, sessionTasks } from './sessions.ts'

/** What waits for each role, in the order of the work list. */
const taskFinders: readonly TaskFinder[] = [sessionTasks, reviewTasks, declarationTasks, dataDeskTasks]

/** Every page behind the sign-in. */
export const consoleRouteList: readonly ConsoleRoute[] = [
  homeRoute(taskFinders),
  ...importConsoleRoutes,
  ...figuresConsoleRoutes,
  ...learnerRoutes,
  ...myDataRoutes,
  ...reviewRoutes,
  ...outboxRoutes,
  ...auditRoutes,
  ...accountRoutes,
  ...sessionRoutes,
  ...declarationConsoleRoutes,
  ...dataDeskRoutes,
]
