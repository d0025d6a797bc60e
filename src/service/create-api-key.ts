import { randomBytes } from 'node:crypto'
import type { Actor, Role } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit, type Target } from '../domain/permit.ts'
import { refuseProblems } from '../domain/refusal.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
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

/** In days; a key of a system that nobody looks after must end by itself. */
export const longestKeyDays = 1095
const MAX_LABEL = 100

/** What a key is to the table of who may do what: it belongs to the operator or employer for which it speaks. */
export const keyTarget = (key: { role: Role; organisationId?: string | undefined }): Target => {
  if (key.organisationId === undefined) return {}
  if (key.role === 'operator') return { operatorId: key.organisationId }
  return key.role === 'employer' ? { employerId: key.organisationId } : {}
}

/**
 * Makes an API key. Its secret is returned once and stored only as a digest.
 *
 * @throws ServiceError `forbidden`, `issuer_not_found`, `organisation_not_found`, `invalid_input` for a label or number of days that cannot be, and for a
 *   role without its organisation or issuer
 */
export const createApiKey = async (
  deps: Deps,
  actor: Actor,
  command: CreateApiKey,
): Promise<{ id: string; secret: string; expiresAt: Date }> => {
  const issuer = command.issuerSlug === undefined ? undefined : await findIssuerBySlug(deps.db, command.issuerSlug)
  if (command.issuerSlug !== undefined && issuer === undefined)
    throw new ServiceError('issuer_not_found', `There is no issuer ${command.issuerSlug}.`)
  const organisation = command.organisationSlug === undefined ? undefined : await findOrganisationBySlug(deps.db, command.organisationSlug)
  if (command.organisationSlug !== undefined && organisation === undefined)
    throw new ServiceError('organisation_not_found', `There is no organisation ${command.organisationSlug}.`)
  permit(actor, 'api_key.manage', keyTarget({ role: command.role, organisationId: organisation?.id }))
  requireSound(command, organisation)
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
        label: command.label.trim(),
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

const requireSound = (command: CreateApiKey, organisation: Organisation | undefined): void => {
  const problems: InputProblem[] = []
  const { role, label, days = 365 } = command
  if (label.trim() === '' || label.length > MAX_LABEL)
    problems.push({ path: '/label', message: `must say in 1 to ${MAX_LABEL} characters what the key is for` })
  if (!Number.isInteger(days) || days < 1 || days > longestKeyDays)
    problems.push({ path: '/days', message: `must be a whole number from 1 to ${longestKeyDays}` })
  if ((role === 'operator' || role === 'employer') && organisation?.kind !== role)
    problems.push({ path: '/organisation', message: `must name an organisation of the kind ${role}, in whose name the key speaks` })
  if ((role === 'secretariat' || role === 'administrator') && organisation !== undefined && organisation.kind !== 'secretariat')
    problems.push({ path: '/organisation', message: 'must be the council, or absent' })
  if (role === 'issuer' && command.issuerSlug === undefined)
    problems.push({ path: '/issuer', message: 'must name the issuer that the key may use' })
  refuseProblems('This API key cannot be made.', problems)
}

/** The key behind a secret, and the actor that it speaks for. Undefined for unknown, expired and revoked ones alike. */
export const actorByApiKey = async (deps: Deps, secret: string): Promise<{ key: ApiKey; actor: Actor } | undefined> => {
  const key = await findLiveApiKey(deps.db, digestOf(secret), deps.now())
  if (key === undefined) return undefined
  // A statement that may write takes the lock of the database: it runs once a day for each key, and a database that takes nothing now does not refuse the call.
  const today = jstDay(deps.now())
  if ((key.lastUsedOn ?? '') < today)
    await inTransaction(deps, (deps) => noteApiKeyUse(deps.db, key.id, today)).catch((error: unknown) => {
      if (!(error instanceof ServiceError) || error.code !== 'overloaded') throw error
    })
  return { key, actor: { kind: 'api_key', id: key.id, role: key.role, organisationId: key.organisationId, issuerId: key.issuerId } }
}
