import type { Text } from './text.ts'

export type Certification =
  | { status: 'draft' | 'submitted' | 'returned' }
  /** a course of the operator's own that is outside certification; its badges never look certified */
  | { status: 'not_applicable'; note?: Text }
  | { status: 'certified'; certifiedOn: string; until?: string; by?: string; note?: Text }
  | { status: 'suspended' | 'ended'; certifiedOn: string; endedOn: string; note?: Text }

/** A course of an operator; 県認定講座 when certified. */
export interface Course {
  id: string
  code: string
  operatorId: string
  name: Text
  hours: number
  criteria: { ja: string[]; en?: string[] }
  /** codes of skill items, e.g. `DSS-L/Y-1` */
  alignments: string[]
  certification: Certification
  badge?: CourseBadge
  isDemo: boolean
}

/** Which badge a completion of the course leads to. */
export interface CourseBadge {
  achievementSlug: string
  /** null: no expiry */
  validityMonths: number | null
  /** true: the course collects the application with its consent, so a completion is applied for at once */
  autoApply: boolean
  /** how the recipient appears in the signed badge; see docs/decisions */
  recipientIdentity: 'pairwise' | 'hashed_email'
}

/** One run (開催回) of a course; days are JST calendar days `YYYY-MM-DD`. */
export interface Session {
  id: string
  courseId: string
  no: string
  start: string
  end: string
  place?: string
  /** the version of the badge under which the run began; absent while there is no later one */
  achievementId?: string
}

/** Whether the course was certified on that JST day. */
export const certifiedOn = (course: Course, day: string): boolean => {
  const certification = course.certification
  switch (certification.status) {
    case 'certified':
      return certification.certifiedOn <= day && (certification.until === undefined || day <= certification.until)
    case 'suspended':
    case 'ended':
      return certification.certifiedOn <= day && day < certification.endedOn
    default:
      return false
  }
}
