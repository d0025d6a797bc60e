import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { ServiceError } from '../errors.ts'
import { backUp, manifestOf, restore } from '../service/back-up.ts'
import { listsBehind, reconcile } from '../service/reconcile.ts'
import { verifyAuditChain } from '../store/audit.ts'
import { openDatabase } from '../store/database.ts'
import { migrate } from '../store/migrate.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

/** `migrate`, `backup`, `restore` and `reconcile`: what keeps the database. */
export const databaseCommands = (program: Command, environment: Record<string, string | undefined>): void => {
  program
    .command('migrate')
    .description('bring the database to the schema of this version, and nothing else; needs no keys')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi migrate')
    .action(async (options: { json?: boolean }) => {
      const database = await openDatabase(readConfig(environment).database)
      try {
        const ran = await migrate(database)
        if (options.json) printJson({ ran })
        else print(ran.length === 0 ? 'The database is up to date.' : `Ran: ${ran.join(', ')}.`)
      } finally {
        await database.close()
      }
    })
  program
    .command('backup <file>')
    .description('copy the SQLite database while the service runs, check the copy, and write FILE.manifest.json beside it; no keys')
    .option('--json', 'print the manifest')
    .addHelpText('after', '\nExample:\n  akashi backup /var/backups/akashi/2026-11-24.db')
    .action(async (file: string, options: { json?: boolean }) => {
      // No migration and no keys: a backup is taken before an update, and by whoever may read the database.
      const database = await openDatabase(readConfig(environment).database)
      try {
        const path = resolve(file)
        const manifest = await backUp(database, path, new Date())
        if (options.json) return printJson(manifest)
        print(`${path}: ${manifest.credentials} badges, audit log of ${manifest.audit.sequence} entries, ${manifest.bytes} bytes.`)
        print(`${manifestOf(path)}: SHA-256 ${manifest.sha256}. It holds personal data and no keys; keep the keys elsewhere.`)
      } finally {
        await database.close()
      }
    })
  program
    .command('restore <file>')
    .description('put a backup in the place of an SQLite database that is not there; the service must be stopped')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi restore /var/backups/akashi/2026-11-24.db && akashi reconcile')
    .action(async (file: string, options: { json?: boolean }) => {
      const { database } = readConfig(environment)
      if (database.kind !== 'sqlite' || database.file === ':memory:')
        throw new ServiceError(
          'config_invalid',
          'A PostgreSQL database is restored with its own tools: pg_restore. Then run: akashi reconcile',
        )
      const manifest = await restore(resolve(file), database.file)
      await withHouse(environment, async (house) => {
        const chain = await verifyAuditChain(house.database.db)
        const behind = await listsBehind(house.deps)
        if (!chain.ok || behind.length > 0) process.exitCode = 1
        if (options.json) return printJson({ manifest, chain, behind })
        print(`Restored ${manifest.credentials} badges as of ${manifest.createdAt} to ${database.file}.`)
        print(chain.ok ? `The audit log of ${chain.events} entries is whole.` : `The audit log was altered: ${chain.problem}.`)
        if (behind.length > 0)
          print(
            `${behind.length} status list(s) were published later than this backup. The service does not start before: akashi reconcile`,
          )
      })
    })
  program
    .command('reconcile')
    .description('bring a restored database to what was published: revocations since the backup hold again')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi reconcile')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async ({ deps }) => {
        const done = await reconcile(deps, commandLine)
        if (options.json) return printJson(done)
        if (done.lists.length === 0) return print('The database is not behind what was published. Nothing was changed.')
        for (const list of done.lists) print(`${list.listId}: goes on after ${list.sequence}; ${list.entriesSet} entries set again.`)
        print(`${done.badges} badge(s) revoked or suspended again; ${done.closed} open list(s) closed.`)
      })
    })
}
