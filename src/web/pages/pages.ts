import { Router } from 'express'
import type { Admission } from '../admission.ts'
import type { WebDeps } from '../web-deps.ts'
import { accessibilityRoutes } from './accessibility.ts'
import { achievementRoutes } from './achievement.ts'
import { applicationRoutes } from './application.ts'
import { askConfirmationRoutes } from './ask-confirmation.ts'
import { caseRoutes } from './cases.ts'
import { employerSurveyRoutes } from './employer-survey.ts'
import { endorsementRoutes } from './endorsements.ts'
import { errorsListRoutes } from './errors-list.ts'
import { figuresRoutes } from './figures.ts'
import { followUpRoutes } from './follow-up.ts'
import { frontRoutes } from './front.ts'
import { holderFormRoutes } from './holder-forms.ts'
import { nominationRoutes } from './nominations.ts'
import { outcomeRoutes } from './outcome.ts'
import { ownDataRoutes } from './own-data.ts'
import { registerRoutes } from './register.ts'
import { shareRoutes } from './share.ts'
import { verifyRoutes } from './verify.ts'

/** Everything that people open in a browser, besides badges. */
export const pageRoutes = (web: WebDeps, admission: Admission): Router => {
  const router = Router()
  router.use(frontRoutes(web))
  router.use(holderFormRoutes(web))
  router.use(endorsementRoutes(web))
  router.use(askConfirmationRoutes(web))
  router.use(nominationRoutes(web))
  router.use(achievementRoutes(web))
  router.use(shareRoutes(web))
  router.use(registerRoutes(web))
  router.use(figuresRoutes(web))
  router.use(applicationRoutes(web))
  router.use(followUpRoutes(web))
  router.use(employerSurveyRoutes(web))
  router.use(outcomeRoutes(web))
  router.use(ownDataRoutes(web))
  router.use(verifyRoutes(web, admission))
  router.use(caseRoutes(web))
  router.use(accessibilityRoutes(web))
  router.use(errorsListRoutes())
  return router
}
