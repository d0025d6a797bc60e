import { Router } from 'express'
import { FrontPage } from '../../../templates/pages/front-page.tsx'
import { AchievementsPage } from '../../../templates/pages/list-page.tsx'
import { StartPage } from '../../../templates/pages/start-page.tsx'
import { jstDay } from '../../domain/japanese-date.ts'
import { countValidBadges } from '../../store/read-models/front-page.ts'
import { listAchievements } from '../../store/read-models/registers.ts'
import { caseView } from '../views/case-view.ts'
import { achievementsView, frontView, startView } from '../views/front-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { publicCases } from './cases.ts'
import { contextOf } from './context.ts'
import { countedBy, registerTotals, somePromises } from './recognitions.ts'
import { sendPage } from './send-page.ts'

/** The front page and the list of badges; an empty service says what to do next. */
export const frontRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  router.get('/', async (request, response) => {
    const context = await contextOf(web, request)
    if (context.owner === undefined) {
      sendPage(response, StartPage(startView(context)))
      return
    }
    const achievements = await countedBy(web, await listAchievements(deps.db))
    const totals = { validBadges: await countValidBadges(deps.db, jstDay(context.now)), ...(await registerTotals(web)) }
    const isDemo = achievements.some(({ achievement }) => achievement.isDemo)
    const cases = (await publicCases(web)).flatMap((one) => caseView(one, context) ?? [])
    sendPage(response, FrontPage(frontView({ totals, achievements, promises: await somePromises(web), cases, isDemo }, context)))
  })

  router.get('/achievements', async (request, response) => {
    const achievements = await countedBy(web, await listAchievements(deps.db))
    const isDemo = achievements.some(({ achievement }) => achievement.isDemo)
    sendPage(response, AchievementsPage(achievementsView({ achievements, isDemo }, await contextOf(web, request))))
  })

  return router
}
