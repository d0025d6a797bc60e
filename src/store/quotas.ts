import { count, instant } from './columns.ts'
import type { Db } from './database.ts'

/** How many badges an organisation may have issued in one fiscal year. */
export interface Quota {
  organisationId: string
  perFiscalYear: number
}

export const findQuota = async (db: Db, organisationId: string): Promise<number | undefined> =>
  (await db.selectFrom('issue_quota').select('per_fiscal_year').where('organisation_id', '=', organisationId).executeTakeFirst())
    ?.per_fiscal_year

/**
 * Locks the quota until the transaction ends, and counts behind the lock: of several that issue at once, through whichever instance, none takes what
 * another one has taken.
 *
 * @returns undefined: no limit
 */
export const lockQuota = async (
  db: Db,
  { organisationId, since }: { organisationId: string; since: Date },
): Promise<{ quota: number; issued: number } | undefined> => {
  const row = await db
    .updateTable('issue_quota')
    .set((row) => ({ per_fiscal_year: row.ref('per_fiscal_year') }))
    .where('organisation_id', '=', organisationId)
    .returning('per_fiscal_year')
    .executeTakeFirst()
  // A statement of its own, so that PostgreSQL sees what was committed while this one waited.
  return row === undefined ? undefined : { quota: row.per_fiscal_year, issued: await countIssuedSince(db, organisationId, since) }
}

/** A badge that takes from a quota. */
export interface Held {
  /** whose quota; absent where nobody's holds */
  quotaOf?: string
}

/** Which of these fit into the quotas, in the order given. Inside the transaction that stores them. */
export const withinQuotas = async <T extends Held>(db: Db, wanted: readonly T[], since: Date): Promise<T[]> => {
  const left = new Map<string, number>()
  // In one order everywhere, so that two transactions do not wait for each other.
  for (const organisationId of [...new Set(wanted.flatMap(({ quotaOf }) => quotaOf ?? []))].sort()) {
    const state = await lockQuota(db, { organisationId, since })
    if (state !== undefined) left.set(organisationId, state.quota - state.issued)
  }
  return wanted.filter(({ quotaOf }) => {
    const rest = quotaOf === undefined ? undefined : left.get(quotaOf)
    if (quotaOf === undefined || rest === undefined) return true
    left.set(quotaOf, rest - 1)
    return rest > 0
  })
}

export const listQuotas = async (db: Db): Promise<Quota[]> =>
  (await db.selectFrom('issue_quota').select(['organisation_id', 'per_fiscal_year']).orderBy('organisation_id').execute()).map((row) => ({
    organisationId: row.organisation_id,
    perFiscalYear: row.per_fiscal_year,
  }))

/** @param perFiscalYear - undefined: no limit any more */
export const saveQuota = async (db: Db, organisationId: string, perFiscalYear: number | undefined, now: Date): Promise<void> => {
  if (perFiscalYear === undefined) {
    await db.deleteFrom('issue_quota').where('organisation_id', '=', organisationId).execute()
    return
  }
  const changed = { per_fiscal_year: perFiscalYear, changed_at: instant.write(now) }
  await db
    .insertInto('issue_quota')
    .values({ organisation_id: organisationId, ...changed })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(changed))
    .execute()
}

/**
 * Badges that were issued since an instant, for the courses of an operator or at an employer: by when they were made, since a day of award can lie in the
 * past. Those that were undone, or that replace another one, do not count.
 */
export const countIssuedSince = async (db: Db, organisationId: string, since: Date): Promise<number> => {
  const made = db
    .selectFrom('credential')
    .where('credential.created_at', '>=', instant.write(since))
    .where('credential.undone_at', 'is', null)
    .where('credential.supersedes', 'is', null)
    .select((row) => row.fn.countAll().as('n'))
  const courses = await made
    .innerJoin('completion', 'completion.id', 'credential.completion_id')
    .innerJoin('course_session', 'course_session.id', 'completion.session_id')
    .innerJoin('course', 'course.id', 'course_session.course_id')
    .where('course.operator_id', '=', organisationId)
    .executeTakeFirstOrThrow()
  const results = await made
    .innerJoin('nomination', 'nomination.id', 'credential.nomination_id')
    .where('nomination.employer_id', '=', organisationId)
    .executeTakeFirstOrThrow()
  return count(courses.n) + count(results.n)
}
