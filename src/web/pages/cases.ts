import { createHash } from 'node:crypto'
import { Router } from 'express'
import { CasesPage } from '../../../templates/pages/cases-page.tsx'
import { jstDay } from '../../domain/japanese-date.ts'
import { listPublicCases } from '../../store/read-models/cases.ts'
import { wantsPage } from '../negotiate.ts'
import { sendStored } from '../send.ts'
import { type CaseFacts, caseData, caseView } from '../views/case-view.ts'
import { frameView } from '../views/frame.ts'
import { wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** The cases that everybody may read, from the signed badges themselves. */
export const publicCases = async ({ deps }: WebDeps): Promise<CaseFacts[]> =>
  (await listPublicCases(deps.db, jstDay(deps.now()))).map(({ id, awardedOn, text, isDemo }) => ({
    id,
    awardedOn,
    isDemo,
    document: JSON.parse(text),
  }))

/** Results at work that their holders published: a page, or JSON for other sites to show. */
export const caseRoutes = (web: WebDeps): Router => {
  const router = Router()
  router.get('/cases', async (request, response) => {
    const facts = await publicCases(web)
    const context = await contextOf(web, request)
    response.vary('Accept')
    if (!wantsPage(request)) {
      const body = JSON.stringify({ cases: facts.flatMap((one) => caseData(one, context) ?? []) })
      const sha256 = createHash('sha256').update(body).digest('hex')
      sendStored(request, response.set('Access-Control-Allow-Origin', '*'), {
        body,
        sha256,
        mediaType: 'application/json',
        maxAgeSeconds: 0,
      })
      return
    }
    const words = wordsOf(context).cases
    sendPage(
      response,
      CasesPage({
        frame: frameView(
          {
            title: words.title,
            demo: facts.some(({ isDemo }) => isDemo),
            canonicalUrl: `${context.publicUrl}/cases`,
            alternateJson: '/cases',
          },
          context,
        ),
        title: words.title,
        lead: words.lead,
        cases: facts.flatMap((one) => caseView(one, context) ?? []),
        empty: { what: words.empty, when: words.emptyWhen },
      }),
    )
  })
  return router
}
