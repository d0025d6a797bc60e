import type { Actor } from '../domain/actor.ts'
import type { CompletionCorrection } from '../domain/completion-moves.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findCompletion } from '../store/completions.ts'
import { findParticipant, type ParticipantName } from '../store/participants.ts'
import { correctName } from './change-participant.ts'
import { correctCompletion } from './correct-completion.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'
import { reissueCredential } from './reissue-credential.ts'

export interface CorrectAndReissue {
  credentialId: string
  name: Partial<ParticipantName>
  completion: CompletionCorrection
  /** why, in words; stays with what was wrong */
  reason: string
}

/**
 * Corrects what a badge rests on and issues it anew, in one step (PRODUCT section 2: "correct and reissue"). What is not changed is left alone; the old
 * address says "replaced by", and the holder hears of the new one.
 *
 * @returns the badge that takes the place
 * @throws ServiceError `credential_not_found`, `forbidden`, `conflict`; `invalid_input` also where nothing is different
 */
export const correctAndReissue = async (deps: Deps, actor: Actor, command: CorrectAndReissue): Promise<IssuedCredential> => {
  const credential = await requireIssued(deps, command.credentialId)
  permit(actor, 'credential.reissue', { operatorId: await operatorOf(deps, credential) })
  if (credential.completionId === undefined)
    throw new ServiceError('conflict', `The badge ${credential.id} is for an achievement at work; correct its nomination instead.`)
  if (credential.state === 'revoked') throw new ServiceError('conflict', `The badge ${credential.id} is revoked; issue a new one.`)
  const participant = await findParticipant(deps.db, credential.participantId)
  const completion = await findCompletion(deps.db, credential.completionId)
  const name = changed(command.name, participant ?? {})
  const correction = changed(command.completion, completion ?? {})
  if (command.reason.trim() === '') throw refusal('reason', 'is needed')
  if (Object.keys(name).length + Object.keys(correction).length === 0) throw refusal('name', 'nothing is different')
  if (Object.keys(name).length > 0) await correctName(deps, actor, { id: credential.participantId, name, reason: command.reason })
  if (Object.keys(correction).length > 0)
    await correctCompletion(deps, actor, { completionId: credential.completionId, correction, reason: command.reason })
  return reissueCredential(deps, actor, { credentialId: credential.id })
}

const refusal = (path: string, message: string): ServiceError =>
  new ServiceError('invalid_input', `The badge is not reissued: ${path} ${message}.`, { problems: [{ path: `/${path}`, message }] })

/** The members that differ from what is recorded. */
const changed = <T extends object>(given: T, known: object): T =>
  Object.fromEntries(
    Object.entries(given).filter(([member, value]) => value !== undefined && value !== (known as Record<string, unknown>)[member]),
  ) as T
