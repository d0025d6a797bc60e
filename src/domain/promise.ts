import { type Declaration, promiseEarned, wasDeclaredOn } from './declaration.ts'
import type { Day } from './japanese-date.ts'
import type { BadgeWeight, Outcome, OutcomeType } from './outcome.ts'
import { type Recognition, type RecognitionUse, strengths } from './recognition.ts'

/** A badge that an employer may see, as far as its promises need it. */
export interface HeldBadge {
  credentialId: string
  participantId: string
  /** address of the badge definition, of whichever version */
  achievementId: string
  awardedOn: Day
}

/** A promise of a declaration to the holder of one badge. */
export interface Promised {
  declaration: Declaration
  recognition: Recognition
  badge: HeldBadge
  /** the outcome by which it is kept */
  type: OutcomeType
  /** the declaration ended after the badge had earned it */
  earned: boolean
}

const keptBy: Readonly<Record<RecognitionUse, OutcomeType>> = {
  allowance: 'allowance',
  raise: 'raise',
  evaluation: 'raise',
  promotion: 'promotion',
  assignment: 'assignment',
  hiring: 'hire',
  training_support: 'training_support',
  award: 'award',
}

/** The outcome that keeps a promise. */
export const outcomeTypeOf = (recognition: Pick<Recognition, 'use' | 'effect'>): OutcomeType =>
  recognition.effect?.kind === 'lump_sum' ? 'lump_sum' : keptBy[recognition.use]

/** How much the badge matters for a promise that is kept as it was declared. */
export const weightOf = (recognition: Pick<Recognition, 'strength'>): BadgeWeight =>
  recognition.strength === 'guaranteed' ? 'decisive' : 'one_of_factors'

/** A recognition names a definition; it holds for every version of it. */
const withoutVersion = (address: string): string => address.replace(/\/v\/\d+$/, '')

export const namesBadge = (recognition: Pick<Recognition, 'achievements'>, achievementId: string): string | undefined =>
  recognition.achievements.find((id) => withoutVersion(id) === withoutVersion(achievementId))

/**
 * What an employer has promised to the holders of these badges and has not recorded yet, the firmest first. A recorded outcome of the same kind that names
 * the badge keeps the promise; one that was withdrawn or disputed does not. Guaranteed promises of a declaration that ended stay, where they were earned.
 */
export const promisesDue = (
  input: { declarations: readonly Declaration[]; badges: readonly HeldBadge[]; outcomes: readonly Outcome[] },
  today: Day,
): Promised[] => {
  const kept = (badge: HeldBadge, type: OutcomeType): boolean =>
    input.outcomes.some(
      (outcome) =>
        outcome.participantId === badge.participantId &&
        outcome.type === type &&
        outcome.badgeIds.includes(badge.credentialId) &&
        outcome.state !== 'withdrawn' &&
        outcome.state !== 'disputed',
    )
  const due: Promised[] = []
  for (const declaration of input.declarations)
    for (const recognition of declaration.badgeRecognitions)
      for (const badge of input.badges) {
        const named = namesBadge(recognition, badge.achievementId)
        if (named === undefined) continue
        const inForce = wasDeclaredOn(declaration, today)
        const earned = !inForce && promiseEarned(declaration, recognition, { achievementId: named, awardedOn: badge.awardedOn })
        const type = outcomeTypeOf(recognition)
        const known = due.some((other) => other.badge.credentialId === badge.credentialId && other.type === type)
        if ((inForce || earned) && !known && !kept(badge, type)) due.push({ declaration, recognition, badge, type, earned })
      }
  return due.sort((a, b) => strengths.indexOf(b.recognition.strength) - strengths.indexOf(a.recognition.strength))
}
