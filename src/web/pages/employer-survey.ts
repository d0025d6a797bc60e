import { type Request, type Response, Router } from 'express'
import { FormPage } from '../../../templates/pages/form-page.tsx'
import type { Actor } from '../../domain/actor.ts'
import { type InputProblem, ServiceError } from '../../errors.ts'
import { answerEmployerSurveyByLink, employerSurveySubject, stopAskingEmployer } from '../../service/employer-survey.ts'
import { actorBySecretLink } from '../../service/secret-links.ts'
import { readForm } from '../read-form.ts'
import { employerSurveyDoneView, employerSurveyView } from '../views/employer-survey-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** The questions to employers that a mail leads to: no account, two minutes. */
export const employerSurveyRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const actorOf = async (secret: string): Promise<(Actor & { kind: 'link' }) | undefined> => {
    const link = await actorBySecretLink(deps, secret)
    return link?.actor.subject === 'employer_survey' ? link.actor : undefined
  }

  const done = async (request: Request, response: Response, what: 'thanks' | 'stopped' | 'gone'): Promise<void> =>
    sendPage(response, FormPage(employerSurveyDoneView({ what, isDemo: web.demo }, await contextOf(web, request))), {
      isPrivate: true,
      ...(what === 'gone' ? { status: 404 } : {}),
    })

  router.get('/follow-up/employer', async (request, response) => {
    const secret = String(request.query['k'] ?? '')
    const actor = await actorOf(secret)
    if (actor === undefined) return done(request, response, 'gone')
    const { employer } = await employerSurveySubject(deps, actor.id)
    const view = employerSurveyView({ employer, secret, given: new Map(), problems: [] }, await contextOf(web, request))
    sendPage(response, FormPage(view), { isPrivate: true })
  })

  router.post('/follow-up/employer', async (request, response) => {
    const form = await readForm(request)
    const secret = form.get('k') ?? ''
    const actor = await actorOf(secret)
    if (actor === undefined) return done(request, response, 'gone')
    if (form.get('do') === 'stop') {
      await stopAskingEmployer(deps, actor)
      return done(request, response, 'stopped')
    }
    try {
      const E2 = form.get('E2') ?? undefined
      const E3 = form.getAll('E3')
      await answerEmployerSurveyByLink(deps, actor, {
        E1: form.getAll('E1'),
        ...(E2 === undefined ? {} : { E2 }),
        ...(E3.length === 0 ? {} : { E3 }),
      })
      return done(request, response, 'thanks')
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
      const problems: InputProblem[] = error.problems
      const given = new Map([...new Set(form.keys())].map((name) => [name, form.getAll(name)]))
      const { employer } = await employerSurveySubject(deps, actor.id)
      const view = employerSurveyView({ employer, secret, given, problems }, await contextOf(web, request))
      sendPage(response, FormPage(view), { isPrivate: true, status: 400 })
    }
  })

  return router
}
