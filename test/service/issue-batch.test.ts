import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, test } from 'vitest'
import type { Deps } from '../../src/service/deps.ts'
import { type IssueBatch, issueBatch, type RowOutcome } from '../../src/service/issue-batch.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { resumeIssuing } from '../../src/service/sign-reserved.ts'
import { reinstateCredential, suspendCredential } from '../../src/service/suspend-credential.ts'
import { verifyAuditChain } from '../../src/store/audit.ts'
import { findCredential, findCredentialOfCompletion } from '../../src/store/credentials.ts'
import { openDatabase } from '../../src/store/database.ts'
import { sqliteBulkStore } from '../../src/store/writer/sqlite-bulk-store.ts'
import { addCompletions, completionId } from '../support/many-completions.ts'
import { verifyText } from '../support/verifier.ts'
import { newWorld, type World } from '../support/world.ts'

let closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.reverse()) await close()
  closing = []
})

type Store = 'memory' | 'file' | 'postgres'

/** A world with `count` completions of one session; on a file the batch is written by its own thread. */
const worldOf = async (store: Store, count: number): Promise<World & { sessionId: string }> => {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-batch-'))
  const file = join(directory, 'akashi.db')
  const world = await newWorld(store === 'postgres' ? { dialect: 'postgres' } : store === 'file' ? { file } : {})
  closing.push(
    () => rmSync(directory, { recursive: true, force: true }),
    () => world.close(),
  )
  await world.loadOne(['CMP-001'])
  const sample = world.programme.completions.find(({ id }) => id === 'CMP-001')
  if (sample === undefined) throw new Error('the demo has no CMP-001')
  await addCompletions({ db: world.deps.db }, sample, { from: 0, count })
  if (store === 'file') {
    const bulk = sqliteBulkStore(world.deps.db, file)
    closing.push(() => bulk.close())
    world.deps.bulk = bulk
  }
  return { ...world, sessionId: sample.sessionId }
}

const issueAll = async (deps: Deps, world: World, command: IssueBatch, chunkSize = 7) => {
  const rows: RowOutcome[] = []
  const report = await issueBatch(deps, world.operator, command, { chunkSize, rows: (some) => void rows.push(...some) })
  return { report, rows }
}

const badges = (deps: Deps) =>
  deps.db
    .selectFrom('credential')
    .select(['id', 'completion_id', 'state', 'status_list_id', 'status_index', 'signed_sha256', 'template_id'])
    .orderBy('completion_id')
    .execute()

/** The invariants of RELIABILITY that concern issuing, on everything in the database. */
const expectInvariants = async (deps: Deps, count: number): Promise<void> => {
  const rows = await badges(deps)
  expect(rows).toHaveLength(count)
  expect(new Set(rows.map(({ completion_id }) => completion_id)).size).toBe(count)
  expect(new Set(rows.map((row) => `${row.status_list_id} ${row.status_index}`)).size).toBe(count)
  expect(rows.filter(({ state }) => state !== 'issued')).toEqual([])
  const events = await deps.db.selectFrom('audit_event').select(['action', 'entity']).where('entity', 'like', 'credential:%').execute()
  for (const action of ['credential.reserved', 'credential.issued'])
    expect(
      events
        .filter((event) => event.action === action)
        .map(({ entity }) => entity)
        .sort(),
    ).toEqual(rows.map(({ id }) => `credential:${id}`).sort())
  expect(await verifyAuditChain(deps.db)).toMatchObject({ ok: true })
}

/** A service that dies when it is about to sign. */
const stoppingAtSignature = (deps: Deps): Deps => {
  const stop = () => Promise.reject(new Error('the process stopped'))
  return { ...deps, signer: { ...deps.signer, sign: stop, openBatch: async () => ({ sign: stop }) } }
}

/** Counts signatures. */
const counting = (deps: Deps): { deps: Deps; signed: () => number } => {
  let signed = 0
  const signer: Deps['signer'] = {
    ...deps.signer,
    sign: (...request) => {
      signed += 1
      return deps.signer.sign(...request)
    },
    openBatch: async (...request) => {
      const batch = await deps.signer.openBatch(...request)
      return {
        sign: (documents, records) => {
          signed += documents.length
          return batch.sign(documents, records)
        },
      }
    },
  }
  return { deps: { ...deps, signer }, signed: () => signed }
}

