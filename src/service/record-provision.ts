import type { Actor } from '../domain/actor.ts'
import { consentInForce } from '../domain/consent.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { type ProvisionRecord, recordProvision as provisionOf, recordOwnSharing } from '../domain/provision-record.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { listConsents } from '../store/consents.ts'
import { findParticipant } from '../store/participants.ts'
import { appendProvisionRecord } from '../store/provision-records.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

export interface RecordProvision {
  participantId: string
  provider: 'secretariat' | 'operator' | 'employer'
  recipient: { organisationId?: string; name: string; corporateNumber?: string; representative: string; address: string }
  items: string[]
  /** why the person's data is looked at; goes into the log */
  purpose: string
  /** the operator that provides, where it is one */
  operatorId?: string
}

/**
 * Records that personal data was given to a third party, under a consent of the person that names the recipient (APPI 27, 29).
 *
 * @throws ServiceError `forbidden` without such a consent, `participant_not_found`, `invalid_input`
 */
export const recordProvision = async (deps: Deps, actor: Actor, command: RecordProvision): Promise<ProvisionRecord> => {
  permit(actor, 'provision.record', { purpose: command.purpose, operatorId: command.operatorId })
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  const today = jstDay(deps.now())
  const consent = consentInForce(
    await listConsents(deps.db, participant.id),
    { participantId: participant.id, purpose: 'provision_to_employer', recipient: command.recipient.organisationId },
    today,
  )
  const { purpose: _purpose, operatorId: _operatorId, ...provision } = command
  const record = provisionOf({ ...provision, id: newId(), providedOn: today, isDemo: participant.isDemo }, consent)
  await inTransaction(deps, (deps) => append(deps, actor, record))
  return record
}

/** The log entry for a page or link that the learner shared, in the transaction in which it is shared. */
export const logOwnSharing = async (
  deps: Deps,
  actor: Actor,
  sharing: { participantId: string; recipientName: string; items: string[]; isDemo: boolean },
): Promise<ProvisionRecord> => {
  const record = recordOwnSharing({ ...sharing, id: newId(), providedOn: jstDay(deps.now()) })
  await append(deps, actor, record)
  return record
}

const append = async (deps: Deps, actor: Actor, record: ProvisionRecord): Promise<void> => {
  await appendProvisionRecord(deps.db, record, deps.now())
  await audit(deps, actor, 'provision.recorded', `provision:${record.id}`, { provider: record.provider, basis: record.basis })
}
