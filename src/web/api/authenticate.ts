import type { Request } from 'express'
import type { Actor } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { actorByApiKey } from '../../service/create-api-key.ts'
import type { Deps } from '../../service/deps.ts'

/**
 * Who calls the programme's API: the actor of a bearer API key.
 *
 * @throws ServiceError `unauthenticated`, alike for no key and for an unknown, expired or revoked one
 */
export const authenticate = async (deps: Deps, request: Request): Promise<Actor & { kind: 'api_key' }> => {
  const secret = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1]
  const found = secret === undefined ? undefined : await actorByApiKey(deps, secret)
  if (found === undefined || found.actor.kind !== 'api_key')
    throw new ServiceError('unauthenticated', 'This endpoint needs an API key: Authorization: Bearer …')
  return found.actor
}
