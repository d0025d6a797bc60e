import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimIdempotencyKey, releaseIdempotencyKey, storeIdempotentAnswer } from '../../src/store/idempotency.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const now = new Date('2026-11-23T01:24:00Z')
const claim = { scope: 'api-key:one', key: 'k', requestSha256: 'a' }
const ask = (change: Partial<typeof claim> = {}, seconds = 0) =>
  claimIdempotencyKey(world.deps.db, { ...claim, ...change }, new Date(now.getTime() + seconds * 1000), 60)

describe.each(dialects)('an idempotency key on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect })
  })

  test('is claimed by one of many', async () => {
    const kinds = (await Promise.all(Array.from({ length: 16 }, () => ask()))).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'new')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'in_flight')).toHaveLength(15)
  })

  test('gives the stored answer to the same request and refuses another; callers are apart', async () => {
    await ask()
    await storeIdempotentAnswer(world.deps.db, claim, { status: 201, body: '{"id":1}' })
    expect(await ask()).toEqual({ kind: 'answered', status: 201, body: '{"id":1}' })
    expect(await ask({ requestSha256: 'b' })).toEqual({ kind: 'other_request' })
    expect(await ask({ scope: 'api-key:two' })).toEqual({ kind: 'new' })
  })

  test('of a process that is gone is taken over by one request after its time', async () => {
    await ask()
    expect(await ask({}, 60)).toEqual({ kind: 'in_flight' })
    const kinds = (await Promise.all(Array.from({ length: 8 }, () => ask({}, 61)))).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'new')).toHaveLength(1)
  })

  test('is free again after a failure, but not after an answer', async () => {
    await ask()
    await releaseIdempotencyKey(world.deps.db, claim)
    expect(await ask()).toEqual({ kind: 'new' })
    await storeIdempotentAnswer(world.deps.db, claim, { status: 201, body: '{}' })
    await releaseIdempotencyKey(world.deps.db, claim)
    expect(await ask()).toMatchObject({ kind: 'answered' })
  })
})
