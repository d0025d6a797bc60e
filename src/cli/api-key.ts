import { type Command, Option } from 'commander'
import type { Role } from '../domain/actor.ts'
import { readApiKeys, revokeApiKey } from '../service/api-keys.ts'
import { createApiKey } from '../service/create-api-key.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

interface CreateOptions {
  issuer?: string
  organisation?: string
  role: Role
  label: string
  days: string
  json?: boolean
}

export const apiKeyCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const apiKey = program.command('api-key').description('keys for systems that call the API')
  apiKey
    .command('create')
    .description('make an API key; its secret is printed once and never again')
    .option('--issuer <slug>', 'for the VC-API instance of this issuer')
    .option('--organisation <slug>', 'for the programme API in the name of this organisation')
    .addOption(
      new Option('--role <role>', 'what the key may do')
        .choices(['issuer', 'operator', 'employer', 'secretariat', 'administrator'])
        .default('issuer'),
    )
    .option('--label <text>', 'a note on what it is for', 'made on the command line')
    .option('--days <number>', 'days until it expires', '365')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  akashi api-key create --issuer interop\n  akashi api-key create --role operator --organisation op-01',
    )
    .action(async (options: CreateOptions) => {
      await withHouse(environment, async (house) => {
        const key = await createApiKey(house.deps, commandLine, {
          role: options.role,
          label: options.label,
          issuerSlug: options.issuer,
          organisationSlug: options.organisation,
          days: Number(options.days),
        })
        if (options.json) printJson({ id: key.id, key: key.secret, expiresAt: key.expiresAt.toISOString() })
        else print(key.secret)
      })
    })
  apiKey
    .command('list')
    .description('list the keys: what each may do, for whom, until when, and when it was last used')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi api-key list')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async (house) => {
        const keys = await readApiKeys(house.deps, commandLine)
        if (options.json) return printJson(keys)
        if (keys.length === 0) return print('There is no API key yet.')
        for (const key of keys) {
          const state =
            key.revokedAt !== undefined ? `revoked ${key.revokedAt.toISOString()}` : `until ${key.expiresAt?.toISOString() ?? 'revoked'}`
          const whose = key.organisationId ?? key.issuerId ?? 'the house'
          print(
            `${key.id}\t${key.role}\t${whose}\t${state}\t${key.lastUsedOn === undefined ? 'never used' : `used ${key.lastUsedOn}`}\t${key.label}`,
          )
        }
      })
    })
  apiKey
    .command('revoke <id>')
    .description('end a key at once; akashi api-key list shows the ids')
    .addHelpText('after', '\nExample:\n  akashi api-key revoke 1q2w3e4r5t6y7z8a9b0c1d2e3f')
    .action(async (id: string) => {
      await withHouse(environment, async (house) => {
        await revokeApiKey(house.deps, commandLine, id)
        print(`The key ${id} is revoked.`)
      })
    })
}
