import type { Actor } from '../domain/actor.ts'
import {
  announceHonour,
  awardHonour,
  cancelHonour,
  declineHonour,
  type Honour,
  type HonourContent,
  shortlistHonour,
} from '../domain/honour.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import type { Reason } from '../domain/refusal.ts'
import type { Text } from '../domain/text.ts'
import { findHonour } from '../store/honours.ts'
import type { RecordMove } from '../store/record-moves.ts'
import type { Deps } from './deps.ts'
import { inMoves, storeMove } from './store-move.ts'

/** An honour with the days on which it was decided and announced, from records kept elsewhere until now. */
export interface RecordedHonour {
  content: HonourContent
  /** not on the shortlist yet */
  isCandidate?: boolean
  awarded?: { category: 'best_practice' | 'good_practice'; citation: Text; on: Day; announcedOn?: Day }
  notAwardedOn?: Day
  cancelled?: { on: Day; reason: Reason }
}

/**
 * Takes an honour over by making its recorded moves again. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden`; `invalid_input` for an award without a basis
 */
export const takeOverHonour = async (deps: Deps, actor: Actor, recorded: RecordedHonour): Promise<Honour> => {
  permit(actor, 'programme.load')
  const { content } = recorded
  const known = await findHonour(deps.db, content.id)
  if (known !== undefined) return known
  const { honour, moves } = replay(recorded, jstDay(deps.now()))
  return inMoves(deps, (deps) =>
    storeMove(deps, actor, 'honour', {
      after: honour,
      beside: { employer_id: content.employerId },
      moves,
      detail: { employer: content.employerId },
    }),
  )
}

/** Nobody recorded the day of the shortlist: it is that of the decision, or today while there is none. */
const replay = (
  { content, isCandidate, awarded, notAwardedOn, cancelled }: RecordedHonour,
  today: Day,
): { honour: Honour; moves: RecordMove[] } => {
  let honour: Honour = { ...content, state: 'candidate' }
  const moves: RecordMove[] = []
  const moved = (next: Honour, on: Day): void => {
    honour = next
    moves.push({ state: next.state, on })
  }
  if (isCandidate !== true) moved(shortlistHonour(honour), awarded?.on ?? notAwardedOn ?? today)
  if (notAwardedOn !== undefined) moved(declineHonour(honour, notAwardedOn), notAwardedOn)
  if (awarded !== undefined) moved(awardHonour(honour, awarded), awarded.on)
  if (awarded?.announcedOn !== undefined) moved(announceHonour(honour, awarded.announcedOn), awarded.announcedOn)
  if (cancelled !== undefined) moved(cancelHonour(honour, cancelled), cancelled.on)
  return { honour, moves }
}
