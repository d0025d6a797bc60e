import { type Command, Option } from 'commander'
import type { Role } from '../domain/actor.ts'
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
}
