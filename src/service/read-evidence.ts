import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { type EvidenceFile, listEvidenceFiles, readEvidenceContent } from '../store/evidence-files.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { nominationTarget, requireNomination } from './nomination-moves.ts'

/**
 * The confidential files of a nomination, for those who may read it.
 *
 * @throws ServiceError `not_found`, `forbidden`
 */
export const listEvidence = async (deps: Deps, actor: Actor, nominationId: string): Promise<EvidenceFile[]> => {
  const { nomination } = await requireNomination(deps, nominationId)
  permit(actor, 'nomination.read', nominationTarget(nomination))
  return listEvidenceFiles(deps.db, nomination.id)
}

/**
 * One confidential file; each reading is in the audit log.
 *
 * @throws ServiceError `not_found`, `forbidden`
 */
export const readEvidence = async (
  deps: Deps,
  actor: Actor,
  command: { nominationId: string; fileId: string },
): Promise<{ file: EvidenceFile; bytes: Uint8Array }> => {
  const file = (await listEvidence(deps, actor, command.nominationId)).find(({ id }) => id === command.fileId)
  const bytes = file && (await readEvidenceContent(deps.db, command.nominationId, file.id))
  if (file === undefined || bytes === undefined)
    throw new ServiceError('not_found', `Nomination ${command.nominationId} has no file ${command.fileId}.`)
  await audit(deps, actor, 'nomination.evidence_read', `nomination:${command.nominationId}`, { file: file.id, sha256: file.sha256 })
  return { file, bytes }
}
