import type { Actor } from '../domain/actor.ts'
import type { Organisation } from '../domain/organisation.ts'
import { isSlug, type OrganisationDetails, readOrganisationDetails } from '../domain/organisation-form.ts'
import { permit } from '../domain/permit.ts'
import { refuseProblems } from '../domain/refusal.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findOrganisation, insertOrganisation, listOrganisations, updateOrganisation } from '../store/organisations.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** Operators and employers with everything that is registered about them. @throws ServiceError `forbidden` */
export const listManagedOrganisations = async (
  deps: Deps,
  actor: Actor,
): Promise<{ operators: Organisation[]; employers: Organisation[] }> => {
  permit(actor, 'organisation.manage')
  return { operators: await listOrganisations(deps.db, 'operator'), employers: await listOrganisations(deps.db, 'employer') }
}

/** @throws ServiceError `forbidden`, `organisation_not_found` */
export const readManagedOrganisation = async (deps: Deps, actor: Actor, id: string): Promise<Organisation> => {
  permit(actor, 'organisation.manage')
  const organisation = await findOrganisation(deps.db, id)
  if (organisation === undefined || organisation.kind === 'secretariat')
    throw new ServiceError('organisation_not_found', `There is no organisation ${id}.`)
  return organisation
}

/** Whether this house is a demo: then its numbers may be demo numbers, and what is registered is labelled. */
export const isDemoHouse = async (deps: Deps): Promise<boolean> => (await listOrganisations(deps.db, 'secretariat'))[0]?.isDemo === true

/**
 * Registers an operator or an employer.
 *
 * @throws ServiceError `forbidden`, `invalid_input` with each field, `conflict` where another organisation has the corporate number or the name in URLs
 */
export const createOrganisation = async (
  deps: Deps,
  actor: Actor,
  command: OrganisationDetails & { kind: 'operator' | 'employer'; slug: string },
): Promise<Organisation> => {
  permit(actor, 'organisation.manage')
  const isDemo = await isDemoHouse(deps)
  const { details, problems } = readOrganisationDetails(command, isDemo)
  refuseProblems('The organisation cannot be registered like this.', [
    ...(isSlug(command.slug)
      ? []
      : [{ path: '/slug', code: 'SLUG_WRONG', message: 'needs 2 to 64 lower-case letters, digits and hyphens' }]),
    ...problems,
  ])
  const organisation: Organisation = { ...details, id: newId(), slug: command.slug, kind: command.kind, isDemo }
  const now = deps.now()
  await unlessTaken(() =>
    inTransaction(deps, async (deps) => {
      await insertOrganisation(deps.db, organisation, now)
      await audit(deps, actor, 'organisation.registered', `organisation:${organisation.id}`, { kind: organisation.kind })
    }),
  )
  return organisation
}

/** Changes what is registered about an operator or an employer. What was signed before keeps the words of its day. */
export const changeOrganisation = async (
  deps: Deps,
  actor: Actor,
  command: OrganisationDetails & { id: string },
): Promise<Organisation> => {
  const known = await readManagedOrganisation(deps, actor, command.id)
  const { details, problems } = readOrganisationDetails(command, known.isDemo)
  refuseProblems('The organisation cannot be changed like this.', problems)
  const changed: Organisation = { ...details, id: known.id, slug: known.slug, kind: known.kind, isDemo: known.isDemo }
  await unlessTaken(() =>
    inTransaction(deps, async (deps) => {
      await updateOrganisation(deps.db, changed, deps.now())
      await audit(deps, actor, 'organisation.changed', `organisation:${known.id}`, {
        fields: changedFields(known, changed).join(' '),
      })
    }),
  )
  return changed
}

const changedFields = (before: Organisation, after: Organisation): string[] =>
  (['name', 'corporateNumber', 'official', 'url', 'email'] as const).filter(
    (field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null),
  )

const unlessTaken = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', 'Another organisation has this corporate number or this name in URLs.', { cause: error })
  }
}
