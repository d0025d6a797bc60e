import type { ConsentPurpose } from './consent.ts'

/** The notice that people see today; each consent keeps the version that was seen (DOMAIN section 13). */
export const noticeVersion = '2026-04-01'

/** Kinds of data that the notice of each purpose names; a consent given on a form covers all of them. */
export const consentItems: Readonly<Record<ConsentPurpose, readonly string[]>> = {
  badge_issuance: ['name', 'course', 'result'],
  public_page: ['name', 'badge'],
  outcome_reporting: ['outcome', 'employer'],
  workplace_achievement: ['measure', 'role'],
  provision_to_employer: ['name', 'course', 'completion_date', 'badge_status'],
}
