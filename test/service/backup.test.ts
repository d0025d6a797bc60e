import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backUp, manifestOf, restore } from '../../src/service/back-up.ts'
import { issueCredential, requireIssued } from '../../src/service/issue-credential.ts'
import { publishStaleLists, readStatusList } from '../../src/service/publish-status-list.ts'
import { listsBehind, reconcile, requireNotBehind } from '../../src/service/reconcile.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../../src/service/suspend-credential.ts'
import { verifyAuditChain } from '../../src/store/audit.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { openDatabase } from '../../src/store/database.ts'
import { openPublishedRecord } from '../../src/store/published-record.ts'
import { listSetIndexes } from '../../src/store/status-lists.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let directory: string
let open: World[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-backup-'))
  open = []
})
afterEach(async () => {
  for (const world of open) await world.close()
  rmSync(directory, { recursive: true, force: true })
})

const at = (name: string): string => join(directory, name)

/** A service over a file, with its keys and its record of publications in the test's directory. */
const service = async (file: string, now = '2026-11-23T01:24:00Z'): Promise<World> => {
  const world = await newWorld({ file: at(file), keysDir: at('keys'), now })
  world.deps.published = openPublishedRecord(at('published'))
  open.push(world)
  return world
}
const stop = async (world: World): Promise<void> => {
  open = open.filter((one) => one !== world)
  await world.close()
}
const ids = ['CMP-001', 'CMP-002', 'CMP-003', 'CMP-004', 'CMP-005', 'CMP-006']
const issue = (world: World, completionId: string) => issueCredential(world.deps, world.system, { completionId })

describe('a backup', () => {
  test('taken while badges are issued holds every badge that was acknowledged before it, and each verifies after the restore', async () => {
    const world = await service('a.db')
    await world.loadOne(ids)
    const acknowledged: string[] = []
    let atBackup: string[] = []
    // The backup is another process with a connection of its own, and begins while further badges are under way.
    const beside = await openDatabase({ kind: 'sqlite', file: at('a.db') })
    let taken: ReturnType<typeof backUp> | undefined
    await Promise.all(
      ids.map(async (id) => {
        acknowledged.push((await issue(world, id)).id)
        if (acknowledged.length !== 2) return
        atBackup = [...acknowledged]
        taken = backUp(beside, at('backup.db'), world.deps.now())
      }),
    )
    if (taken === undefined) throw new Error('no backup was begun')
    const manifest = await taken
    await beside.close()
    expect(acknowledged.length).toBeGreaterThan(atBackup.length)
    expect(manifest.audit.sequence).toBeGreaterThan(0)
    const texts = new Map<string, string>()
    for (const id of atBackup) texts.set(id, (await requireIssued(world.deps, id)).document.text)
    await stop(world)

    expect(await restore(at('backup.db'), at('restored/b.db'))).toEqual(manifest)
    const restored = await service('restored/b.db')
    expect(await verifyAuditChain(restored.deps.db)).toMatchObject({ ok: true, events: manifest.audit.sequence, head: manifest.audit.hash })
    for (const id of atBackup) {
      const { document } = await requireIssued(restored.deps, id)
      expect(document.text).toBe(texts.get(id))
      expect(await verifyText(restored.deps, document.text)).toMatchObject({ verdict: 'valid' })
    }
  }, 120_000)

  test('is written over nothing, restored over nothing, and refused when one byte differs', async () => {
    const world = await service('a.db')
    await world.loadOne()
    await issue(world, 'CMP-001')
    await backUp(world.database, at('backup.db'), world.deps.now())
    await expect(backUp(world.database, at('backup.db'), world.deps.now())).rejects.toMatchObject({ code: 'conflict' })
    await expect(restore(at('backup.db'), at('a.db'))).rejects.toMatchObject({ code: 'conflict' })
    const bytes = readFileSync(at('backup.db'))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1
    writeFileSync(at('backup.db'), bytes)
    await expect(restore(at('backup.db'), at('b.db'))).rejects.toMatchObject({ code: 'backup_damaged' })
    rmSync(manifestOf(at('backup.db')))
    await expect(restore(at('backup.db'), at('b.db'))).rejects.toMatchObject({ code: 'backup_damaged' })
    expect(existsSync(at('b.db'))).toBe(false)
  }, 60_000)
})

