import { join } from 'node:path'
import type { Logger } from 'pino'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { ServiceError } from './errors.ts'
import { growHeapSlowly } from './heap.ts'
import { projectRoot } from './project-root.ts'
import { referenceCanonicalizer } from './proof/canonicalize.ts'
import type { Canonicalizer } from './proof/canonicalizer.ts'
import { loadContexts } from './proof/contexts.ts'
import { type ShapeCanonicalizer, shapeCanonicalizer } from './proof/shape/shape-canonicalizer.ts'
import { clockGuardOf } from './service/clock-guard.ts'
import type { Deps } from './service/deps.ts'
import { registerEntry } from './service/issuer-register.ts'
import { localDocument } from './service/local-documents.ts'
import { replayErasures } from './service/replay-erasures.ts'
import { openKeyDirectory } from './signing/key-file.ts'
import { localSigner } from './signing/local-signer.ts'
import { readPassphrase } from './signing/passphrase.ts'
import { remoteSigner } from './signing/remote-signer.ts'
import type { Signer } from './signing/signer.ts'
import { type Database, openDatabase } from './store/database.ts'
import { openErasureRecord } from './store/erasure-record.ts'
import { listAllKeys } from './store/issuers.ts'
import { openLogDirectory } from './store/log-directory.ts'
import { migrate } from './store/migrate.ts'
import { openPublishedRecord } from './store/published-record.ts'
import { listLogKeys } from './store/transparency-log.ts'
import { sqliteBulkStore } from './store/writer/sqlite-bulk-store.ts'
import { countOutward } from './verification/count-outward.ts'
import type { VerifierDeps } from './verification/deps.ts'
import { shapeLimits } from './verification/limits.ts'
import { createOutward } from './verification/outward.ts'
import { createWorkRoom, type WorkRoom } from './verification/work.ts'
import type { MetricsSources } from './web/metrics/metrics-sources.ts'

/** The composed service, without its web: what `main.ts` and the command line work with. */
export interface House {
  config: Config
  database: Database
  deps: Deps
  verifier: VerifierDeps
  work: WorkRoom
  /** counters of signer, verifier and threads, for the metrics */
  sources: MetricsSources
  /** true while the key files are opened by a passphrase that this machine made for itself */
  developmentPassphrase: boolean
  migrated: string[]
  /** erasures that were done again after a restore */
  erasuresReplayed: number
  close(): Promise<void>
}

/**
 * The composition root: sets how the heap grows, opens the database, checks contexts and keys, and puts the rooms together.
 *
 * @throws ServiceError that says what is wrong and names the file, when the service must not start
 */
export const compose = async (config: Config): Promise<House> => {
  growHeapSlowly()
  const contexts = loadContexts(config.extraContextsFile === undefined ? {} : { extraContextsFile: config.extraContextsFile })
  const reference = referenceCanonicalizer(contexts)
  const { signer, development } =
    config.signer.kind === 'socket'
      ? { signer: remoteSigner(config.signer.path), development: false }
      : signerInProcess(config, shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' }), reference)
  const database = await openDatabase(config.database)
  try {
    const migrated = await migrate(database)
    const bulk =
      config.database.kind === 'sqlite' && config.database.file !== ':memory:'
        ? sqliteBulkStore(database.db, config.database.file)
        : undefined
    const clock = await clockGuardOf(database)
    const deps: Deps = {
      db: database.db,
      signer,
      publicUrl: config.publicUrl,
      heldContexts: contexts.urls,
      now: systemClock,
      clock,
      published: openPublishedRecord(config.publishedDir),
      ...(config.logDir === undefined ? {} : { logDirectory: openLogDirectory(config.logDir) }),
      erasures: openErasureRecord(config.erasuresDir),
      ...(bulk === undefined ? {} : { bulk }),
    }
    // A restored database must not be read before what was erased since is erased again.
    const erasuresReplayed = await replayErasures(deps)
    // Every key that signs is opened now: a damaged file or a wrong passphrase must stop the start, not the first badge.
    // A signer of its own that is not there yet stops only what needs it: reading and verifying go on.
    for (const key of await listAllKeys(database.db)) if (key.state === 'active') await signer.unlock(key.kid).catch(unlessUnreachable)
    for (const key of await listLogKeys(database.db))
      if (key.notAfter === undefined) await signer.unlock(key.kid, 'log').catch(unlessUnreachable)
    const work = createWorkRoom(config.extraContextsFile === undefined ? {} : { extraContextsFile: config.extraContextsFile })
    const knownShapes = shapeCanonicalizer(contexts, work.canonicalizer, {
      compileAt: 'second_sight',
      compile: work.compileShape,
      maxShapes: shapeLimits.maxShapes,
      limits: shapeLimits,
    })
    const counted = countOutward(createOutward({ mode: config.outward, origins: [...config.outwardOrigins], now: systemClock }))
    const verifier: VerifierDeps = {
      heldContexts: contexts.urls,
      canonicalizer: knownShapes,
      goingOn: work.goingOn,
      outward: counted.outward,
      local: (url) => localDocument(deps, url),
      register: (issuerId) => registerEntry(deps, issuerId),
      issuerAliases: config.issuerAliases,
      now: systemClock,
    }
    return {
      config,
      database,
      deps,
      verifier,
      work,
      sources: { verifierShapes: () => knownShapes.counts(), waiting: work.waiting, outward: counted.counts, processMetrics: true },
      developmentPassphrase: development,
      migrated,
      erasuresReplayed,
      close: async () => {
        await work.close()
        await bulk?.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

const signerInProcess = (
  config: Config,
  compiled: ShapeCanonicalizer,
  reference: Canonicalizer,
): { signer: Signer; development: boolean } => {
  const { passphrase, development } = readPassphrase({ file: config.passphraseFile, keysDir: config.keysDir, isLocal: config.isLocal })
  return { signer: localSigner(openKeyDirectory(config.keysDir, passphrase), reference, { compiled }), development }
}

const unlessUnreachable = (error: unknown): void => {
  if (!(error instanceof ServiceError) || error.code !== 'signer_unreachable') throw error
}

/** Where the scripts and styles of pages are built to. */
export const assetsDir = join(projectRoot, 'dist', 'assets')

export type { Logger }
