import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { problemTypes } from './problem-types.ts'

/** A request that is not of the form that the VC-API describes; answered with 400 and this problem. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'
  readonly type: string

  constructor(type: string, detail: string) {
    super(detail)
    this.type = type
  }
}

export const malformedRequest = (detail: string): RequestProblem => new RequestProblem(problemTypes.malformed, detail)

/** Members beside those that are known are an error, never ignored (VC-API, section 2): a caller may believe that they were obeyed. */
export const refuseUnknown = (object: JsonObject, known: readonly string[], place: string): void => {
  const unknown = Object.keys(object).find((member) => !known.includes(member))
  if (unknown !== undefined) throw new RequestProblem(problemTypes.unknownOption, `${place} knows no member ${JSON.stringify(unknown)}.`)
}

/** `options` of a request: absent or an object of known members. */
export const optionsOf = (body: JsonObject, known: readonly string[]): JsonObject => {
  const options = body['options'] ?? {}
  if (!isJsonObject(options)) throw malformedRequest('options is an object.')
  refuseUnknown(options, known, 'options')
  return options
}

/** A member that is an object. A document sent as a text is no document. */
export const objectOf = (body: JsonObject, member: string): JsonObject => {
  const value = body[member]
  if (!isJsonObject(value)) throw malformedRequest(`The request has a member ${member}, an object.`)
  return value
}

export const textOf = (object: JsonObject, member: string): string | undefined => {
  const value = object[member]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '') throw malformedRequest(`${member} is a text.`)
  return value
}

export const flagOf = (object: JsonObject, member: string, fallback: boolean): boolean => {
  const value = object[member]
  if (value === undefined) return fallback
  if (typeof value !== 'boolean') throw malformedRequest(`${member} is true or false.`)
  return value
}

const isTextList = (value: Json | undefined): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string')

/** A list of texts that is looked at and never obeyed: all checks run for every caller (SECURITY T31). */
export const refuseUnlessTexts = (object: JsonObject, member: string): void => {
  if (object[member] !== undefined && !isTextList(object[member])) throw malformedRequest(`${member} is a list of texts.`)
}