describe('a database that is older than what was published (T33, I6)', () => {
  const olderThanPublished = async () => {
    const world = await service('a.db')
    await world.loadOne(ids)
    const [revoked, suspended, reinstated, kept] = [
      await issue(world, 'CMP-001'),
      await issue(world, 'CMP-002'),
      await issue(world, 'CMP-003'),
      await issue(world, 'CMP-004'),
    ]
    const listId = revoked.entry.listId
    await readStatusList(world.deps, listId)
    await backUp(world.database, at('backup.db'), world.deps.now())
    world.setNow('2026-11-24T01:24:00Z')
    await revokeCredential(world.deps, world.system, { id: revoked.id, reason: 'RESULT_DISPROVED' })
    await suspendCredential(world.deps, world.system, { id: suspended.id, reason: 'COURSE_UNDER_REVIEW' })
    await suspendCredential(world.deps, world.system, { id: reinstated.id, reason: 'COURSE_UNDER_REVIEW' })
    await reinstateCredential(world.deps, world.system, { id: reinstated.id })
    const lost = await issue(world, 'CMP-005')
    const published = await readStatusList(world.deps, listId, { fresh: true })
    const set = await listSetIndexes(world.deps.db, listId)
    await stop(world)
    await restore(at('backup.db'), at('b.db'))
    const restored = await service('b.db', '2026-11-24T02:00:00Z')
    return { restored, listId, published, set, revoked, suspended, reinstated, kept, lost }
  }

  test('publishes nothing and is named, until it was reconciled', async () => {
    const { restored, listId, published, revoked } = await olderThanPublished()
    expect(await listsBehind(restored.deps)).toEqual([{ listId, database: 1, published: published.sequence }])
    await expect(requireNotBehind(restored.deps)).rejects.toMatchObject({ code: 'database_behind' })
    await expect(readStatusList(restored.deps, listId)).rejects.toMatchObject({ code: 'database_behind' })
    // The badge that the backup still calls good is not called valid.
    expect((await findCredential(restored.deps.db, revoked.id))?.state).toBe('issued')
    expect(await verifyText(restored.deps, revoked.document.text)).toMatchObject({ verdict: 'unverifiable' })
  }, 60_000)

  test('takes the revocations over, goes on with a higher sequence, and hands out no entry twice', async () => {
    const { restored, listId, published, set, revoked, suspended, reinstated, kept, lost } = await olderThanPublished()
    expect(await reconcile(restored.deps, restored.system)).toMatchObject({ badges: 3, closed: 1, lists: [{ listId, entriesSet: 3 }] })
    await requireNotBehind(restored.deps)
    const next = await readStatusList(restored.deps, listId)
    expect(next.sequence).toBe(published.sequence + 1)
    expect(await listSetIndexes(restored.deps.db, listId)).toEqual(set)
    expect(await findCredential(restored.deps.db, revoked.id)).toMatchObject({ state: 'revoked', reason: 'RESULT_DISPROVED' })
    expect((await findCredential(restored.deps.db, suspended.id))?.state).toBe('suspended')
    expect((await findCredential(restored.deps.db, reinstated.id))?.state).toBe('suspended')
    for (const { document } of [revoked, suspended, reinstated])
      expect(await verifyText(restored.deps, document.text)).toMatchObject({ verdict: 'invalid' })
    expect(await verifyText(restored.deps, kept.document.text)).toMatchObject({ verdict: 'valid' })
    const after = await issue(restored, 'CMP-006')
    expect(after.entry.listId).not.toBe(lost.entry.listId)
    expect(await verifyAuditChain(restored.deps.db)).toMatchObject({ ok: true })
    expect(await reconcile(restored.deps, restored.system)).toEqual({ lists: [], badges: 0, closed: 0 })
  }, 60_000)

  test('the record outside the database holds one file a list, the highest', async () => {
    const { listId, published } = await olderThanPublished()
    expect(readdirSync(at('published'))).toEqual([`${listId}.${published.sequence}.json`])
    const record = openPublishedRecord(at('published'))
    expect(record.highest(listId)).toBe(published.sequence)
    expect(record.all()).toMatchObject([{ listId, sha256: published.sha256 }])
  }, 60_000)
})

