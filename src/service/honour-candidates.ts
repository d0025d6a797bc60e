import type { Actor } from '../domain/actor.ts'
import { honourShortlist, type ShortlistEntry } from '../domain/honour-shortlist.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { listHonours } from '../store/honours.ts'
import { listNominations } from '../store/nominations.ts'
import { listProductivityRecords } from '../store/productivity-records.ts'
import { readRegister } from '../store/read-models/recognitions.ts'
import type { Deps } from './deps.ts'

/**
 * The employers that an honour of this fiscal year could go to, the best founded first, each with a draft of the case text from figures that
 * may be public (DOMAIN section 8, `publishPolicy`).
 */
export const honourCandidates = async (
  deps: Deps,
  actor: Actor,
  command: { fiscalYear: number; alsoEmployerId?: string },
): Promise<ShortlistEntry[]> => {
  permit(actor, 'honour.shortlist')
  const today = jstDay(deps.now())
  const register = await readRegister(deps.db, today)
  const taken = (await listHonours(deps.db)).filter(
    ({ fiscalYear, state, employerId }) =>
      fiscalYear === command.fiscalYear && state !== 'cancelled' && state !== 'not_awarded' && employerId !== command.alsoEmployerId,
  )
  return honourShortlist({
    employers: [...register.employers.values()].map(({ id, name }) => ({ id, name, declared: register.isDeclared(id, today) })),
    nominations: await listNominations(deps.db, 'issued'),
    productivity: await listProductivityRecords(deps.db, { state: 'verified' }),
    taken: taken.map(({ employerId }) => employerId),
  })
}
