import { instant } from './columns.ts'
import type { Db } from './database.ts'
import { isUniqueViolation } from './transaction.ts'

export type IdempotencyClaim =
  | { kind: 'new' }
  | { kind: 'other_request' }
  | { kind: 'in_flight' }
  | { kind: 'answered'; status: number; body: string }

/**
 * Claims a key for a request; tells what became of it when it was claimed before (RELIABILITY "Retries").
 *
 * @param claimSeconds - after this time an unanswered claim belongs to a process that is gone
 */
export const claimIdempotencyKey = async (
  db: Db,
  claim: { scope: string; key: string; requestSha256: string },
  now: Date,
  claimSeconds: number,
): Promise<IdempotencyClaim> => {
  try {
    await db
      .insertInto('idempotency')
      .values({
        scope: claim.scope,
        key: claim.key,
        request_sha256: claim.requestSha256,
        response_status: null,
        response_body: null,
        created_at: instant.write(now),
      })
      .execute()
    return { kind: 'new' }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
  const row = await db
    .selectFrom('idempotency')
    .select(['request_sha256', 'response_status', 'response_body'])
    .where('scope', '=', claim.scope)
    .where('key', '=', claim.key)
    .executeTakeFirstOrThrow()
  if (row.request_sha256 !== claim.requestSha256) return { kind: 'other_request' }
  if (row.response_status === null || row.response_body === null)
    return (await takeOver(db, claim, now, claimSeconds)) ? { kind: 'new' } : { kind: 'in_flight' }
  return { kind: 'answered', status: row.response_status, body: row.response_body }
}

/** A claim of a process that is gone may be taken over by one request. */
const takeOver = async (db: Db, claim: { scope: string; key: string }, now: Date, claimSeconds: number): Promise<boolean> => {
  const result = await db
    .updateTable('idempotency')
    .set({ created_at: instant.write(now) })
    .where('scope', '=', claim.scope)
    .where('key', '=', claim.key)
    .where('response_status', 'is', null)
    .where('created_at', '<', instant.write(new Date(now.getTime() - claimSeconds * 1000)))
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

export const storeIdempotentAnswer = async (
  db: Db,
  claim: { scope: string; key: string },
  answer: { status: number; body: string },
): Promise<void> => {
  await db
    .updateTable('idempotency')
    .set({ response_status: answer.status, response_body: answer.body })
    .where('scope', '=', claim.scope)
    .where('key', '=', claim.key)
    .execute()
}

/** Gives a key back after a failure, so that the same request may be tried again. */
export const releaseIdempotencyKey = async (db: Db, claim: { scope: string; key: string }): Promise<void> => {
  await db
    .deleteFrom('idempotency')
    .where('scope', '=', claim.scope)
    .where('key', '=', claim.key)
    .where('response_status', 'is', null)
    .execute()
}
