import { randomBytes } from 'node:crypto'
import type { Actor, Role } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { type ApiKey, findLiveApiKey, insertApiKey, noteApiKeyUse } from '../store/api-keys.ts'
import { findIssuerBySlug } from '../store/issuers.ts'
import { findOrganisationBySlug } from '../store/organisations.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { digestOf } from './secrets.ts'

export interface CreateApiKey {
  role: Role
  label: string
  issuerSlug?: string
  organisationSlug?: string
  /** days until it expires; a year where not given */
  days?: number
}

/**
 * Makes an API key. Its secret is returned once and stored only as a digest.
 *
 * @throws ServiceError `forbidden`, `issuer_not_found`, `organisation_not_found`
 */
export const createApiKey = async (
  deps: Deps,
  actor: Actor,
  command: CreateApiKey,
): Promise<{ id: string; secret: string; expiresAt: Date }> => {
  permit(actor, 'api_key.manage')
  const issuer = command.issuerSlug === undefined ? undefined : await findIssuerBySlug(deps.db, command.issuerSlug)
  if (command.issuerSlug !== undefined && issuer === undefined)
    throw new ServiceError('issuer_not_found', `There is no issuer ${command.issuerSlug}.`)
  const organisation = command.organisationSlug === undefined ? undefined : await findOrganisationBySlug(deps.db, command.organisationSlug)
  if (command.organisationSlug !== undefined && organisation === undefined)
    throw new ServiceError('organisation_not_found', `There is no organisation ${command.organisationSlug}.`)
  const now = deps.now()
  const secret = `ak_${randomBytes(32).toString('base64url')}`
  const expiresAt = new Date(now.getTime() + (command.days ?? 365) * 86_400_000)
  const id = newId()
  await inTransaction(deps, async (deps) => {
    await insertApiKey(
      deps.db,
      {
        id,
        role: command.role,
        label: command.label,
        issuerId: issuer?.id,
        organisationId: organisation?.id,
        expiresAt,
        secretSha256: digestOf(secret),
      },
      now,
    )
    await audit(deps, actor, 'api_key.created', `api-key:${id}`, { role: command.role })
  })
  return { id, secret, expiresAt }
}

/** The key behind a secret, and the actor that it speaks for. Undefined for unknown, expired and revoked ones alike. */
export const actorByApiKey = async (deps: Deps, secret: string): Promise<{ key: ApiKey; actor: Actor } | undefined> => {
  const key = await findLiveApiKey(deps.db, digestOf(secret), deps.now())
  if (key === undefined) return undefined
  await noteApiKeyUse(deps.db, key.id, jstDay(deps.now()))
  return { key, actor: { kind: 'api_key', id: key.id, role: key.role, organisationId: key.organisationId, issuerId: key.issuerId } }
}
