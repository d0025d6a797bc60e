import type { Actor } from '../domain/actor.ts'
import type { IssuedCredential } from '../domain/credential.ts'
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
