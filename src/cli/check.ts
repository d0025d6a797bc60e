import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { checkInvariants } from '../service/check-invariants.ts'
import { openDatabaseForReading } from '../store/database.ts'
import { openPublishedRecord } from '../store/published-record.ts'
import { print, printJson } from './terminal.ts'

const names: Record<string, string> = {
  I1: 'every badge has the bytes that were acknowledged',
  I2: 'no two badges share an entry of a status list',
  I3: 'no two badges for one award or key',
  I4: 'each answered key has its badge',
  I5: 'nothing was signed that was not stored first',
  I6: 'no list is older than what was published',
  I7: 'the database is whole',
  I8: 'the audit log is whole',
}

export const checkCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  program
    .command('check')
    .description('check the invariants I1 to I8 of any database, reading alone; needs no keys; exit status 1 if one is broken')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi check\n  AKASHI_DATABASE_URL=sqlite:/restored/akashi.db akashi check --json')
    .action(async (options: { json?: boolean }) => {
      const { database: location, publishedDir } = readConfig(environment)
      const database = await openDatabaseForReading(location)
      try {
        const invariants = await checkInvariants(database, existsSync(publishedDir) ? openPublishedRecord(publishedDir) : undefined)
        const ok = invariants.every((invariant) => invariant.ok)
        if (!ok) process.exitCode = 1
        if (options.json) return printJson({ ok, invariants })
        for (const { id, ok, checked, wrong } of invariants) {
          print(`${id}\t${ok ? 'holds' : 'BROKEN'}\t${names[id]} (${checked} looked at)`)
          for (const what of wrong) print(`\t${what}`)
        }
      } finally {
        await database.close()
      }
    })
}
