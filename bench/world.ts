import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readProgramme } from '../src/cli/read-programme.ts'
import type { Actor } from '../src/domain/actor.ts'
import { projectRoot } from '../src/project-root.ts'
import { referenceCanonicalizer } from '../src/proof/canonicalize.ts'
import { loadContexts } from '../src/proof/contexts.ts'
import { shapeCanonicalizer } from '../src/proof/shape/shape-canonicalizer.ts'
import type { Deps } from '../src/service/deps.ts'
import { loadProgramme, type Programme } from '../src/service/load-programme.ts'
import { openKeyDirectory } from '../src/signing/key-file.ts'
import { localSigner } from '../src/signing/local-signer.ts'
import { type Database, openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrate.ts'
import { sqliteBulkStore } from '../src/store/writer/sqlite-bulk-store.ts'
import { addCompletions } from '../test/support/many-completions.ts'

/** A whole service on an SQLite file of its own, with one course of the demo programme and as many completions of it as are asked for. */
export interface BenchWorld {
  deps: Deps
  database: Database
  actor: Actor
  sessionId: string
  /** adds completed rows, each with a participant of its own; their ids are in order */
  addCompletions(count: number): Promise<void>
  close(): Promise<void>
}

export const SESSION_COMPLETION = 'CMP-001'

/** The council, the operators, and the course of one completion; nobody else. */
export const oneCourse = (programme: Programme): Programme => {
  const sessionId = programme.completions.find(({ id }) => id === SESSION_COMPLETION)?.sessionId
  const courses = programme.courses.filter(({ sessions }) => sessions.some(({ id }) => id === sessionId))
  const empty = Object.fromEntries(Object.entries(programme).map(([name, part]) => [name, Array.isArray(part) ? [] : part]))
  return {
    ...(empty as unknown as Programme),
    operators: programme.operators,
    achievements: programme.achievements.filter(({ slug }) => courses.some(({ course }) => course.badge?.achievementSlug === slug)),
    courses,
  }
}

export const benchWorld = async (options: { publicUrl?: string; now?: () => Date } = {}): Promise<BenchWorld> => {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-bench-'))
  const file = join(directory, 'bench.db')
  const database = await openDatabase({ kind: 'sqlite', file })
  await migrate(database)
  const contexts = loadContexts()
  const reference = referenceCanonicalizer(contexts)
  const keys = openKeyDirectory(join(directory, 'keys'), Buffer.from('a passphrase for the bench'), { N: 2 ** 12, r: 8, p: 1 })
  const bulk = sqliteBulkStore(database.db, file)
  const deps: Deps = {
    db: database.db,
    signer: localSigner(keys, reference, { compiled: shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' }) }),
    publicUrl: options.publicUrl ?? 'https://badges.example',
    heldContexts: contexts.urls,
    now: options.now ?? (() => new Date()),
    bulk,
  }
  const actor: Actor = { kind: 'system', reason: 'bench' }
  const programme = readProgramme(join(projectRoot, 'demo'))
  await loadProgramme(deps, actor, oneCourse(programme))
  const sample = programme.completions.find(({ id }) => id === SESSION_COMPLETION)
  if (sample === undefined) throw new Error(`the demo programme has no completion ${SESSION_COMPLETION}`)
  let made = 0

  return {
    deps,
    database,
    actor,
    sessionId: sample.sessionId,
    addCompletions: async (count) => {
      await addCompletions({ db: database.db, sqlite: database.sqlite }, sample, { from: made, count })
      made += count
    },
    close: async () => {
      await bulk.close()
      await database.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
