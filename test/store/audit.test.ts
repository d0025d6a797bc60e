import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AuditEntry, appendAudit, listAuditEvents, verifyAuditChain } from '../../src/store/audit.ts'
import { eraseAuditWords } from '../../src/store/audit-words.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const entry = (n: number): AuditEntry => ({
  at: new Date(Date.UTC(2026, 10, 23, 0, 0, n)),
  actor: 'system:test',
  action: 'thing.done',
  entity: `thing:${n}`,
  detail: { n, good: true },
})
const append = (...numbers: number[]) => inTransaction(world.deps, (deps) => appendAudit(deps.db, numbers.map(entry)))

describe.each(dialects)('the audit chain on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect })
    await append(1)
    await append(2, 3, 4)
    await append(5)
  })
  const verify = () => verifyAuditChain(world.deps.db)
  /** what an owner of the database can do before he writes into the chain */
  const dropTriggers = async () => {
    for (const deed of ['update', 'delete'])
      await sql.raw(`drop trigger audit_event_no_${deed}${dialect === 'postgres' ? ' on audit_event' : ''}`).execute(world.deps.db)
  }

  test('T21 refuses a change and a deletion in the database itself', async () => {
    const { db } = world.deps
    await expect(db.updateTable('audit_event').set({ actor: 'x' }).where('sequence', '=', 3).execute()).rejects.toThrow(
      'audit_event only grows',
    )
    await expect(db.deleteFrom('audit_event').where('sequence', '=', 3).execute()).rejects.toThrow('audit_event only grows')
    expect(await verify()).toMatchObject({ ok: true, events: 5 })
  })

  test('T21 is whole as it was written, also after many writers at once', async () => {
    expect(await verify()).toMatchObject({ ok: true, events: 5 })
    await Promise.all(Array.from({ length: 20 }, (_, n) => append(10 + n)))
    expect(await verify()).toMatchObject({ ok: true, events: 25 })
  })

  test('T21 holds the digest of words that stand beside it: they may be erased, and not exchanged', async () => {
    const { db } = world.deps
    const words = { salt: '00'.repeat(16), words: '山田さんの問い合わせ' }
    await inTransaction(world.deps, (deps) => appendAudit(deps.db, [{ ...entry(6), words }, entry(7)]))
    expect((await listAuditEvents(db, { limit: 2 })).map(({ detail }) => detail['purpose'])).toEqual([undefined, words.words])
    expect(JSON.stringify(await db.selectFrom('audit_event').select('detail').execute())).not.toContain('山田')
    await db.updateTable('audit_words').set({ words: '別の用件' }).where('sequence', '=', 6).execute()
    expect(await verify()).toMatchObject({ ok: false, sequence: 6 })
    await db.updateTable('audit_words').set({ words: words.words }).where('sequence', '=', 6).execute()
    expect(await verify()).toMatchObject({ ok: true, events: 7 })
    expect(await eraseAuditWords(db, ['thing:6'])).toBe(1)
    expect(await verify()).toMatchObject({ ok: true, events: 7 })
    // Words that were never given belong to no entry.
    await db
      .insertInto('audit_words')
      .values({ sequence: 7, ...words })
      .execute()
    expect(await verify()).toMatchObject({ ok: false, sequence: 7 })
  })

  test.each([
    ['actor', 'user:another'],
    ['action', 'thing.undone'],
    ['entity', 'thing:9'],
    ['detail', '{"n":3,"good":false}'],
    ['at', '2026-11-23T00:00:04.000Z'],
  ] as const)('T21 names the entry whose %s was altered', async (column, value) => {
    await dropTriggers()
    await world.deps.db
      .updateTable('audit_event')
      .set({ [column]: value })
      .where('sequence', '=', 3)
      .execute()
    expect(await verify()).toEqual({ ok: false, sequence: 3, problem: 'entry 3 was altered' })
  })

  test('T21 names an entry that was deleted, in the middle and at the end', async () => {
    await dropTriggers()
    await world.deps.db.deleteFrom('audit_event').where('sequence', '=', 5).execute()
    expect(await verify()).toMatchObject({ ok: false, sequence: 5 })
    await world.deps.db.deleteFrom('audit_event').where('sequence', '=', 2).execute()
    expect(await verify()).toEqual({ ok: false, sequence: 2, problem: 'entry 2 is missing' })
  })

  test('T21 names a head that was changed', async () => {
    await world.deps.db
      .updateTable('audit_head')
      .set({ hash: 'f'.repeat(64) })
      .where('id', '=', 1)
      .execute()
    expect(await verify()).toMatchObject({ ok: false, sequence: 5, problem: expect.stringContaining('head') })
  })

  test('nothing is appended when the deed it records fails', async () => {
    const failing = inTransaction(world.deps, async (deps) => {
      await appendAudit(deps.db, [entry(6)])
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await verify()).toMatchObject({ ok: true, events: 5 })
  })
})