describe.each(dialects)('reconciling on %s', (dialect) => {
  test('revokes what was published as revoked, also in a list that the database never published or does not know', async () => {
    const world = await newWorld({ dialect })
    open.push(world)
    world.deps.published = openPublishedRecord(at('published'))
    await world.loadOne()
    const badge = await issue(world, 'CMP-001')
    const other = await issue(world, 'CMP-002')
    const list = {
      issuerId: badge.issuerId,
      purpose: 'revocation' as const,
      length: 131_072,
      createdAt: '2026-11-01T00:00:00.000Z',
      publishedAt: '2026-11-22T00:00:00.000Z',
      text: '{}',
      sha256: 'of a list that is lost',
    }
    const revoked = { subject: `credential:${badge.id}`, index: badge.entry.index, state: 'revoked' as const, reason: 'ISSUED_IN_ERROR' }
    world.deps.published.write({ ...list, listId: badge.entry.listId, sequence: 5, set: [revoked] })
    const unknown = { subject: 'credential:of-a-lost-badge', index: 77, state: 'revoked' as const, reason: 'ISSUED_IN_ERROR' }
    world.deps.published.write({ ...list, listId: 'listoflosts0', sequence: 2, set: [unknown] })
    // Of an issuer that came after the backup, or of another database that stood beside these keys: nothing to go back to.
    world.deps.published.write({ ...list, issuerId: 'of-another-time', listId: 'listofothers', sequence: 9, set: [unknown] })
    expect((await listsBehind(world.deps)).map(({ listId }) => listId).sort()).toEqual([badge.entry.listId, 'listoflosts0'].sort())
    expect(await reconcile(world.deps, world.system)).toMatchObject({ badges: 1, closed: 1 })
    expect(await listsBehind(world.deps)).toEqual([])
    expect(await findCredential(world.deps.db, badge.id)).toMatchObject({ state: 'revoked', reason: 'ISSUED_IN_ERROR' })
    expect((await readStatusList(world.deps, badge.entry.listId)).sequence).toBe(6)
    expect((await readStatusList(world.deps, 'listoflosts0')).sequence).toBe(3)
    expect(await listSetIndexes(world.deps.db, 'listoflosts0')).toEqual([77])
    expect(await verifyText(world.deps, badge.document.text)).toMatchObject({ verdict: 'invalid' })
    expect(await verifyText(world.deps, other.document.text)).toMatchObject({ verdict: 'valid' })
  }, 60_000)

  test('a revocation stands in the record although nobody read the list', async () => {
    const world = await newWorld({ dialect })
    open.push(world)
    const record = openPublishedRecord(at('published'))
    world.deps.published = record
    await world.loadOne()
    const badge = await issue(world, 'CMP-001')
    await publishStaleLists(world.deps)
    expect(record.all()).toEqual([])
    await revokeCredential(world.deps, world.system, { id: badge.id, reason: 'LEARNER_REQUEST' })
    await publishStaleLists(world.deps)
    const entry = { index: badge.entry.index, subject: `credential:${badge.id}`, state: 'revoked', reason: 'LEARNER_REQUEST' }
    expect(record.all()).toMatchObject([{ sequence: 1, set: [entry] }])
  }, 60_000)
})
