import { count } from '../columns.ts'
import type { Db } from '../database.ts'

/** Badges that are valid on a JST day: issued, not suspended or revoked, not expired. */
export const countValidBadges = async (db: Db, day: string): Promise<number> =>
  count(
    (
      await db
        .selectFrom('credential')
        .select((row) => row.fn.countAll().as('badges'))
        .where('state', '=', 'issued')
        .where((where) => where.or([where('valid_until_on', 'is', null), where('valid_until_on', '>=', day)]))
        .executeTakeFirstOrThrow()
    ).badges,
  )

/** Badges that were awarded under a version of a definition. */
export const countAwarded = async (db: Db, achievementId: string): Promise<number> =>
  count(
    (
      await db
        .selectFrom('credential')
        .select((row) => row.fn.countAll().as('badges'))
        .where('achievement_id', '=', achievementId)
        .where('state', '<>', 'reserved')
        .executeTakeFirstOrThrow()
    ).badges,
  )
