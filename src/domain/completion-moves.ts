import type { Completion, CompletionStatus } from './completion.ts'
import type { Day } from './japanese-date.ts'
import { refuseMove, refuseProblems } from './refusal.ts'

const thing = (completion: Completion): string => `completion ${completion.id}`

/** enrolled → completed, not_completed or withdrawn. */
export const judgeCompletion = <C extends Completion>(
  completion: C,
  judgement: {
    status: Extract<CompletionStatus, 'completed' | 'not_completed' | 'withdrawn'>
    endOn: Day
    attendanceRate?: number
    score?: number
    grade?: string
    certificateNo?: string
  },
): C => {
  if (completion.status !== 'enrolled') return refuseMove(thing(completion), completion.status, 'judge', ['enrolled'])
  const { endOn, ...rest } = judgement
  refuseProblems('The judgement is not acceptable.', rangeProblems({ ...completion, ...rest, endOn }))
  return { ...completion, ...rest, endOn }
}

/** A correction of a judged completion. */
export type CompletionCorrection = Partial<
  Pick<Completion, 'status' | 'startOn' | 'endOn' | 'attendanceRate' | 'score' | 'grade' | 'certificateNo'>
>

/**
 * A correction: the old row stays as history (`corrected`, not counted), a new row takes its place.
 *
 * @param newId - id of the new row
 * @returns both rows; `flagsCredential` when a badge issued on the old one has to be looked at
 */
export const correctCompletion = <C extends Completion>(
  completion: C,
  correction: CompletionCorrection,
  newId: string,
): { old: C; corrected: C; flagsCredential: boolean } => {
  const { status } = completion
  if (status === 'corrected' || status === 'enrolled') {
    return refuseMove(thing(completion), status, 'correct', ['completed', 'not_completed', 'withdrawn'])
  }
  const corrected = { ...completion, ...correction, id: newId }
  if (corrected.status === 'corrected' || corrected.status === 'enrolled') {
    return refuseMove(thing(completion), status, `correct to ${corrected.status}`, ['corrected to completed, not_completed or withdrawn'])
  }
  refuseProblems('The correction is not acceptable.', rangeProblems(corrected))
  return { old: { ...completion, status: 'corrected' }, corrected, flagsCredential: status === 'completed' }
}

const rangeProblems = (completion: Completion): { path: string; message: string }[] => {
  const problems: { path: string; message: string }[] = []
  const outside = (value: number | undefined): boolean => value !== undefined && !(value >= 0 && value <= 100)
  if (completion.endOn !== undefined && completion.endOn < completion.startOn)
    problems.push({ path: '/endOn', message: '修了日が受講開始日より前です。' })
  if (outside(completion.attendanceRate)) problems.push({ path: '/attendanceRate', message: '出席率は0〜100%です。' })
  if (outside(completion.score)) problems.push({ path: '/score', message: '点数は0〜100点です。' })
  return problems
}
