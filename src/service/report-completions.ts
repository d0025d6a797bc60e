import type { Actor } from '../domain/actor.ts'
import type { CompletionStatus } from '../domain/completion.ts'
import type { Participant } from '../domain/participant.ts'
import { type ErrorCode, ServiceError } from '../errors.ts'
import { newShortId } from '../ids.ts'
import { findParticipantIdByAddress } from '../store/addresses.ts'
import { findCompletionOf, type StoredCompletion } from '../store/completions.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { announceCredential } from './announce-credential.ts'
import { requireSession } from './course-of.ts'
import type { Deps } from './deps.ts'
import { inviteOne } from './invite-to-apply.ts'
import { issueCredential } from './issue-credential.ts'
import { recordCompletion } from './record-completion.ts'
import { addressKey, registerParticipant } from './register-participant.ts'

/** One completion as another system reports it, with the person where that system knows more than a number. */
export interface ReportedCompletion {
  sessionId: string
  /** a registered person's number; needed where no person is given */
  participantId?: string
  person?: Omit<Participant, 'id' | 'emails' | 'isDemo' | 'badgeNameForm'> & { email: string; badgeNameForm?: Participant['badgeNameForm'] }
  status: Exclude<CompletionStatus, 'corrected'>
  startOn: string
  endOn?: string
  attendanceRate?: number
  score?: number
  grade?: string
  certificateNo?: string
  note?: string
}

export type ReportOutcome =
  | {
      outcome: 'recorded' | 'known'
      completionId: string
      participantId: string
      next: 'issued' | 'invited' | 'none'
      credentialId?: string
    }
  | { outcome: 'refused'; code: ErrorCode; reason: string }

/**
 * Takes in completions as another system reports them: registers whom it does not know, records the completion, and takes the next step at once: a course
 * that collects the application issues the badge, any other invites the learner to apply. The same report again changes nothing.
 *
 * @returns for each what became of it; one that is refused holds up no other
 */
export const reportCompletions = async (deps: Deps, actor: Actor, reported: readonly ReportedCompletion[]): Promise<ReportOutcome[]> => {
  const outcomes: ReportOutcome[] = []
  for (const completion of reported) {
    try {
      outcomes.push(await reportOne(deps, actor, completion))
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code === 'overloaded') throw error
      outcomes.push({ outcome: 'refused', code: error.code, reason: error.message })
    }
  }
  return outcomes
}

const reportOne = async (deps: Deps, actor: Actor, reported: ReportedCompletion): Promise<ReportOutcome> => {
  const { course } = await requireSession(deps, reported.sessionId)
  const participantId = await participantOf(deps, actor, reported, course.isDemo)
  const known = await findCompletionOf(deps.db, reported.sessionId, participantId)
  const { person: _, participantId: __, ...rest } = reported
  const completion = await recordCompletion(deps, actor, { ...rest, participantId })
  return {
    outcome: known === undefined ? 'recorded' : 'known',
    completionId: completion.id,
    participantId,
    ...(await nextStep(deps, actor, completion)),
  }
}

const participantOf = async (deps: Deps, actor: Actor, reported: ReportedCompletion, isDemo: boolean): Promise<string> => {
  const { participantId, person } = reported
  if (participantId !== undefined && (await findParticipant(deps.db, participantId)) !== undefined) return participantId
  if (person === undefined)
    throw new ServiceError('participant_not_found', `There is no participant ${participantId ?? '(without a number)'}; give the person.`)
  const owner = participantId === undefined ? await findParticipantIdByAddress(deps.db, addressKey(person.email)) : undefined
  if (owner !== undefined) return owner
  const { email, badgeNameForm = 'kanji', ...name } = person
  const id = participantId ?? `P-${newShortId()}`
  await registerParticipant(deps, actor, { participant: { ...name, id, badgeNameForm, emails: [email], isDemo } })
  return id
}

/** Issues where the application was collected, invites where it was not; nothing for whom no badge follows. */
const nextStep = async (
  deps: Deps,
  actor: Actor,
  completion: StoredCompletion,
): Promise<{ next: 'issued' | 'invited' | 'none'; credentialId?: string }> => {
  const { course } = await requireSession(deps, completion.sessionId)
  if (completion.status !== 'completed' || course.badge === undefined) return { next: 'none' }
  if (completion.appliedOn !== undefined) {
    const { id } = await issueCredential(deps, actor, { completionId: completion.id })
    await announceCredential(deps, id)
    return { next: 'issued', credentialId: id }
  }
  const invited = await inTransaction(deps, (deps) => inviteOne(deps, course, completion))
  return { next: invited === 'no_address' ? 'none' : 'invited' }
}
