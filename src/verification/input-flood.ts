import { anyMember, asList, type Json, type JsonObject } from '../json.ts'
import { type Refusal, refuse } from './input-result.ts'
import { documentLimits } from './limits.ts'

const pointer = (path: string, step: string | number): string => `${path}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Counts what is dear to verify. Contained credentials are judged one by one, so each has its own number of endorsements. */
class Tally {
  contained = 0

  /** @param endorsements - those met so far in the credential that is being walked through */
  walk(value: Json, path: string, endorsements: { count: number }): Refusal | undefined {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) return this.first(value, (item, index) => this.walk(item, pointer(path, index), endorsements))
    return this.first(Object.keys(value), (key) => this.member(key, value[key] as Json, pointer(path, key), endorsements))
  }

  private member(key: string, value: Json, path: string, endorsements: { count: number }): Refusal | undefined {
    const items = asList(value)
    if (key === 'proof' && items.length > documentLimits.maxProofs) {
      return refuse('input.too_many_proofs', `There are ${items.length} proofs; the limit is ${documentLimits.maxProofs}.`, path)
    }
    if (key === 'endorsement' || key === 'endorsementJwt') {
      endorsements.count += items.length
      if (endorsements.count > documentLimits.maxEndorsements) {
        return refuse('input.too_many_endorsements', `There are more than ${documentLimits.maxEndorsements} endorsements.`, path)
      }
    }
    if (key !== 'verifiableCredential') return this.walk(value, path, endorsements)
    this.contained += items.length
    if (this.contained > documentLimits.maxContained) {
      return refuse('input.too_many_credentials', `There are more than ${documentLimits.maxContained} credentials.`, path)
    }
    return this.first(items, (item, index) => this.walk(item, Array.isArray(value) ? pointer(path, index) : path, { count: 0 }))
  }

  private first<T>(items: T[], look: (item: T, index: number) => Refusal | undefined): Refusal | undefined {
    for (const [index, item] of items.entries()) {
      const refusal = look(item, index)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }
}

/** Whether a member is counted, besides a single proof: most documents have none. */
const isCounted = (name: string, value: Json): boolean =>
  name === 'endorsement' || name === 'endorsementJwt' || name === 'verifiableCredential' || (name === 'proof' && Array.isArray(value))

/** Floods of proofs, endorsements and contained credentials (SECURITY (b), step 4). Depth and number of values are held while reading. */
export const refuseFlood = (document: JsonObject): Refusal | undefined =>
  anyMember(document, isCounted) ? new Tally().walk(document, '', { count: 0 }) : undefined
