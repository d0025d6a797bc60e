import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createIssuer } from '../../src/service/create-issuer.ts'
import {
  allocateEntries,
  findPublishedList,
  findStatusList,
  listSetIndexes,
  replacePublishedList,
  setBit,
} from '../../src/store/status-lists.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

const now = new Date('2026-11-23T01:24:00Z')
let world: World
let issuerId: string
let made: number
afterEach(() => world.close())

/** @param length - of lists that are opened; only 99 % of it is handed out */
const allocate = (subjects: string[], length = 131_072) =>
  inTransaction(world.deps, (deps) =>
    allocateEntries(deps.db, {
      issuerId,
      purpose: 'revocation',
      subjects,
      now,
      makeList: () => {
        made += 1
        return { id: `list-${made}`, length, permutationKey: `key ${made}` }
      },
    }),
  )
const lists = () => world.deps.db.selectFrom('status_list').select(['id', 'allocated', 'state']).orderBy('created_at').execute()
const named = (count: number, name: string): string[] => Array.from({ length: count }, (_, n) => `${name}-${n}`)

describe.each(dialects)('status lists on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect })
    made = 0
    const command = {
      slug: 'tester',
      name: { ja: '試験' },
      method: 'key',
      statusPurpose: 'revocation',
      securing: 'eddsa-rdfc-2022',
      isDemo: true,
    } as const
    issuerId = (await createIssuer(world.deps, world.system, command)).id
  })

  test('64 at once get 64 entries of one list, each another', async () => {
    const all = (await Promise.all(named(64, 'badge').map((subject) => allocate([subject])))).flat()
    expect(new Set(all.map(({ listId }) => listId)).size).toBe(1)
    expect(new Set(all.map(({ index }) => index)).size).toBe(64)
    expect((await lists()).map(({ allocated, state }) => [Number(allocated), state])).toEqual([[64, 'open']])
  })

  test('a list with few entries left opens the next exactly once, and no entry is handed out twice', async () => {
    await allocate(named(89, 'before'), 100)
    const all = (await Promise.all(named(64, 'badge').map((subject) => allocate([subject], 100)))).flat()
    expect(new Set(all.map(({ listId, index }) => `${listId}#${index}`)).size).toBe(64)
    const stored = await lists()
    expect(stored).toHaveLength(2)
    expect(stored.map(({ allocated, state }) => `${Number(allocated)} ${state}`).sort()).toEqual(['54 open', '99 full'])
    const entries = await world.deps.db.selectFrom('status_entry').select('subject').execute()
    expect(entries).toHaveLength(89 + 64)
  })

  test('a batch goes on in the next list where one has not enough left', async () => {
    await allocate(named(95, 'before'), 100)
    const entries = await allocate(named(150, 'batch'), 100)
    expect(entries).toHaveLength(150)
    expect(new Set(entries.map(({ listId, index }) => `${listId}#${index}`)).size).toBe(150)
    const stored = await world.deps.db
      .selectFrom('status_entry')
      .select(['list_id', 'idx', 'subject'])
      .where('subject', 'like', 'batch-%')
      .execute()
    const placeOf = new Map(stored.map((row) => [row.subject, `${row.list_id}#${row.idx}`]))
    expect(entries.map(({ listId, index }) => `${listId}#${index}`)).toEqual(named(150, 'batch').map((subject) => placeOf.get(subject)))
    expect((await lists()).filter(({ state }) => state === 'open')).toHaveLength(1)
  })

  test('a transaction that fails hands out nothing', async () => {
    const failing = inTransaction(world.deps, async (deps) => {
      await allocateEntries(deps.db, {
        issuerId,
        purpose: 'revocation',
        subjects: ['lost'],
        now,
        makeList: () => ({ id: 'lost', length: 131_072, permutationKey: 'lost' }),
      })
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await lists()).toEqual([])
  })

  test('a bit is set and cleared, and marks the published list as out of date', async () => {
    const [entry, other] = await allocate(['one', 'two'])
    if (entry === undefined || other === undefined) throw new Error('no entries')
    const published = { listId: entry.listId, sequence: 1, text: '{}', sha256: 'x', set: [], publishedAt: now }
    const replace = (change: object) => inTransaction(world.deps, (deps) => replacePublishedList(deps.db, { ...published, ...change }))
    const bit = (value: boolean) => inTransaction(world.deps, (deps) => setBit(deps.db, entry, value, now))
    expect(await replace({})).toBe(true)
    expect(await findPublishedList(world.deps.db, entry.listId)).toMatchObject({ sequence: 1, stale: false })
    await bit(true)
    expect(await listSetIndexes(world.deps.db, entry.listId)).toEqual([entry.index])
    expect(await findPublishedList(world.deps.db, entry.listId)).toMatchObject({ sequence: 1, stale: true })
    // Signed from other bits, after another publication, or ahead of one: none is stored.
    for (const change of [
      { sequence: 2, set: [] },
      { sequence: 2, set: [other.index] },
      { sequence: 1, set: [entry.index] },
      { sequence: 3, set: [entry.index] },
    ])
      expect(await replace(change)).toBe(false)
    expect(await replace({ sequence: 2, set: [entry.index] })).toBe(true)
    expect(await findPublishedList(world.deps.db, entry.listId)).toMatchObject({ sequence: 2, stale: false })
    await bit(false)
    expect(await listSetIndexes(world.deps.db, entry.listId)).toEqual([])
    expect(await findStatusList(world.deps.db, 'none')).toBeUndefined()
  })
})
