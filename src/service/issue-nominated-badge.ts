import type { Actor } from '../domain/actor.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { listUnfinishedWorkplaceBadges } from '../store/credentials.ts'
import { confirmBadge } from './confirm-badge.ts'
import type { Deps } from './deps.ts'
import { type IssueWorkplaceCredential, issueWorkplaceCredential } from './issue-workplace-credential.ts'
import { refreshCredential } from './refresh-credential.ts'

/**
 * Issues the badge of an approved nomination, signs the employer's confirmation of it, and signs the badge again with the confirmation inside. Each step
 * finds what an earlier call has done, so it may be called again after any stop.
 *
 * @returns the badge with its confirmation
 * @throws ServiceError as {@link issueWorkplaceCredential} and {@link confirmBadge}
 */
export const issueNominatedBadge = async (deps: Deps, actor: Actor, command: IssueWorkplaceCredential): Promise<IssuedCredential> => {
  const credential = await issueWorkplaceCredential(deps, actor, command)
  await confirmBadge(deps, credential.id)
  return refreshCredential(deps, credential.id)
}

/**
 * Goes on with badges for achievements at work that were signed by an earlier process and lack their confirmation.
 *
 * @returns how many were finished, and the ids that could not be, each with its reason
 */
export const resumeConfirming = async (deps: Deps): Promise<{ finished: number; failed: { id: string; reason: string }[] }> => {
  const failed: { id: string; reason: string }[] = []
  let finished = 0
  for (const id of await listUnfinishedWorkplaceBadges(deps.db)) {
    try {
      await confirmBadge(deps, id)
      await refreshCredential(deps, id)
      finished += 1
    } catch (error) {
      failed.push({ id, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return { finished, failed }
}
