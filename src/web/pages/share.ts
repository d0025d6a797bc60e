import { Router } from 'express'
import { SharedClosedPage, SharedPage } from '../../../templates/pages/share-pages.tsx'
import { textIn } from '../../domain/text.ts'
import { openLink } from '../../service/share-links.ts'
import { findOrganisation } from '../../store/read-models/registers.ts'
import { frameView } from '../views/frame.ts'
import { wordsOf } from '../views/page-context.ts'
import { sharedPageView } from '../views/share-views.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'
import { sharedBadges } from './shared-badges.ts'

/** The page of a link that a learner made for one reader. */
export const shareRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()
  router.get('/share', async (request, response) => {
    const context = await contextOf(web, request)
    const words = wordsOf(context).sharing.shared
    const secret = typeof request.query['k'] === 'string' ? request.query['k'] : ''
    const link = await openLink(deps, secret)
    if (link === undefined) {
      const frame = frameView({ title: words.closedTitle, demo: web.demo, noindex: true }, context)
      sendPage(response, SharedClosedPage({ frame, title: words.closedTitle, text: words.closed }), { status: 404, isPrivate: true })
      return
    }
    const { recipient } = link
    const employer = 'employerId' in recipient ? await findOrganisation(deps.db, recipient.employerId) : undefined
    const view = sharedPageView(
      {
        link,
        recipient: 'text' in recipient ? recipient.text : employer === undefined ? '' : textIn(context.language, employer.name),
        isDemo: link.isDemo,
        badges: await sharedBadges(web, link),
      },
      context,
    )
    sendPage(response, SharedPage(view), { isPrivate: true })
  })
  return router
}
