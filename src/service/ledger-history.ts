import type { Actor } from '../domain/actor.ts'
import type { Consent } from '../domain/consent.ts'
import type { Attendance, Occasion } from '../domain/occasion.ts'
import type { Outcome } from '../domain/outcome.ts'
import { permit } from '../domain/permit.ts'
import type { ProvisionRecord } from '../domain/provision-record.ts'
import { ServiceError } from '../errors.ts'
import { listConsents } from '../store/consents.ts'
import { listDeclarations } from '../store/declarations.ts'
import { listHonours } from '../store/honours.ts'
import { listAttendances } from '../store/occasions.ts'
import { findOrganisation } from '../store/organisations.ts'
import { listOutcomes } from '../store/outcomes.ts'
import { findParticipant } from '../store/participants.ts'
import { listProductivityRecords } from '../store/productivity-records.ts'
import { listProvisionRecords } from '../store/provision-records.ts'
import { listMoves } from '../store/record-moves.ts'
import { auditView } from './audit.ts'
import type { Deps } from './deps.ts'

/** One move of a record of an employer. */
export interface HistoryEntry {
  on: string
  entity: 'declaration' | 'honour' | 'productivity' | 'event'
  id: string
  state: string
  /** kind of event */
  kind?: string
}

/** What happened with an employer, the newest first: declarations, honours, productivity records, events. Outcomes of people are not in it. */
export const employerHistory = async (deps: Deps, actor: Actor, employerId: string): Promise<HistoryEntry[]> => {
  permit(actor, 'declaration.read', { employerId })
  const employer = await findOrganisation(deps.db, employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${employerId}.`)
  const moved = async (entity: HistoryEntry['entity'], table: string, records: { id: string }[]): Promise<HistoryEntry[]> => {
    const entries = await Promise.all(
      records.map(async ({ id }) => (await listMoves(deps.db, table, id)).map(({ state, on }) => ({ on, entity, id, state }))),
    )
    return entries.flat()
  }
  const attended = (await listAttendances(deps.db, { employerId })).filter(({ attendance }) => attendance.participantId === undefined)
  const entries = [
    ...(await moved('declaration', 'declaration', await listDeclarations(deps.db, { employerId }))),
    ...(await moved('honour', 'honour', await listHonours(deps.db, { employerId }))),
    ...(await moved('productivity', 'productivity_record', await listProductivityRecords(deps.db, { employerId }))),
    ...attended.map(({ attendance, occasion }) => ({
      on: occasion.heldOn,
      entity: 'event' as const,
      id: occasion.id,
      state: attendance.status,
      kind: occasion.kind,
    })),
  ]
  return entries.sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
}

/** What the ledger holds about one person besides courses and badges. */
export interface ParticipantRecord {
  participantId: string
  consents: Consent[]
  provisionRecords: ProvisionRecord[]
  outcomes: Outcome[]
  events: { attendance: Attendance; occasion: Occasion }[]
}

/** For the person, and for the secretariat under a purpose. */
export const participantRecord = async (
  deps: Deps,
  actor: Actor,
  query: { participantId: string; purpose?: string },
): Promise<ParticipantRecord> => {
  permit(actor, 'personal_data.export', query)
  const { participantId } = query
  if ((await findParticipant(deps.db, participantId)) === undefined)
    throw new ServiceError('participant_not_found', `There is no participant ${participantId}.`)
  await auditView(deps, actor, 'participant.record_read', `participant:${participantId}`, query.purpose)
  return {
    participantId,
    consents: await listConsents(deps.db, participantId),
    provisionRecords: await listProvisionRecords(deps.db, { participantId }),
    outcomes: await listOutcomes(deps.db, { participantId }),
    events: await listAttendances(deps.db, { participantId }),
  }
}
