import { Router } from 'express'
import { SharedClosedPage, SharedPage } from '../../../templates/pages/share-pages.tsx'
import { badgeName } from '../../domain/participant.ts'
import { textIn } from '../../domain/text.ts'
import { openLink } from '../../service/share-links.ts'
import { readBadgePage } from '../../store/read-models/badge-page.ts'
import { findOrganisation } from '../../store/read-models/registers.ts'
import { frameView } from '../views/frame.ts'
import { wordsOf } from '../views/page-context.ts'
import { sharedPageView } from '../views/share-views.ts'
import type { WebDeps } from '../web-deps.ts'
import { badgeFacts } from './badge-facts.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** The page of a link that a learner made for one reader. */
export const shareRoutes = (web: WebDeps): Router => {
  const { deps, verifying } = web
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
    const shows = (field: (typeof link.fields)[number]): boolean => link.fields.includes(field)
    const badges = await Promise.all(
      link.credentialIds.map(async (id) => {
        const record = await readBadgePage(deps.db, id, { withHolder: shows('name') })
        if (record === undefined) return undefined
        const { holderName: _, endorsements, recognitions, ...facts } = await badgeFacts(web, record, { saved: false })
        return {
          id,
          verification: await verifying.stored(record.credential.document.text),
          standing: facts,
          facts: {
            artUrl: facts.artUrl,
            awardedOn: facts.awardedOn,
            achievementUrl: facts.achievementUrl,
            recognitions,
            ...(shows('confirmation') ? { endorsements } : {}),
            ...(shows('name') && record.holder !== undefined ? { holderName: badgeName(record.holder) } : {}),
          },
        }
      }),
    )
    const { recipient } = link
    const employer = 'employerId' in recipient ? await findOrganisation(deps.db, recipient.employerId) : undefined
    const view = sharedPageView(
      {
        link,
        recipient: 'text' in recipient ? recipient.text : employer === undefined ? '' : textIn(context.language, employer.name),
        isDemo: link.isDemo,
        badges: badges.filter((badge) => badge !== undefined),
      },
      context,
    )
    sendPage(response, SharedPage(view), { isPrivate: true })
  })
  return router
}
