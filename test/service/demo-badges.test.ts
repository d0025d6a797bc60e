import { afterEach, describe, expect, test } from 'vitest'
import { validityOn } from '../../src/domain/credential.ts'
import { requireIssued } from '../../src/service/issue-credential.ts'
import { demoJson } from '../support/demo.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

interface Recorded {
  kind: string
  completionId?: string
  participantId: string
  appliedOn: string
  issuedOn: string
  validUntil?: string | null
  validity: string
  claim: string
  visibility: string
}

let world: World
afterEach(() => world.close())

describe.each(dialects)('the badges of the demo programme on %s', (dialect) => {
  test('come out as they are recorded: applied, awarded, claimed, shared, suspended, revoked and expired', async () => {
    world = await newWorld({ dialect })
    const { operators, employers, participants, achievements, courses, completions, badges } = world.programme
    await world.loadParts({ operators, employers, participants, achievements, courses, completions, badges })
    const recorded = demoJson<Recorded[]>('badges.json').filter(({ kind }) => kind === 'course_completion')
    const rows = await world.deps.db.selectFrom('credential').select(['id', 'completion_id']).execute()
    const found: Record<string, unknown>[] = []
    for (const { id } of rows) {
      const credential = await requireIssued(world.deps, id)
      found.push({
        completionId: credential.completionId,
        participantId: credential.participantId,
        appliedOn: credential.appliedOn,
        issuedOn: credential.awardedOn,
        validUntil: credential.validUntilOn ?? null,
        validity: validityOn(credential, '2026-11-23'),
        claim: credential.claim,
        visibility: credential.visibility,
      })
    }
    const order = (a: { completionId?: unknown }, b: { completionId?: unknown }): number =>
      String(a.completionId) < String(b.completionId) ? -1 : 1
    expect(found.sort(order)).toEqual(
      recorded
        .map(({ completionId, participantId, appliedOn, issuedOn, validUntil, validity, claim, visibility }) => ({
          completionId,
          participantId,
          appliedOn,
          issuedOn,
          validUntil: validUntil ?? null,
          validity,
          claim,
          visibility,
        }))
        .sort(order),
    )
    expect(found).toHaveLength(39)
  }, 60_000)
})
