import type { Command } from 'commander'
import { ServiceError } from '../errors.ts'
import { readQuotas, setQuota } from '../service/quotas.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

export const quotaCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const quota = program.command('quota').description('how many badges an operator or employer may have issued in a fiscal year')
  quota
    .command('list')
    .description('all quotas, and what is used of them')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi quota list')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async ({ deps }) => {
        const quotas = await readQuotas(deps, commandLine)
        if (options.json) return printJson(quotas)
        if (quotas.length === 0) return print('No quota is set: nobody is limited.')
        for (const { organisationId, fiscalYear, issued, perFiscalYear } of quotas)
          print(`${organisationId}\t${issued} of ${perFiscalYear} in fiscal year ${fiscalYear}`)
      })
    })
  quota
    .command('set <organisation> <number>')
    .description('set a quota; "none" for no limit')
    .addHelpText('after', '\nExample:\n  akashi quota set op-04 2000\n  akashi quota set op-04 none')
    .action(async (organisationId: string, number: string) => {
      if (!/^(none|\d{1,8})$/.test(number)) throw new ServiceError('invalid_input', `"${number}" must be a whole number, or none.`)
      await withHouse(environment, async ({ deps }) => {
        const state = await setQuota(deps, commandLine, {
          organisationId,
          ...(number === 'none' ? {} : { perFiscalYear: Number(number) }),
        })
        print(`${organisationId}: ${state.perFiscalYear ?? 'no limit'}; ${state.issued} issued in fiscal year ${state.fiscalYear}.`)
      })
    })
}
