import type { Command } from 'commander'
import { ServiceError } from '../errors.ts'
import { createHolderLink } from '../service/holder.ts'
import { issueCredential } from '../service/issue-credential.ts'
import { credentialUrl } from '../service/urls.ts'
import { listCompletionsWithoutCredential } from '../store/completions.ts'
import { findSession } from '../store/courses.ts'
import { print, printJson, progressBar } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

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
      await withHouse(environment, async ({ deps }) => {
        if (options.session !== undefined && (await findSession(deps.db, options.session)) === undefined)
          throw new ServiceError('session_not_found', `There is no course session ${options.session}.`)
        const completionIds =
          options.completion !== undefined
            ? [options.completion]
            : (await listCompletionsWithoutCredential(deps.db, options.session as string)).map((completion) => completion.id)
        const bar = progressBar('Issuing')
        const issued: { completion: string; id: string; shortId: string; url: string; visibility: string; holderUrl: string }[] = []
        for (const [n, completionId] of completionIds.entries()) {
          const credential = await issueCredential(deps, commandLine, { completionId })
          issued.push({
            completion: completionId,
            id: credential.id,
            shortId: credential.shortId,
            url: credentialUrl(deps.publicUrl, credential.id),
            visibility: credential.visibility,
            holderUrl: await createHolderLink(deps, credential.id),
          })
          if (completionIds.length > 1) bar.update(n + 1, completionIds.length, completionId)
        }
        bar.stop()
        if (options.json) return printJson(options.completion === undefined ? issued : issued[0])
        if (issued.length === 0) return print('Nothing to issue: everybody who completed this session has a badge.')
        for (const item of issued) {
          print(`${item.completion}\t${item.url}\t${item.visibility}`)
          print(`  for the holder: ${item.holderUrl}`)
        }
        if (issued.some((item) => item.visibility === 'private'))
          print('A badge is private until its holder shares it with the link above.')
      })
    })
}
