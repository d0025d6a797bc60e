import type { Issuer } from '../domain/issuer.ts'
import type { Organisation } from '../domain/organisation.ts'
import { ServiceError } from '../errors.ts'
import { listIssuers } from '../store/issuers.ts'
import { listOrganisations } from '../store/organisations.ts'
import type { Deps } from './deps.ts'

/**
 * The council and the issuer in whose name programme badges are signed.
 *
 * @throws ServiceError `issuer_not_found` while the programme is empty
 */
export const councilIssuer = async (deps: Pick<Deps, 'db'>): Promise<{ issuer: Issuer; council: Organisation }> => {
  const council = (await listOrganisations(deps.db, 'secretariat'))[0]
  const issuer = council && (await listIssuers(deps.db)).find((issuer) => issuer.organisationId === council.id)
  if (council === undefined || issuer === undefined)
    throw new ServiceError(
      'issuer_not_found',
      'There is no council yet that issues badges. Load a programme, or begin one: akashi council create --name …',
    )
  return { issuer, council }
}
