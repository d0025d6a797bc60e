import type { Actor } from '../domain/actor.ts'
import { announceHonour, awardHonour, type Honour, type HonourContent, shortlistHonour } from '../domain/honour.ts'
import type { Day } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import type { Text } from '../domain/text.ts'
import { findHonour, saveHonour } from '../store/honours.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** An honour with the days on which it was decided and announced, from records kept elsewhere until now. */
export interface RecordedHonour {
  content: HonourContent
  awarded?: { category: 'best_practice' | 'good_practice'; citation: Text; on: Day; announcedOn?: Day }
}

/**
 * Takes an honour over by making its recorded moves again. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden`; `invalid_input` for an award without a basis
 */
export const takeOverHonour = async (deps: Deps, actor: Actor, { content, awarded }: RecordedHonour): Promise<Honour> => {
  permit(actor, 'programme.load')
  const known = await findHonour(deps.db, content.id)
  if (known !== undefined) return known
  let honour: Honour = shortlistHonour({ ...content, state: 'candidate' })
  if (awarded !== undefined) honour = awardHonour(honour, { category: awarded.category, citation: awarded.citation, on: awarded.on })
  if (awarded?.announcedOn !== undefined) honour = announceHonour(honour, awarded.announcedOn)
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    await saveHonour(deps.db, honour, now)
    await audit(deps, actor, `honour.${honour.state}`, `honour:${content.id}`, { employer: content.employerId })
  })
  return honour
}
