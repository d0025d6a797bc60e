import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { checkInvariants } from '../../src/service/check-invariants.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { type Release, releases, unpackDatabase } from './releases.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'

const migrator = fileURLToPath(new URL('./migrate-child.ts', import.meta.url))

/**
 * R12: the database of every release is brought to the present schema, with kills in the middle. After each kill it stands at a step and not between two; the next
 * migration finishes it; every badge has the bytes that it had.
 */
export const migration = async ({ long }: ScenarioOptions): Promise<ScenarioResult> => {
  const root = mkdtempSync(join(tmpdir(), 'akashi-r12-'))
  const wrong: string[] = []
  let [kills, interrupted, badges] = [0, 0, 0]
  for (const release of releases()) {
    const original = join(root, `${release.release}.db`)
    unpackDatabase(release, original)
    const reference = join(root, 'reference.db')
    copyFileSync(original, reference)
    const steps = await schemasOnTheWay(reference)
    for (let n = 0; n < (long ? 10 : 2); n += 1) {
      const file = join(root, `killed-${release.release}-${n}.db`)
      copyFileSync(original, file)
      kills += 1
      if (await killWhileMigrating(file, n * (long ? 15 : 40))) interrupted += 1
      const before = await schemaOf(file)
      if (
        !steps.has(before.names.join()) ||
        (before.names.join() === [...steps.keys()].at(-1) && before.schema !== [...steps.values()].at(-1))
      )
        wrong.push(`${release.release}, kill ${n}: the database stands between two steps`)
      const problems = await finishAndCompare(file, release)
      badges += release.badges.length
      wrong.push(...problems.map((problem) => `${release.release}, kill ${n}: ${problem}`))
    }
  }
  rmSync(root, { recursive: true, force: true })
  return { ok: wrong.length === 0, releases: releases().map(({ release }) => release), kills, interrupted, badges, wrong }
}

const schemaOf = async (file: string): Promise<{ names: string[]; schema: string }> => {
  const database = await openDatabase({ kind: 'sqlite', file })
  const names = (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database.db)).rows.map(
    ({ name }) => name,
  )
  const objects = (
    await sql<{ sql: string | null }>`select sql from sqlite_master where name not like 'sqlite_%' order by name`.execute(database.db)
  ).rows
  await database.close()
  return { names, schema: createHash('sha256').update(JSON.stringify(objects)).digest('hex') }
}

/** Before the first step and after the last: each step is one transaction, so that more can be seen only as names. */
const schemasOnTheWay = async (file: string): Promise<Map<string, string>> => {
  const start = await schemaOf(file)
  const database = await openDatabase({ kind: 'sqlite', file })
  const ran = await migrate(database)
  await database.close()
  const end = await schemaOf(file)
  const steps = new Map<string, string>([[start.names.join(), start.schema]])
  for (let n = 1; n < ran.length; n += 1) steps.set([...start.names, ...ran.slice(0, n)].sort().join(), '')
  steps.set(end.names.join(), end.schema)
  return steps
}

/** @returns whether the process was killed before it was done */
const killWhileMigrating = (file: string, afterMilliseconds: number): Promise<boolean> =>
  new Promise((resolve) => {
    const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', migrator, file], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMilliseconds))
    child.once('exit', (_code, signal) => resolve(signal === 'SIGKILL'))
  })

const finishAndCompare = async (file: string, release: Release): Promise<string[]> => {
  const database = await openDatabase({ kind: 'sqlite', file })
  await migrate(database)
  const problems: string[] = []
  for (const { id, sha256 } of release.badges) {
    const badge = await findCredential(database.db, id)
    const versions = await database.db.selectFrom('credential_version').select('sha256').where('credential_id', '=', id).execute()
    const known = [badge?.state === 'reserved' ? undefined : badge?.document.sha256, ...versions.map((version) => version.sha256)]
    if (!known.includes(sha256)) problems.push(`badge ${id} lost its bytes`)
  }
  for (const { id, ok, wrong } of await checkInvariants(database, undefined)) if (!ok) problems.push(`${id}: ${wrong[0]}`)
  await database.close()
  return problems
}
