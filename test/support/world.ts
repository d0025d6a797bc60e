import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLedger } from '../../src/cli/read-ledger.ts'
import { readProgramme } from '../../src/cli/read-programme.ts'
import type { Actor } from '../../src/domain/actor.ts'
import { projectRoot } from '../../src/project-root.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { shapeCanonicalizer } from '../../src/proof/shape/shape-canonicalizer.ts'
import type { Deps } from '../../src/service/deps.ts'
import { type Ledger, loadLedger } from '../../src/service/load-ledger.ts'
import { loadProgramme, type Programme } from '../../src/service/load-programme.ts'
import { openKeyDirectory } from '../../src/signing/key-file.ts'
import { localSigner } from '../../src/signing/local-signer.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { newMigratedPostgresDatabase } from './postgres.ts'

export type Dialect = 'sqlite' | 'postgres'
export const dialects: Dialect[] = ['sqlite', 'postgres']

/** A whole service without its web: a real database, real keys on disk, a clock that the test sets. */
export interface World {
  deps: Deps
  database: Database
  keysDir: string
  system: Actor
  operator: Actor
  otherOperator: Actor
  secretariat: Actor
  /** the demo programme, not loaded */
  programme: Programme
  /** what came of its badges, not loaded */
  ledger: Ledger
  /** loads what came of the badges, after `load` */
  loadLedger(part?: Partial<Ledger>): Promise<void>
  /** loads the demo programme, as much of it as the test needs */
  load(part?: Partial<Programme>): Promise<void>
  /**
   * Loads the council, the operators, and one course with the completions that the test names and their participants: no employers, declarations,
   * honours or badges. Without names CMP-001 and CMP-002 (completed) and CMP-010 (not completed).
   */
  loadOne(completionIds?: string[]): Promise<void>
  /** loads the council and the named parts only */
  loadParts(parts: Partial<Programme>): Promise<void>
  setNow(instant: string): void
  close(): Promise<void>
}

const oneCourse = (programme: Programme, completionIds: string[]): Programme => {
  const completions = programme.completions.filter((completion) => completionIds.includes(completion.id))
  const sessionIds = completions.map((completion) => completion.sessionId)
  const participantIds = completions.map((completion) => completion.participantId)
  const courses = programme.courses.filter(({ sessions }) => sessions.some((session) => sessionIds.includes(session.id)))
  return {
    ...emptied(programme),
    operators: programme.operators,
    participants: programme.participants
      .filter(({ participant }) => participantIds.includes(participant.id))
      .map(({ participant }) => ({ participant })),
    achievements: programme.achievements.filter(({ slug }) => courses.some(({ course }) => course.badge?.achievementSlug === slug)),
    courses,
    completions,
  }
}

/** The programme with its council and nothing else. */
const emptied = (programme: Programme): Programme =>
  Object.fromEntries(Object.entries(programme).map(([name, part]) => [name, Array.isArray(part) ? [] : part])) as unknown as Programme

const newPostgres = async (): Promise<Database> => openDatabase({ kind: 'postgres', url: await newMigratedPostgresDatabase() })

const openSqlite = async (file: string): Promise<Database> => {
  const database = await openDatabase({ kind: 'sqlite', file })
  await migrate(database)
  return database
}

/** Cheap key derivation, so that tests spend their time on what they test; files say their own cost. */
export const testCost = { N: 2 ** 12, r: 8, p: 1 }

export const newWorld = async (
  options: { dialect?: Dialect; now?: string; publicUrl?: string; file?: string; keysDir?: string } = {},
): Promise<World> => {
  const database = options.dialect === 'postgres' ? await newPostgres() : await openSqlite(options.file ?? ':memory:')
  const contexts = loadContexts()
  const reference = referenceCanonicalizer(contexts)
  const keysDir = options.keysDir ?? mkdtempSync(join(tmpdir(), 'akashi-keys-'))
  let now = new Date(options.now ?? '2026-11-23T01:24:00Z')
  const deps: Deps = {
    db: database.db,
    signer: localSigner(openKeyDirectory(keysDir, Buffer.from('a passphrase for tests'), testCost), reference, {
      compiled: shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' }),
    }),
    publicUrl: options.publicUrl ?? 'https://badges.example',
    heldContexts: contexts.urls,
    now: () => now,
  }
  const system: Actor = { kind: 'system', reason: 'test' }
  const programme = readProgramme(join(projectRoot, 'demo'))
  const ledger = readLedger(join(projectRoot, 'demo'), programme)
  return {
    deps,
    database,
    keysDir,
    system,
    operator: { kind: 'user', id: 'operator', role: 'operator', organisationId: 'op-04' },
    otherOperator: { kind: 'user', id: 'other-operator', role: 'operator', organisationId: 'op-02' },
    secretariat: { kind: 'user', id: 'secretariat', role: 'secretariat', organisationId: 'org-council' },
    programme,
    ledger,
    loadLedger: async (part = {}) => {
      await loadLedger(deps, system, { ...ledger, ...part })
    },
    load: async (part = {}) => {
      await loadProgramme(deps, system, { ...programme, ...part })
    },
    loadOne: async (completionIds = ['CMP-001', 'CMP-002', 'CMP-010']) => {
      await loadProgramme(deps, system, oneCourse(programme, completionIds))
    },
    loadParts: async (parts) => {
      await loadProgramme(deps, system, { ...emptied(programme), ...parts })
    },
    setNow: (instant) => {
      now = new Date(instant)
    },
    close: async () => {
      await database.close()
      if (options.keysDir === undefined) rmSync(keysDir, { recursive: true, force: true })
    },
  }
}
