import { addDays, addMonths, type Day } from './japanese-date.ts'

/** Months after claiming at which a learner is asked (DOMAIN section 12). */
export const followUpWaves = [1, 6, 12] as const
export type FollowUpWave = (typeof followUpWaves)[number]

export const followUpDueOn = (claimedOn: Day, wave: FollowUpWave): Day => addMonths(claimedOn, wave)

/** Days after its due day in which a wave is still sent; a first start of the service does not send last year's questions. */
export const followUpGraceDays = 30

/** A claimed badge, with what was asked about already. */
export interface FollowUpSubject {
  credentialId: string
  participantId: string
  claimedOn: Day
  sent: readonly FollowUpWave[]
  /** the learner wants no such mail, or the address is gone */
  stopped: boolean
}

export interface DueFollowUp {
  credentialId: string
  participantId: string
  wave: FollowUpWave
  dueOn: Day
}

/**
 * The mails to send today. One person gets one mail a day, about the badge that was claimed last, however many badges are due.
 */
export const dueFollowUps = (subjects: readonly FollowUpSubject[], today: Day): DueFollowUp[] => {
  const perPerson = new Map<string, DueFollowUp & { claimedOn: Day }>()
  for (const { credentialId, participantId, claimedOn, sent, stopped } of subjects) {
    if (stopped) continue
    for (const wave of followUpWaves) {
      const dueOn = followUpDueOn(claimedOn, wave)
      if (sent.includes(wave) || dueOn > today || addDays(dueOn, followUpGraceDays) < today) continue
      const known = perPerson.get(participantId)
      if (known === undefined || known.claimedOn < claimedOn || (known.claimedOn === claimedOn && known.wave < wave)) {
        perPerson.set(participantId, { credentialId, participantId, wave, dueOn, claimedOn })
      }
    }
  }
  return [...perPerson.values()].map(({ claimedOn: _, ...due }) => due)
}

/** An employer with a declaration, and what it was asked already. */
export interface EmployerSurveySubject {
  employerId: string
  /** of its first declaration */
  publishedOn: Day
  sent: readonly FollowUpWave[]
  stopped: boolean
}

/** The employers to ask today, at the same distances as learners; a wave that is long past is left out. */
export const dueEmployerSurveys = (
  subjects: readonly EmployerSurveySubject[],
  today: Day,
): { employerId: string; wave: FollowUpWave; dueOn: Day }[] =>
  subjects.flatMap(({ employerId, publishedOn, sent, stopped }) => {
    if (stopped) return []
    return followUpWaves
      .map((wave) => ({ employerId, wave, dueOn: followUpDueOn(publishedOn, wave) }))
      .filter(({ wave, dueOn }) => !sent.includes(wave) && dueOn <= today && today <= addDays(dueOn, followUpGraceDays))
      .slice(-1)
  })
