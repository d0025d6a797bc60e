import type { Command } from 'commander'
import { verifyAuditChain } from '../store/audit.ts'
import { print, printJson } from './terminal.ts'
import { withHouse } from './with-house.ts'

export const auditCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const audit = program.command('audit').description('the audit log')
  audit
    .command('verify')
    .description('derive the hash chain again; names the first entry that does not fit, with exit status 1')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi audit verify')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async ({ database }) => {
        const verdict = await verifyAuditChain(database.db)
        if (!verdict.ok) process.exitCode = 1
        if (options.json) printJson(verdict)
        else
          print(
            verdict.ok
              ? `The chain of ${verdict.events} entries is whole; its head is ${verdict.head}.`
              : `The audit log was altered: ${verdict.problem}.`,
          )
      })
    })
}
