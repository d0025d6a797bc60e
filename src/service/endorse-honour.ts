import type { Actor } from '../domain/actor.ts'
import { type Honour, wasHonouredOn } from '../domain/honour.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import type { SignedEndorsement } from '../store/endorsements.ts'
import { findOrganisation } from '../store/organisations.ts'
import type { Deps } from './deps.ts'
import { endorse } from './endorse.ts'
import { employerUrl } from './urls.ts'
import { withdrawEndorsementsOf } from './withdraw-endorsement.ts'

/** The decision is permitted and recorded by the use case that takes it; what is signed here only repeats it. */
const announcer: Actor = { kind: 'system', reason: 'honour' }

const categories = { best_practice: '優良事例', good_practice: '好事例' } as const

/**
 * Signs the secretariat's word that an employer was honoured, with the day of the decision as its first day. Call it when the honour is announced: before,
 * the decision is not public. The same honour again signs nothing new.
 *
 * @returns undefined for an honour that is not announced
 * @throws ServiceError `organisation_not_found`, `credential_refused`, and the signer's own
 */
export const endorseHonour = async (deps: Deps, honour: Honour): Promise<SignedEndorsement | undefined> => {
  if (honour.state !== 'announced' || !wasHonouredOn(honour, jstDay(deps.now()))) return undefined
  const employer = await findOrganisation(deps.db, honour.employerId)
  if (employer === undefined) throw new ServiceError('organisation_not_found', `There is no employer ${honour.employerId}.`)
  return endorse(deps, announcer, {
    statement: {
      kind: 'honoured',
      employerId: employerUrl(deps.publicUrl, employer.slug),
      category: categories[honour.category],
      fiscalYear: honour.fiscalYear,
      citation: honour.citation.ja,
    },
    targetType: 'employer',
    basisId: honour.id,
    validFromOn: honour.decidedOn,
    isDemo: honour.isDemo,
  })
}

/** Withdraws the endorsement of a cancelled honour. @returns the ids of what was withdrawn */
export const withdrawHonourEndorsement = (deps: Deps, honourId: string, reason: { code: string; text: string }): Promise<string[]> =>
  withdrawEndorsementsOf(deps, announcer, { basisId: honourId, reason })
