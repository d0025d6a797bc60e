import { applyForBadge } from '../domain/application.ts'
import type { Completion } from '../domain/completion.ts'
import { type Consent, type ConsentGiven, consentInForce, consentsOf } from '../domain/consent.ts'
import { consentItems } from '../domain/consent-notice.ts'
import type { Course } from '../domain/course.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { newId } from '../ids.ts'
import { appendConsentEvents, listConsentsFor } from '../store/consents.ts'
import type { Deps } from './deps.ts'

/**
 * For a course that collects the application with its consent (`autoApply`): the application of each completed row, with the consents that it rests on.
 * Runs inside the transaction that records the completions; new consents are stored, the applications are the caller's to store with the rows.
 *
 * @returns by completion the day and the consent; rows of other courses and of other judgements have none
 */
export const autoApplications = async (
  deps: Deps,
  course: Course,
  completions: readonly Completion[],
): Promise<Map<string, { appliedOn: string; consentId: string }>> => {
  const applications = new Map<string, { appliedOn: string; consentId: string }>()
  const completed = completions.filter(({ status }) => status === 'completed')
  if (course.badge?.autoApply !== true || completed.length === 0) return applications
  const today = jstDay(deps.now())
  const known = await listConsentsFor(deps.db, [...new Set(completed.map(({ participantId }) => participantId))], 'badge_issuance')
  const fresh: ConsentGiven[] = []
  for (const completion of completed) {
    const consent = consentFor(completion, known, fresh, course, today)
    const { appliedOn, consentId } = applyForBadge(
      { state: 'not_applied', completionId: completion.id, participantId: completion.participantId },
      completion,
      { by: 'course', on: today, consent },
    )
    applications.set(completion.id, { appliedOn, consentId })
  }
  await appendConsentEvents(deps.db, fresh, deps.now())
  return applications
}

const consentFor = (completion: Completion, known: readonly Consent[], fresh: ConsentGiven[], course: Course, today: string): Consent => {
  const inForce = consentInForce(
    [...known, ...consentsOf(fresh)],
    { participantId: completion.participantId, purpose: 'badge_issuance' },
    today,
  )
  if (inForce !== undefined) return inForce
  const given: ConsentGiven = {
    event: 'given',
    consentId: newId(),
    participantId: completion.participantId,
    purpose: 'badge_issuance',
    items: [...consentItems.badge_issuance],
    recipient: 'secretariat',
    handler: course.operatorId,
    // The operator collected it with the application for the course, under its own notice.
    noticeVersion: `course:${course.code}`,
    on: today,
    channel: 'import',
    isDemo: completion.isDemo,
  }
  fresh.push(given)
  return consentsOf([given])[0] as Consent
}
