import type { House } from '../compose.ts'
import { makeSignInLink } from '../service/sign-in/ask-for-sign-in.ts'
import { exampleUsers } from '../service/sign-in/demo-users.ts'
import { credentialUrl } from '../service/urls.ts'
import { listOrganisations } from '../store/organisations.ts'
import { exampleBadges } from '../store/read-models/examples.ts'
import { print } from './terminal.ts'
import { commandLine } from './with-house.ts'

/** Says where to look, or what to do next. */
export const welcome = async (house: House, demo: boolean): Promise<void> => {
  const { publicUrl } = house.config
  print()
  print(`Akashi (証) is running at ${publicUrl}`)
  if ((await listOrganisations(house.database.db, 'secretariat')).length === 0) {
    print('The programme is empty. What to do next:')
    print('  load a programme      npm run akashi -- demo load --from FOLDER')
    print('  or begin one          npm run akashi -- council create --name "…"')
  }
  print(`  front page            ${publicUrl}/`)
  print(`  verify a badge        ${publicUrl}/verify`)
  for (const badge of await exampleBadges(house.database.db)) print(`  ${badge.what.padEnd(22)}${credentialUrl(publicUrl, badge.id)}`)
  if (demo) {
    print('Sign in without a mail, once each, for 15 minutes (more: npm run akashi -- sign-in-link --email ADDRESS):')
    for (const { role, email } of await exampleUsers(house.deps))
      print(`  ${role.padEnd(22)}${await makeSignInLink(house.deps, commandLine, email)}`)
  }
  if (demo) print('These are demo data: every organisation ends in （デモ）; people, firms and results are invented.')
  if (house.developmentPassphrase)
    print(
      `Warning: keys in ${house.config.keysDir} are opened by a development passphrase. Name a file in AKASHI_KEY_PASSPHRASE_FILE before you issue anything real.`,
    )
}
