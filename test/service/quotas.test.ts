import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { issueBatch, type RowOutcome } from '../../src/service/issue-batch.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { readQuotas, setQuota } from '../../src/service/quotas.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { listCredentials } from '../../src/store/credentials.ts'
import { openDatabase } from '../../src/store/database.ts'
import { sqliteBulkStore } from '../../src/store/writer/sqlite-bulk-store.ts'
import { addCompletions, completionId } from '../support/many-completions.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await world.close()
})

const begin = async (
  dialect: 'sqlite' | 'postgres',
  perFiscalYear?: number,
  { count = 4, file }: { count?: number; file?: string } = {},
) => {
  world = await newWorld({ dialect, ...(file === undefined ? {} : { file }) })
  await world.loadOne(['CMP-001'])
  const sample = world.programme.completions.find(({ id }) => id === 'CMP-001')
  if (sample === undefined) throw new Error('the demo has no CMP-001')
  await addCompletions({ db: world.deps.db }, sample, { from: 0, count })
  if (perFiscalYear !== undefined) await setQuota(world.deps, world.secretariat, { organisationId: 'op-04', perFiscalYear })
}
const issue = (n: number, actor = world.operator) => issueCredential(world.deps, actor, { completionId: completionId(n) })
const badges = async () => (await listCredentials(world.deps.db, { after: '', limit: 50 })).length

describe.each(dialects)('T15 the quota of an operator on %s', (dialect) => {
  test('lets so many badges be issued in a fiscal year, and names the number and whom to ask beyond it', async () => {
    await begin(dialect, 2)
    await issue(0)
    await issue(1)
    await expect(issue(2)).rejects.toMatchObject({
      code: 'quota_exceeded',
      message: expect.stringMatching(/2 badge.*2026.*Ask the secretariat/),
    })
    expect(await badges()).toBe(2)
    expect(await readQuotas(world.deps, world.operator)).toEqual([
      { organisationId: 'op-04', fiscalYear: 2026, perFiscalYear: 2, issued: 2 },
    ])
  })

  test('is not given back by a revocation, is raised by the secretariat alone, and begins anew in April', async () => {
    await begin(dialect, 1)
    const { id } = await issue(0)
    await revokeCredential(world.deps, world.secretariat, { id, reason: 'ISSUED_IN_ERROR' })
    await expect(issue(1)).rejects.toMatchObject({ code: 'quota_exceeded' })
    await expect(setQuota(world.deps, world.operator, { organisationId: 'op-04', perFiscalYear: 9 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await setQuota(world.deps, world.secretariat, { organisationId: 'op-04', perFiscalYear: 2 })
    await issue(1)
    await expect(issue(2)).rejects.toMatchObject({ code: 'quota_exceeded' })
    world.setNow('2027-04-01T09:00:00+09:00')
    await issue(2)
  })

  test('holds up neither the secretariat nor an operator without a quota', async () => {
    await begin(dialect, 0)
    await expect(issue(0)).rejects.toMatchObject({ code: 'quota_exceeded' })
    await issue(0, world.secretariat)
    await setQuota(world.deps, world.secretariat, { organisationId: 'op-04' })
    await issue(1)
    expect(await badges()).toBe(2)
  })

  test('lets a batch issue what is left, and names each row beyond it', async () => {
    await begin(dialect, 3)
    await issue(0)
    const rows: RowOutcome[] = []
    await issueBatch(
      world.deps,
      world.operator,
      { completionIds: [1, 2, 3].map(completionId) },
      { chunkSize: 2, rows: (some) => void rows.push(...some) },
    )
    expect(await badges()).toBe(3)
    expect(rows.filter((row) => JSON.stringify(row).includes('quota_exceeded'))).toHaveLength(1)
  })

  test('holds exactly while two instances issue batches and single badges at once', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'akashi-quota-'))
    closing.push(() => rmSync(directory, { recursive: true, force: true }))
    const file = join(directory, 'akashi.db')
    await begin(dialect, 9, { count: 26, ...(dialect === 'sqlite' ? { file } : {}) })
    const url = new URL(inject('postgresUrl'))
    url.pathname = new URL(`postgres://${world.database.place}`).pathname
    const other = await openDatabase(dialect === 'sqlite' ? { kind: 'sqlite', file } : { kind: 'postgres', url: url.href })
    closing.push(() => other.close())
    const instances = [world.deps, { ...world.deps, db: other.db }].map((deps) => {
      if (dialect === 'postgres') return deps
      const bulk = sqliteBulkStore(deps.db, file)
      closing.push(() => bulk.close())
      return { ...deps, bulk }
    })
    // So that the list is there: two connections of one SQLite file in one thread would wait for each other.
    await issue(25)
    const rows: RowOutcome[] = []
    const batch = (n: number, from: number) =>
      issueBatch(
        instances[n] as typeof world.deps,
        world.operator,
        { completionIds: Array.from({ length: 10 }, (_, k) => completionId(from + k)) },
        { chunkSize: 2, rows: (some) => void rows.push(...some) },
      )
    const singles = [20, 21, 22, 23, 24].map((n) =>
      issueCredential(instances[dialect === 'sqlite' ? 0 : n % 2] as typeof world.deps, world.operator, {
        completionId: completionId(n),
      }).then(
        () => 1,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'quota_exceeded' })
          return 0
        },
      ),
    )
    const [, , ...single] = await Promise.all([batch(0, 0), batch(1, 10), ...singles])
    const issued = rows.filter(({ outcome }) => outcome === 'issued').length + single.reduce<number>((sum, n) => sum + Number(n), 0)
    expect(issued).toBe(8)
    expect(await badges()).toBe(9)
    expect(rows.filter(({ outcome }) => outcome === 'refused').every((row) => JSON.stringify(row).includes('quota_exceeded'))).toBe(true)
    expect(rows).toHaveLength(20)
  })
})
