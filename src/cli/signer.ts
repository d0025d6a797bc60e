import { join } from 'node:path'
import type { Command } from 'commander'
import { publishedDigests } from '../../contexts/published-digests.ts'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { ServiceError } from '../errors.ts'
import { referenceCanonicalizer } from '../proof/canonicalize.ts'
import { loadContexts } from '../proof/contexts.ts'
import { shapeCanonicalizer } from '../proof/shape/shape-canonicalizer.ts'
import { listenAsSigner } from '../signer/listen.ts'
import { checkSignerLog, openSignerLog } from '../signer/signer-log.ts'
import { openKeyDirectory } from '../signing/key-file.ts'
import { localSigner } from '../signing/local-signer.ts'
import { readPassphrase } from '../signing/passphrase.ts'
import { openDatabaseForReading } from '../store/database.ts'
import { listAllKeys } from '../store/issuers.ts'
import { print } from './terminal.ts'

type Environment = Record<string, string | undefined>

export const signerCommand = (program: Command, environment: Environment): void => {
  program
    .command('signer')
    .description('run the signer as a process of its own: it holds the keys, reads records from the database itself and signs nothing else')
    .option('--check-log', 'derive the chain of its log again, and end')
    .addHelpText(
      'after',
      '\nIt listens on the UNIX socket of AKASHI_SIGNER=unix:/path, reads AKASHI_DATABASE_URL without the right to write, and keeps its log in\nAKASHI_SIGNER_LOG (signer.log in AKASHI_KEYS_DIR). Run it as a user of its own; docs/operations.md, "The signer as its own user".\n\nExample:\n  AKASHI_SIGNER=unix:/run/akashi-signer/signer.sock akashi signer',
    )
    .action((options: { checkLog?: boolean }) => (options.checkLog ? checkLog(environment) : runSigner(environment)))
}

const logOf = (environment: Environment): string => {
  const config = readConfig(environment, 'signer')
  return config.signerLog ?? join(config.keysDir, 'signer.log')
}

const checkLog = (environment: Environment): void => {
  const { lines, head } = checkSignerLog(logOf(environment))
  print(`${lines} line(s) follow from each other. Head: ${head}`)
}

const runSigner = async (environment: Environment): Promise<void> => {
  const config = readConfig(environment, 'signer')
  if (config.signer.kind !== 'socket') throw new ServiceError('config_invalid', 'The signer needs a socket.')
  const contexts = loadContexts(config.extraContextsFile === undefined ? {} : { extraContextsFile: config.extraContextsFile })
  const { passphrase, development } = readPassphrase({ file: config.passphraseFile, keysDir: config.keysDir, isLocal: config.isLocal })
  const keys = openKeyDirectory(config.keysDir, passphrase)
  const reference = referenceCanonicalizer(contexts)
  const signer = localSigner(keys, reference, { compiled: shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' }) })
  const database = await openDatabaseForReading(config.database)
  const log = openSignerLog(logOf(environment))
  // A damaged file or a wrong passphrase must stop the start, not the first badge.
  for (const key of await listAllKeys(database.db).catch(() => [])) if (key.state === 'active') await signer.unlock(key.kid)
  const server = await listenAsSigner(
    { db: database.db, publicUrl: config.publicUrl, heldContexts: contexts.urls, publishedDigests, signer, log, now: systemClock },
    config.signer.path,
  )
  print(`The signer listens on ${config.signer.path}.${development ? ' It uses a passphrase for development.' : ''}`)
  const stop = (): void => {
    server.close(async () => {
      log.close()
      await database.close()
      process.exit(0)
    })
    server.closeIdleConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
