import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { publishHeads } from '../../src/service/log/publish-heads.ts'
import { logStanding, proveConsistency, proveInclusion, readLog } from '../../src/service/log/read-log.ts'
import { rotateLogKey, signDueHead, signHead } from '../../src/service/log/sign-head.ts'
import { verifyLog } from '../../src/service/log/verify-log.ts'
import { readAuditHead } from '../../src/store/audit.ts'
import { eraseBadge } from '../../src/store/erase-badge.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { forgetLeafSalts, latestHead, listHeads, listLeaves } from '../../src/store/transparency-log.ts'
import { judgeTreeHead } from '../../src/verification/log/judge-head.ts'
import { judgeInclusion } from '../../src/verification/log/judge-proof.ts'
import { isConsistent } from '../../src/verification/log/merkle.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

const directory = mkdtempSync(join(tmpdir(), 'akashi-log-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe.each(dialects)('the public log on %s', (dialect) => {
  let world: World
  let first: { id: string; document: { sha256: string } }
  const place = join(directory, dialect)

  beforeAll(async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    first = (await issueCredential(world.deps, world.system, { completionId: 'CMP-001' })) as typeof first
  })
  afterAll(() => world.close())

  // The council's endorsements of the course and its badge stand before the badge.
  test('signs the first head by itself, and the next after a day', async () => {
    expect(await logStanding(world.deps, `credential:${first.id}`, first.document.sha256)).toEqual({ state: 'waiting' })
    await expect(proveInclusion(world.deps, `credential:${first.id}`, first.document.sha256)).rejects.toMatchObject({
      code: 'not_logged_yet',
    })
    await signDueHead(world.deps)
    await signDueHead(world.deps)
    expect(await listHeads(world.deps.db, 0, 9)).toMatchObject([{ number: 1, treeSize: 3 }])
    await issueCredential(world.deps, world.system, { completionId: 'CMP-002' })
    world.setNow('2026-11-24T01:24:00Z')
    await signDueHead(world.deps)
    expect(await listHeads(world.deps.db, 0, 9)).toMatchObject([{ treeSize: 3 }, { number: 2, treeSize: 4 }])
    expect(await logStanding(world.deps, `credential:${first.id}`, first.document.sha256)).toMatchObject({
      state: 'logged',
      at: new Date('2026-11-23T01:24:00Z'),
    })
  })

  test('proves that a badge is in it, to whoever has the file, without a database', async () => {
    const proof = await proveInclusion(world.deps, `credential:${first.id}`, first.document.sha256)
    const { keys } = await readLog(world.deps)
    const expected = { documentSha256: first.document.sha256, key: keys[0]?.key as string }
    expect(judgeInclusion(proof, expected)).toMatchObject({ ok: true, head: { treeSize: 4, origin: 'badges.example/log' } })
    const altered = [
      { ...proof, documentSha256: '0'.repeat(64) },
      { ...proof, salt: '0'.repeat(32) },
      { ...proof, entity: 'credential:another' },
      { ...proof, position: 3 },
      { ...proof, path: [] },
      { ...proof, head: { ...proof.head, note: proof.head.note.replace('\n4\n', '\n5\n') } },
    ]
    for (const one of altered) expect(judgeInclusion(one, {}), JSON.stringify(one)).toMatchObject({ ok: false })
    expect(judgeInclusion(proof, { documentSha256: '0'.repeat(64) })).toMatchObject({ ok: false })
    expect(judgeInclusion(proof, { key: 'z6Mkanother' })).toMatchObject({ ok: false })
    // Nothing in it tells whose badge it is.
    expect(JSON.stringify(proof)).not.toMatch(/@|P-\d/)
  })

  test('proves that a later head begins with an earlier one', async () => {
    const { from, to, path } = await proveConsistency(world.deps, { from: 3, to: 4 })
    expect(isConsistent({ size: 3, root: from.rootHash }, { size: 4, root: to.rootHash }, path)).toBe(true)
    await expect(proveConsistency(world.deps, { from: 3, to: 9 })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('signs with a key of its own, which signs nothing else; no other key signs heads', async () => {
    const head = await latestHead(world.deps.db)
    if (head === undefined) throw new Error('no head')
    expect(judgeTreeHead(head.note, head.kid)).toMatchObject({ treeSize: 4, audit: head.audit })
    const issuerKey = (await world.deps.db.selectFrom('issuer_key').select('kid').executeTakeFirstOrThrow()).kid
    expect(judgeTreeHead(head.note, issuerKey)).toBeUndefined()
    const tree = { origin: 'x', treeSize: 0, rootHash: '0'.repeat(64), at: new Date(0), audit: head.audit }
    await expect(world.deps.signer.signTreeHead(issuerKey, tree)).rejects.toMatchObject({ code: 'key_missing' })
    await expect(world.deps.signer.unlock(head.kid)).rejects.toMatchObject({ code: 'key_missing' })
  })

  test('is published as files, and not over a publication that it does not continue', async () => {
    expect(await publishHeads(world.deps, place)).toMatchObject({ written: 2 })
    expect(await publishHeads(world.deps, place)).toMatchObject({ written: 0 })
    expect(readdirSync(join(place, 'heads'))).toEqual(['000001.txt', '000002.txt'])
    const latest = readFileSync(join(place, 'latest.txt'), 'utf8')
    expect(latest).toBe((await latestHead(world.deps.db))?.note)
    // The directory is of a log with more entries: this database was rolled back.
    const key = (await readLog(world.deps)).keys[0]?.key as string
    const head = {
      origin: 'badges.example/log',
      treeSize: 7,
      rootHash: 'a'.repeat(64),
      at: new Date(0),
      audit: await readAuditHead(world.deps.db),
    }
    writeFileSync(join(place, 'latest.txt'), await world.deps.signer.signTreeHead(key, head))
    await expect(publishHeads(world.deps, place)).rejects.toMatchObject({ code: 'log_altered' })
    writeFileSync(join(place, 'latest.txt'), latest)
  })

  test('T21 is derived again from the records; a head that somebody kept must still be in it', async () => {
    const kept = readFileSync(join(place, 'latest.txt'), 'utf8')
    expect(await verifyLog(world.deps.db, kept)).toMatchObject({ ok: true, entries: 4, heads: 2, erasedSalts: 0 })
    expect(await verifyLog(world.deps.db, kept.replace('\n4\n', '\n5\n'))).toMatchObject({ ok: false, where: 'head' })
  })

  test('an erased salt leads to nobody, and the log stays whole; nothing else of an entry can be changed', async () => {
    const { db } = world.deps
    expect(await forgetLeafSalts(db, [`credential:${first.id}`])).toBe(1)
    expect(await forgetLeafSalts(db, [`credential:${first.id}`])).toBe(0)
    await expect(proveInclusion(world.deps, `credential:${first.id}`, first.document.sha256)).rejects.toMatchObject({ code: 'not_found' })
    expect(await verifyLog(db)).toMatchObject({ ok: true, erasedSalts: 1 })
    await expect(db.updateTable('log_leaf').set({ hash: '0' }).execute()).rejects.toThrow('only grows')
    await expect(db.updateTable('log_leaf').set({ salt: 'a' }).execute()).rejects.toThrow('only grows')
    await expect(db.deleteFrom('log_leaf').execute()).rejects.toThrow('only grows')
    await expect(db.updateTable('log_head').set({ tree_size: 0 }).execute()).rejects.toThrow('only grows')
    await expect(db.deleteFrom('log_head').execute()).rejects.toThrow('only grows')
  })

  test('goes on under a new key, while former heads stay', async () => {
    const former = (await latestHead(world.deps.db))?.kid
    await rotateLogKey(world.deps, world.system)
    const head = await signHead(world.deps, world.system)
    expect(head.kid).not.toBe(former)
    expect(await publishHeads(world.deps, place)).toMatchObject({ written: 1 })
    expect(await verifyLog(world.deps.db)).toMatchObject({ ok: true, heads: 3 })
    await expect(rotateLogKey(world.deps, world.secretariat)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a badge that is erased before it is entered, or while it is, has an entry without a salt', async () => {
    const { deps } = world
    await world.loadOne(['CMP-003', 'CMP-004'])
    const [before, during] = [
      await issueCredential(deps, world.system, { completionId: 'CMP-003' }),
      await issueCredential(deps, world.system, { completionId: 'CMP-004' }),
    ]
    const erasing = (badge: typeof before) => (inner: typeof deps) =>
      eraseBadge(inner.db, { id: badge.id, url: `${deps.publicUrl}/badges/${badge.id}` }, deps.now())
    await inTransaction(deps, erasing(before))
    let signing: Promise<unknown> = Promise.resolve()
    await inTransaction(deps, async (inner) => {
      await erasing(during)(inner)
      // On PostgreSQL the head begins now, by another connection, and waits; on SQLite there is one connection.
      if (dialect === 'postgres') {
        signing = signHead(deps, world.system)
        await pause(150)
      }
    })
    await (dialect === 'postgres' ? signing : signHead(deps, world.system))
    const leaves = (await listLeaves(deps.db, 0, 99)).filter(({ entity }) => [before.id, during.id].includes(entity.slice(11)))
    expect(leaves.map(({ salt }) => salt)).toEqual([undefined, undefined])
    expect(await verifyLog(deps.db)).toMatchObject({ ok: true, erasedSalts: 3 })
    await expect(proveInclusion(deps, `credential:${before.id}`, before.document.sha256)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('T21 whoever drops the triggers and alters an entry, a head or the chain is found, and no head is signed over it', async () => {
    const { db } = world.deps
    for (const [table, deed] of [
      ['log_leaf', 'update'],
      ['log_head', 'update'],
      ['audit_event', 'update'],
    ])
      await sql.raw(`drop trigger ${table}_no_${deed}${dialect === 'postgres' ? ` on ${table}` : ''}`).execute(db)
    const leaf = (await listLeaves(db, 3, 1))[0]
    const change = async (set: Record<string, string>, back: Record<string, string>, check: () => Promise<void>) => {
      await db.updateTable('log_leaf').set(set).where('position', '=', 3).execute()
      await check()
      await db.updateTable('log_leaf').set(back).where('position', '=', 3).execute()
    }
    await change({ hash: '0'.repeat(64) }, { hash: leaf?.hash as string }, async () => {
      expect(await verifyLog(db)).toMatchObject({ ok: false, where: 'entry', sequence: 3 })
      await expect(signHead(world.deps, world.system)).rejects.toMatchObject({ code: 'log_altered' })
    })
    await change({ document_sha256: '0'.repeat(64) }, { document_sha256: leaf?.documentSha256 as string }, async () =>
      expect(await verifyLog(db)).toMatchObject({ ok: false, where: 'entry', sequence: 3 }),
    )
    await db.updateTable('log_head').set({ tree_size: 3 }).where('number', '=', 2).execute()
    expect(await verifyLog(db)).toMatchObject({ ok: false, where: 'head', sequence: 2 })
    await db.updateTable('log_head').set({ tree_size: 4 }).where('number', '=', 2).execute()
    expect(await verifyLog(db)).toMatchObject({ ok: true })
    await db.updateTable('audit_event').set({ actor: 'system:another' }).where('sequence', '=', 4).execute()
    expect(await verifyLog(db)).toMatchObject({ ok: false, where: 'audit', sequence: 4, problem: 'entry 4 was altered' })
  })
})
