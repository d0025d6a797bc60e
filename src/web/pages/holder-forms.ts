import { type Request, type Response, Router } from 'express'
import { BadgePage } from '../../../templates/pages/badge-page.tsx'
import type { Actor } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { holderBySecret, shareCredential } from '../../service/holder.ts'
import { sendManagerCopy } from '../../service/send-manager-copy.ts'
import { readBadgePage } from '../../store/read-models/badge-page.ts'
import { line } from '../forms/typed.ts'
import { wantsPage } from '../negotiate.ts'
import { readForm } from '../read-form.ts'
import { formToken, requireFormToken, requireOwnPage, signedInWith } from '../session.ts'
import { badgeView, type ManagerForm } from '../views/badge-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { badgeFacts } from './badge-facts.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'
import { nothingHere } from './visible-badge.ts'

/** What the holder decides on the page of the badge: who sees it, and whether the manager is told. */
export const holderFormRoutes = (web: WebDeps): Router => {
  const { deps, verifying } = web
  const router = Router()

  /** Who sent the form: the holder by the secret of the link, or signed in. */
  const holderOf = async (request: Request, id: string, form: URLSearchParams): Promise<Actor> => {
    const secret = form.get('k')
    const holder = secret === null ? (await signedInWith(web, request))?.actor : await holderBySecret(deps, id, secret)
    if (holder === undefined) throw nothingHere()
    if (secret === null) {
      requireOwnPage(web, request)
      requireFormToken(web, request, form.get('token'))
    }
    return holder
  }

  /** Back to the page of the badge, as the holder sees it. */
  const backTo = (id: string, form: URLSearchParams, said: string): string => {
    const secret = form.get('k')
    const language = form.get('lang')
    return `/badges/${id}?${secret === null ? '' : `k=${encodeURIComponent(secret)}&`}${said}=1${language === 'en' || language === 'ja' ? `&lang=${language}` : ''}`
  }

  /** The page of the badge again, with the form for the manager as it was sent and its mistakes. */
  const sendManagerForm = async (
    request: Request,
    response: Response,
    id: string,
    form: URLSearchParams,
    managerForm: ManagerForm,
  ): Promise<void> => {
    const record = await readBadgePage(deps.db, id)
    if (record === undefined) throw nothingHere()
    const secret = form.get('k')
    const language = form.get('lang')
    const chosen = language === 'en' || language === 'ja' ? ({ language, languageChosen: true } as const) : {}
    const address = `/badges/${id}${secret === null ? '' : `?k=${encodeURIComponent(secret)}`}`
    const verification = await verifying.stored(record.credential.document.text)
    const as = secret === null ? { token: formToken(web, request) } : { k: secret }
    const facts = await badgeFacts(web, record, { as, saved: false, managerForm })
    const context = { ...(await contextOf(web, request)), address, ...chosen }
    sendPage(response, BadgePage(badgeView({ verification, facts }, context)), { isPrivate: true, status: 400 })
  }

  router.post('/badges/:id/manager', async (request, response) => {
    const id = request.params.id
    const form = await readForm(request)
    const holder = await holderOf(request, id, form)
    const typed = {
      name: line(form, 'managerName', 200),
      address: line(form, 'managerAddress', 254),
      consent: form.get('managerConsent') === 'on',
    }
    try {
      await sendManagerCopy(deps, holder, { credentialId: id, ...typed })
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'invalid_input' || !wantsPage(request)) throw error
      const names = { managerName: 'name', managerAddress: 'address', managerConsent: 'consent' } as const
      const wrong = Object.entries(names).flatMap(([field, name]) => (error.problems.some(({ path }) => path === field) ? [name] : []))
      return sendManagerForm(request, response, id, form, { ...typed, wrong })
    }
    response.redirect(303, backTo(id, form, 'told'))
  })

  router.post('/badges/:id/sharing', async (request, response) => {
    const id = request.params.id
    const form = await readForm(request)
    const holder = await holderOf(request, id, form)
    const visibility = form.get('visibility')
    if (visibility !== 'private' && visibility !== 'link' && visibility !== 'public')
      throw new ServiceError('invalid_input', 'Choose who may see the badge: private, link or public.', {
        problems: [{ path: 'visibility', message: 'must be private, link or public' }],
      })
    await shareCredential(deps, holder, { id, visibility, nameShown: form.has('nameShown') && form.get('nameShown') !== '0' })
    response.redirect(303, backTo(id, form, 'saved'))
  })

  return router
}
