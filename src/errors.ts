/**
 * Every expected failure of the service has a stable code. The list is held against `docs/errors.md` in both directions by a test;
 * HTTP numbers for them live in `web/problem.ts`.
 */
export const errorCodes = {
  // requests
  bad_request: 'The request is malformed.',
  invalid_input: 'One or more fields are not acceptable; each is named.',
  not_found: 'There is nothing at this address, or it is private.',
  not_acceptable: 'No representation that the Accept header allows.',
  payload_too_large: 'The request is larger than the limit.',
  unsupported_media_type: 'The content type of the request is not read here.',
  unauthenticated: 'A valid API key or session is needed.',
  forbidden: 'The actor may not do this.',
  rate_limited: 'Too many requests; try again after the time in Retry-After.',
  overloaded: 'The service is at its capacity; try again after the time in Retry-After.',
  office_unreachable: 'The sign-in of the office cannot be reached now.',
  idempotency_conflict: 'The idempotency key was used before with another request.',
  // records
  participant_not_found: 'There is no such participant.',
  course_not_found: 'There is no such course.',
  session_not_found: 'There is no such course session.',
  completion_not_found: 'There is no such completion.',
  achievement_not_found: 'There is no such badge definition.',
  organisation_not_found: 'There is no such organisation.',
  credential_not_found: 'There is no such badge.',
  credential_erased: "The badge was removed at its holder's wish.",
  issuer_not_found: 'There is no such issuer.',
  conflict: 'The record was changed by somebody else, or exists already.',
  // issuing
  completion_not_eligible: 'This completion cannot lead to a badge; the reason is named.',
  course_not_certified: 'The course is not certified on the day of the award.',
  achievement_immutable: 'A badge was issued under this definition; make a new version instead.',
  credential_refused: 'The badge breaks a rule of the specification; nothing was signed.',
  quota_exceeded: 'The organisation has issued as many badges as it may in this fiscal year.',
  credential_not_issued: 'The badge is not issued yet.',
  credential_already_revoked: 'The badge is revoked; that is final.',
  credential_not_suspended: 'The badge is not suspended.',
  credential_already_suspended: 'The badge is suspended already.',
  status_list_full: 'Fewer than 1 % of the entries of the status list are free.',
  status_list_not_found: 'There is no such status list.',
  reason_unknown: 'The reason code is not one of the list.',
  // keys
  key_file_unsafe: 'A key file or its directory can be read by others, or belongs to someone else.',
  key_file_damaged: 'A key file cannot be read or opened.',
  key_missing: 'The key of an existing issuer is missing; a new one is never made in its place.',
  key_not_active: 'No key of this issuer is active at this time.',
  clock_behind: 'The clock of the service went back; nothing is issued until it is right.',
  signing_guard: 'A second computation does not confirm what was signed; nothing was handed out.',
  signer_unreachable: 'The signer does not answer now; what was begun is finished when it is back.',
  passphrase_missing: 'A passphrase for the key files is needed.',
  // the public log
  not_logged_yet: 'The badge is not under a signed head of the public log yet; the next one is named.',
  log_altered: 'The public log does not continue what was published; no head is signed.',
  // start
  config_invalid: 'The configuration has mistakes; all are named.',
  context_altered: 'A pinned JSON-LD context differs from its digest.',
  database_unsafe: 'The database does not keep what it acknowledges; see the sentence.',
  database_behind: 'The database is older than what was published; it must be reconciled first.',
  backup_damaged: 'The backup is not what its manifest says.',
  database_newer: 'The database was written by a newer version of Akashi.',
  demo_data_invalid: 'The demo programme cannot be read; file and place are named.',
} as const

export type ErrorCode = keyof typeof errorCodes

/** One mistake with its place, for input that has several. */
export interface InputProblem {
  /** where: a JSON pointer, a form field, or `line 14, column 修了日` */
  path: string
  message: string
  code?: string
}

/** An expected failure: says what is wrong with which thing, and what would be right. Carries no secret and no personal data. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: ErrorCode
  readonly problems: InputProblem[]
  /** seconds after which the same request may succeed (`Retry-After`) */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, detail: string, options: { cause?: unknown; problems?: InputProblem[]; retryAfterSeconds?: number } = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.problems = options.problems ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
