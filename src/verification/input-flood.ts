import { asList, type Json, type JsonObject } from '../json.ts'
import { type Refusal, refuse } from './input-result.ts'
import { isSharedPart } from './known-text/text-kind.ts'
import { documentLimits } from './limits.ts'

const escaped = (step: string | number): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1')

/** Counts what is dear to verify. Contained credentials are judged one by one, so each has its own number of endorsements. */
class Tally {
  contained = 0
  /** where the walk stands; made a JSON pointer only for a refusal */
  private readonly steps: (string | number)[] = []

  /** @param endorsements - those met so far in the credential that is being walked through */
  walk(value: Json, endorsements: { count: number }): Refusal | undefined {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) return this.items(value, endorsements)
    for (const key of Object.keys(value)) {
      this.steps.push(key)
      const refusal = this.member(key, value[key] as Json, endorsements)
      if (refusal !== undefined) return refusal
      this.steps.pop()
    }
    return undefined
  }

  private member(key: string, value: Json, endorsements: { count: number }): Refusal | undefined {
    const items = asList(value)
    if (key === 'proof' && items.length > documentLimits.maxProofs) {
      return this.refuse('input.too_many_proofs', `There are ${items.length} proofs; the limit is ${documentLimits.maxProofs}.`)
    }
    if (key === 'endorsement' || key === 'endorsementJwt') {
      endorsements.count += items.length
      if (endorsements.count > documentLimits.maxEndorsements) {
        return this.refuse('input.too_many_endorsements', `There are more than ${documentLimits.maxEndorsements} endorsements.`)
      }
    }
    if (key !== 'verifiableCredential') return this.walk(value, endorsements)
    this.contained += items.length
    if (this.contained > documentLimits.maxContained) {
      return this.refuse('input.too_many_credentials', `There are more than ${documentLimits.maxContained} credentials.`)
    }
    return Array.isArray(value) ? this.items(value) : this.walk(value, { count: 0 })
  }

  /** @param endorsements - without it each item is a credential of its own */
  private items(items: Json[], endorsements?: { count: number }): Refusal | undefined {
    for (const [index, item] of items.entries()) {
      this.steps.push(index)
      const refusal = this.walk(item, endorsements ?? { count: 0 })
      if (refusal !== undefined) return refusal
      this.steps.pop()
    }
    return undefined
  }

  private refuse(code: Refusal['code'] & `input.${string}`, detail: string): Refusal {
    return refuse(code, detail, this.steps.map((step) => `/${escaped(step)}`).join(''))
  }
}

/** Whether a member is counted, besides a single proof: most documents have none. */
const isCounted = (name: string, value: Json): boolean =>
  name === 'endorsement' || name === 'endorsementJwt' || name === 'verifiableCredential' || (name === 'proof' && Array.isArray(value))

/** Parts of documents that are the same object again and again, never change, and have no counted member. */
const harmless = new WeakSet<object>()

const hasCounted = (value: Json): boolean => {
  if (typeof value !== 'object' || value === null || harmless.has(value)) return false
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (hasCounted(value[index] as Json)) return true
  } else {
    for (const name in value) if (isCounted(name, value[name] as Json) || hasCounted(value[name] as Json)) return true
  }
  if (isSharedPart(value)) harmless.add(value)
  return false
}

/** Floods of proofs, endorsements and contained credentials (SECURITY (b), step 4). Depth and number of values are held while reading. */
export const refuseFlood = (document: JsonObject): Refusal | undefined =>
  hasCounted(document) ? new Tally().walk(document, { count: 0 }) : undefined
