import type { Request } from 'express'
import type { Actor } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { actorByApiKey } from '../../service/create-api-key.ts'
import type { Deps } from '../../service/deps.ts'
import { actorBySecretLink } from '../../service/secret-links.ts'

/**
 * Who calls the programme's API: the actor of a bearer API key, or of the secret of a link (`lk_…`), which is the actor of one record.
 *
 * @param otherwise - `or_public`: a request without `Authorization` comes from the public
 * @throws ServiceError `unauthenticated`, alike for no key and for an unknown, expired or revoked one
 */
export const authenticate = async (deps: Deps, request: Request, otherwise?: 'or_public'): Promise<Actor> => {
  const { authorization } = request.headers
  if (authorization === undefined && otherwise === 'or_public') return { kind: 'public' }
  const secret = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(authorization ?? '')?.[1]
  const actor = secret === undefined ? undefined : await actorBySecret(deps, secret)
  if (actor === undefined) throw new ServiceError('unauthenticated', 'This endpoint needs an API key: Authorization: Bearer …')
  return actor
}

const actorBySecret = async (deps: Deps, secret: string): Promise<Actor | undefined> =>
  secret.startsWith('lk_') ? (await actorBySecretLink(deps, secret))?.actor : (await actorByApiKey(deps, secret))?.actor
