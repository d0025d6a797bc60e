import type { IssuedCredential } from '../../domain/credential.ts'
import type { Nomination } from '../../domain/nomination.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Db } from '../database.ts'
import { findNomination } from '../nominations.ts'
import { listOrganisations } from '../organisations.ts'
import { readRegister } from './recognitions.ts'

/** Who stands behind a badge for an achievement at work: the employer as it was on the day of the award, and the council. */
export interface WorkplaceRecord {
  nomination: Extract<Nomination, { state: 'issued' }>
  employer: Organisation
  council: Organisation
  declared: boolean
  honoured: boolean
}

/** @returns undefined for a badge that no nomination led to */
export const readWorkplaceRecord = async (db: Db, credential: IssuedCredential): Promise<WorkplaceRecord | undefined> => {
  if (credential.nominationId === undefined) return undefined
  const nomination = await findNomination(db, credential.nominationId)
  if (nomination?.state !== 'issued') return undefined
  const register = await readRegister(db, credential.awardedOn)
  const employer = register.employers.get(nomination.employerId)
  const council = (await listOrganisations(db, 'secretariat'))[0]
  if (employer === undefined || council === undefined) return undefined
  return {
    nomination,
    employer,
    council,
    declared: register.isDeclared(employer.id, credential.awardedOn),
    honoured: register.isHonoured(employer.id, credential.awardedOn),
  }
}
