import type { InputProblem } from '../errors.ts'
import { type Day, isDay } from './japanese-date.ts'
import { refuseMove } from './refusal.ts'
import type { Text } from './text.ts'

/** What the programme offers besides courses; no badge comes of it (DOMAIN section 1). */
export const occasionKinds = ['workshop', 'symposium', 'consultation', 'subsidy', 'visit'] as const
export type OccasionKind = (typeof occasionKinds)[number]

/** One workshop, symposium, career consultation, subsidy or visit to a firm. */
export interface Occasion {
  id: string
  kind: OccasionKind
  title: Text
  heldOn: Day
  /** last day, where it lasts longer than one */
  endedOn?: Day
  place?: string
  /** the programme that it belongs to */
  programmeId?: string
  isDemo: boolean
}

/** registered → attended / absent / cancelled; a subsidy: registered (applied) → granted / refused. */
export type AttendanceStatus = 'registered' | 'attended' | 'absent' | 'cancelled' | 'granted' | 'refused'

/** That a person or a firm took part, with what it led to. */
export interface Attendance {
  id: string
  occasionId: string
  participantId?: string
  employerId?: string
  status: AttendanceStatus
  /** the completion that a subsidy paid for, or that a consultation led to */
  completionId?: string
  /** of a subsidy */
  amountJPY?: number
  isDemo: boolean
}

/** The states that an attendance reaches, by the kind of the occasion. */
export const attendanceStates = (kind: OccasionKind): readonly AttendanceStatus[] =>
  kind === 'subsidy' ? ['registered', 'granted', 'refused', 'cancelled'] : ['registered', 'attended', 'absent', 'cancelled']

export const occasionProblems = (occasion: Omit<Occasion, 'id' | 'isDemo'>): InputProblem[] => {
  const problems: InputProblem[] = []
  if (occasion.title.ja.trim() === '') problems.push({ path: '/title', code: 'TITLE_MISSING', message: '名称を記入してください。' })
  if (!isDay(occasion.heldOn)) problems.push({ path: '/heldOn', code: 'DAY_INVALID', message: `${occasion.heldOn}という日はありません。` })
  if (occasion.endedOn !== undefined && occasion.endedOn < occasion.heldOn)
    problems.push({ path: '/endedOn', code: 'ENDS_BEFORE_START', message: '終わりの日が初めの日より前です。' })
  return problems
}

/** Everything wrong with one attendance, without looking at other records. */
export const attendanceProblems = (
  kind: OccasionKind,
  attendance: Omit<Attendance, 'id' | 'occasionId' | 'isDemo'>,
  path = '',
): InputProblem[] => {
  const problems: InputProblem[] = []
  if (attendance.participantId === undefined && attendance.employerId === undefined)
    problems.push({ path: `${path}/participantId`, code: 'WHO_MISSING', message: '受講者か企業のどちらかを指定してください。' })
  const states = attendanceStates(kind)
  if (!states.includes(attendance.status))
    problems.push({ path: `${path}/status`, code: 'STATUS_UNKNOWN', message: `この種類では ${states.join('、')} のいずれかです。` })
  if (attendance.amountJPY !== undefined && kind !== 'subsidy')
    problems.push({ path: `${path}/amountJPY`, code: 'AMOUNT_NOT_ALLOWED', message: '金額は補助金にだけ記入できます。' })
  if (attendance.status === 'granted' && attendance.amountJPY === undefined)
    problems.push({ path: `${path}/amountJPY`, code: 'AMOUNT_MISSING', message: '交付した金額を記入してください。' })
  return problems
}

/** registered → one of the others, once. */
export const settleAttendance = (
  attendance: Attendance,
  kind: OccasionKind,
  settled: { status: Exclude<AttendanceStatus, 'registered'>; amountJPY?: number; completionId?: string },
): Attendance => {
  const allowed = attendanceStates(kind)
  if (attendance.status !== 'registered' || !allowed.includes(settled.status))
    return refuseMove(`attendance ${attendance.id}`, attendance.status, `set to ${settled.status}`, ['registered'])
  return { ...attendance, ...settled }
}
