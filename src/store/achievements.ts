import type { Achievement } from '../domain/achievement.ts'
import { flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import { hotQuery } from './hot-query.ts'
import type { Row } from './tables.ts'

type Definition = Omit<Achievement, 'id' | 'slug' | 'kind' | 'isDemo'>
const columns = ['id', 'slug', 'kind', 'definition', 'is_demo'] as const

type AchievementRow = Pick<Row<'achievement'>, (typeof columns)[number]>

const read = (row: AchievementRow): Achievement => ({
  id: row.id,
  slug: row.slug,
  kind: row.kind as Achievement['kind'],
  ...json.read<Definition>(row.definition),
  isDemo: flag.read(row.is_demo),
})

/** @param ordinal - 1 for the first version of the slug, then 2, 3 … */
export const insertAchievement = async (db: Db, achievement: Achievement, ordinal: number, now: Date): Promise<void> => {
  const { id, slug, kind, isDemo, ...definition } = achievement
  await db
    .insertInto('achievement')
    .values({ id, slug, ordinal, kind, definition: json.write(definition), is_demo: flag.write(isDemo), created_at: instant.write(now) })
    .execute()
}

export const updateAchievement = async (db: Db, achievement: Achievement): Promise<void> => {
  const { id, slug: _slug, kind: _kind, isDemo: _isDemo, ...definition } = achievement
  await db
    .updateTable('achievement')
    .set({ definition: json.write(definition) })
    .where('id', '=', id)
    .execute()
}

const rowOf = hotQuery<AchievementRow>((db, id) => db.selectFrom('achievement').select(columns).where('id', '=', id))

export const findAchievement = async (db: Db, id: string): Promise<Achievement | undefined> => {
  const row = await rowOf(db, id)
  return row && read(row)
}

/** The newest version of a definition with its ordinal. */
export const findNewestAchievement = async (db: Db, slug: string): Promise<{ achievement: Achievement; ordinal: number } | undefined> => {
  const row = await db
    .selectFrom('achievement')
    .select([...columns, 'ordinal'])
    .where('slug', '=', slug)
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { achievement: read(row), ordinal: row.ordinal }
}

/** Every version of a definition, oldest first. */
export const listAchievementVersions = async (db: Db, slug: string): Promise<Achievement[]> =>
  (await db.selectFrom('achievement').select(columns).where('slug', '=', slug).orderBy('ordinal').execute()).map(read)

/** The newest version of every definition. */
export const listAchievements = async (db: Db): Promise<Achievement[]> => {
  const rows = await db.selectFrom('achievement').select(columns).orderBy('slug').orderBy('ordinal').execute()
  return [...new Map(rows.map((row) => [row.slug, read(row)])).values()]
}

/** Whether any badge stands under this version, so that it may not change any more. */
export const hasCredentials = async (db: Db, achievementId: string): Promise<boolean> =>
  (await db.selectFrom('credential').select('id').where('achievement_id', '=', achievementId).limit(1).executeTakeFirst()) !== undefined
