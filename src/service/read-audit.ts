import type { Actor } from '../domain/actor.ts'
import { isDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { type AuditEvent, type AuditFilter, auditEntitiesOf, listAuditEvents, verifyAuditChain } from '../store/audit.ts'
import { latestHead } from '../store/transparency-log.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

export type { AuditEvent } from '../store/audit.ts'

/** What somebody looks for in the audit log, as typed. */
export interface AuditSearch {
  /** `credential:ID`, or the bare number of a badge */
  record?: string
  /** a participant's number: everything about that person, views included */
  person?: string
  action?: string
  /** JST days, both included */
  from?: string
  to?: string
}

export interface AuditPage {
  events: AuditEvent[]
  /** give it as `before` for the next page */
  next?: number
  chain: { ok: true; checkedTo: number } | { ok: false; problem: string }
}

const midnight = (day: string, later = 0): Date => new Date(new Date(`${day}T00:00:00+09:00`).getTime() + later * 86_400_000)

const filterOf = async (deps: Deps, { record, person, action, from, to }: AuditSearch): Promise<AuditFilter> => {
  const entities = [
    ...(record === undefined ? [] : [record.includes(':') ? record : `credential:${record}`]),
    ...(person === undefined ? [] : await auditEntitiesOf(deps.db, person)),
  ]
  return {
    ...(entities.length === 0 ? {} : { entities }),
    ...(action === undefined ? {} : { action }),
    ...(from !== undefined && isDay(from) ? { from: midnight(from) } : {}),
    ...(to !== undefined && isDay(to) ? { to: midnight(to, 1) } : {}),
  }
}

/**
 * Entries of the audit log, the newest first, and whether the chain holds: checked from the last signed head on.
 *
 * @throws ServiceError `forbidden`
 */
export const readAuditLog = async (
  deps: Deps,
  actor: Actor,
  query: AuditSearch & { before?: number; limit: number },
): Promise<AuditPage> => {
  permit(actor, 'audit.read')
  const found = await listAuditEvents(deps.db, {
    ...(await filterOf(deps, query)),
    ...(query.before === undefined ? {} : { before: query.before }),
    limit: query.limit + 1,
  })
  const events = found.slice(0, query.limit)
  const last = events.at(-1)
  const chain = await verifyAuditChain(deps.db, (await latestHead(deps.db))?.audit)
  return {
    events,
    ...(found.length > query.limit && last !== undefined ? { next: last.sequence } : {}),
    chain: chain.ok ? { ok: true, checkedTo: chain.events } : { ok: false, problem: chain.problem },
  }
}

/** Rows of one file; more is asked for by dates. */
export const AUDIT_EXPORT_ROWS = 20_000

/**
 * Entries for a file; taking them is an entry itself.
 *
 * @throws ServiceError `forbidden`
 */
export const exportAuditLog = async (deps: Deps, actor: Actor, query: AuditSearch): Promise<AuditEvent[]> => {
  permit(actor, 'audit.read')
  const events = await listAuditEvents(deps.db, { ...(await filterOf(deps, query)), limit: AUDIT_EXPORT_ROWS })
  await audit(deps, actor, 'export.audit', 'programme', { rows: events.length })
  return events
}
