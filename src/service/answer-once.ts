import { ServiceError } from '../errors.ts'
import { claimIdempotencyKey, releaseIdempotencyKey, storeIdempotentAnswer } from '../store/idempotency.ts'
import type { Deps } from './deps.ts'

/** A claim that was not answered in this time belongs to a process that is gone. */
const CLAIM_SECONDS = 60

/**
 * Runs work once for a key and remembers its answer.
 *
 * @throws ServiceError `idempotency_conflict` for the same key with another request; `conflict` while the first is still running
 */
export const answerOnce = async (
  deps: Deps,
  claim: { scope: string; key: string; requestSha256: string },
  work: () => Promise<{ status: number; body: string }>,
): Promise<{ status: number; body: string }> => {
  const claimed = await claimIdempotencyKey(deps.db, claim, deps.now(), CLAIM_SECONDS)
  switch (claimed.kind) {
    case 'answered':
      return { status: claimed.status, body: claimed.body }
    case 'other_request':
      throw new ServiceError('idempotency_conflict', `The idempotency key ${claim.key} was used before with another request.`)
    case 'in_flight':
      throw new ServiceError('conflict', `The request with the idempotency key ${claim.key} is still running; ask again in a moment.`, {
        retryAfterSeconds: 1,
      })
    case 'new': {
      try {
        const answer = await work()
        await storeIdempotentAnswer(deps.db, claim, answer)
        return answer
      } catch (error) {
        await releaseIdempotencyKey(deps.db, claim)
        throw error
      }
    }
  }
}
