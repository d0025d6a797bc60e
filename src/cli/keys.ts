import type { Command } from 'commander'
import { rotateKey } from '../service/rotate-key.ts'
import { listAllKeys, listIssuers } from '../store/issuers.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

export const keysCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const keys = program.command('keys').description('signing keys')
  keys
    .command('list')
    .description('list the keys of every issuer with their periods')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi keys list')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async ({ database }) => {
        const slugs = new Map((await listIssuers(database.db)).map((issuer) => [issuer.id, issuer.slug]))
        const list = (await listAllKeys(database.db)).map((key) => ({
          issuer: slugs.get(key.issuerId) ?? key.issuerId,
          kid: key.kid,
          state: key.state,
          notBefore: key.notBefore.toISOString(),
          notAfter: key.notAfter?.toISOString(),
        }))
        if (options.json) return printJson(list)
        if (list.length === 0) return print('There is no key yet.')
        for (const key of list)
          print(`${key.issuer}\t${key.state}\t${key.kid}\tfrom ${key.notBefore}${key.notAfter === undefined ? '' : ` to ${key.notAfter}`}`)
      })
    })
  keys
    .command('rotate')
    .description('give an issuer a new key; the former one is retired, stays published, and its badges verify')
    .requiredOption('--issuer <slug>', 'the issuer')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi keys rotate --issuer council')
    .action(async (options: { issuer: string; json?: boolean }) => {
      await withHouse(environment, async ({ deps }) => {
        const { retired, active } = await rotateKey(deps, commandLine, { issuerSlug: options.issuer })
        if (options.json) return printJson({ active: active.kid, retired: retired.map((key) => key.kid) })
        print(`New key: ${active.kid}`)
        for (const key of retired) print(`Retired: ${key.kid} (its badges verify; its file may be destroyed)`)
      })
    })
}
