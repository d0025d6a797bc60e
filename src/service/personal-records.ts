import type { Actor } from '../domain/actor.ts'
import type { Consent } from '../domain/consent.ts'
import { permit } from '../domain/permit.ts'
import type { ProvisionRecord } from '../domain/provision-record.ts'
import { listConsents } from '../store/consents.ts'
import { listProvisionRecords } from '../store/provision-records.ts'
import { auditView } from './audit.ts'
import type { Deps } from './deps.ts'

/** What a person agreed to, with withdrawals: for the person, and for the secretariat under a purpose that the log keeps. */
export const readConsents = async (deps: Deps, actor: Actor, query: { participantId: string; purpose?: string }): Promise<Consent[]> => {
  permit(actor, 'personal_data.export', query)
  await auditView(deps, actor, 'consents.read', `participant:${query.participantId}`, query.purpose)
  return listConsents(deps.db, query.participantId)
}

/** To whom a person's data was given (APPI 29): for the person and the secretariat. */
export const readProvisions = async (
  deps: Deps,
  actor: Actor,
  query: { participantId?: string; after?: string; limit?: number },
): Promise<ProvisionRecord[]> => {
  permit(actor, 'provision.read', { participantId: query.participantId })
  await auditView(deps, actor, 'provisions.read', query.participantId === undefined ? 'programme' : `participant:${query.participantId}`)
  return listProvisionRecords(deps.db, query)
}
