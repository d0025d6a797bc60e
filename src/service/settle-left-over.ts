import { setTimeout as pause } from 'node:timers/promises'
import { listBadgesOfCompletions, listStillReserved } from '../store/credentials.ts'
import type { Deps } from './deps.ts'
import type { RowOutcome } from './issue-batch.ts'
import { signPending } from './sign-reserved.ts'

/** How long somebody else, who is at work, gets to finish before their badges are signed here. */
const PATIENCE_MILLISECONDS = 2000
const LOOK_EVERY_MILLISECONDS = 100
const SIGN_AT_ONCE = 500

/**
 * Answers for completions whose badge somebody else has begun: another instance, another caller, or a process that stopped. Waits a moment for
 * them, then signs what is still reserved; whoever stores a signature first, it is the same badge.
 *
 * @returns what became of each, and the completions that nobody issues
 */
export const settleLeftOver = async (deps: Deps, completionIds: readonly string[]): Promise<{ outcomes: RowOutcome[]; free: string[] }> => {
  const patience = performance.now() + PATIENCE_MILLISECONDS
  const ids = [...new Set(completionIds)]
  for (;;) {
    const badges = await listBadgesOfCompletions(deps.db, ids)
    const reserved = badges.filter(({ isReserved }) => isReserved)
    if (reserved.length > 0 && performance.now() < patience) {
      await pause(LOOK_EVERY_MILLISECONDS)
      continue
    }
    const failed = new Map<string, string>()
    for (let from = 0; from < reserved.length; from += SIGN_AT_ONCE) {
      const some = reserved.slice(from, from + SIGN_AT_ONCE).map(({ id }) => id)
      for (const [id, reason] of await signPending(deps, await listStillReserved(deps.db, some))) failed.set(id, reason)
    }
    const byCompletion = new Map(badges.map((badge) => [badge.completionId, badge]))
    const outcomes = completionIds.flatMap((completionId): RowOutcome[] => {
      const badge = byCompletion.get(completionId)
      if (badge === undefined) return []
      const reason = failed.get(badge.id)
      if (reason !== undefined) return [{ completionId, outcome: 'refused', code: 'credential_refused', reason }]
      return [{ completionId, outcome: 'already', credentialId: badge.id }]
    })
    return { outcomes, free: ids.filter((id) => !byCompletion.has(id)) }
  }
}
