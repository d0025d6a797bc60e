import { compose, type House } from '../compose.ts'
import { readConfig } from '../config.ts'
import type { Actor } from '../domain/actor.ts'

/** Who acts on the command line: whoever may open the database and the keys may do everything; the audit log says so. */
export const commandLine: Actor = { kind: 'system', reason: 'command-line' }

/** Opens the house for one command and closes it again, whatever happens. */
export const withHouse = async <T>(environment: Record<string, string | undefined>, work: (house: House) => Promise<T>): Promise<T> => {
  const house = await compose(readConfig(environment))
  try {
    return await work(house)
  } finally {
    await house.close()
  }
}
