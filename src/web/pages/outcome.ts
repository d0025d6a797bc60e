import { Router } from 'express'
import { FormPage } from '../../../templates/pages/form-page.tsx'
import type { Actor } from '../../domain/actor.ts'
import { noticeVersion } from '../../domain/consent-notice.ts'
import type { BadgeWeight } from '../../domain/outcome.ts'
import type { InputProblem } from '../../errors.ts'
import { describeOutcome, type OutcomeDescription } from '../../service/describe-outcome.ts'
import { confirmOutcome, disputeOutcome } from '../../service/outcomes.ts'
import { actorBySecretLink } from '../../service/secret-links.ts'
import { weights } from '../forms/outcome-form.ts'
import { readForm } from '../read-form.ts'
import { outcomeDoneView, outcomeView } from '../views/outcome-view.ts'
import { type PageContext, wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** A reported outcome, which the other side confirms or disputes by the link of a mail: two steps, no account. */
export const outcomeRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const actorOf = async (secret: string): Promise<(Actor & { kind: 'link' }) | undefined> => {
    const link = await actorBySecretLink(deps, secret)
    return link?.actor.subject === 'outcome' ? link.actor : undefined
  }

  router.get('/outcome', async (request, response) => {
    const secret = String(request.query['k'] ?? '')
    const actor = await actorOf(secret)
    const context = await contextOf(web, request)
    if (actor === undefined)
      return sendPage(response, FormPage(outcomeDoneView({ what: 'gone', isDemo: web.demo }, context)), { isPrivate: true, status: 404 })
    const described = await describeOutcome(deps, actor, actor.id)
    sendPage(response, FormPage(outcomeView({ ...described, secret, problems: [] }, context)), { isPrivate: true })
  })

  router.post('/outcome', async (request, response) => {
    const form = await readForm(request)
    const secret = form.get('k') ?? ''
    const actor = await actorOf(secret)
    const context = await contextOf(web, request)
    const done = (what: 'confirmed' | 'disputed' | 'gone', status = 200): void =>
      sendPage(response, FormPage(outcomeDoneView({ what, isDemo: web.demo }, context)), { isPrivate: true, status })
    if (actor === undefined) return done('gone', 404)
    if (form.get('do') === 'dispute') {
      await disputeOutcome(deps, actor, { id: actor.id })
      return done('disputed')
    }
    const described = await describeOutcome(deps, actor, actor.id)
    const badgeWeight = weights.find((weight) => weight === form.get('badgeWeight'))
    const problems = missing(described, form, badgeWeight, context)
    if (badgeWeight === undefined || problems.length > 0) {
      const view = outcomeView(
        { ...described, secret, problems, ...(badgeWeight === undefined ? {} : { givenWeight: badgeWeight }) },
        context,
      )
      return sendPage(response, FormPage(view), { isPrivate: true, status: 400 })
    }
    const consent = described.asksConsent ? { noticeVersion, channel: 'web' as const } : undefined
    await confirmOutcome(deps, actor, { id: actor.id, badgeWeight, ...(consent === undefined ? {} : { consent }) })
    done('confirmed')
  })

  return router
}

const missing = (
  { asksConsent }: OutcomeDescription,
  form: URLSearchParams,
  badgeWeight: BadgeWeight | undefined,
  context: PageContext,
): InputProblem[] => {
  const words = wordsOf(context).ledger.outcome
  return [
    ...(badgeWeight === undefined ? [{ path: '/badgeWeight', message: words.weightNeeded }] : []),
    ...(asksConsent && form.get('consent') !== 'yes' ? [{ path: '/consent', message: words.consentNeeded }] : []),
  ]
}
