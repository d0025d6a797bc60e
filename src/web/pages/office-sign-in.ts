import { Router } from 'express'
import { SignInPage } from '../../../templates/pages/sign-in-page.tsx'
import { ServiceError } from '../../errors.ts'
import { beginOfficeSignIn, OFFICE_MINUTES, signInByOffice } from '../../service/sign-in/sign-in-by-office.ts'
import { readCookie, setCookie } from '../cookies.ts'
import { openSession, safePath, sessionSecret } from '../session.ts'
import { wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'
import { HOME, signInView } from './sign-in.ts'

/** The browser that was sent to the provider; it comes back with a plain link from there, which a `Lax` cookie goes along with. */
const ASKING = 'akashi_office'

/** Signing in with an office account (OpenID Connect); absent where none is configured. */
export const officeSignInRoutes = (web: WebDeps): Router => {
  const { deps, office } = web
  const router = Router()
  if (office === undefined) return router
  type Sent = Parameters<Parameters<typeof router.get>[1]>

  /** Both failures lead back to the sign-in page, with other ways on it; why exactly is for the log. */
  const sendFailure = async (request: Sent[0], response: Sent[1], error: unknown): Promise<void> => {
    if (!(error instanceof ServiceError) || (error.code !== 'unauthenticated' && error.code !== 'office_unreachable')) throw error
    const context = await contextOf(web, request)
    const words = wordsOf(context).signIn.officeFailed
    const isDown = error.code === 'office_unreachable'
    web.log.warn({ req: { id: request.id }, code: error.code, reason: reasonOf(error) }, 'sign-in with an office account failed')
    if (isDown && error.retryAfterSeconds !== undefined) response.set('Retry-After', String(error.retryAfterSeconds))
    const view = signInView(context, web, { to: HOME, value: '', notice: isDown ? words.unreachable : words.refused })
    sendPage(response, SignInPage(view), { status: isDown ? 503 : 401, isPrivate: true })
  }

  router.get('/sign-in/office', async (request, response) => {
    try {
      const to = safePath(request.query['to'], deps.publicUrl)
      const { url, browserSecret } = await beginOfficeSignIn(deps, office, to === '/' ? HOME : to)
      setCookie(response, ASKING, browserSecret, deps.publicUrl, OFFICE_MINUTES * 60)
      response.set('Cache-Control', 'no-store').redirect(303, url)
    } catch (error) {
      await sendFailure(request, response, error)
    }
  })

  router.get('/sign-in/office/callback', async (request, response) => {
    setCookie(response, ASKING, '', deps.publicUrl, 0)
    try {
      const { session, returnTo } = await signInByOffice(deps, office, {
        query: new URL(request.originalUrl, deps.publicUrl).search,
        browserSecret: readCookie(request, ASKING, deps.publicUrl),
        formerSession: sessionSecret(web, request),
        networkAddress: request.ip ?? 'unknown',
      })
      openSession(web, response, session)
      response.set('Cache-Control', 'no-store').redirect(303, returnTo)
    } catch (error) {
      await sendFailure(request, response, error)
    }
  })

  return router
}

/** The library's reason by its code alone; its message may quote what the provider sent about a person. */
const reasonOf = ({ cause, message }: ServiceError): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? `${message} ${String(cause.code)}` : message
