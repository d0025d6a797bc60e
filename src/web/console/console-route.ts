import type { Request, Response, Router } from 'express'
import type { VNode } from 'preact'
import type { Actor, Role } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import type { Deps } from '../../service/deps.ts'
import type { SignedIn } from '../../service/sign-in/sessions.ts'
import { contextOf } from '../pages/context.ts'
import { sendPage } from '../pages/send-page.ts'
import { readForm } from '../read-form.ts'
import { formToken, requireFormToken, requireOwnPage, signedInWith } from '../session.ts'
import type { PageContext } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import type { ConsoleFrame } from './console-frame.ts'
import { consoleFrame } from './console-frame.ts'

/** What a page behind the sign-in works with. */
export interface ConsoleCall {
  web: WebDeps
  deps: Deps
  actor: Actor & { kind: 'user' }
  signedIn: SignedIn
  params: Record<string, string>
  query: Record<string, string>
  /** the fields of the form; empty for GET, and for forms with files */
  form: URLSearchParams
  request: Request
  response: Response
  context: PageContext
  /** goes into every form of the page as the hidden field `token` */
  token: string
  /** what stands around the page; with the names of scripts that it needs */
  frame(title: string, scripts?: string[]): ConsoleFrame
}

export type ConsoleAnswer =
  | { page: VNode; status?: number }
  /** a path of this service; 303 after a form */
  | { to: string }
  /** the route has answered by itself, e.g. with a file */
  | 'sent'

/**
 * One page or form behind the sign-in as data. The list is what the matrix of roles is made of: a page that is not in it does not exist.
 */
export interface ConsoleRoute {
  method: 'get' | 'post'
  /** below `/console` */
  path: string
  /** who may open it; the use case asks `permit` besides */
  roles: readonly Role[]
  /** the form carries files: the route reads it itself and calls `requireFormToken` with its token */
  multipart?: true
  run(call: ConsoleCall): Promise<ConsoleAnswer>
}

/** Puts a route behind the sign-in: session, second factor, role, and for forms the page that they come from and their token. */
export const mountConsoleRoute = (router: Router, web: WebDeps, route: ConsoleRoute): void => {
  router[route.method](route.path, async (request, response) => {
    if (route.method === 'post') requireOwnPage(web, request)
    const signedIn = await signedInWith(web, request)
    if (signedIn === undefined) {
      if (route.method === 'post') throw new ServiceError('unauthenticated', 'Your sign-in is over. Sign in again; nothing was stored.')
      response.redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`)
      return
    }
    if (signedIn.secondFactorNeeded) {
      response.redirect(303, '/sign-in/passkey')
      return
    }
    const { actor } = signedIn
    if (actor === undefined || !route.roles.includes(actor.role))
      throw new ServiceError('forbidden', 'This page is for another role than the one in which you are signed in.')
    const form = route.method === 'post' && route.multipart !== true ? await readForm(request) : new URLSearchParams()
    if (route.method === 'post' && route.multipart !== true) requireFormToken(web, request, form.get('token'))
    const context = await contextOf(web, request)
    const token = formToken(web, request)
    const answer = await route.run({
      web,
      deps: web.deps,
      actor,
      signedIn,
      params: request.params as Record<string, string>,
      query: strings(request.query),
      form,
      request,
      response,
      context,
      token,
      frame: (title, scripts) =>
        consoleFrame(
          { title, path: request.path, signedIn, token, demo: web.demo, ...(scripts === undefined ? {} : { scripts }) },
          context,
        ),
    })
    if (answer === 'sent') return
    if ('to' in answer) response.redirect(303, answer.to)
    else sendPage(response, answer.page, { isPrivate: true, ...(answer.status === undefined ? {} : { status: answer.status }) })
  })
}

const strings = (query: Request['query']): Record<string, string> =>
  Object.fromEntries(Object.entries(query).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])))
