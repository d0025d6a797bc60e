import type { Router } from 'express'
import { oneRouter } from '../one-router.ts'
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

/** Everything that people open in a browser, besides badges and the verification. */
export const pageRoutes = (web: WebDeps): Router =>
  oneRouter([
    frontRoutes(web),
    holderFormRoutes(web),
    endorsementRoutes(web),
    askConfirmationRoutes(web),
    nominationRoutes(web),
    achievementRoutes(web),
    shareRoutes(web),
    registerRoutes(web),
    figuresRoutes(web),
    applicationRoutes(web),
    followUpRoutes(web),
    employerSurveyRoutes(web),
    outcomeRoutes(web),
    ownDataRoutes(web),
    caseRoutes(web),
    accessibilityRoutes(web),
    errorsListRoutes(),
  ])
