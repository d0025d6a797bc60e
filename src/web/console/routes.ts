import { accountRoutes } from './account.ts'
import { achievementConsoleRoutes } from './achievements.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { auditRoutes } from './audit.ts'
import type { ConsoleRoute } from './console-route.ts'
import { courseRoutes, courseTasks } from './courses.ts'
import { dataDeskRoutes, dataDeskTasks } from './data-desk.ts'
import { declarationConsoleRoutes, declarationTasks } from './declarations.ts'
import { figuresConsoleRoutes } from './figures.ts'
import { homeRoute, type TaskFinder } from './home.ts'
import { honourRoutes, honourTasks } from './honours.ts'
import { importConsoleRoutes } from './imports.ts'
import { issuedRoutes } from './issued.ts'
import { learnerRoutes } from './learner.ts'
import { myDataRoutes } from './my-data.ts'
import { organisationRoutes } from './organisations.ts'
import { outboxRoutes } from './outbox.ts'
import { outcomeConsoleRoutes, outcomeTasks } from './outcomes.ts'
import { overviewRoutes } from './overview.ts'
import { presentedRoutes, presentedTasks } from './presented.ts'
import { productivityConsoleRoutes, productivityTasks } from './productivity.ts'
import { resultRoutes, resultTasks } from './results.ts'
import { reviewRoutes, reviewTasks } from './reviews.ts'
import { sessionRoutes, sessionTasks } from './sessions.ts'
import { userRoutes } from './users.ts'

/** What waits for each role, in the order of the work list. */
const taskFinders: readonly TaskFinder[] = [
  presentedTasks,
  resultTasks,
  outcomeTasks,
  sessionTasks,
  courseTasks,
  reviewTasks,
  declarationTasks,
  productivityTasks,
  honourTasks,
  dataDeskTasks,
]

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
  ...presentedRoutes,
  ...resultRoutes,
  ...outcomeConsoleRoutes,
  ...productivityConsoleRoutes,
  ...courseRoutes,
  ...achievementConsoleRoutes,
  ...issuedRoutes,
  ...honourRoutes,
  ...overviewRoutes,
  ...organisationRoutes,
  ...userRoutes,
  ...apiKeyRoutes,
]
