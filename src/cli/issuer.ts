import { type Command, Option } from 'commander'
import { createIssuer } from '../service/create-issuer.ts'
import { listIssuers } from '../store/issuers.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

interface CreateOptions {
  id: string
  name: string
  did: 'web' | 'key'
  status: 'none' | 'revocation' | 'suspension'
  securing: 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'jose'
}

export const issuerCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const issuer = program.command('issuer').description('issuers and their identifiers')
  issuer
    .command('create')
    .description(
      'make an issuer of its own for the VC-API, with its first key; prints { id, did }. The council is made by: akashi council create',
    )
    .requiredOption('--id <slug>', 'short name in URLs: small letters, digits, hyphens')
    .requiredOption('--name <text>', 'name that is shown')
    .addOption(new Option('--did <method>', 'did:web under the public URL, or did:key').choices(['web', 'key']).default('web'))
    .addOption(
      new Option('--status <purpose>', 'status entry that its VC-API instance adds')
        .choices(['none', 'revocation', 'suspension'])
        .default('none'),
    )
    .addOption(
      new Option('--securing <mechanism>', 'how its VC-API instance signs')
        .choices(['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'jose'])
        .default('eddsa-rdfc-2022'),
    )
    .addHelpText('after', '\nExample:\n  akashi issuer create --id interop --name "Interoperability tests" --did key --status revocation')
    .action(async (options: CreateOptions) => {
      await withHouse(environment, async (house) => {
        const created = await createIssuer(house.deps, commandLine, {
          slug: options.id,
          name: { ja: options.name },
          method: options.did,
          statusPurpose: options.status,
          securing: options.securing,
          isDemo: false,
        })
        printJson({ id: created.slug, did: created.did })
      })
    })
  issuer
    .command('list')
    .description('list issuers with their identifiers')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi issuer list --json')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async (house) => {
        const issuers = await listIssuers(house.database.db)
        if (options.json)
          printJson(
            issuers.map(({ slug, did, name, statusPurpose, securing }) => ({ id: slug, did, name, status: statusPurpose, securing })),
          )
        else if (issuers.length === 0) print('There is no issuer yet. Begin a programme: akashi council create --name "…"')
        else for (const item of issuers) print(`${item.slug}\t${item.did}\t${item.name.ja}`)
      })
    })
}
