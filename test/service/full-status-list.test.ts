import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Deps } from '../../src/service/deps.ts'
import { issueBatch } from '../../src/service/issue-batch.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { verifyAuditChain } from '../../src/store/audit.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { addCompletions, completionId } from '../support/many-completions.ts'
import { newWorld, type World } from '../support/world.ts'

/** Two instances on one PostgreSQL whose status list is nearly full (RELIABILITY R3). */
let world: World
let second: Database
let other: Deps
beforeAll(async () => {
  world = await newWorld({ dialect: 'postgres' })
  await world.loadOne(['CMP-001'])
  const sample = world.programme.completions.find(({ id }) => id === 'CMP-001')
  if (sample === undefined) throw new Error('the demo has no CMP-001')
  await addCompletions({ db: world.deps.db }, sample, { from: 0, count: 200 })
  await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
  const url = new URL(inject('postgresUrl'))
  url.pathname = new URL(`postgres://${world.database.place}`).pathname
  second = await openDatabase({ kind: 'postgres', url: url.href })
  other = { ...world.deps, db: second.db }
})
afterAll(async () => {
  await second.close()
  await world.close()
})

const lists = () =>
  world.deps.db
    .selectFrom('status_list')
    .select(['id', 'issuer_id', 'purpose', 'length', 'allocated', 'state'])
    .where('purpose', '=', 'revocation')
    .execute()
const badges = () => world.deps.db.selectFrom('credential').select(['id', 'status_list_id', 'status_index', 'state']).execute()

/** Leaves `free` entries in the open list of the badges. */
const leaveFree = async (free: number): Promise<string> => {
  const [badge] = await badges()
  const issuerId = (await lists()).find(({ id }) => id === badge?.status_list_id)?.issuer_id
  const open = (await lists()).find(({ issuer_id, state }) => issuer_id === issuerId && state === 'open')
  if (open === undefined) throw new Error('no list is open')
  await world.deps.db
    .updateTable('status_list')
    .set({ allocated: Math.floor(open.length * 0.99) - free })
    .where('id', '=', open.id)
    .execute()
  return open.id
}

const expectOneMore = async (before: Awaited<ReturnType<typeof lists>>, full: string, issued: number, free: number): Promise<void> => {
  const after = await lists()
  expect(after).toHaveLength(before.length + 1)
  const fresh = after.filter(({ id }) => !before.some((list) => list.id === id))
  expect(fresh).toMatchObject([{ state: 'open', allocated: issued - free }])
  expect(after.find(({ id }) => id === full)).toMatchObject({ state: 'full' })
  const all = await badges()
  expect(new Set(all.map((badge) => `${badge.status_list_id} ${badge.status_index}`)).size).toBe(all.length)
  expect(all.filter(({ state }) => state !== 'issued')).toEqual([])
  expect(all.filter(({ status_list_id }) => status_list_id === fresh[0]?.id)).toHaveLength(issued - free)
  expect(await verifyAuditChain(world.deps.db)).toMatchObject({ ok: true })
}

test('64 clients of two instances open the next list exactly once', async () => {
  const full = await leaveFree(20)
  const before = await lists()
  const issued = await Promise.all(
    Array.from({ length: 64 }, (_, n) =>
      issueCredential(n % 2 === 0 ? world.deps : other, world.operator, { completionId: completionId(n) }),
    ),
  )
  expect(new Set(issued.map(({ id }) => id)).size).toBe(64)
  await expectOneMore(before, full, 64, 20)
})

test('two instances that issue batches open the next list exactly once', async () => {
  const full = await leaveFree(50)
  const before = await lists()
  const ids = Array.from({ length: 136 }, (_, n) => completionId(64 + n))
  const reports = await Promise.all(
    [world.deps, other].map((deps) => issueBatch(deps, world.operator, { completionIds: ids }, { chunkSize: 16 })),
  )
  expect(reports.map(({ refused }) => refused)).toEqual([0, 0])
  expect(reports.reduce((sum, { issued }) => sum + issued, 0)).toBe(136)
  await expectOneMore(before, full, 136, 50)
})
