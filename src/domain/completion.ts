export type CompletionStatus = 'enrolled' | 'completed' | 'not_completed' | 'withdrawn' | 'corrected'

/** What a participant achieved in one run of a course. Days are JST calendar days `YYYY-MM-DD`. */
export interface Completion {
  id: string
  sessionId: string
  participantId: string
  status: CompletionStatus
  startOn: string
  /** absent while enrolled, and where a withdrawal has no day */
  endOn?: string
  /** percent, 0 to 100 */
  attendanceRate?: number
  /** points of 100 */
  score?: number
  /** letter, e.g. `B` */
  grade?: string
  certificateNo?: string
  /** where the row came from */
  source?: { file: string; line: number; sha256: string }
  isDemo: boolean
}
