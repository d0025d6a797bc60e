import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/json.ts'
import { checkCredential } from '../../src/openbadges/check.ts'
import { examine } from '../../src/openbadges/conformance.ts'
import { buildCourseCredential } from '../../src/openbadges/credential.ts'
import type { UnsignedCredential } from '../../src/openbadges/types.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { courseInput } from './builders.ts'
import { samples } from './rule-samples/samples.ts'

const heldContexts = loadContexts().urls

const frozen = <T extends Json>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}

/** The document with another value at the place, in which everything beside the way to that place is the very same object. */
const changedSharing = (value: Json, steps: string[], other: Json | undefined): Json => {
  const [step, ...rest] = steps
  if (step === undefined) return other ?? null
  const key = step.replace(/~1/g, '/').replace(/~0/g, '~')
  const copy: Json[] | JsonObject = Array.isArray(value) ? value.slice() : { ...(value as JsonObject) }
  const holder = copy as JsonObject
  if (rest.length > 0) holder[key] = changedSharing(holder[key] as Json, rest, other)
  else if (other === undefined) delete holder[key]
  else Object.defineProperty(holder, key, { value: other, enumerable: true, configurable: true, writable: true })
  return copy
}

describe('frozen parts that were read before', () => {
  const purposes = ['issue', 'verify'] as const

  test('of every sample of every rule, good and bad, get the answer that a copy without any past gets', () => {
    let broken = 0
    for (const [rule, ofRule] of Object.entries(samples)) {
      for (const { accepted, at, refused } of ofRule) {
        const good = frozen(accepted())
        const bad = changedSharing(good, at.split('/').slice(1), refused) as JsonObject
        for (const purpose of purposes) {
          const options = { heldContexts, purpose }
          // Read once for its parts to be known; the altered one holds most of them.
          for (const document of [good, good, bad, frozen(bad), bad]) {
            const answer = examine(document, options)
            expect(answer, `${rule} ${at} ${purpose}`).toEqual(examine(structuredClone(document), options))
            broken += answer.problems.length
          }
        }
      }
    }
    expect(broken).toBeGreaterThan(500)
  })

  const achievementOf = (badge: JsonObject): JsonObject => (badge['credentialSubject'] as JsonObject)['achievement'] as JsonObject

  test('are looked at again for what depends on the document around them: the id of the document may not return in them (L3)', () => {
    const badge = buildCourseCredential(courseInput())
    expect(checkCredential(badge, heldContexts)).toMatchObject({ ok: true })
    const achievement = achievementOf(badge)
    expect(Object.isFrozen(achievement)).toBe(true)
    const other = { ...badge, id: achievement['id'] as string } as UnsignedCredential
    expect(checkCredential(other, heldContexts)).toMatchObject({
      ok: false,
      problems: [{ rule: 'L3', path: '/credentialSubject/achievement/id' }],
    })
  })

  test('are another thing in another place: an achievement where evidence should stand is none', () => {
    const badge = buildCourseCredential(courseInput())
    checkCredential(badge, heldContexts)
    const other = { ...badge, evidence: [achievementOf(badge)] } as UnsignedCredential
    const answer = checkCredential(other, heldContexts)
    expect(answer).toEqual(checkCredential(structuredClone(other), heldContexts))
    expect(answer.ok).toBe(false)
  })

  test('that are frozen at the top only are read anew, since what is in them can change', () => {
    const { achievement, ...rest } = courseInput()
    const half = Object.freeze({ ...achievement, criteria: { narrative: '出席率80%以上' } as JsonObject })
    const make = (id: string) => buildCourseCredential({ ...rest, id, achievement: half })
    const examined = (id: string) => examine(make(id), { heldContexts, purpose: 'issue' }).problems.map(({ rule }) => rule)
    expect(examined('badge1')).toEqual([])
    ;(half['criteria'] as JsonObject)['unknownMember'] = 'x'
    expect(examined('badge2')).toEqual(['DM-30'])
  })
})
