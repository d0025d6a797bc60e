import { instant } from './columns.ts'
import type { Db } from './database.ts'

/**
 * Counts one more attempt in the present window of time. Stored, so that several instances count together.
 *
 * @returns how many attempts the window holds now, this one included
 */
export const countAttempt = async (db: Db, keySha256: string, windowMinutes: number, now: Date): Promise<number> => {
  const length = windowMinutes * 60_000
  const windowStart = instant.write(new Date(Math.floor(now.getTime() / length) * length))
  const row = await db
    .insertInto('attempt')
    .values({ key_sha256: keySha256, window_start: windowStart, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['key_sha256', 'window_start']).doUpdateSet((set) => ({ count: set('attempt.count', '+', 1) })),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
