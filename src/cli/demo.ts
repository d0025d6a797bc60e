import { join } from 'node:path'
import type { Command } from 'commander'
import type { House } from '../compose.ts'
import { projectRoot } from '../project-root.ts'
import { type LedgerReport, loadLedger } from '../service/load-ledger.ts'
import { type LoadReport, loadProgramme } from '../service/load-programme.ts'
import { registerDemoUsers } from '../service/sign-in/demo-users.ts'
import { writeSetting } from '../store/settings.ts'
import { readLedger } from './read-ledger.ts'
import { readProgramme } from './read-programme.ts'
import { print, printJson, progressBar } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

export const demoDirectory = join(projectRoot, 'demo')

/** Loads a programme and remembers that it is there, so that a second start does nothing twice. */
export const loadDemo = async (house: House, directory: string): Promise<LoadReport & LedgerReport> => {
  const programme = readProgramme(directory)
  const ledger = readLedger(directory, programme)
  const bar = progressBar('Demo programme')
  await writeSetting(house.database.db, 'programme', 'loading')
  try {
    const loaded = await loadProgramme(house.deps, commandLine, programme, bar.update)
    const report = { ...loaded, ...(await loadLedger(house.deps, commandLine, ledger, bar.update)) }
    await registerDemoUsers(house.deps, commandLine)
    await writeSetting(house.database.db, 'programme', 'loaded')
    return report
  } finally {
    bar.stop()
  }
}

export const demoCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const demo = program.command('demo').description('the labelled demo programme')
  demo
    .command('load')
    .description('load the demo programme and really issue its badges; what is there stays')
    .option('--from <folder>', 'a folder with the file shapes of demo/', demoDirectory)
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', '\nExample:\n  akashi demo load --from ./our-programme')
    .action(async (options: { from: string; json?: boolean }) => {
      await withHouse(environment, async (house) => {
        const report = await loadDemo(house, options.from)
        if (options.json) printJson(report)
        else
          print(
            `Loaded: ${Object.entries(report)
              .map(([name, count]) => `${count} ${name}`)
              .join(', ')}.`,
          )
      })
    })
}
