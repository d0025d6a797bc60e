import type { EmployerConfirmation, Nomination, Review } from './nomination.ts'
import type { Outcome } from './outcome.ts'
import type { Reason } from './refusal.ts'
import type { SurveyResponse } from './survey.ts'
import type { Text } from './text.ts'

/** What stands in the place of what was erased, where a record stays for the counts. */
export const erasedText: Text = { ja: '（本人の希望により削除）', en: '(removed at the wish of the person)' }

/** What is said in the place of a row of an import that named the person. */
export const erasedRowText: Text = {
  ja: '本人の希望により、この行の内容を削除しました。',
  en: 'The content of this row was removed at the wish of the person.',
}

/** What is erased: the page and content of one badge, or everything about a person (SECURITY (e) 3). */
export type ErasureScope = { kind: 'badge'; credentialId: string } | { kind: 'person' }

/** An erasure as it is remembered: by ids alone, so that it can be done again after a restore. */
export interface Erasure {
  id: string
  participantId: string
  /** absent: the whole person */
  credentialId?: string
  at: Date
}

const erasedReason = (reason: Reason): Reason => ({ code: reason.code, text: erasedText.ja })
const erasedConfirmation = ({ confirmedOn }: EmployerConfirmation): EmployerConfirmation => ({
  confirmedOn,
  confirmedBy: erasedText,
  figures: '',
})
const erasedReview = ({ reviewerId, decision, on, reason }: Review): Review => ({
  reviewerId,
  decision,
  on,
  ...(reason === undefined ? {} : { reason: erasedReason(reason) }),
  waivers: [],
})

/**
 * A nomination of which nothing is left but ids, states and days, so that figures of past days stay as they were. One that was under way is withdrawn.
 *
 * @param on - JST day of the erasure
 */
export const nominationWithoutPerson = (nomination: Nomination, on: string): Nomination => {
  const bare = {
    id: nomination.id,
    achievementId: nomination.achievementId,
    participantId: nomination.participantId,
    employerId: nomination.employerId,
    draftedBy: nomination.draftedBy,
    basedOnCompletions: nomination.basedOnCompletions,
    title: erasedText,
    role: erasedText,
    measures: [],
    evidence: [],
    publishPolicy: 'none' as const,
    ...(nomination.takenOver === undefined ? {} : { takenOver: nomination.takenOver }),
    isDemo: nomination.isDemo,
  }
  switch (nomination.state) {
    case 'issued':
      return {
        ...bare,
        state: 'issued',
        confirmation: erasedConfirmation(nomination.confirmation),
        submittedOn: nomination.submittedOn,
        approvedOn: nomination.approvedOn,
        reviews: nomination.reviews.map(erasedReview),
        consent: { ...nomination.consent, textDigest: '' },
        issuedOn: nomination.issuedOn,
        credentialId: nomination.credentialId,
      }
    case 'rejected':
      return {
        ...bare,
        state: 'rejected',
        confirmation: erasedConfirmation(nomination.confirmation),
        submittedOn: nomination.submittedOn,
        rejectedOn: nomination.rejectedOn,
        reason: erasedReason(nomination.reason),
        reviews: nomination.reviews.map(erasedReview),
      }
    case 'withdrawn':
      return { ...bare, state: 'withdrawn', withdrawnOn: nomination.withdrawnOn, reason: erasedReason(nomination.reason) }
    default:
      return { ...bare, state: 'withdrawn', withdrawnOn: on, reason: { code: 'LEARNER_REQUEST', text: erasedText.ja } }
  }
}

/** An outcome of which type, day and states are left for the figures: no words, no amount, no badge. */
export const outcomeWithoutPerson = (outcome: Outcome): Outcome => {
  const { amount: _amount, declarationId: _declaration, ...rest } = outcome
  return { ...rest, text: erasedText, badgeIds: outcome.badgeIds, share: 'kpi_only' } as Outcome
}

/** Answers without the reader's own words. */
export const answersWithoutPerson = <T extends SurveyResponse>(response: T): T => {
  const { L6: _words, ...rest } = response
  return rest as T
}
