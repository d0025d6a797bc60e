import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, Request, Response } from 'express'
import { type ErrorCode, errorCodes, ServiceError } from '../errors.ts'
import { asServiceError } from '../store/transaction.ts'

/** The HTTP status of each error code. */
const statusOf: Record<ErrorCode, number> = {
  bad_request: 400,
  invalid_input: 400,
  not_found: 404,
  not_acceptable: 406,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unauthenticated: 401,
  forbidden: 403,
  rate_limited: 429,
  overloaded: 503,
  office_unreachable: 503,
  idempotency_conflict: 422,
  participant_not_found: 404,
  course_not_found: 404,
  session_not_found: 404,
  completion_not_found: 404,
  achievement_not_found: 404,
  organisation_not_found: 404,
  credential_not_found: 404,
  credential_erased: 410,
  issuer_not_found: 404,
  conflict: 409,
  completion_not_eligible: 422,
  course_not_certified: 422,
  achievement_immutable: 409,
  credential_refused: 422,
  quota_exceeded: 429,
  credential_not_issued: 409,
  credential_already_revoked: 409,
  credential_not_suspended: 409,
  credential_already_suspended: 409,
  status_list_full: 503,
  status_list_not_found: 404,
  reason_unknown: 400,
  key_file_unsafe: 503,
  key_file_damaged: 503,
  key_missing: 503,
  key_not_active: 503,
  clock_behind: 503,
  signing_guard: 503,
  signer_unreachable: 503,
  passphrase_missing: 503,
  not_logged_yet: 404,
  log_altered: 503,
  config_invalid: 503,
  context_altered: 503,
  database_unsafe: 503,
  database_behind: 503,
  backup_damaged: 503,
  database_newer: 503,
  demo_data_invalid: 503,
}

const outwardly: ReadonlySet<ErrorCode> = new Set(['overloaded', 'office_unreachable'])

/** Codes whose detail speaks of files and keys: for the operator's log, not for a stranger. */
const isInternal = (code: ErrorCode): boolean => statusOf[code] === 503 && !outwardly.has(code)

/** A problem document (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode | 'internal'
  errors?: { path: string; message: string; code?: string }[]
  /** names the entry in the log, for whoever reports an unknown error */
  incident?: string
}

/**
 * An error as a problem document. Unknown errors give an incident id and no inside information.
 *
 * @param base - public URL; the type of a problem is its place in the list of errors
 */
export const problemOf = (error: unknown, base: string): { problem: Problem; known: boolean; retryAfterSeconds?: number } => {
  const cause = asServiceError(fromParser(error))
  if (cause instanceof ServiceError && !isInternal(cause.code)) {
    const problem: Problem = {
      type: `${base}/errors#${cause.code}`,
      title: errorCodes[cause.code],
      status: statusOf[cause.code],
      detail: cause.message,
      code: cause.code,
      ...(cause.problems.length > 0 ? { errors: cause.problems } : {}),
    }
    return { problem, known: true, retryAfterSeconds: cause.retryAfterSeconds }
  }
  const status = cause instanceof ServiceError ? 503 : 500
  const problem: Problem = {
    type: `${base}/errors#internal`,
    title: 'Something went wrong inside the service.',
    status,
    detail: 'The error was recorded. Please report the incident number if it happens again.',
    code: 'internal',
    incident: randomUUID(),
  }
  return { problem, known: false, ...(status === 503 ? { retryAfterSeconds: 30 } : {}) }
}

/** Errors of express itself (a malformed percent sign in a path, an aborted body) are bad requests and no defect of the service. */
const fromParser = (error: unknown): unknown => {
  if (error instanceof ServiceError || typeof error !== 'object' || error === null || !('status' in error)) return error
  if (error.status === 413) return new ServiceError('payload_too_large', 'The request is larger than the limit.', { cause: error })
  if (error.status === 415)
    return new ServiceError('unsupported_media_type', 'The content type of the request is not read here.', { cause: error })
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500
    ? new ServiceError('bad_request', 'The request is malformed.', { cause: error })
    : error
}

const sendProblem = (response: Response, problem: Problem, retryAfterSeconds?: number): void => {
  if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds))
  if (problem.code === 'unauthenticated') response.set('WWW-Authenticate', 'Bearer realm="akashi"')
  response.status(problem.status).set('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify(problem))
}

export interface ErrorPages {
  /** renders the page for a person; undefined where only machines ask */
  page(request: Request, problem: Problem): string | undefined
  log(error: unknown, incident: string | undefined, request: Request): void
}

/** The last handler: every error becomes a problem document or, for people, a page. */
export const errorHandler =
  (base: string, pages: ErrorPages): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const { problem, known, retryAfterSeconds } = problemOf(error, base)
    if (!known) pages.log(error, problem.incident, request)
    const html = request.accepts(['json', 'html']) === 'html' ? pages.page(request, problem) : undefined
    if (html === undefined) {
      sendProblem(response, problem, retryAfterSeconds)
      return
    }
    if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds))
    response.status(problem.status).set('Cache-Control', 'no-store').type('html').send(html)
  }
