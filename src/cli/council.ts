import type { Command } from 'commander'
import { foundCouncil } from '../service/found-council.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

interface CreateOptions {
  id: string
  name: string
  nameEn?: string
  official?: string
  email?: string
  url?: string
  json?: boolean
}

export const councilCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const council = program.command('council').description('the council whose programme this is')
  council
    .command('create')
    .description('begin a programme that is empty: register the council and make the issuer that signs its badges')
    .requiredOption('--name <text>', 'its name, as it stands on badges')
    .option('--name-en <text>', 'its name in English')
    .option('--id <slug>', 'its short name in URLs', 'council')
    .option('--official <text>', 'title and name of the person who signs certificates')
    .option('--email <address>', 'whom people may ask')
    .option('--url <address>', 'its page, https')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi council create --name "○○県リスキリング推進協議会" --email jimukyoku@council.example')
    .action(async (options: CreateOptions) => {
      await withHouse(environment, async ({ deps }) => {
        const issuer = await foundCouncil(deps, commandLine, {
          slug: options.id,
          name: { ja: options.name, ...(options.nameEn === undefined ? {} : { en: options.nameEn }) },
          ...(options.official === undefined ? {} : { official: { ja: options.official } }),
          ...(options.email === undefined ? {} : { email: options.email }),
          ...(options.url === undefined ? {} : { url: options.url }),
        })
        if (options.json) return printJson({ id: issuer.slug, did: issuer.did })
        print(`${issuer.name.ja} issues as ${issuer.did}.`)
      })
    })
}
