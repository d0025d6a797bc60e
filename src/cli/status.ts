import type { Command } from 'commander'
import { revocationReasons } from '../domain/credential.ts'
import { readStatusList } from '../service/publish-status-list.ts'
import { revokeCredential } from '../service/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../service/suspend-credential.ts'
import { credentialUrl } from '../service/urls.ts'
import { print } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

/** A badge's id, or the whole URL of its page. */
export const credentialIdOf = (text: string): string => /\/badges\/([0-9a-z]+)/.exec(text)?.[1] ?? text

export const statusCommands = (program: Command, environment: Record<string, string | undefined>): void => {
  program
    .command('revoke')
    .description('revoke a badge for good')
    .argument('<id>', 'id or URL of the badge')
    .requiredOption('--reason <code>', `one of ${revocationReasons.join(', ')}`)
    .addHelpText('after', '\nExample:\n  akashi revoke http://localhost:3000/badges/… --reason ISSUED_IN_ERROR')
    .action(async (id: string, options: { reason: string }) => {
      await withHouse(environment, async ({ deps }) => {
        const credential = await revokeCredential(deps, commandLine, { id: credentialIdOf(id), reason: options.reason })
        await readStatusList(deps, credential.entry.listId, { fresh: true })
        print(`Revoked: ${credentialUrl(deps.publicUrl, credential.id)}`)
      })
    })
  program
    .command('suspend')
    .description('suspend a badge until it is reinstated')
    .argument('<id>', 'id or URL of the badge')
    .option('--reason <code>', 'why, as a code', 'UNDER_CORRECTION')
    .addHelpText('after', '\nExample:\n  akashi suspend http://localhost:3000/badges/…')
    .action(async (id: string, options: { reason: string }) => {
      await withHouse(environment, async ({ deps }) => {
        const credential = await suspendCredential(deps, commandLine, { id: credentialIdOf(id), reason: options.reason })
        await readStatusList(deps, credential.entry.listId, { fresh: true })
        print(`Suspended: ${credentialUrl(deps.publicUrl, credential.id)}`)
      })
    })
  program
    .command('reinstate')
    .description('end a suspension; the badge is signed again under the same id')
    .argument('<id>', 'id or URL of the badge')
    .addHelpText('after', '\nExample:\n  akashi reinstate http://localhost:3000/badges/…')
    .action(async (id: string) => {
      await withHouse(environment, async ({ deps }) => {
        const credential = await reinstateCredential(deps, commandLine, { id: credentialIdOf(id) })
        print(`Reinstated: ${credentialUrl(deps.publicUrl, credential.id)}`)
        print('Copies that were downloaded before stay invalid; the holder needs the new file.')
      })
    })
}
