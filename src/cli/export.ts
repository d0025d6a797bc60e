import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { ServiceError } from '../errors.ts'
import { exportAffected } from '../service/affected-persons.ts'
import { type ExportKind, exportKinds, exportRecords } from '../service/export-records.ts'
import type { AffectedScope } from '../store/affected-persons.ts'
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
  command
    .command('affected')
    .description('whom a breach may affect, for telling them and the commission; several options together narrow it')
    .option('--badge <id...>', 'people who hold these badges')
    .option('--session <id>', 'people of one course session')
    .option('--registered-until <instant>', 'people who were registered by then: what a lost backup of that time holds')
    .option('--seen-from <instant>', 'with --seen-until: people whose data somebody opened, changed or exported in this time')
    .option('--seen-until <instant>', 'end of that time')
    .option('--actor <label>', 'as the audit log names it, e.g. user:ID or api-key:ID; with --seen-from')
    .requiredOption('--purpose <text>', 'why; goes into the audit log')
    .option('--out <file>', 'a file; standard output where it is not given')
    .addHelpText(
      'after',
      '\nExample:\n  akashi export affected --seen-from 2026-11-24T00:00:00Z --seen-until 2026-11-24T06:00:00Z --actor api-key:ID --purpose "breach report" --out affected.csv',
    )
    .action((options: AffectedOptions) =>
      withHouse(environment, async ({ deps }) => {
        const file = await exportAffected(deps, commandLine, { purpose: options.purpose, scope: scopeOf(options) })
        if (options.out !== undefined) return pipeline(Readable.from(file), createWriteStream(options.out, { mode: 0o600 }))
        for await (const piece of file) process.stdout.write(piece)
      }),
    )
}

interface AffectedOptions {
  badge?: string[]
  session?: string
  registeredUntil?: string
  seenFrom?: string
  seenUntil?: string
  actor?: string
  purpose: string
  out?: string
}

const scopeOf = (options: AffectedOptions): AffectedScope => {
  if ((options.seenFrom === undefined) !== (options.seenUntil === undefined))
    throw new ServiceError('invalid_input', 'A time needs both ends: --seen-from and --seen-until.')
  return {
    ...(options.badge === undefined ? {} : { badgeIds: options.badge.map((id) => id.split('/').at(-1) ?? id) }),
    ...(options.session === undefined ? {} : { sessionId: options.session }),
    ...(options.registeredUntil === undefined ? {} : { registeredUntil: instantIn(options.registeredUntil) }),
    ...(options.seenFrom === undefined || options.seenUntil === undefined
      ? {}
      : {
          seen: {
            from: instantIn(options.seenFrom),
            until: instantIn(options.seenUntil),
            ...(options.actor === undefined ? {} : { actor: options.actor }),
          },
        }),
  }
}

const instantIn = (text: string): Date => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw new ServiceError('invalid_input', `"${text}" is no instant; write e.g. 2026-11-24T09:00:00+09:00.`)
  return at
}
