import { setTimeout as pause } from 'node:timers/promises'
import { ServiceError } from '../errors.ts'
import type { Db } from './database.ts'

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '')

/** Whether the database refused a second row with the same key. */
export const isUniqueViolation = (error: unknown): boolean => {
  const code = codeOf(error)
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/** PostgreSQL: serialization failure or deadlock; the same transaction may succeed when it is tried again. */
const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error))

/** SQLite: another process or thread writes. */
const isLocked = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY')

/** How long a transaction waits for its turn on SQLite, and how often it asks; reads and other work go on meanwhile. */
const LOCK_WAIT_MILLISECONDS = 5_000
const LOCK_LOOK_MILLISECONDS = 20

const isUnavailable = (error: unknown): boolean => {
  const code = codeOf(error)
  return (
    /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY)/.test(code) ||
    /^(08|53|57P)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOENT'].includes(code) ||
    (error instanceof Error && error.message.startsWith('Connection terminated'))
  )
}

/**
 * A database that is locked, full or gone is no defect of the request: it becomes `overloaded` (503 with Retry-After), never a 500
 * (RELIABILITY, "Expected behaviour under faults").
 */
export const asServiceError = (error: unknown): unknown =>
  isUnavailable(error)
    ? new ServiceError('overloaded', 'The database cannot take this now. Nothing was stored; please try again.', {
        cause: error,
        retryAfterSeconds: 5,
      })
    : error

/**
 * Runs `work` in one transaction. The parameter of `work` shadows the outer `deps`, because using the outer database inside hangs on SQLite
 * and commits on its own on PostgreSQL (STYLE 10).
 *
 * @throws ServiceError `overloaded` when the database is locked, full or gone
 */
export const inTransaction = async <D extends { db: Db }, T>(
  deps: D,
  work: (deps: D) => Promise<T>,
  options: { lockWaitMilliseconds?: number } = {},
): Promise<T> => {
  const until = performance.now() + (options.lockWaitMilliseconds ?? LOCK_WAIT_MILLISECONDS)
  for (let attempt = 1; ; ) {
    try {
      return await deps.db.transaction().execute((db) => work({ ...deps, db }))
    } catch (error) {
      if (isLocked(error) && performance.now() < until) {
        await pause(LOCK_LOOK_MILLISECONDS)
        continue
      }
      if (attempt < 5 && isRetryable(error)) {
        attempt += 1
        continue
      }
      throw asServiceError(error)
    }
  }
}
