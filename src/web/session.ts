import { timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import { sessionLimits } from '../domain/user.ts'
import { ServiceError } from '../errors.ts'
import { formTokenOf } from '../service/secrets.ts'
import { type SignedIn, signedInBy } from '../service/sign-in/sessions.ts'
import { readCookie, setCookie } from './cookies.ts'
import type { WebDeps } from './web-deps.ts'

const COOKIE = 'akashi_session'

type Web = Pick<WebDeps, 'deps'>

const known = new WeakMap<Request, Promise<SignedIn | undefined>>()

/** Who is signed in with this request; asked of the database once a request. */
export const signedInWith = (web: Web, request: Request): Promise<SignedIn | undefined> => {
  const found = known.get(request)
  if (found !== undefined) return found
  const secret = sessionSecret(web, request)
  const asked = secret === undefined ? Promise.resolve(undefined) : signedInBy(web.deps, secret)
  known.set(request, asked)
  return asked
}

export const sessionSecret = (web: Web, request: Request): string | undefined => readCookie(request, COOKIE, web.deps.publicUrl)

export const openSession = (web: Web, response: Response, secret: string): void =>
  setCookie(response, COOKIE, secret, web.deps.publicUrl, sessionLimits.absoluteHours * 3600)

export const closeSession = (web: Web, response: Response): void => setCookie(response, COOKIE, '', web.deps.publicUrl, 0)

/**
 * A changing request that rests on a cookie must come from a page of this service (SECURITY T13): the browser says so, in `Sec-Fetch-Site`, or by `Origin`
 * where it is older. A request that says nothing is refused. Since our pages send no referrer, a browser writes `Origin: null` into their forms.
 *
 * @throws ServiceError `forbidden`
 */
export const requireOwnPage = (web: Web, request: Request): void => {
  const site = request.get('sec-fetch-site')
  const origin = request.get('origin')
  const own = new URL(web.deps.publicUrl).origin
  if (site === undefined ? origin === own : site === 'same-origin' && [undefined, 'null', own].includes(origin)) return
  throw new ServiceError('forbidden', `This was not sent from a page of ${own}. Open the page there and send it again.`)
}

/** The token that forms of this session carry. */
export const formToken = (web: Web, request: Request): string => {
  const secret = sessionSecret(web, request)
  return secret === undefined ? '' : formTokenOf(secret)
}

/**
 * @throws ServiceError `forbidden` for a form that does not carry the token of this session
 */
export const requireFormToken = (web: Web, request: Request, given: string | null | undefined): void => {
  const wanted = Buffer.from(formToken(web, request))
  const sent = Buffer.from(given ?? '')
  if (wanted.length > 0 && wanted.length === sent.length && timingSafeEqual(wanted, sent)) return
  throw new ServiceError('forbidden', 'The form is of another sign-in. Open the page again and send it once more.')
}

/** Where to go after a sign-in: a path of this service and nothing else (SECURITY T25). */
export const safePath = (asked: unknown, publicUrl: string): string => {
  if (typeof asked !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) return '/'
  const url = new URL(asked, publicUrl)
  return url.origin === new URL(publicUrl).origin ? `${url.pathname}${url.search}` : '/'
}
