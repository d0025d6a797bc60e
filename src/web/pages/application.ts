import { Router } from 'express'
import { FormPage } from '../../../templates/pages/form-page.tsx'
import type { Actor } from '../../domain/actor.ts'
import { noticeVersion } from '../../domain/consent-notice.ts'
import { applyForBadge, describeApplication } from '../../service/apply-for-badge.ts'
import { actorBySecretLink } from '../../service/secret-links.ts'
import { readForm } from '../read-form.ts'
import { applicationDoneView, applicationView } from '../views/application-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** A learner applies for the badge of a completed course, by the link of a mail: one page, one tick, no account. */
export const applicationRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const actorOf = async (secret: string): Promise<(Actor & { kind: 'link' }) | undefined> => {
    const link = await actorBySecretLink(deps, secret)
    return link?.actor.subject === 'application' ? link.actor : undefined
  }

  router.get('/apply', async (request, response) => {
    const secret = String(request.query['k'] ?? '')
    const actor = await actorOf(secret)
    const context = await contextOf(web, request)
    const done = (what: 'applied' | 'notCompleted' | 'gone', status: number): void =>
      sendPage(response, FormPage(applicationDoneView({ what, isDemo: web.demo }, context)), { isPrivate: true, status })
    if (actor === undefined) return done('gone', 404)
    const described = await describeApplication(deps, actor, actor.id)
    if (described.application.state !== 'not_applied') return done('applied', 200)
    if (described.completion.status !== 'completed') return done('notCompleted', 409)
    sendPage(response, FormPage(applicationView({ ...described, secret, consentMissing: false }, context)), { isPrivate: true })
  })

  router.post('/apply', async (request, response) => {
    const form = await readForm(request)
    const secret = form.get('k') ?? ''
    const actor = await actorOf(secret)
    const context = await contextOf(web, request)
    if (actor === undefined)
      return sendPage(response, FormPage(applicationDoneView({ what: 'gone', isDemo: web.demo }, context)), {
        isPrivate: true,
        status: 404,
      })
    if (form.get('consent') !== 'yes') {
      const described = await describeApplication(deps, actor, actor.id)
      const view = applicationView({ ...described, secret, consentMissing: true }, context)
      return sendPage(response, FormPage(view), { isPrivate: true, status: 400 })
    }
    await applyForBadge(deps, actor, { completionId: actor.id, agreed: true, noticeVersion })
    sendPage(response, FormPage(applicationDoneView({ what: 'applied', isDemo: web.demo }, context)), { isPrivate: true })
  })

  return router
}
