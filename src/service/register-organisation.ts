import type { Actor } from '../domain/actor.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findOrganisation, insertOrganisation } from '../store/organisations.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/**
 * Registers the council, an operator or an employer. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden`; `conflict` when the corporate number or short name belongs to another organisation
 */
export const registerOrganisation = async (deps: Deps, actor: Actor, organisation: Organisation): Promise<Organisation> => {
  permit(actor, 'programme.load')
  const known = await findOrganisation(deps.db, organisation.id)
  if (known !== undefined) return known
  const now = deps.now()
  try {
    await inTransaction(deps, async (deps) => {
      await insertOrganisation(deps.db, organisation, now)
      await audit(deps, actor, 'organisation.registered', `organisation:${organisation.id}`, { kind: organisation.kind })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', `The corporate number or short name of ${organisation.id} belongs to another organisation.`, {
      cause: error,
    })
  }
  return organisation
}
