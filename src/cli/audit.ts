import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { verifyLog } from '../service/log/verify-log.ts'
import { openDatabaseForReading } from '../store/database.ts'
import { print, printJson } from './terminal.ts'

export const auditCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const audit = program.command('audit').description('the audit log')
  audit
    .command('verify')
    .description(
      'derive the audit chain, the entries of the public log and every signed head again; names the first that does not fit, with exit status 1',
    )
    .option(
      '--head <file>',
      'a signed head that you kept elsewhere, e.g. latest.txt of the published directory: it must still be in the log',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi audit verify --head /var/www/akashi-log/latest.txt')
    .action(async (options: { head?: string; json?: boolean }) => {
      // Reading alone, without keys: on a copy, by somebody else, or beside the running service.
      const database = await openDatabaseForReading(readConfig(environment).database)
      try {
        const verdict = await verifyLog(database.db, options.head === undefined ? undefined : readFileSync(options.head, 'utf8'))
        if (!verdict.ok) process.exitCode = 1
        if (options.json) return printJson(verdict)
        if (!verdict.ok) return print(`The ${verdict.where === 'audit' ? 'audit log' : 'public log'} was altered: ${verdict.problem}.`)
        print(`The chain of ${verdict.events} entries is whole; its head is ${verdict.head}.`)
        print(`The public log holds ${verdict.entries} entries under ${verdict.heads} signed head(s); all were derived again.`)
        if (verdict.erasedSalts > 0)
          print(`${verdict.erasedSalts} of them had their salt erased with personal data and were taken by their hash.`)
      } finally {
        await database.close()
      }
    })
}
