import type { ErrorRequestHandler, Response } from 'express'
import { type ErrorCode, errorCodes, ServiceError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { ProblemDetail } from '../../verification/verdict.ts'
import { problemTypes, typeOfRefusal } from './problem-types.ts'
import { RequestProblem } from './request-options.ts'

/** HTTP numbers of the VC-API; the suites read them and nothing else (VC-API, section 2). */
const statusOf: Partial<Record<ErrorCode, number>> = {
  bad_request: 400,
  invalid_input: 400,
  credential_refused: 400,
  unauthenticated: 401,
  not_found: 404,
  issuer_not_found: 404,
  credential_not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  overloaded: 503,
  status_list_full: 503,
}

interface Failure {
  status: number
  problems: ProblemDetail[]
  retryAfterSeconds?: number
}

/** An expected failure; `undefined` for anything else, which the service's own error handler answers. */
const failureOf = (error: unknown, publicUrl: string): Failure | undefined => {
  if (error instanceof RequestProblem)
    return { status: 400, problems: [{ type: error.type, title: 'The request is malformed.', detail: error.message }] }
  const status = error instanceof ServiceError ? statusOf[error.code] : undefined
  if (!(error instanceof ServiceError) || status === undefined) return undefined
  const problems = error.problems.map(({ path, message, code }) => ({
    type: error.code === 'bad_request' ? problemTypes.parsing : typeOfRefusal(code),
    title: message,
    detail: path === '' ? message : `${message} Place: ${path}`,
  }))
  return {
    status,
    problems: problems.length > 0 ? problems : [{ type: typeOf(error, publicUrl), title: errorCodes[error.code], detail: error.message }],
    ...(status === 503 ? { retryAfterSeconds: error.retryAfterSeconds ?? 5 } : {}),
  }
}

const typeOf = ({ code }: ServiceError, publicUrl: string): string =>
  code === 'bad_request' ? problemTypes.parsing : `${publicUrl}/errors#${code}`

const send = (response: Response, failure: Failure, body: JsonObject): void => {
  if (failure.status === 401) response.set('WWW-Authenticate', 'Bearer realm="akashi"')
  if (failure.status === 413) response.set('Connection', 'close')
  if (failure.retryAfterSeconds !== undefined) response.set('Retry-After', String(failure.retryAfterSeconds))
  response.status(failure.status).set('Cache-Control', 'no-store').json(body)
}

/** A member that attacks its reader is no unreadable input: the document was read, and is refused (SECURITY (b), step 6). */
const isAttack = (error: unknown): boolean =>
  error instanceof ServiceError && error.problems.some(({ code }) => code === 'input.forbidden_key')

/** Errors of the verifying endpoints have the shape of a verification, so that a client reads one shape only. */
export const verifierErrors =
  (publicUrl: string): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    const failure = response.headersSent ? undefined : failureOf(error, publicUrl)
    if (failure === undefined) {
      next(error)
      return
    }
    send(response, failure, {
      verified: false,
      verdict: failure.status === 503 ? 'unverifiable' : isAttack(error) ? 'invalid' : 'bad-request',
      problemDetails: failure.problems.map((problem) => ({ ...problem })),
      errors: failure.problems.map(({ type, title }) => ({ type, title })),
      warnings: [],
    })
  }

/** Errors of the issuing endpoints: a problem (RFC 9457) of the first mistake, with all of them beside it. */
export const issuerErrors =
  (publicUrl: string): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    const failure = response.headersSent ? undefined : failureOf(error, publicUrl)
    const first = failure?.problems[0]
    if (failure === undefined || first === undefined) {
      next(error)
      return
    }
    response.type('application/problem+json')
    send(response, failure, {
      ...first,
      status: failure.status,
      problemDetails: failure.problems.map((problem) => ({ ...problem })),
      errors: failure.problems.map(({ type, title }) => ({ type, title })),
    })
  }
