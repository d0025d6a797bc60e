import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { ImportKind } from '../domain/import-file.ts'
import { ServiceError } from '../errors.ts'
import { checkImport } from '../service/check-import.ts'
import { confirmImport, registerImport } from '../service/confirm-import.ts'
import type { Deps } from '../service/deps.ts'
import { everyReportedRow, type ImportReport, importTemplate, type ReportedRow, readImport } from '../service/read-import.ts'
import { receiveImport } from '../service/receive-import.ts'
import { print, progressBar } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

interface Options {
  session?: string
  encoding?: string
  dryRun?: boolean
  template?: boolean
  json?: boolean
}

export const importCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const command = program.command('import').description('import completions or participants from a CSV file, after a dry run of every row')
  const example = {
    completions: '\nExample:\n  akashi import completions list.csv --session DL-BASIC-R8:R8-1 --dry-run',
    participants: '\nExample:\n  akashi import participants people.csv',
  }
  for (const kind of ['completions', 'participants'] as const) {
    const one = command
      .command(`${kind} [file]`)
      .description(kind === 'completions' ? 'what participants achieved in course sessions' : 'people')
      .option('--encoding <name>', 'utf-8 or cp932; decided by the file where it is not given')
      .option('--dry-run', 'say what would happen to each row, and register nothing')
      .option('--template', 'print a file to fill in')
      .option('--json', 'print JSON, every row included')
      .addHelpText('after', example[kind])
    if (kind === 'completions') one.option('--session <id>', 'the course session that every row must be for')
    one.action((file: string | undefined, options: Options) => run(environment, kind, file, options))
  }
}

const run = async (
  environment: Record<string, string | undefined>,
  kind: ImportKind,
  file: string | undefined,
  options: Options,
): Promise<void> => {
  if (options.template === true) return void process.stdout.write(importTemplate(kind))
  if (file === undefined) throw new ServiceError('invalid_input', 'Name the CSV file, or use --template.')
  if (!existsSync(file)) throw new ServiceError('invalid_input', `There is no file ${file}.`)
  const { encoding } = options
  if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'cp932')
    throw new ServiceError('invalid_input', '--encoding is utf-8 or cp932.')
  await withHouse(environment, async ({ deps }) => {
    const received = await receiveImport(deps, commandLine, {
      kind,
      fileName: basename(file),
      bytes: createReadStream(file),
      ...(options.session === undefined ? {} : { sessionId: options.session }),
      ...(encoding === undefined ? {} : { encoding }),
    })
    const checking = progressBar('Checking')
    const checked = await checkImport(deps, commandLine, received.id, ({ bytesRead, byteCount, rowsRead }) =>
      checking.update(bytesRead, byteCount, `${rowsRead} rows`),
    )
    checking.stop()
    if (checked.state === 'refused') throw new ServiceError('invalid_input', checked.problem?.en ?? 'The file is refused.')
    if (options.dryRun !== true) await registerAll(deps, received.id)
    const report = await readImport(deps, commandLine, received.id)
    await (options.json === true ? printReportJson(deps, report) : printReport(deps, report))
  })
}

const registerAll = async (deps: Deps, id: string): Promise<void> => {
  await confirmImport(deps, commandLine, id)
  const { summary } = await readImport(deps, commandLine, id)
  const bar = progressBar('Importing')
  await registerImport(deps, commandLine, id, (done) => bar.update(done, summary.accept + summary.accept_with_warnings, 'rows'))
  bar.stop()
}

/** One JSON object; the rows follow one another, so that a large report needs no memory. */
const printReportJson = async (deps: Deps, { file, summary, outcomes }: ImportReport): Promise<void> => {
  const head = JSON.stringify({
    import: file.id,
    state: file.state,
    encoding: file.encoding,
    encodingReason: file.encodingReason,
    summary,
    outcomes,
  })
  process.stdout.write(`${head.slice(0, -1)},"records":[`)
  let first = true
  for await (const row of everyReportedRow(deps, file.id)) {
    process.stdout.write(`${first ? '\n' : ',\n'}${JSON.stringify(row)}`)
    first = false
  }
  process.stdout.write('\n]}\n')
}

const printReport = async (deps: Deps, { file, summary, outcomes }: ImportReport): Promise<void> => {
  for await (const row of everyReportedRow(deps, file.id)) if (row.decision !== 'accept' || row.outcome === 'conflict') print(lineOf(row))
  print(
    `${file.fileName} (${file.encoding}): ${summary.accept + summary.accept_with_warnings} rows accepted, ${summary.accept_with_warnings} of them with a remark; ${summary.reject} rejected, ${summary.skip} skipped.`,
  )
  if (file.state === 'imported')
    print(`Imported ${outcomes.imported}; ${outcomes.skipped} were recorded meanwhile, ${outcomes.conflict} contradict what was recorded.`)
  else print(`Dry run ${file.id}: nothing was registered. Run the command again without --dry-run to import the accepted rows.`)
}

const lineOf = (row: ReportedRow): string =>
  `line ${row.line}\t${row.outcome === 'conflict' ? 'conflict' : row.decision}\t${row.codes.join(' ')}\t${row.message.ja}${row.message.en === '' ? '' : ` / ${row.message.en}`}`
