import type { Actor } from '../domain/actor.ts'
import type { Issuer } from '../domain/issuer.ts'
import type { Organisation } from '../domain/organisation.ts'
import { ServiceError } from '../errors.ts'
import { findIssuerBySlug } from '../store/issuers.ts'
import { createIssuer } from './create-issuer.ts'
import type { Deps } from './deps.ts'

const keyKeeper: Actor = { kind: 'system', reason: 'endorsing' }

/**
 * The issuer in whose name an employer's endorsements are signed: its own did:web under this service, with a key that this service holds for it
 * (SECURITY (d), "Sub-issuers"). Made with its first endorsement.
 *
 * @throws ServiceError `conflict` where an issuer of somebody else has the employer's name in the URL
 */
export const employerIssuer = async (deps: Deps, employer: Organisation): Promise<Issuer> => {
  const known = await findIssuerBySlug(deps.db, employer.slug)
  if (known !== undefined) return requireOwn(known, employer)
  try {
    return await createIssuer(deps, keyKeeper, {
      slug: employer.slug,
      name: employer.name,
      method: 'web',
      statusPurpose: 'revocation',
      securing: 'eddsa-rdfc-2022',
      organisationId: employer.id,
      isDemo: employer.isDemo,
    })
  } catch (error) {
    // Somebody else made it at the same moment: theirs is the employer's.
    const theirs = await findIssuerBySlug(deps.db, employer.slug)
    if (theirs === undefined) throw error
    return requireOwn(theirs, employer)
  }
}

const requireOwn = (issuer: Issuer, employer: Organisation): Issuer => {
  if (issuer.organisationId === employer.id) return issuer
  throw new ServiceError('conflict', `The issuer ${issuer.slug} does not belong to the employer ${employer.slug}.`)
}
