import { ServiceError } from '../errors.ts'
import { CanonicalizationError } from '../proof/canonicalizer.ts'

/** Seconds after which a thread is free again as a rule. */
const retryAfterSeconds = 2

/**
 * What the caller is told when a document has no canonical form: `credential_refused` where the document is to blame, `overloaded` where
 * nothing is known about it because no thread was free or the time ran out. Other errors stay what they are.
 */
export const refusal = (error: unknown): unknown => {
  if (!(error instanceof CanonicalizationError)) return error
  if (error.failure === 'overloaded' || error.failure === 'too_slow')
    return new ServiceError('overloaded', error.message, { cause: error, retryAfterSeconds })
  return new ServiceError('credential_refused', error.message, {
    cause: error,
    problems: [{ path: '', message: error.message, code: 'DM-30' }],
  })
}
