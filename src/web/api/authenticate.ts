import type { Request } from 'express'
import type { Actor } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { actorByApiKey } from '../../service/create-api-key.ts'
import type { Deps } from '../../service/deps.ts'
import { actorBySecretLink } from '../../service/secret-links.ts'
import { requireOwnPage, signedInWith } from '../session.ts'
import type { WebDeps } from '../web-deps.ts'

/**
 * Who calls the programme's API: the actor of a bearer API key, of the secret of a link (`lk_…`), which is the actor of one record, or whoever is signed
 * in. A changing call that rests on a sign-in must come from a page of this service.
 *
 * @param otherwise - `or_public`: a request that names nobody comes from the public
 * @throws ServiceError `unauthenticated`, alike for no key and for an unknown, expired or revoked one
 */
export const authenticate = async (web: Pick<WebDeps, 'deps'>, request: Request, otherwise?: 'or_public'): Promise<Actor> => {
  const { authorization } = request.headers
  if (authorization === undefined) {
    const actor = (await signedInWith(web, request))?.actor
    if (actor !== undefined) {
      if (request.method !== 'GET' && request.method !== 'HEAD') requireOwnPage(web, request)
      return actor
    }
    if (otherwise === 'or_public') return { kind: 'public' }
  }
  const secret = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(authorization ?? '')?.[1]
  const actor = secret === undefined ? undefined : await actorBySecret(web.deps, secret)
  if (actor === undefined)
    throw new ServiceError('unauthenticated', 'This endpoint needs an API key (Authorization: Bearer …) or a sign-in.')
  return actor
}

const actorBySecret = async (deps: Deps, secret: string): Promise<Actor | undefined> =>
  secret.startsWith('lk_') ? (await actorBySecretLink(deps, secret))?.actor : (await actorByApiKey(deps, secret))?.actor
