import { Router } from 'express'
import { StatementPage } from '../../../templates/pages/statement-page.tsx'
import { frameView } from '../views/frame.ts'
import { wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** The accessibility statement. */
export const accessibilityRoutes = (web: WebDeps): Router => {
  const router = Router()
  router.get('/accessibility', async (request, response) => {
    const context = await contextOf(web, request)
    const words = wordsOf(context).accessibility
    sendPage(
      response,
      StatementPage({
        frame: frameView({ title: words.title, demo: false, canonicalUrl: `${context.publicUrl}/accessibility` }, context),
        ...words,
      }),
    )
  })
  return router
}
