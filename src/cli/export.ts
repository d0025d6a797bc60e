import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { type ExportKind, exportKinds, exportRecords } from '../service/export-records.ts'
import { commandLine, withHouse } from './with-house.ts'

const described: Record<ExportKind, string> = {
  completions: 'what participants achieved, with the columns of the import first',
  participants: 'people, with the columns of the import',
  badges: 'issued badges and their states',
}

export const exportCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const command = program.command('export').description('write records as CSV for a spreadsheet (UTF-8 with BOM, formulas neutralised)')
  for (const kind of exportKinds)
    command
      .command(kind)
      .description(described[kind])
      .option('--session <id>', 'one course session only')
      .option('--out <file>', 'a file; standard output where it is not given')
      .option('--purpose <text>', 'why; goes into the audit log')
      .addHelpText('after', `\nExample:\n  akashi export ${kind} --out ${kind}.csv`)
      .action((options: { session?: string; out?: string; purpose?: string }) =>
        withHouse(environment, async ({ deps }) => {
          const file = await exportRecords(deps, commandLine, {
            kind,
            ...(options.session === undefined ? {} : { sessionId: options.session }),
            ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
          })
          if (options.out !== undefined) return pipeline(Readable.from(file), createWriteStream(options.out, { mode: 0o600 }))
          for await (const piece of file) process.stdout.write(piece)
        }),
      )
}
