import { signInAttempts } from '../../domain/user.ts'
import { ServiceError } from '../../errors.ts'
import { countAttempt } from '../../store/attempts.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../secrets.ts'

/**
 * Counts an attempt for an account or an address of the network; the count is shared between instances.
 *
 * @throws ServiceError `rate_limited` from the attempt after the last allowed one
 */
export const limitAttempts = async (deps: Deps, what: string): Promise<void> => {
  const count = await countAttempt(deps.db, digestOf(what), signInAttempts.windowMinutes, deps.now())
  if (count > signInAttempts.count)
    throw new ServiceError('rate_limited', 'Too many attempts to sign in. Wait an hour and try again.', {
      retryAfterSeconds: signInAttempts.windowMinutes * 60,
    })
}

/**
 * Does the work of a sign-in, and counts it against the address of the network only where it failed: a whole office, or a course in one room, may stand
 * behind one address.
 *
 * @throws ServiceError `rate_limited` instead of `unauthenticated` from the failure after the last allowed one
 */
export const countingFailures = async <T>(deps: Deps, what: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'unauthenticated') await limitAttempts(deps, what)
    throw error
  }
}
