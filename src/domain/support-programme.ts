import { addDays, type Day } from './japanese-date.ts'
import { type Reason, refuseMove, refuseProblems, requireReason } from './refusal.ts'
import type { Text } from './text.ts'

/** A programme of the council, e.g. a series of courses or the symposium, which is renewed, extended and abolished (DOMAIN section 1). */
export interface SupportProgrammeContent {
  id: string
  name: Text
  /** 意識啓発・機運醸成 or スキル習得支援 */
  pillar: 'awareness' | 'skills'
  startedOn: Day
  /** last day; absent: open-ended */
  until?: Day
  /** courses that are part of it */
  courseIds: string[]
  /** the programme that it followed */
  predecessorId?: string
  isDemo: boolean
}

/** active (extended any number of times) → renewed by a successor / abolished. Badges of its courses stay as they are. */
export type SupportProgramme = SupportProgrammeContent &
  (
    | { state: 'active' }
    | { state: 'renewed'; renewedOn: Day; successorId: string }
    | { state: 'abolished'; abolishedOn: Day; reason: Reason }
  )

type In<State extends SupportProgramme['state']> = Extract<SupportProgramme, { state: State }>

const thing = ({ id }: SupportProgramme): string => `programme ${id}`

/** A later last day, or none. */
export const extendProgramme = (programme: SupportProgramme, until: Day | undefined): In<'active'> => {
  if (programme.state !== 'active') return refuseMove(thing(programme), programme.state, 'extend', ['active'])
  if (until !== undefined && (programme.until === undefined || until <= programme.until))
    refuseProblems('An extension ends later than the programme does now.', [
      { path: '/until', code: 'NOT_LATER', message: `The programme runs until ${programme.until ?? 'further notice'}.` },
    ])
  const { until: _, ...rest } = programme
  return { ...rest, ...(until === undefined ? {} : { until }) }
}

/** active → renewed: the successor begins that day, with the courses that go on. */
export const renewProgramme = (
  programme: SupportProgramme,
  renewal: { on: Day; successor: Pick<SupportProgrammeContent, 'id' | 'name' | 'courseIds' | 'until'> },
): { former: In<'renewed'>; successor: In<'active'> } => {
  if (programme.state !== 'active') return refuseMove(thing(programme), programme.state, 'renew', ['active'])
  const { state: _, until: __, ...content } = programme
  return {
    former: { ...programme, until: addDays(renewal.on, -1), state: 'renewed', renewedOn: renewal.on, successorId: renewal.successor.id },
    successor: { ...content, ...renewal.successor, startedOn: renewal.on, predecessorId: programme.id, state: 'active' },
  }
}

export const abolishProgramme = (programme: SupportProgramme, abolition: { on: Day; reason: Reason }): In<'abolished'> => {
  if (programme.state !== 'active') return refuseMove(thing(programme), programme.state, 'abolish', ['active'])
  requireReason(abolition.reason)
  return { ...programme, state: 'abolished', abolishedOn: abolition.on, reason: abolition.reason }
}
