import type { Actor } from '../domain/actor.ts'
import type { Erasure, ErasureScope } from '../domain/erasure.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { auditEntitiesOf } from '../store/audit.ts'
import { eraseAuditWords } from '../store/audit-words.ts'
import { findCredential } from '../store/credentials.ts'
import { blankRequestTexts } from '../store/data-requests.ts'
import { eraseBadge } from '../store/erase-badge.ts'
import { eraseNominations, eraseOutcomesAndAnswers, listPersonRecordIds, type PersonRecordIds } from '../store/erase-ledger.ts'
import {
  eraseAccounts,
  eraseAnswers,
  eraseImportRows,
  eraseMails,
  erasePersonRow,
  eraseSecretLinks,
  eraseSharing,
  findPersonMarks,
} from '../store/erase-person.ts'
import { insertErasure, isErasedPerson } from '../store/erasures.ts'
import { stopFollowUps } from '../store/follow-ups.ts'
import { findParticipant } from '../store/participants.ts'
import { appendMoves } from '../store/record-moves.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { clearTracesNow, markTraces } from './clear-traces.ts'
import { endConsents } from './consents.ts'
import type { Deps } from './deps.ts'
import { credentialUrl } from './urls.ts'

/**
 * Erases one badge's content, or everything about a person, from the database and its files (SECURITY (e) 3). What stays are ids, status entries, digests,
 * days and counts; the status of a badge is not touched. The erasure is written down outside the database first, so that a restore does it again.
 *
 * @param command.purpose - why, where somebody other than the person does it, e.g. the number of the request
 * @throws ServiceError `participant_not_found`, `credential_not_found`, `forbidden`, `conflict` when it was erased before
 */
export const erase = async (
  deps: Deps,
  actor: Actor,
  command: { participantId: string; scope: ErasureScope; purpose?: string },
): Promise<Erasure> => {
  const { participantId, scope } = command
  permit(actor, 'personal_data.erase', { participantId, ...(command.purpose === undefined ? {} : { purpose: command.purpose }) })
  if ((await findParticipant(deps.db, participantId)) === undefined)
    throw new ServiceError('participant_not_found', `There is no participant ${participantId}.`)
  if (await isErasedPerson(deps.db, participantId)) throw new ServiceError('conflict', 'Everything about this person was erased before.')
  if (scope.kind === 'badge' && (await findCredential(deps.db, scope.credentialId))?.participantId !== participantId)
    throw new ServiceError('credential_not_found', 'There is no such badge of this person.')
  const erasure: Erasure = {
    id: newId(),
    participantId,
    ...(scope.kind === 'badge' ? { credentialId: scope.credentialId } : {}),
    at: deps.now(),
  }
  deps.erasures?.write(erasure)
  try {
    await inTransaction(deps, (deps) => eraseIn(deps, actor, erasure))
  } catch (error) {
    deps.erasures?.remove(erasure.id)
    throw error
  }
  await clearTracesNow(deps)
  return erasure
}

/** Erases in the caller's transaction, also what a restored database holds again. */
export const eraseIn = async (deps: Deps, actor: Actor, erasure: Erasure): Promise<void> => {
  const { participantId, credentialId } = erasure
  const ids = await listPersonRecordIds(deps.db, participantId)
  const badges = credentialId === undefined ? ids.credentials : ids.credentials.filter((id) => id === credentialId)
  for (const id of badges) await eraseBadge(deps.db, { id, url: credentialUrl(deps.publicUrl, id) }, erasure.at)
  await eraseAuditWords(
    deps.db,
    badges.map((id) => `credential:${id}`),
  )
  if (credentialId === undefined) await erasePerson(deps, participantId, ids)
  await insertErasure(deps.db, erasure)
  await markTraces(deps)
  await audit(
    deps,
    actor,
    'personal_data.erased',
    credentialId === undefined ? `participant:${participantId}` : `credential:${credentialId}`,
    {
      scope: credentialId === undefined ? 'person' : 'badge',
      erasure: erasure.id,
      badges: badges.length,
    },
  )
}

const erasePerson = async (deps: Deps, participantId: string, ids: PersonRecordIds): Promise<void> => {
  const { db } = deps
  const now = deps.now()
  const day = jstDay(now)
  const marks = await findPersonMarks(db, participantId)
  const recordIds = [participantId, ...ids.completions, ...ids.nominations, ...ids.outcomes]
  const entities = [...(await auditEntitiesOf(db, participantId)), ...recordEntities(ids)]
  await eraseAuditWords(db, entities, {
    texts: [participantId, ...new Set(marks.names.map(({ familyName }) => familyName))],
    addresses: marks.addresses,
  })
  const closed = await eraseAccounts(db, participantId)

  await endConsents(deps, participantId)
  const withdrawn = await eraseNominations(db, participantId, day, now)
  for (const id of withdrawn) await appendMoves(db, 'nomination', id, [{ state: 'withdrawn', on: day }], now)
  await eraseOutcomesAndAnswers(db, participantId, now)
  await eraseSharing(db, participantId)
  await eraseSecretLinks(db, recordIds)
  await eraseMails(db, marks, [`participant:${participantId}`, ...recordEntities(ids), ...closed.map((id) => `user:${id}`)])
  await eraseImportRows(db, marks, recordIds)
  await eraseAnswers(db, marks)
  await blankRequestTexts(db, participantId, now)
  await erasePersonRow(db, participantId, now)
  await stopFollowUps(db, participantId, now)
}

const recordEntities = ({ completions, nominations, outcomes, requests }: PersonRecordIds): string[] => [
  ...completions.map((id) => `completion:${id}`),
  ...nominations.map((id) => `nomination:${id}`),
  ...outcomes.map((id) => `outcome:${id}`),
  ...requests.map((id) => `data-request:${id}`),
]
