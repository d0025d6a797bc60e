import { afterEach, describe, expect, test } from 'vitest'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

describe.each(dialects)('issuing a badge on %s', (dialect) => {
  test('a completion becomes a signed badge whose first day is the day of the award in Japan', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const credential = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001', awardedOn: '2026-10-08' })
    expect(credential.state).toBe('issued')
    const document = JSON.parse(credential.document.text)
    expect(document).toMatchObject({
      id: `https://badges.example/badges/${credential.id}`,
      validFrom: '2026-10-07T15:00:00Z',
      issuer: { id: 'did:web:badges.example' },
      proof: { cryptosuite: 'eddsa-rdfc-2022', created: '2026-11-23T01:24:00Z' },
    })
    expect(JSON.stringify(document)).not.toContain('p0011@learner.example')
  })

  test('the same completion issued twice gives the same badge', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const first = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    expect(await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })).toEqual(first)
  })

  test('the same completion issued by several at once gives one badge', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const all = await Promise.all(Array.from({ length: 8 }, () => issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })))
    expect(new Set(all.map((credential) => credential.document.sha256)).size).toBe(1)
  })

  test('an operator may not issue for the course of another operator', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    await expect(issueCredential(world.deps, world.otherOperator, { completionId: 'CMP-001' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a course that was not completed leads to no badge', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const failed = world.programme.completions.find((completion) => completion.status === 'not_completed')
    await expect(issueCredential(world.deps, world.system, { completionId: failed?.id ?? '' })).rejects.toMatchObject({
      code: 'completion_not_eligible',
    })
  })
})
