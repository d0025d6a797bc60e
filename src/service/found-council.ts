import type { Actor } from '../domain/actor.ts'
import type { Issuer } from '../domain/issuer.ts'
import type { Organisation } from '../domain/organisation.ts'
import { isSlug, type OrganisationDetails, readOrganisationDetails } from '../domain/organisation-form.ts'
import { refuseProblems } from '../domain/refusal.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findIssuerBySlug, listIssuers } from '../store/issuers.ts'
import { listOrganisations } from '../store/organisations.ts'
import { createIssuer } from './create-issuer.ts'
import type { Deps } from './deps.ts'
import { registerOrganisation } from './register-organisation.ts'

/**
 * Begins a programme: registers the council (the secretariat's organisation) and makes the issuer in whose name badges are signed, at the root of the
 * domain. What an earlier call began is finished.
 *
 * @throws ServiceError `forbidden`, `invalid_input` with each field, `conflict` where there is a council with its issuer, or the short name is taken
 */
export const foundCouncil = async (deps: Deps, actor: Actor, command: OrganisationDetails & { slug: string }): Promise<Issuer> => {
  const { details, problems } = readOrganisationDetails(command, false)
  refuseProblems('The council cannot be registered like this.', [
    ...(isSlug(command.slug) ? [] : [{ path: '/id', code: 'SLUG_WRONG', message: 'needs 2 to 64 lower-case letters, digits and hyphens' }]),
    ...problems,
  ])
  const known = (await listOrganisations(deps.db, 'secretariat'))[0]
  if (known === undefined) await requireFreeSlug(deps, command.slug)
  const council =
    known ?? (await registerOrganisation(deps, actor, { ...details, id: newId(), slug: command.slug, kind: 'secretariat', isDemo: false }))
  if ((await listIssuers(deps.db)).some((issuer) => issuer.organisationId === council.id))
    throw new ServiceError('conflict', `There is a council already: ${council.name.ja}.`)
  return createCouncilIssuer(deps, actor, council)
}

/**
 * The issuer of the council, which is made where it is not there.
 *
 * @throws ServiceError `conflict` where its short name is that of an issuer which is not the council's
 */
export const createCouncilIssuer = async (deps: Deps, actor: Actor, council: Organisation): Promise<Issuer> => {
  const known = await findIssuerBySlug(deps.db, council.slug)
  if (known !== undefined && known.organisationId === council.id) return known
  await requireFreeSlug(deps, council.slug)
  return createIssuer(deps, actor, {
    slug: council.slug,
    name: council.name,
    method: 'web',
    statusPurpose: 'revocation',
    securing: 'eddsa-rdfc-2022',
    organisationId: council.id,
    atRoot: true,
    isDemo: council.isDemo,
  })
}

const requireFreeSlug = async (deps: Deps, slug: string): Promise<void> => {
  const taken = await findIssuerBySlug(deps.db, slug)
  if (taken !== undefined)
    throw new ServiceError(
      'conflict',
      `There is an issuer ${slug} (${taken.did}) that is not the council's, and it cannot become it: choose another short name for the council.`,
    )
}
