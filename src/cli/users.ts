import { type Command, Option } from 'commander'
import type { Membership } from '../domain/user.ts'
import { ServiceError } from '../errors.ts'
import { makeSignInLink } from '../service/sign-in/ask-for-sign-in.ts'
import { registerUser } from '../service/sign-in/register-user.ts'
import { unlinkOffice } from '../service/sign-in/sign-in-by-office.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

interface AddOptions {
  email: string
  name: string
  role: Membership['role']
  organisation?: string
  participant?: string
  json?: boolean
}

export const userCommands = (program: Command, environment: Record<string, string | undefined>): void => {
  const user = program.command('user').description('people who sign in')
  user
    .command('add')
    .description('give somebody an account, or one more role; the first administrator is made this way')
    .requiredOption('--email <address>', 'where their sign-in links go')
    .requiredOption('--name <text>', 'how pages and mails name them')
    .addOption(
      new Option('--role <role>', 'what they may do')
        .choices(['administrator', 'secretariat', 'reviewer', 'operator', 'employer', 'learner'])
        .makeOptionMandatory(),
    )
    .option('--organisation <slug>', 'the council, operator or employer to which they belong')
    .option('--participant <id>', 'the participant record of a learner')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  akashi user add --email admin@council.example --name "山田 花子" --role administrator\n  akashi sign-in-link --email admin@council.example',
    )
    .action(async (options: AddOptions) => {
      await withHouse(environment, async (house) => {
        const { user, membership } = await registerUser(house.deps, commandLine, {
          email: options.email,
          name: options.name,
          role: options.role,
          organisationSlug: options.organisation,
          participantId: options.participant,
        })
        if (options.json) printJson({ id: user.id, email: user.email, role: membership.role })
        else print(`${user.email} has the role ${membership.role}.`)
      })
    })

  user
    .command('unlink-office')
    .description('part an account from its office account (OpenID Connect), so that the next sign-in there links it again')
    .requiredOption('--email <address>', 'the account')
    .addHelpText('after', '\nExample:\n  akashi user unlink-office --email officer@council.example')
    .action(async (options: { email: string }) => {
      await withHouse(environment, async (house) => {
        if (house.config.office === undefined)
          throw new ServiceError('config_invalid', 'This service has no sign-in with office accounts; set AKASHI_OIDC_ISSUER.')
        await unlinkOffice(house.deps, commandLine, { provider: house.config.office.issuer, email: options.email })
        print(`${options.email} is linked again at the next sign-in with the office account.`)
      })
    })

  program
    .command('sign-in-link')
    .description('print a single-use link with which somebody signs in, for 15 minutes')
    .requiredOption('--email <address>', 'the account')
    .addHelpText('after', '\nExample:\n  akashi sign-in-link --email admin@council.example')
    .action(async (options: { email: string }) => {
      await withHouse(environment, async (house) => print(await makeSignInLink(house.deps, commandLine, options.email)))
    })
}
