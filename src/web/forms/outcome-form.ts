import { readDate } from '../../domain/japanese-date.ts'
import type { BadgeWeight, OutcomeContent, OutcomeType } from '../../domain/outcome.ts'
import { line, type Typed } from './typed.ts'

export const outcomeTypes: readonly OutcomeType[] = [
  'allowance',
  'lump_sum',
  'raise',
  'promotion',
  'assignment',
  'hire',
  'award',
  'training_support',
]
export const weights: readonly BadgeWeight[] = ['decisive', 'one_of_factors', 'none', 'unknown']

export type OutcomeFieldError = 'subject' | 'type' | 'on' | 'text' | 'amount' | 'weight'

export interface OutcomeReading {
  outcome?: Pick<OutcomeContent, 'participantId' | 'type' | 'effectiveOn' | 'text' | 'badgeIds' | 'amount'> & { badgeWeight: BadgeWeight }
  errors: Set<OutcomeFieldError>
}

/**
 * Reads the form of an employer's report.
 *
 * @param subjects - what may be chosen: `credential id` → participant
 */
export const readOutcomeForm = (typed: Typed, subjects: ReadonlyMap<string, string>): OutcomeReading => {
  const errors = new Set<OutcomeFieldError>()
  const badgeId = line(typed, 'subject')
  const participantId = subjects.get(badgeId)
  if (participantId === undefined) errors.add('subject')
  const type = outcomeTypes.find((one) => one === line(typed, 'type'))
  if (type === undefined) errors.add('type')
  const on = readDate(line(typed, 'on'))
  if (!on.ok) errors.add('on')
  const text = line(typed, 'text').slice(0, 500)
  if (text === '') errors.add('text')
  const digits = line(typed, 'amount')
    .normalize('NFKC')
    .replace(/[,円\s]/g, '')
  if (digits !== '' && !/^\d{1,9}$/.test(digits)) errors.add('amount')
  const badgeWeight = weights.find((one) => one === line(typed, 'weight'))
  if (badgeWeight === undefined) errors.add('weight')
  if (errors.size > 0 || participantId === undefined || type === undefined || !on.ok || badgeWeight === undefined) return { errors }
  return {
    errors,
    outcome: {
      participantId,
      type,
      effectiveOn: on.day,
      text: { ja: text },
      badgeIds: [badgeId],
      badgeWeight,
      ...(digits === '' ? {} : { amount: { amountJPY: Number(digits), per: line(typed, 'per') === 'once' ? 'once' : 'month' } }),
    },
  }
}
