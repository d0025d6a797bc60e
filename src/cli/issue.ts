import type { Command } from 'commander'
import { ServiceError } from '../errors.ts'
import type { Deps } from '../service/deps.ts'
import { createHolderLink, createHolderLinks } from '../service/holder.ts'
import { issueBatch, type RowOutcome } from '../service/issue-batch.ts'
import { issueCredential } from '../service/issue-credential.ts'
import { credentialUrl } from '../service/urls.ts'
import { print, printJson, progressBar } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

const PRIVATE = 'A badge is private until its holder shares it with the link above.'

export const issueCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  program
    .command('issue')
    .description('issue the badge of a completion, or of everybody who completed a course session')
    .option('--completion <id>', 'one completion')
    .option('--session <id>', 'all completions of a session that have no badge yet')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi issue --completion CMP-013\n  akashi issue --session DL-BASIC-R8:R8-1')
    .action(async (options: { completion?: string; session?: string; json?: boolean }) => {
      if ((options.completion === undefined) === (options.session === undefined))
        throw new ServiceError('invalid_input', 'Give either --completion ID or --session ID.')
      const isJson = options.json === true
      await withHouse(environment, async ({ deps }) => {
        if (options.completion !== undefined) await issueOne(deps, options.completion, isJson)
        else await issueSession(deps, options.session as string, isJson)
      })
    })
}

const issueOne = async (deps: Deps, completionId: string, isJson: boolean): Promise<void> => {
  const { id, shortId, visibility } = await issueCredential(deps, commandLine, { completionId })
  const url = credentialUrl(deps.publicUrl, id)
  const holderUrl = await createHolderLink(deps, id)
  if (isJson) return printJson({ completion: completionId, id, shortId, url, visibility, holderUrl })
  print(`${completionId}\t${url}\t${visibility}`)
  print(`  for the holder: ${holderUrl}`)
  if (visibility === 'private') print(PRIVATE)
}

/** Prints each chunk when it is done, so that a session may be of any size. Ends with 1 when a completion was refused. */
const issueSession = async (deps: Deps, sessionId: string, isJson: boolean): Promise<void> => {
  const bar = progressBar('Issuing')
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  process.once('SIGINT', interrupt)
  let printed = 0
  const printRows = async (rows: readonly RowOutcome[]): Promise<void> => {
    const issued = rows.flatMap((row) => (row.outcome === 'issued' ? [row] : []))
    const links = await createHolderLinks(
      deps,
      issued.map(({ credentialId }) => credentialId),
    )
    for (const [n, { completionId, credentialId }] of issued.entries()) {
      const item = { completion: completionId, id: credentialId, url: credentialUrl(deps.publicUrl, credentialId), visibility: 'private' }
      if (isJson) print(`${printed === 0 ? '[' : ','}${JSON.stringify({ ...item, holderUrl: links[n] })}`)
      else print(`${completionId}\t${item.url}\tprivate\n  for the holder: ${links[n]}`)
      printed += 1
    }
    for (const row of rows)
      if (row.outcome === 'refused') process.stderr.write(`${row.completionId} has no badge: ${row.reason} (${row.code})\n`)
  }
  const report = await issueBatch(
    deps,
    commandLine,
    { sessionId },
    {
      signal: stop.signal,
      rows: printRows,
      progress: (done, total) => bar.update(done, total, `${done} of ${total}`),
    },
  )
  bar.stop()
  process.off('SIGINT', interrupt)
  if (isJson) print(printed === 0 ? '[]' : ']')
  else if (report.total === report.already) print('Nothing to issue: everybody who completed this session has a badge.')
  else if (printed > 0) print(PRIVATE)
  if (report.stopped) process.stderr.write('Stopped. The same command goes on with the rest.\n')
  if (report.refused > 0 || report.stopped) process.exitCode = 1
}
