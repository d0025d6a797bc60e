import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { type Outcome, type OutcomeNotCounted, outcomeNotCounted } from '../domain/outcome.ts'
import { badgeName } from '../domain/participant.ts'
import type { Text } from '../domain/text.ts'
import { findConsent } from '../store/consents.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import type { Deps } from './deps.ts'
import { listLedger } from './list-ledger.ts'

export interface ListedOutcome {
  outcome: Outcome
  /** for the employer only, and not of a report that was taken back */
  person?: string
  employer?: Text
  /** why it does not count today */
  notCounted?: OutcomeNotCounted
}

/** Outcomes with what a list of them says: of the own firm for an employer, of all for the secretariat, without names. @throws ServiceError `forbidden` */
export const readOutcomes = async (
  deps: Deps,
  actor: Actor,
  query: { state?: string; after?: string; limit: number },
): Promise<ListedOutcome[]> => {
  const today = jstDay(deps.now())
  const ownFirm = 'role' in actor && actor.role === 'employer'
  const firms = new Map<string, Text | undefined>()
  const listed: ListedOutcome[] = []
  for (const outcome of await listLedger(deps, actor, 'outcome', query)) {
    if (!firms.has(outcome.employerId)) firms.set(outcome.employerId, (await findOrganisation(deps.db, outcome.employerId))?.name)
    const employer = firms.get(outcome.employerId)
    const participant = ownFirm && outcome.state !== 'withdrawn' ? await findParticipant(deps.db, outcome.participantId) : undefined
    const consent = outcome.consentId === undefined ? undefined : await findConsent(deps.db, outcome.consentId)
    const notCounted = outcomeNotCounted(outcome, consent, today)
    listed.push({
      outcome,
      ...(participant === undefined ? {} : { person: badgeName(participant) }),
      ...(employer === undefined ? {} : { employer }),
      ...(notCounted === undefined ? {} : { notCounted }),
    })
  }
  return listed
}
