import type { ConsentPurpose } from './consent.ts'
import type { Day } from './japanese-date.ts'
import type { BadgeWeight, Outcome } from './outcome.ts'
import type { SurveyResponse } from './survey.ts'

/** What the figures are computed from: the rows of the register, as lean as a query gives them. Dates are JST days. */
export interface KpiRecords {
  declarations: KpiDeclaration[]
  honours: KpiHonour[]
  productivity: KpiProductivity[]
  credentials: KpiCredential[]
  outcomes: KpiOutcome[]
  consents: KpiConsent[]
  completions: KpiCompletion[]
  nominations: KpiNomination[]
  survey: SurveyResponse[]
  /** who works or worked where */
  employments: { participantId: string; employerId: string }[]
}

export interface KpiDeclaration {
  id: string
  employerId: string
  /** employers are told apart by it; by their id where it is missing */
  corporateNumber?: string
  version: number
  publishedOn?: Day
  validUntil?: Day
  withdrawnOn?: Day
  /** day on which the next version took its place */
  endedOn?: Day
}

export interface KpiHonour {
  id: string
  employerId: string
  /** day of the award; absent for candidates, the shortlist and those not awarded */
  awardedOn?: Day
  cancelledOn?: Day
}

export interface KpiProductivity {
  id: string
  employerId: string
  method: string
  unit: string
  before: { value: number; period: string }
  after: { value: number; period: string }
  better: 'up' | 'down'
  linkedCompletionIds: string[]
  state: 'draft' | 'submitted' | 'verified' | 'rejected' | 'returned'
  /** before this day there was no record to speak of */
  submittedOn?: Day
  verifiedOn?: Day
}

export interface KpiCredential {
  id: string
  kind: 'course_completion' | 'workplace_achievement'
  participantId: string
  issuedOn: Day
  /** last day */
  validUntilOn?: Day
  revokedOn?: Day
  /** closed intervals have `to`, the day of the reinstatement */
  suspensions: { from: Day; to?: Day }[]
}

export interface KpiOutcome {
  id: string
  participantId: string
  employerId: string
  type: string
  effectiveOn: Day
  state: Outcome['state']
  badgeWeight: BadgeWeight
  consentId?: string
  /** the state that it had before it was withdrawn or disputed on `until` */
  before?: { state: Outcome['state']; until: Day }
}

export interface KpiConsent {
  id: string
  purpose: ConsentPurpose
  givenOn: Day
  withdrawnOn?: Day
}

export interface KpiCompletion {
  id: string
  participantId: string
  status: 'enrolled' | 'completed' | 'not_completed' | 'withdrawn' | 'corrected'
  startOn: Day
  endOn?: Day
}

export interface KpiNomination {
  id: string
  state: string
  /** day of the present state, and the states before, oldest first, where they are known */
  since?: Day
  history?: { state: string; on: Day }[]
}
