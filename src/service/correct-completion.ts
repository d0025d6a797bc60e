import { type Actor, actorLabel } from '../domain/actor.ts'
import type { CompletionStatus } from '../domain/completion.ts'
import { type CompletionCorrection, correctCompletion as correct, judgeCompletion as judge } from '../domain/completion-moves.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { insertCompletion, markCorrected, type StoredCompletion, setJudgement } from '../store/completions.ts'
import { findCredentialOfCompletion } from '../store/credentials.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { requireCompletion } from './course-of.ts'
import type { Deps } from './deps.ts'
import { revokeCredential } from './revoke-credential.ts'

export interface CorrectCompletion {
  completionId: string
  correction: CompletionCorrection
  /** why, in words; stays with the old row */
  reason: string
}

export interface Corrected {
  /** the row that counts from now on */
  completion: StoredCompletion
  /** the badge that was issued on the old row and has to be looked at: reissued, or revoked where the course is not completed any more */
  credential?: IssuedCredential
}

/**
 * Corrects a judged completion: the old row stays as history, a new row counts (DOMAIN section 16). A badge that was issued on the old row stays as it is
 * until it is reissued; where the course turns out not to be completed, it is revoked at once as issued in error.
 *
 * @throws ServiceError `completion_not_found`, `forbidden`, `conflict`, `invalid_input`
 */
export const correctCompletion = async (deps: Deps, actor: Actor, command: CorrectCompletion): Promise<Corrected> => {
  // 1. May this actor correct it, and why is it corrected?
  const { completion, course } = await requireCompletion(deps, command.completionId)
  permit(actor, 'completion.correct', { operatorId: course.operatorId })
  if (command.reason.trim() === '')
    throw new ServiceError('invalid_input', 'A correction needs a reason.', { problems: [{ path: '/reason', message: 'is needed' }] })

  // 2. The old row and the new one.
  const { corrected, flagsCredential } = correct(completion, command.correction, newId())
  requireEnd(corrected)
  const issued = flagsCredential ? await findCredentialOfCompletion(deps.db, completion.id) : undefined

  // 3. One transaction: the old row becomes history, the new row counts.
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    const correction = { by: actorLabel(actor), newId: corrected.id, reason: command.reason }
    if (!(await markCorrected(deps.db, completion, correction, now)))
      throw new ServiceError('conflict', `Completion ${completion.id} was changed by somebody else; load it and try again.`)
    await insertCompletion(deps.db, corrected, now)
    await audit(deps, actor, 'completion.corrected', `completion:${completion.id}`, { by: corrected.id, status: corrected.status })
  })

  // 4. What stands on a course that was not completed does not stand.
  if (issued === undefined || issued.state === 'reserved') return { completion: corrected }
  if (corrected.status !== 'completed' && issued.state !== 'revoked') {
    await revokeCredential(deps, actor, { id: issued.id, reason: 'ISSUED_IN_ERROR' })
    return { completion: corrected }
  }
  return issued.state === 'revoked' ? { completion: corrected } : { completion: corrected, credential: issued }
}

/**
 * Judges somebody who is enrolled: completed, not completed or withdrawn.
 *
 * @throws ServiceError `completion_not_found`, `forbidden`, `conflict` unless enrolled, `invalid_input`
 */
export const judgeCompletion = async (
  deps: Deps,
  actor: Actor,
  command: {
    completionId: string
    status: Extract<CompletionStatus, 'completed' | 'not_completed' | 'withdrawn'>
    endOn: string
    attendanceRate?: number
    score?: number
    grade?: string
    certificateNo?: string
  },
): Promise<StoredCompletion> => {
  const { completion, course } = await requireCompletion(deps, command.completionId)
  permit(actor, 'completion.record', { operatorId: course.operatorId })
  const { completionId: _, ...judgement } = command
  const judged = judge(completion, judgement)
  await inTransaction(deps, async (deps) => {
    if (!(await setJudgement(deps.db, judged, deps.now())))
      throw new ServiceError('conflict', `Completion ${completion.id} was changed by somebody else; load it and try again.`)
    await audit(deps, actor, 'completion.judged', `completion:${completion.id}`, { status: judged.status })
  })
  return judged
}

const requireEnd = (completion: StoredCompletion): void => {
  if (completion.status === 'completed' && completion.endOn === undefined)
    throw new ServiceError('invalid_input', 'A completed course has a last day.', {
      problems: [{ path: '/correction/endOn', message: 'is needed for a completed course' }],
    })
}