describe.each<Store>(['memory', 'file', 'postgres'])('issuing a batch into %s', (store) => {
  test('issues a whole session once, every badge good, and says the same when it is asked again', async () => {
    const world = await worldOf(store, 25)
    const { deps, sessionId } = world
    const seen: number[] = []
    const report = await issueBatch(deps, world.operator, { sessionId }, { chunkSize: 7, progress: (done) => void seen.push(done) })
    expect(report).toEqual({ total: 26, issued: 26, already: 0, refused: 0, refusals: [], stopped: false })
    expect(seen.at(-1)).toBe(26)
    await expectInvariants(deps, 26)
    const before = await badges(deps)
    expect(before.filter(({ template_id }) => template_id !== null).length).toBeGreaterThan(10)

    for (const id of [completionId(0), completionId(13), 'CMP-001']) {
      const badge = await findCredentialOfCompletion(deps.db, id)
      if (badge?.state !== 'issued') throw new Error('not issued')
      expect(await verifyText(deps, badge.document.text)).toMatchObject({ verdict: 'valid' })
      expect(JSON.parse(badge.document.text)).toMatchObject({ id: `https://badges.example/badges/${badge.id}` })
    }
    const again = await issueAll(deps, world, { sessionId })
    expect(again.report).toMatchObject({ issued: 0, already: 26 })
    expect(again.rows.map((row) => row.outcome === 'already' && row.credentialId).sort()).toEqual(before.map(({ id }) => id).sort())
    expect(await badges(deps)).toEqual(before)
    expect(await issueCredential(deps, world.operator, { completionId: completionId(3) })).toMatchObject({
      id: before.find((row) => row.completion_id === completionId(3))?.id,
    })
  })

  test('says for each completion of a list what became of it', async () => {
    const world = await worldOf(store, 3)
    const { deps } = world
    const before = await issueCredential(deps, world.operator, { completionId: completionId(0) })
    await deps.db.updateTable('completion').set({ status: 'withdrawn' }).where('id', '=', completionId(2)).execute()
    const ids = [completionId(0), completionId(1), completionId(2), 'CMP-999', completionId(1)]
    const { report, rows } = await issueAll(deps, world, { completionIds: ids })
    expect(report).toMatchObject({ total: 5, issued: 1, already: 2, refused: 2 })
    const issued = await findCredentialOfCompletion(deps.db, completionId(1))
    expect(rows).toHaveLength(5)
    expect(rows).toEqual(
      expect.arrayContaining([
        { completionId: completionId(0), outcome: 'already', credentialId: before.id },
        { completionId: completionId(1), outcome: 'issued', credentialId: issued?.id },
        { completionId: completionId(1), outcome: 'already', credentialId: issued?.id },
        {
          completionId: completionId(2),
          outcome: 'refused',
          code: 'completion_not_eligible',
          reason: expect.stringContaining('withdrawn'),
        },
        { completionId: 'CMP-999', outcome: 'refused', code: 'completion_not_found', reason: 'There is no completion CMP-999.' },
      ]),
    )
    const foreign = await issueBatch(deps, world.otherOperator, { completionIds: [completionId(1)] })
    expect(foreign).toMatchObject({ issued: 0, already: 0, refused: 1, refusals: [{ code: 'forbidden' }] })
    await expect(issueBatch(deps, world.otherOperator, { sessionId: world.sessionId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(issueBatch(deps, world.operator, { sessionId: 'none' })).rejects.toMatchObject({ code: 'session_not_found' })
  })

  test('finishes what stopped after it was reserved, with the same id and entry', async () => {
    const world = await worldOf(store, 10)
    const { deps, sessionId } = world
    const stopping = stoppingAtSignature(deps)
    const stopped = await issueAll(stopping, world, { sessionId })
    expect(stopped.report).toMatchObject({ issued: 0, refused: 11 })
    const reserved = await badges(deps)
    expect(reserved.map(({ state }) => state)).toEqual(Array(11).fill('reserved'))

    expect(await resumeIssuing(deps)).toEqual({ finished: 11, failed: [] })
    await expectInvariants(deps, 11)
    const places = (rows: typeof reserved) => rows.map(({ id, completion_id, status_index }) => ({ id, completion_id, status_index }))
    expect(places(await badges(deps))).toEqual(places(reserved))
    expect((await issueAll(deps, world, { sessionId })).report).toMatchObject({ issued: 0, already: 11 })
  })

  test('finishes with the next call what a stopped process had begun', async () => {
    const world = await worldOf(store, 5)
    const { deps, sessionId } = world
    const stopping = stoppingAtSignature(deps)
    await issueAll(stopping, world, { completionIds: [completionId(0), completionId(1), completionId(2)] })
    const reserved = await badges(deps)
    expect((await issueAll(deps, world, { sessionId })).report).toMatchObject({ total: 6, issued: 3, already: 3 })
    await expectInvariants(deps, 6)
    const ids = (await badges(deps)).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(reserved.map(({ id }) => id)))
  })

  test('stops between two chunks when it is told to, and goes on with the next call', async () => {
    const world = await worldOf(store, 40)
    const { deps, sessionId } = world
    const stop = new AbortController()
    const report = await issueBatch(
      deps,
      world.operator,
      { sessionId },
      { chunkSize: 5, signal: stop.signal, progress: () => stop.abort() },
    )
    expect(report.stopped).toBe(true)
    expect(report.issued).toBeGreaterThan(0)
    expect(report.issued).toBeLessThan(41)
    await expectInvariants(deps, report.issued)
    const rest = await issueAll(deps, world, { sessionId })
    expect(rest.report).toMatchObject({ issued: 41 - report.issued, already: report.issued, stopped: false })
    await expectInvariants(deps, 41)
  })

  test('a badge of a batch is suspended and reinstated like any other', async () => {
    const world = await worldOf(store, 3)
    const { deps, sessionId } = world
    await issueAll(deps, world, { sessionId })
    const badge = await findCredentialOfCompletion(deps.db, completionId(1))
    if (badge?.state !== 'issued') throw new Error('not issued')
    await suspendCredential(deps, world.secretariat, { id: badge.id, reason: 'under review' })
    const after = await reinstateCredential(deps, world.secretariat, { id: badge.id })
    if (after.state !== 'issued') throw new Error('not reinstated')
    expect(after.document.sha256).not.toBe(badge.document.sha256)
    expect(await verifyText(deps, after.document.text)).toMatchObject({ verdict: 'valid' })
    expect(await findCredential(deps.db, badge.id)).toMatchObject({ document: after.document })
  })

  test('two callers at once issue each badge once and sign nothing twice', async () => {
    const world = await worldOf(store, 60)
    const { sessionId } = world
    const { deps, signed } = counting(world.deps)
    const reports = await Promise.all([issueAll(deps, world, { sessionId }, 10), issueAll(deps, world, { sessionId }, 10)])
    await expectInvariants(deps, 61)
    for (const { report } of reports) expect(report).toMatchObject({ total: 61, refused: 0, refusals: [], stopped: false })
    expect(reports[0].report.issued + reports[1].report.issued).toBe(61)
    expect(signed()).toBe(61)
  })
})

describe('two instances with one PostgreSQL', () => {
  test('share the work of one session: no badge twice, no signature in vain', async () => {
    const world = await worldOf('postgres', 120)
    const { sessionId } = world
    const url = new URL(inject('postgresUrl'))
    url.pathname = new URL(`postgres://${world.database.place}`).pathname
    const other = await openDatabase({ kind: 'postgres', url: url.href })
    closing.push(() => other.close())
    const [first, second] = [counting(world.deps), counting({ ...world.deps, db: other.db })]
    const [one, two] = await Promise.all([issueAll(first.deps, world, { sessionId }, 8), issueAll(second.deps, world, { sessionId }, 8)])
    await expectInvariants(world.deps, 121)
    expect(one.report.issued + two.report.issued).toBe(121)
    expect(one.report.already).toBe(two.report.issued)
    expect(first.signed() + second.signed()).toBe(121)
  })
})
