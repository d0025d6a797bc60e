import type { Day } from './japanese-date.ts'

/** That a participant worked for an employer, as far as it is known. */
export interface Employment {
  participantId: string
  employerId: string
  /** absent: not known since when */
  from?: Day
  /** last day; absent: still employed, as far as is known */
  to?: Day
  source: 'import' | 'learner' | 'employer' | 'secretariat'
}

export const employedOn = (employment: Pick<Employment, 'from' | 'to'>, day: Day): boolean =>
  (employment.from === undefined || employment.from <= day) && (employment.to === undefined || day <= employment.to)
