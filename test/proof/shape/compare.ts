import { hash } from 'node:crypto'
import type { JsonObject } from '../../../src/json.ts'
import { CanonicalizationError, type Canonicalizer } from '../../../src/proof/canonicalizer.ts'
import { refuseDisputedOrder } from '../../../src/proof/disputed-order.ts'
import { sha256 } from '../../../src/proof/sha256.ts'
import type { ShapeCanonicalizer } from '../../../src/proof/shape/shape-canonicalizer.ts'

/** The canonical form, or the kind of failure: what two canonicalizers must agree about. */
export async function outcomeOf(canonicalizer: Canonicalizer, document: JsonObject): Promise<string> {
  try {
    return await canonicalizer.canonicalize(structuredClone(document))
  } catch (error) {
    return failureOf(error)
  }
}

const failureOf = (error: unknown): string => {
  if (error instanceof CanonicalizationError) return `failure: ${error.failure}`
  throw error
}

/**
 * Asks the compiled path for all that it offers about a document.
 *
 * @param expected - `outcomeOf` the reference path
 * @returns what differs from it; nothing where all is well
 */
export async function differences(compiled: ShapeCanonicalizer, document: JsonObject, expected: string): Promise<string[]> {
  const found: string[] = []
  const failed = expected.startsWith('failure: ')
  const digest = failed ? expected : Buffer.from(sha256(expected)).toString('hex')

  const signable = compiled.signableNow?.(structuredClone(document))
  if (signable !== undefined) {
    if (Buffer.from(signable.digest).toString('hex') !== digest) found.push('digest to be signed')
    if (signable.textWith('}') !== JSON.stringify(document)) found.push('text to be signed')
    if (signable.sha256With !== undefined && signable.sha256With('}') !== hash('sha256', JSON.stringify(document), 'hex'))
      found.push('digest of the text to be signed')
    if (!signable.orderMayBeDisputed && !failed && isDisputed(expected)) found.push('disputed order to be signed')
  }
  if ((await outcomeOf(compiled, document)) !== expected) found.push('canonical form')
  try {
    if (Buffer.from(await compiled.digest(structuredClone(document))).toString('hex') !== digest) found.push('digest')
  } catch (error) {
    if (failureOf(error) !== expected) found.push('failure')
  }
  return found
}

function isDisputed(nquads: string): boolean {
  try {
    refuseDisputedOrder(nquads)
    return false
  } catch {
    return true
  }
}
