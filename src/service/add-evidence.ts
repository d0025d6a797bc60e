import { createHash } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { editNomination, type Nomination, type NominationEvidence } from '../domain/nomination.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { insertEvidenceFile, listEvidenceFiles } from '../store/evidence-files.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { evidenceTypes, MAX_EVIDENCE_BYTES, MAX_EVIDENCE_FILES } from './evidence-limits.ts'
import { requireNomination, storeMove } from './nomination-moves.ts'
import { permitDrafter } from './permit-drafter.ts'

export interface AddEvidence {
  nominationId: string
  /** for the public: no names of persons */
  summary: Pick<NominationEvidence, 'name' | 'genre' | 'narrative' | 'audience'>
  /** the confidential original; only its digest goes into the badge */
  file?: { mediaType: string; bytes: Uint8Array }
}

/**
 * Adds evidence to a draft or returned nomination: a summary that may be published, and the original, which stays confidential. The same file again adds
 * nothing.
 *
 * @returns the nomination with its evidence
 * @throws ServiceError `not_found`; `forbidden` for whoever did not draft it; `conflict` in another state; `payload_too_large`; `unsupported_media_type` for a
 *   type that is not taken, or content of another type; `invalid_input` for a summary without words, or one file too many
 */
export const addEvidence = async (deps: Deps, actor: Actor, command: AddEvidence): Promise<Nomination> => {
  const read = await requireNomination(deps, command.nominationId)
  await permitDrafter(deps, actor, read.nomination)
  requireSummary(command.summary)
  const { file } = command
  if (file !== undefined) requireReadable(file)
  const sha256 = file === undefined ? undefined : createHash('sha256').update(file.bytes).digest('hex')
  const known = await listEvidenceFiles(deps.db, read.nomination.id)
  if (sha256 !== undefined && known.some((stored) => stored.sha256 === sha256)) return read.nomination
  if (file !== undefined && known.length >= MAX_EVIDENCE_FILES)
    throw new ServiceError('invalid_input', `A nomination has at most ${MAX_EVIDENCE_FILES} files.`, {
      problems: [{ path: '/file', code: 'TOO_MANY_FILES', message: `資料は${MAX_EVIDENCE_FILES}件までです。` }],
    })
  const evidence: NominationEvidence = { ...command.summary, ...(sha256 === undefined ? {} : { fileSha256: sha256 }) }
  const next = editNomination(read.nomination, { evidence: [...read.nomination.evidence, evidence] })
  const id = newId()
  await inTransaction(deps, async (deps) => {
    if (file !== undefined && sha256 !== undefined)
      await insertEvidenceFile(
        deps.db,
        {
          id,
          nominationId: read.nomination.id,
          // The name that the file had on somebody's computer may name persons; it is not kept.
          name: `evidence-${known.length + 1}.${evidenceTypes[file.mediaType]?.ending ?? 'bin'}`,
          mediaType: file.mediaType,
          sizeBytes: file.bytes.length,
          sha256,
          bytes: file.bytes,
        },
        deps.now(),
      )
    await storeMove(deps, actor, read, next, 'nomination.evidence_added', sha256 === undefined ? {} : { sha256 })
  })
  return next
}

const requireSummary = (summary: AddEvidence['summary']): void => {
  const problems: InputProblem[] = (['name', 'narrative'] as const)
    .filter((member) => summary[member].trim() === '')
    .map((member) => ({ path: `/${member}`, code: 'SUMMARY_MISSING', message: '資料の名称と、公開してよい要約を記入してください。' }))
  if (problems.length > 0) throw new ServiceError('invalid_input', 'Evidence needs a name and a summary for the public.', { problems })
}

const requireReadable = ({ mediaType, bytes }: NonNullable<AddEvidence['file']>): void => {
  if (bytes.length > MAX_EVIDENCE_BYTES)
    throw new ServiceError('payload_too_large', `A file of evidence has at most ${MAX_EVIDENCE_BYTES / 1_000_000} MB.`)
  const type = evidenceTypes[mediaType]
  if (type === undefined || (type.begins ?? []).some((byte, n) => bytes[n] !== byte) || bytes.length === 0)
    throw new ServiceError(
      'unsupported_media_type',
      `Evidence is taken as PDF, PNG, JPEG, XLSX or CSV; this is not a readable ${mediaType}.`,
    )
}
