import { Router } from 'express'
import { SignInPage, type SignInPageView, SignInStepPage } from '../../../templates/pages/sign-in-page.tsx'
import { ServiceError } from '../../errors.ts'
import { newSecret } from '../../service/secrets.ts'
import { askForSignIn } from '../../service/sign-in/ask-for-sign-in.ts'
import { addPasskey, askForPasskey, offerPasskey, signInByPasskey } from '../../service/sign-in/passkeys.ts'
import { type SignedIn, signInByLink, signOut, switchRole } from '../../service/sign-in/sessions.ts'
import { z } from '../api/fields.ts'
import { readJson } from '../api/read-json.ts'
import { readCookie, setCookie } from '../cookies.ts'
import { readForm } from '../read-form.ts'
import { closeSession, openSession, requireFormToken, requireOwnPage, safePath, sessionSecret, signedInWith } from '../session.ts'
import { frameView } from '../views/frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** The browser that asks for a link, so that a link which somebody else reads does not open elsewhere (SECURITY T30). */
const ASKING = 'akashi_asking'
const ASKING_SECONDS = 3600
export const HOME = '/console'

const passkeyAnswer = z.looseObject({ id: z.string().regex(/^[\w-]{1,1500}$/), response: z.looseObject({}) })

/** Signing in and out. */
export const signInRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()
  const returnTo = (asked: unknown): string => {
    const path = safePath(asked, deps.publicUrl)
    return path === '/' ? HOME : path
  }
  const requireSignedIn = async (request: Parameters<typeof signedInWith>[1]): Promise<SignedIn> => {
    const signedIn = await signedInWith(web, request)
    if (signedIn === undefined) throw new ServiceError('unauthenticated', 'Sign in first.')
    return signedIn
  }

  router.get('/sign-in', async (request, response) => {
    const context = await contextOf(web, request)
    const view = signInView(context, web, { to: returnTo(request.query['to']), value: '' })
    sendPage(response, SignInPage(view), { isPrivate: true })
  })

  router.post('/sign-in', async (request, response) => {
    requireOwnPage(web, request)
    const form = await readForm(request)
    const context = await contextOf(web, request)
    const words = wordsOf(context).signIn
    const email = form.get('email') ?? ''
    const browserSecret = readCookie(request, ASKING, deps.publicUrl) ?? newSecret('br')
    try {
      await askForSignIn(deps, { email, browserSecret, networkAddress: request.ip ?? 'unknown' })
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
      const view = signInView(context, web, { to: returnTo(form.get('to')), value: email.slice(0, 300), error: words.emailError })
      sendPage(response, SignInPage(view), { status: 400, isPrivate: true })
      return
    }
    setCookie(response, ASKING, browserSecret, deps.publicUrl, ASKING_SECONDS)
    sendPage(
      response,
      SignInStepPage({
        frame: frameView({ title: words.sent.title, demo: web.demo, noindex: true }, context),
        title: words.sent.title,
        paragraphs: words.sent.paragraphs,
        links: [{ href: linkTo(context, '/sign-in'), label: words.sent.again }],
      }),
      { isPrivate: true },
    )
  })

  // Opening the link signs nobody in: mail programs open links by themselves. The button does.
  router.get('/sign-in/link', async (request, response) => {
    const context = await contextOf(web, request)
    const words = wordsOf(context).signIn
    const secret = typeof request.query['k'] === 'string' ? request.query['k'] : ''
    sendPage(
      response,
      SignInStepPage({
        frame: frameView({ title: words.link.title, demo: web.demo, noindex: true }, context),
        title: words.link.title,
        paragraphs: words.link.paragraphs,
        form: {
          action: '/sign-in/link',
          hidden: [
            { name: 'k', value: secret },
            { name: 'to', value: returnTo(request.query['to']) },
          ],
          submit: words.link.submit,
        },
        links: [],
      }),
      { isPrivate: true },
    )
  })

  router.post('/sign-in/link', async (request, response) => {
    requireOwnPage(web, request)
    const form = await readForm(request)
    const secret = await signInByLink(deps, {
      secret: form.get('k') ?? '',
      browserSecret: readCookie(request, ASKING, deps.publicUrl),
      networkAddress: request.ip ?? 'unknown',
    })
    openSession(web, response, secret)
    setCookie(response, ASKING, '', deps.publicUrl, 0)
    response.set('Cache-Control', 'no-store').redirect(303, returnTo(form.get('to')))
  })

  router.get('/sign-in/passkey', async (request, response) => {
    const signedIn = await signedInWith(web, request)
    if (signedIn === undefined) {
      response.redirect(303, '/sign-in')
      return
    }
    const context = await contextOf(web, request)
    const words = wordsOf(context).signIn
    sendPage(
      response,
      SignInStepPage({
        frame: frameView({ title: words.second.title, demo: web.demo, noindex: true, scripts: ['sign-in-page'] }, context),
        title: words.second.title,
        paragraphs: words.second.paragraphs,
        passkey: {
          use: words.passkeyUse,
          add: words.passkeyAdd,
          to: HOME,
          failed: words.passkeyFailed,
          needsScript: words.needsScript,
        },
        links: [],
      }),
      { isPrivate: true },
    )
  })

  const answerJson = (
    path: string,
    run: (request: Parameters<typeof readJson>[0]) => Promise<{ body: unknown; session?: string }>,
  ): void => {
    router.post(path, async (request, response) => {
      requireOwnPage(web, request)
      const { body, session } = await run(request)
      if (session !== undefined) openSession(web, response, session)
      response.set('Cache-Control', 'no-store').json(body)
    })
  }
  answerJson('/sign-in/passkey/ask', async () => ({ body: await askForPasskey(deps) }))
  answerJson('/sign-in/passkey/use', async (request) => {
    const answer = await readJson(request, passkeyAnswer)
    return { body: {}, session: await signInByPasskey(deps, answer as never, request.ip ?? 'unknown') }
  })
  answerJson('/sign-in/passkey/offer', async (request) => {
    const context = await contextOf(web, request)
    const name = context.owner === undefined ? 'Akashi' : inLanguage(context, context.owner)
    return { body: await offerPasskey(deps, await requireSignedIn(request), name) }
  })
  answerJson('/sign-in/passkey/add', async (request) => {
    const answer = await readJson(request, passkeyAnswer)
    return { body: {}, session: await addPasskey(deps, await requireSignedIn(request), answer as never) }
  })

  router.post('/sign-in/role', async (request, response) => {
    requireOwnPage(web, request)
    const form = await readForm(request)
    requireFormToken(web, request, form.get('token'))
    openSession(web, response, await switchRole(deps, sessionSecret(web, request) ?? '', form.get('membership') ?? ''))
    response.set('Cache-Control', 'no-store').redirect(303, HOME)
  })

  router.post('/sign-out', async (request, response) => {
    requireOwnPage(web, request)
    const form = await readForm(request)
    requireFormToken(web, request, form.get('token'))
    await signOut(deps, sessionSecret(web, request) ?? '')
    closeSession(web, response)
    response.set('Cache-Control', 'no-store').redirect(303, '/')
  })

  return router
}

export const signInView = (
  context: PageContext,
  { demo, office }: Pick<WebDeps, 'demo' | 'office'>,
  input: { to: string; value: string; error?: string; notice?: string },
): SignInPageView => {
  const words = wordsOf(context).signIn
  return {
    frame: frameView({ title: words.title, demo, noindex: true, scripts: ['sign-in-page'] }, context),
    title: words.title,
    lead: words.lead,
    ...(input.notice === undefined ? {} : { notice: { text: input.notice, caution: true } }),
    errorHeading: words.errorHeading,
    email: {
      id: 'email',
      name: 'email',
      label: words.email,
      hint: words.emailHint,
      need: words.required,
      ...(input.error === undefined ? {} : { error: input.error }),
    },
    value: input.value,
    to: input.to,
    submit: words.submit,
    passkey: {
      heading: words.passkeyHeading,
      about: words.passkeyAbout,
      button: words.passkeyUse,
      failed: words.passkeyFailed,
    },
    ...(office === undefined
      ? {}
      : {
          office: {
            heading: words.officeHeading,
            button: { href: `/sign-in/office?to=${encodeURIComponent(input.to)}`, label: office.label ?? words.officeButton },
          },
        }),
  }
}
