import { createHash } from 'node:crypto'
import { Router } from 'express'
import { FiguresPage } from '../../../templates/pages/figures-page.tsx'
import { jstDay } from '../../domain/japanese-date.ts'
import { readKpiTotals } from '../../service/kpis.ts'
import { publicKpis } from '../../service/public-kpis.ts'
import { wantsPage } from '../negotiate.ts'
import { sendStored } from '../send.ts'
import { figuresView } from '../views/figures-view.ts'
import { frameView } from '../views/frame.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** The totals of the programme for everybody, small cells hidden: page or JSON. */
export const figuresRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()
  router.get('/figures', async (request, response) => {
    const asked = request.query['asOf']
    const report = await readKpiTotals(deps, { kind: 'public' }, typeof asked === 'string' && asked !== '' ? asked : undefined)
    response.vary('Accept')
    if (!wantsPage(request)) {
      const body = JSON.stringify({ ...publicKpis(report.figures), rules: report.rules, rulesVersion: report.rulesVersion })
      const sha256 = createHash('sha256').update(body).digest('hex')
      sendStored(request, response.set('Access-Control-Allow-Origin', '*'), {
        body,
        sha256,
        mediaType: 'application/json',
        maxAgeSeconds: 0,
      })
      return
    }
    const context = await contextOf(web, request)
    const words = wordsOf(context).ledger.figures
    sendPage(
      response,
      FiguresPage({
        frame: frameView(
          {
            title: words.title,
            demo: web.demo,
            scripts: ['print-page'],
            canonicalUrl: `${context.publicUrl}/figures`,
            alternateJson: '/figures',
          },
          context,
        ),
        title: words.title,
        lead: words.lead,
        figures: figuresView({ report, path: linkTo(context, '/figures'), today: jstDay(deps.now()) }, context),
      }),
    )
  })
  return router
}
