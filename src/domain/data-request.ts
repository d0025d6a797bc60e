import type { InputProblem } from '../errors.ts'
import { addDays, type Day } from './japanese-date.ts'
import { refuseActor, refuseMove, refuseProblems } from './refusal.ts'

/** What a person may ask about the own data (APPI 32–35; DOMAIN section 13). */
export const dataRequestKinds = ['disclosure', 'correction', 'stop_use', 'erasure'] as const
export type DataRequestKind = (typeof dataRequestKinds)[number]

export type DataRequestDecision = 'granted' | 'partly' | 'refused'
export const dataRequestDecisions: readonly DataRequestDecision[] = ['granted', 'partly', 'refused']

export interface DataRequestContent {
  id: string
  participantId: string
  kind: DataRequestKind
  /** what is asked, in the person's words */
  text: string
  channel: 'web' | 'paper' | 'phone' | 'mail'
  receivedOn: Day
  dueOn: Day
  /** why the day was moved, where it was */
  extended?: { on: Day; reason: string }
  isDemo: boolean
}

/** open → answered / withdrawn. */
export type DataRequest = DataRequestContent &
  (
    | { state: 'open' }
    | { state: 'answered'; decidedOn: Day; decision: DataRequestDecision; answer: string }
    | { state: 'withdrawn'; decidedOn: Day }
  )

/** Days in which a request is answered, unless the setting says otherwise; and by how many it may be extended, once. */
export const dataRequestDays = 30
export const dataRequestExtensionDays = 30
const longestText = 2000

/** @throws ServiceError `invalid_input` for a correction that does not say what is to be corrected, and for a text that is too long */
export const newDataRequest = (
  request: Omit<DataRequestContent, 'dueOn' | 'extended'>,
  days: number = dataRequestDays,
): DataRequest & { state: 'open' } => {
  const problems: InputProblem[] = []
  if (!dataRequestKinds.includes(request.kind)) problems.push({ path: '/kind', message: `One of ${dataRequestKinds.join(', ')}.` })
  if (request.kind === 'correction' && request.text.trim() === '')
    problems.push({ path: '/text', code: 'TEXT_MISSING', message: '訂正するところと、正しい内容を書いてください。' })
  if (request.text.length > longestText)
    problems.push({ path: '/text', code: 'TEXT_TOO_LONG', message: `${longestText}文字以内で書いてください。` })
  refuseProblems('The request is not acceptable.', problems)
  return { ...request, state: 'open', dueOn: addDays(request.receivedOn, days) }
}

const thing = (request: DataRequest): string => `data request ${request.id}`

/** @throws ServiceError `conflict` unless it is open, `invalid_input` for a refusal or a partial answer without reasons */
export const answerDataRequest = (
  request: DataRequest,
  answer: { on: Day; decision: DataRequestDecision; answer: string },
): DataRequest & { state: 'answered' } => {
  if (request.state !== 'open') return refuseMove(thing(request), request.state, 'answer', ['open'])
  if (answer.decision !== 'granted' && answer.answer.trim() === '')
    refuseProblems('A refusal needs its reasons.', [
      { path: '/answer', code: 'REASON_MISSING', message: '応じない理由を書いてください。本人に知らせます。' },
    ])
  return { ...request, state: 'answered', decidedOn: answer.on, decision: answer.decision, answer: answer.answer }
}

/** Moves the day by which the request is answered, once and with a reason. */
export const extendDataRequest = (request: DataRequest, extension: { on: Day; reason: string }): DataRequest & { state: 'open' } => {
  if (request.state !== 'open') return refuseMove(thing(request), request.state, 'extend', ['open'])
  if (request.extended !== undefined) return refuseMove(thing(request), 'extended', 'extend again', ['open'])
  if (extension.reason.trim() === '')
    refuseProblems('An extension needs its reason.', [
      { path: '/reason', code: 'REASON_MISSING', message: '延ばす理由を書いてください。本人に知らせます。' },
    ])
  return { ...request, dueOn: addDays(request.dueOn, dataRequestExtensionDays), extended: extension }
}

export const withdrawDataRequest = (
  request: DataRequest,
  withdrawal: { by: { participantId?: string }; on: Day },
): DataRequest & { state: 'withdrawn' } => {
  if (withdrawal.by.participantId !== request.participantId) return refuseActor('Only the person withdraws the own request.')
  if (request.state !== 'open') return refuseMove(thing(request), request.state, 'withdraw', ['open'])
  return { ...request, state: 'withdrawn', decidedOn: withdrawal.on }
}

/** Whether the day by which it is to be answered has passed. */
export const isOverdue = (request: Pick<DataRequest, 'state' | 'dueOn'>, today: Day): boolean =>
  request.state === 'open' && request.dueOn < today
