import { type InputProblem, ServiceError } from '../errors.ts'

/**
 * Refuses a move that the present state does not have.
 *
 * @param thing - what is to be moved, with its id, e.g. `nomination NOM-01`
 * @throws ServiceError `conflict`
 */
export const refuseMove = (thing: string, state: string, move: string, allowedFrom: readonly string[]): never => {
  throw new ServiceError('conflict', `${thing} is ${state}: "${move}" is possible only while it is ${allowedFrom.join(' or ')}.`)
}

/** @throws ServiceError `forbidden`: somebody else has to do this */
export const refuseActor = (detail: string): never => {
  throw new ServiceError('forbidden', detail)
}

/** @throws ServiceError `forbidden`: there is no consent in force for this purpose */
export const refuseWithoutConsent = (detail: string): never => {
  throw new ServiceError('forbidden', detail)
}

/** @throws ServiceError `invalid_input` with all problems, when there are any */
export const refuseProblems = (detail: string, problems: readonly InputProblem[]): void => {
  if (problems.length > 0) throw new ServiceError('invalid_input', detail, { problems: [...problems] })
}

/** A reason for a return, a refusal or a withdrawal: a code for counting, a text for the reader. */
export interface Reason {
  code: string
  text: string
}

/** @throws ServiceError `invalid_input` where code or text is missing */
export const requireReason = (reason: Reason): void => {
  const problems: InputProblem[] = []
  if (!/^[A-Z][A-Z0-9_]*$/.test(reason.code)) problems.push({ path: '/reason/code', message: 'A reason code in capitals is needed.' })
  if (reason.text.trim() === '') problems.push({ path: '/reason/text', message: 'A reason in words is needed.' })
  refuseProblems('A reason code and text are needed.', problems)
}
