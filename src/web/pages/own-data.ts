import { type Request, type Response, Router } from 'express'
import { FormPage, type FormPageView } from '../../../templates/pages/form-page.tsx'
import { addressLinkOpens, confirmAddress } from '../../service/own-addresses.ts'
import { readForm } from '../read-form.ts'
import { frameView } from '../views/frame.ts'
import { linkTo, type PageContext, wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** What a learner reaches without being signed in: the link that confirms an address, and the page after an erasure. */
export const ownDataRoutes = (web: WebDeps): Router => {
  const router = Router()

  const send = (
    response: Response,
    context: PageContext,
    page: Pick<FormPageView, 'title' | 'lead'> & Partial<Pick<FormPageView, 'forms' | 'links'>>,
    status = 200,
  ): void =>
    sendPage(
      response,
      FormPage({
        frame: frameView({ title: page.title, demo: web.demo, noindex: true }, context),
        about: [],
        forms: [],
        links: [],
        ...page,
      }),
      { isPrivate: true, status },
    )

  // Opening the link changes nothing: programs that read mails open links too.
  router.get('/address', async (request: Request, response) => {
    const context = await contextOf(web, request)
    const words = wordsOf(context).myData.confirmAddress
    const secret = typeof request.query['k'] === 'string' ? request.query['k'] : ''
    if (!(await addressLinkOpens(web.deps, secret))) return send(response, context, { title: words.closedTitle, lead: [words.closed] }, 404)
    send(response, context, {
      title: words.title,
      lead: words.lead,
      forms: [
        {
          id: 'confirm',
          action: linkTo(context, '/address'),
          hidden: [{ name: 'k', value: secret }],
          groups: [],
          buttons: [{ name: 'do', value: 'confirm', label: words.button }],
        },
      ],
    })
  })

  router.post('/address', async (request: Request, response) => {
    const form = await readForm(request)
    const context = await contextOf(web, request)
    const words = wordsOf(context).myData.confirmAddress
    await confirmAddress(web.deps, form.get('k') ?? '')
    send(response, context, {
      title: words.doneTitle,
      lead: [words.done],
      links: [{ href: linkTo(context, '/console/data'), label: words.toData }],
    })
  })

  router.get('/erased', async (request: Request, response) => {
    const context = await contextOf(web, request)
    const words = wordsOf(context).myData.erase
    send(response, context, { title: words.doneTitle, lead: words.done })
  })

  return router
}
