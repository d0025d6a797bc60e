import { type Consent, inForceOn } from './consent.ts'
import type { Day } from './japanese-date.ts'
import { refuseActor, refuseMove } from './refusal.ts'
import type { Text } from './text.ts'

export type OutcomeType = 'allowance' | 'lump_sum' | 'raise' | 'promotion' | 'assignment' | 'hire' | 'award' | 'training_support'

/** How much the badge mattered for the outcome. */
export type BadgeWeight = 'decisive' | 'one_of_factors' | 'unknown' | 'none'

/** From the strongest to the weakest answer. */
const weightOrder: readonly BadgeWeight[] = ['decisive', 'one_of_factors', 'unknown', 'none']

/** Both sides are asked; the weaker answer holds (DOMAIN section 10). */
export const weakerWeight = (a: BadgeWeight, b: BadgeWeight): BadgeWeight => (weightOrder.indexOf(a) >= weightOrder.indexOf(b) ? a : b)

export type OutcomeSide = 'learner' | 'employer'

export interface OutcomeContent {
  id: string
  participantId: string
  employerId: string
  type: OutcomeType
  effectiveOn: Day
  text: Text
  badgeIds: string[]
  /** optional, bands allowed */
  amount?: { amountJPY: number; per: 'month' | 'once' } | { band: string }
  /** the promise that was kept */
  declarationId?: string
  /** what the learner may be shown to others as */
  share: 'kpi_only' | 'case' | 'public'
  isDemo: boolean
}

/** learner_reported / employer_reported → verified / disputed / withdrawn. */
export type Outcome = OutcomeContent &
  (
    | { state: 'learner_reported'; reportedOn: Day; badgeWeight: BadgeWeight; consentId?: string }
    | { state: 'employer_reported'; reportedOn: Day; badgeWeight: BadgeWeight; consentId?: undefined }
    | { state: 'verified'; reportedOn: Day; verifiedOn: Day; badgeWeight: BadgeWeight; consentId: string }
    | { state: 'disputed'; reportedBy: OutcomeSide; disputedOn: Day; badgeWeight: BadgeWeight; consentId?: string }
    | { state: 'withdrawn'; withdrawnOn: Day; badgeWeight: BadgeWeight; consentId?: string }
  )

type In<State extends Outcome['state']> = Extract<Outcome, { state: State }>

const thing = (outcome: Outcome): string => `outcome ${outcome.id}`

const contentOf = (outcome: Outcome): OutcomeContent => ({
  id: outcome.id,
  participantId: outcome.participantId,
  employerId: outcome.employerId,
  type: outcome.type,
  effectiveOn: outcome.effectiveOn,
  text: outcome.text,
  badgeIds: outcome.badgeIds,
  ...(outcome.amount === undefined ? {} : { amount: outcome.amount }),
  ...(outcome.declarationId === undefined ? {} : { declarationId: outcome.declarationId }),
  share: outcome.share,
  isDemo: outcome.isDemo,
})

const reporterOf = (outcome: In<'learner_reported' | 'employer_reported'>): OutcomeSide =>
  outcome.state === 'learner_reported' ? 'learner' : 'employer'

/** A new report. The learner's own needs the consent `outcome_reporting`; the employer's is held, not counted, until the learner agrees. */
export const reportOutcome = (
  content: OutcomeContent,
  report: { by: 'learner'; on: Day; badgeWeight: BadgeWeight; consent: Consent } | { by: 'employer'; on: Day; badgeWeight: BadgeWeight },
): In<'learner_reported' | 'employer_reported'> => {
  if (report.by === 'employer') return { ...content, state: 'employer_reported', reportedOn: report.on, badgeWeight: report.badgeWeight }
  checkConsent(content, report.consent, report.on)
  return {
    ...content,
    state: 'learner_reported',
    reportedOn: report.on,
    badgeWeight: report.badgeWeight,
    consentId: report.consent.consentId,
  }
}

const checkConsent = (content: OutcomeContent, consent: Consent, day: Day): void => {
  if (consent.participantId !== content.participantId || consent.purpose !== 'outcome_reporting' || !inForceOn(consent, day)) {
    refuseActor('The learner has no consent to outcome reporting in force.')
  }
}

