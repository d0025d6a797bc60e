import type { Actor } from '../domain/actor.ts'
import { type Funnel, funnel } from '../domain/funnel.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { outcomeNotCounted } from '../domain/outcome.ts'
import { permit } from '../domain/permit.ts'
import { listAllConsents } from '../store/consents.ts'
import { countAttendances } from '../store/occasions.ts'
import { listOutcomes } from '../store/outcomes.ts'
import { readFunnelRecords } from '../store/read-models/funnel-records.ts'
import type { Deps } from './deps.ts'

export interface FunnelReport extends Funnel {
  /** beside the courses: who took part in what, by kind of event and status */
  events: { kind: string; status: string; attendances: number }[]
}

/**
 * The way from completion to outcome today, with a work list at each step; an operator sees that of its own courses, without the events.
 *
 * @throws ServiceError `forbidden`
 */
export const readFunnel = async (deps: Deps, actor: Actor, query: { operatorId?: string }): Promise<FunnelReport> => {
  const own = 'role' in actor && actor.role === 'operator' ? (query.operatorId ?? actor.organisationId) : query.operatorId
  permit(actor, 'kpi.read_own_totals', { operatorId: own })
  const today = jstDay(deps.now())
  const consents = new Map((await listAllConsents(deps.db)).map((consent) => [consent.consentId, consent]))
  const counted = (await listOutcomes(deps.db)).filter(
    (outcome) =>
      outcome.effectiveOn <= today &&
      outcomeNotCounted(outcome, outcome.consentId === undefined ? undefined : consents.get(outcome.consentId), today) === undefined,
  )
  const badges = new Set(counted.flatMap(({ badgeIds }) => badgeIds))
  const records = await readFunnelRecords(deps.db, badges, own)
  return { ...funnel(records), events: own === undefined ? await countAttendances(deps.db) : [] }
}
