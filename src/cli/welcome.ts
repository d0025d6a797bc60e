import type { House } from '../compose.ts'
import { credentialUrl } from '../service/urls.ts'
import { listOrganisations } from '../store/organisations.ts'
import { exampleBadges } from '../store/read-models/examples.ts'
import { print } from './terminal.ts'

/** Says where to look, or what to do next. */
export const welcome = async (house: House, demo: boolean): Promise<void> => {
  const { publicUrl } = house.config
  print()
  print(`Akashi (証) is running at ${publicUrl}`)
  if ((await listOrganisations(house.database.db, 'secretariat')).length === 0) {
    print('The programme is empty. What to do next:')
    print('  load a programme      npm run akashi -- demo load --from FOLDER')
    print('  or make an issuer     npm run akashi -- issuer create --id council --name "…"')
  }
  print(`  front page            ${publicUrl}/`)
  print(`  verify a badge        ${publicUrl}/verify`)
  for (const badge of await exampleBadges(house.database.db)) print(`  ${badge.what.padEnd(22)}${credentialUrl(publicUrl, badge.id)}`)
  if (demo) print('These are demo data: every organisation ends in （デモ）; people, firms and results are invented.')
  if (house.developmentPassphrase)
    print(
      `Warning: keys in ${house.config.keysDir} are opened by a development passphrase. Name a file in AKASHI_KEY_PASSPHRASE_FILE before you issue anything real.`,
    )
}