/**
 * learner_reported → verified by the employer, employer_reported → verified by the learner.
 *
 * @param confirmation - `badgeWeight`: the confirming side's own answer; `consent`: needed from the learner
 */
export const confirmOutcome = (
  outcome: Outcome,
  confirmation:
    | { by: 'employer'; on: Day; badgeWeight: BadgeWeight }
    | { by: 'learner'; on: Day; badgeWeight: BadgeWeight; consent: Consent },
): In<'verified'> => {
  if (outcome.state !== 'learner_reported' && outcome.state !== 'employer_reported') {
    return refuseMove(thing(outcome), outcome.state, 'confirm', ['learner_reported', 'employer_reported'])
  }
  if (confirmation.by === reporterOf(outcome)) return refuseActor('The side that reported an outcome does not confirm it.')
  if (confirmation.by === 'learner') checkConsent(outcome, confirmation.consent, confirmation.on)
  const consentId = confirmation.by === 'learner' ? confirmation.consent.consentId : outcome.consentId
  if (consentId === undefined) return refuseActor('The learner has no consent to outcome reporting in force.')
  return {
    ...contentOf(outcome),
    state: 'verified',
    reportedOn: outcome.reportedOn,
    verifiedOn: confirmation.on,
    badgeWeight: weakerWeight(outcome.badgeWeight, confirmation.badgeWeight),
    consentId,
  }
}

/** The other side says that it is not so. */
export const disputeOutcome = (outcome: Outcome, dispute: { by: OutcomeSide; on: Day }): In<'disputed'> => {
  if (outcome.state !== 'learner_reported' && outcome.state !== 'employer_reported') {
    return refuseMove(thing(outcome), outcome.state, 'dispute', ['learner_reported', 'employer_reported'])
  }
  if (dispute.by === reporterOf(outcome)) return refuseActor('The side that reported an outcome does not dispute it; it withdraws it.')
  return {
    ...contentOf(outcome),
    state: 'disputed',
    reportedBy: reporterOf(outcome),
    disputedOn: dispute.on,
    badgeWeight: outcome.badgeWeight,
    ...(outcome.consentId === undefined ? {} : { consentId: outcome.consentId }),
  }
}

/** The reporting side withdraws its report; the learner may withdraw any report about the own person, verified or not. */
export const withdrawOutcome = (outcome: Outcome, withdrawal: { by: OutcomeSide; on: Day }): In<'withdrawn'> => {
  if (outcome.state === 'withdrawn') {
    return refuseMove(thing(outcome), outcome.state, 'withdraw', ['learner_reported', 'employer_reported', 'verified', 'disputed'])
  }
  const reportedByEmployer = outcome.state === 'employer_reported' || (outcome.state === 'disputed' && outcome.reportedBy === 'employer')
  if (withdrawal.by === 'employer' && !reportedByEmployer) return refuseActor('The employer withdraws only its own report.')
  return {
    ...contentOf(outcome),
    state: 'withdrawn',
    withdrawnOn: withdrawal.on,
    badgeWeight: outcome.badgeWeight,
    ...(outcome.consentId === undefined ? {} : { consentId: outcome.consentId }),
  }
}

export type OutcomeNotCounted =
  | 'only one side confirmed'
  | 'disputed'
  | 'withdrawn'
  | 'badgeWeight none'
  | 'badgeWeight unknown'
  | 'consent not in force'

/**
 * Why an outcome does not count on a day on or after its `effectiveOn`; undefined where it counts: verified by both sides, the badge
 * mattered, consent in force (DOMAIN section 10). It goes on counting when its badge expires later.
 */
export const outcomeNotCounted = (
  outcome: { state: Outcome['state']; badgeWeight: BadgeWeight },
  consent: Pick<Consent, 'givenOn' | 'withdrawnOn'> | undefined,
  day: Day,
): OutcomeNotCounted | undefined => {
  if (outcome.state === 'withdrawn' || outcome.state === 'disputed') return outcome.state
  if (outcome.state !== 'verified') return 'only one side confirmed'
  if (outcome.badgeWeight === 'none' || outcome.badgeWeight === 'unknown') return `badgeWeight ${outcome.badgeWeight}`
  return consent === undefined || !inForceOn(consent, day) ? 'consent not in force' : undefined
}
