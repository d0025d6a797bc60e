import { listOrganisations } from '../store/organisations.ts'
import type { Deps } from './deps.ts'

/** Who writes the mails: the council's secretariat, as the letters name it. */
export const mailSender = async (
  deps: Pick<Deps, 'db' | 'publicUrl'>,
): Promise<{ nameJa: string; nameEn: string; email: string; url: string }> => {
  const council = (await listOrganisations(deps.db, 'secretariat'))[0]
  return {
    nameJa: council?.name.ja ?? '証（Akashi）',
    nameEn: council?.name.en ?? council?.name.ja ?? 'Akashi',
    email: council?.email ?? '',
    url: `${deps.publicUrl}/`,
  }
}
