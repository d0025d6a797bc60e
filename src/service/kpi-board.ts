import type { Actor } from '../domain/actor.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import type { Organisation } from '../domain/organisation.ts'
import type { ProductivityRecord } from '../domain/productivity.ts'
import { listHonours } from '../store/honours.ts'
import { listOrganisations } from '../store/organisations.ts'
import { listProductivityRecords } from '../store/productivity-records.ts'
import type { Deps } from './deps.ts'
import { type KpiReport, readKpis } from './kpis.ts'
import { type FunnelReport, readFunnel } from './read-funnel.ts'

/** A record that counts as productivity, with its employer. */
export interface CountedImprovement {
  record: ProductivityRecord
  employer: Organisation | undefined
}

export interface KpiBoard {
  report: KpiReport
  improvements: CountedImprovement[]
  /** what is known of today only: the way to an outcome, and what waits for a decision or was refused */
  today?: { funnel: FunnelReport; honoursOpen: number; productivityOpen: number; productivityRejected: number }
}

/**
 * The figures of a day with what the secretariat asks next: who improved what, and what is on its way.
 *
 * @param asOf - JST day; today unless given
 * @throws ServiceError as `readKpis`
 */
export const readKpiBoard = async (deps: Deps, actor: Actor, asOf?: Day): Promise<KpiBoard> => {
  const { rows, ...report } = await readKpis(deps, actor, asOf)
  const records = await listProductivityRecords(deps.db)
  const counted = new Set(rows.productivity.map(({ id }) => id))
  const employers = new Map((await listOrganisations(deps.db, 'employer')).map((employer) => [employer.id, employer]))
  const improvements = records.filter(({ id }) => counted.has(id)).map((record) => ({ record, employer: employers.get(record.employerId) }))
  if (report.figures.asOf !== jstDay(deps.now())) return { report, improvements }
  const inState = (...states: ProductivityRecord['state'][]): number => records.filter(({ state }) => states.includes(state)).length
  const honours = await listHonours(deps.db)
  return {
    report,
    improvements,
    today: {
      funnel: await readFunnel(deps, actor, {}),
      honoursOpen: honours.filter(({ state }) => state === 'candidate' || state === 'shortlisted').length,
      productivityOpen: inState('submitted'),
      productivityRejected: inState('rejected'),
    },
  }
}
