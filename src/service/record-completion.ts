import type { Actor } from '../domain/actor.ts'
import type { Completion, CompletionStatus } from '../domain/completion.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findCompletionOf, insertCompletion, type StoredCompletion } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { autoApplications } from './auto-apply.ts'
import type { Deps } from './deps.ts'

export interface RecordCompletion {
  /** kept where records are taken over with their own numbers */
  id?: string
  sessionId: string
  participantId: string
  status: Exclude<CompletionStatus, 'corrected'>
  startOn: string
  endOn?: string
  attendanceRate?: number
  score?: number
  grade?: string
  certificateNo?: string
  /** 備考, exactly as given */
  note?: string
  source?: Completion['source']
}

/**
 * Records what a participant achieved in a course session. The same session and participant again gives the completion that is there, if nothing differs.
 *
 * @throws ServiceError `forbidden`, `session_not_found`, `participant_not_found`, `conflict` when another result is recorded already
 */
export const recordCompletion = async (deps: Deps, actor: Actor, command: RecordCompletion): Promise<StoredCompletion> => {
  const session = await findSession(deps.db, command.sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (session === undefined || course === undefined)
    throw new ServiceError('session_not_found', `There is no course session ${command.sessionId}.`)
  permit(actor, 'completion.record', { operatorId: course.operatorId })
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  if (command.status === 'completed' && command.endOn === undefined)
    throw new ServiceError('invalid_input', 'A completed course has a last day.', {
      problems: [{ path: 'endOn', message: 'is needed for a completed course' }],
    })
  if (command.endOn !== undefined && command.endOn < command.startOn)
    throw new ServiceError('invalid_input', `The completion ends on ${command.endOn}, before it starts on ${command.startOn}.`, {
      problems: [{ path: 'endOn', message: 'must not be before startOn' }],
    })

  const known = await findCompletionOf(deps.db, session.id, participant.id)
  if (known !== undefined) return requireSame(known, command)
  let completion: StoredCompletion = {
    ...command,
    id: command.id ?? newId(),
    isDemo: course.isDemo,
  }
  const now = deps.now()
  try {
    await inTransaction(deps, async (deps) => {
      const application = (await autoApplications(deps, course, [completion])).get(completion.id)
      completion = { ...completion, ...application }
      await insertCompletion(deps.db, completion, now)
      await audit(deps, actor, 'completion.recorded', `completion:${completion.id}`, { session: session.id, status: completion.status })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const theirs = await findCompletionOf(deps.db, session.id, participant.id)
    if (theirs === undefined) throw new ServiceError('conflict', `The completion number ${completion.id} is taken.`, { cause: error })
    return requireSame(theirs, command)
  }
  return completion
}

const requireSame = (known: StoredCompletion, command: RecordCompletion): StoredCompletion => {
  const compared = ['status', 'startOn', 'endOn', 'attendanceRate', 'score', 'grade', 'certificateNo'] as const
  const other = compared.filter((member) => known[member] !== command[member])
  if (other.length === 0) return known
  throw new ServiceError(
    'conflict',
    `Completion ${known.id} of this participant and session says something else (${other.join(', ')}); correct it instead of recording it again.`,
  )
}
