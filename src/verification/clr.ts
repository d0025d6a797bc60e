import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { type CheckContext, line } from './checks/context.ts'
import { documentLimits } from './limits.ts'
import type { Check, Verification } from './verdict.ts'

/** A record inside a presentation is read, and a record inside a record; nothing deeper. */
const maxDepth = 2

/** What the credentials inside a record came to: each with its own verdict, or the line that says why they were not read. */
export interface ContainedOutcome {
  contained: Verification[]
  check?: Check
}

/**
 * Judges every credential inside a Comprehensive Learner Record (CLR Standard 2.0, `ClrSubject.verifiableCredential`): by all steps,
 * by its own issuer's key. One that is invalid makes the whole invalid, since a reader takes the record for one thing.
 *
 * @returns undefined for a document that is no record
 */
export const judgeContained = async (context: CheckContext): Promise<ContainedOutcome | undefined> => {
  if (context.conformance.kind !== 'clr-2') return undefined
  const credentials = asList(context.document['credentialSubject'])
    .filter(isJsonObject)
    .flatMap((subject) => asList(subject['verifiableCredential']))
    .filter((credential): credential is JsonObject | string => isJsonObject(credential) || typeof credential === 'string')
  if (credentials.length > documentLimits.maxContained)
    return {
      contained: [],
      check: line('input', 'failed', 'input.too_many_credentials', { path: '/credentialSubject/verifiableCredential' }),
    }
  if (credentials.length > 0 && context.depth >= maxDepth)
    return { contained: [], check: line('conformance', 'not_determined', 'contained.too_deep') }
  const contained: Verification[] = []
  // One after the other: each may cost key, status and canonicalization, and their number is a stranger's choice.
  for (const credential of credentials) contained.push(await context.verifyNested(credential, 'contained'))
  return { contained }
}
