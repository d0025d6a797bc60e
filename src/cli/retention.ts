import type { Command } from 'commander'
import { retentionDays, retentionNames } from '../domain/retention.ts'
import { readDataRequestDays, setDataRequestDays } from '../service/data-requests.ts'
import { applyRetention, changeRetention, readRetention } from '../service/retention.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

/** `retention`: how long what is kept. */
export const retentionCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const command = program.command('retention').description('how long what is kept; the service applies it every hour by itself')
  command
    .command('show')
    .description('the periods in days, and the days in which a request about personal data is answered')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi retention show')
    .action((options: { json?: boolean }) =>
      withHouse(environment, async ({ deps }) => {
        const retention = await readRetention(deps)
        const requestDays = await readDataRequestDays(deps)
        if (options.json) return printJson({ retention, requestDays })
        for (const name of retentionNames)
          print(`${name}: ${retention[name]}${retention[name] === retentionDays[name] ? '' : ` (default ${retentionDays[name]})`}`)
        print(`requests are answered within: ${requestDays}`)
      }),
    )
  command
    .command('set <name> <days>')
    .description(`change one period (${retentionNames.join(', ')}), or request_days`)
    .addHelpText('after', '\nExample:\n  akashi retention set mails 60\n  akashi retention set request_days 30')
    .action((name: string, days: string) =>
      withHouse(environment, async ({ deps }) => {
        if (name === 'request_days') await setDataRequestDays(deps, commandLine, Number(days))
        else await changeRetention(deps, commandLine, { name, days: Number(days) })
        print(`${name}: ${days} days.`)
      }),
    )
  command
    .command('run')
    .description('delete and empty now what is past its time')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi retention run')
    .action((options: { json?: boolean }) =>
      withHouse(environment, async ({ deps }) => {
        const done = await applyRetention(deps)
        if (options.json) return printJson(done)
        for (const [name, number] of Object.entries(done)) print(`${name}: ${number}`)
      }),
    )
}
