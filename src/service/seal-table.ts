import { createHmac, timingSafeEqual } from 'node:crypto'
import { addSetting, readSetting } from '../store/settings.ts'
import type { Deps } from './deps.ts'
import { newSecret } from './secrets.ts'

const SETTING = 'table_secret'

/** One secret for all instances on one database. It opens nothing: it only tells tables that we wrote from tables that others wrote. */
const secretOf = async ({ db }: Pick<Deps, 'db'>): Promise<string> => {
  const known = await readSetting(db, SETTING)
  if (known !== undefined) return known
  await addSetting(db, SETTING, newSecret('table'))
  return (await readSetting(db, SETTING)) ?? ''
}

export interface TableSeal {
  seal(text: string): string
  fits(text: string, seal: string): boolean
}

/**
 * Seals what a page gives to its reader and takes back unchanged. So nothing that was sent for a check is kept on the server, and nobody can
 * have a table of his own making saved from our address.
 */
export const tableSeal = async (deps: Pick<Deps, 'db'>): Promise<TableSeal> => {
  const secret = await secretOf(deps)
  const seal = (text: string): string => createHmac('sha256', secret).update(`table\n${text}`).digest('base64url')
  return {
    seal,
    fits: (text, given) => {
      const [wanted, sent] = [Buffer.from(seal(text)), Buffer.from(given)]
      return wanted.length === sent.length && timingSafeEqual(wanted, sent)
    },
  }
}
