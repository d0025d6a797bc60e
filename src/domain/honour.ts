import type { Day } from './japanese-date.ts'
import { type Reason, refuseMove, refuseProblems, requireReason } from './refusal.ts'
import type { Text } from './text.ts'

/** What an honour rests on: issued nominations and verified productivity records. */
export interface HonourBasis {
  nominationIds: string[]
  productivityIds: string[]
}

export interface HonourContent {
  id: string
  employerId: string
  /** Japanese fiscal year, from April */
  fiscalYear: number
  basis: HonourBasis
  isDemo: boolean
}

interface Awarded {
  category: 'best_practice' | 'good_practice'
  citation: Text
  decidedOn: Day
}

/** candidate → shortlisted → awarded / not_awarded; awarded → announced; cancelled (DOMAIN section 5). */
export type Honour = HonourContent &
  (
    | { state: 'candidate' | 'shortlisted' }
    | ({ state: 'awarded' } & Awarded)
    | { state: 'not_awarded'; decidedOn: Day }
    | ({ state: 'announced'; announcedOn: Day } & Awarded)
    | ({ state: 'cancelled'; cancelledOn: Day; reason: Reason } & Partial<Awarded & { announcedOn: Day }>)
  )

type In<State extends Honour['state']> = Extract<Honour, { state: State }>

const thing = (honour: Honour): string => `honour ${honour.id}`

const contentOf = ({ id, employerId, fiscalYear, basis, isDemo }: HonourContent): HonourContent => ({
  id,
  employerId,
  fiscalYear,
  basis,
  isDemo,
})

export const shortlistHonour = (honour: Honour): Honour => {
  if (honour.state !== 'candidate') return refuseMove(thing(honour), honour.state, 'shortlist', ['candidate'])
  return { ...contentOf(honour), state: 'shortlisted' }
}

/** shortlisted → awarded. @throws ServiceError `invalid_input` without a basis or a citation */
export const awardHonour = (honour: Honour, award: { category: Awarded['category']; citation: Text; on: Day }): In<'awarded'> => {
  if (honour.state !== 'shortlisted') return refuseMove(thing(honour), honour.state, 'award', ['shortlisted'])
  const problems = []
  if (honour.basis.nominationIds.length + honour.basis.productivityIds.length === 0) {
    problems.push({ path: '/basis', code: 'BASIS_MISSING', message: '根拠となる成果または生産性向上の実績を1件以上結び付けてください。' })
  }
  if (award.citation.ja.trim() === '')
    problems.push({ path: '/citation', code: 'CITATION_MISSING', message: '表彰の理由を記入してください。' })
  refuseProblems('An honour is awarded only on evidence.', problems)
  return { ...contentOf(honour), state: 'awarded', category: award.category, citation: award.citation, decidedOn: award.on }
}

export const declineHonour = (honour: Honour, on: Day): In<'not_awarded'> => {
  if (honour.state !== 'shortlisted') return refuseMove(thing(honour), honour.state, 'not award', ['shortlisted'])
  return { ...contentOf(honour), state: 'not_awarded', decidedOn: on }
}

export const announceHonour = (honour: Honour, on: Day): In<'announced'> => {
  if (honour.state !== 'awarded') return refuseMove(thing(honour), honour.state, 'announce', ['awarded'])
  return { ...honour, state: 'announced', announcedOn: on }
}

/** candidate, shortlisted, awarded or announced → cancelled. It counts on no date from its cancellation on. */
export const cancelHonour = (honour: Honour, cancellation: { on: Day; reason: Reason }): In<'cancelled'> => {
  if (honour.state === 'cancelled' || honour.state === 'not_awarded') {
    return refuseMove(thing(honour), honour.state, 'cancel', ['candidate', 'shortlisted', 'awarded', 'announced'])
  }
  requireReason(cancellation.reason)
  const awarded =
    honour.state === 'awarded' || honour.state === 'announced'
      ? {
          category: honour.category,
          citation: honour.citation,
          decidedOn: honour.decidedOn,
          ...(honour.state === 'announced' ? { announcedOn: honour.announcedOn } : {}),
        }
      : {}
  return { ...contentOf(honour), ...awarded, state: 'cancelled', cancelledOn: cancellation.on, reason: cancellation.reason }
}

/** Whether the employer stood honoured by it on that day. */
export const wasHonouredOn = (honour: Honour, day: Day): boolean =>
  'decidedOn' in honour &&
  honour.decidedOn !== undefined &&
  honour.state !== 'not_awarded' &&
  honour.decidedOn <= day &&
  !(honour.state === 'cancelled' && honour.cancelledOn <= day)
