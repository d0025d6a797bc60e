import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../../src/service/check-invariants.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

describe.each(dialects)('the invariants on %s', (dialect) => {
  let world: World
  beforeAll(async () => {
    world = await newWorld({ dialect })
    await world.loadOne(['CMP-001', 'CMP-002'])
    for (const completionId of ['CMP-001', 'CMP-002']) await issueCredential(world.deps, world.system, { completionId })
  })
  afterAll(() => world.close())
  const broken = async (): Promise<string[]> =>
    (await checkInvariants(world.database, undefined)).filter(({ ok }) => !ok).map(({ id, wrong }) => `${id} ${wrong.length}`)

  test('hold after issuing', async () => {
    expect(await broken()).toEqual([])
    expect((await checkInvariants(world.database, undefined)).find(({ id }) => id === 'I1')?.checked).toBe(2)
  })

  test('each names what breaks it', async () => {
    const { db } = world.deps
    const rows = await db.selectFrom('credential').select(['id', 'signed_sha256', 'unsigned_text', 'state']).orderBy('id').execute()
    const [first, second] = rows as [(typeof rows)[0], (typeof rows)[0]]
    const change = async (columns: object, expected: string[]): Promise<void> => {
      const stored = await db.selectFrom('credential').selectAll().where('id', '=', first.id).executeTakeFirstOrThrow()
      await db.updateTable('credential').set(columns).where('id', '=', first.id).execute()
      expect(await broken()).toEqual(expected)
      await db.updateTable('credential').set(stored).where('id', '=', first.id).execute()
    }
    await change({ signed_sha256: second.signed_sha256 }, ['I1 1'])
    await change({ status_index: 7 }, ['I1 1'])
    await change({ state: 'revoked', signed_text: null, signed_sha256: null }, ['I5 1'])
    const head = await db.selectFrom('audit_head').select('hash').executeTakeFirstOrThrow()
    await db
      .updateTable('audit_head')
      .set({ hash: '0'.repeat(64) })
      .execute()
    expect(await broken()).toEqual(['I8 1'])
    await db.updateTable('audit_head').set({ hash: head.hash }).execute()
    expect(await broken()).toEqual([])
  })
})
