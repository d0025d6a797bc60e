import type { Course, CourseBadge, Session } from '../domain/course.ts'
import { absent, flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

const columns = [
  'id',
  'code',
  'operator_id',
  'name_ja',
  'name_en',
  'hours',
  'criteria',
  'alignments',
  'certification',
  'badge',
  'is_demo',
] as const

const read = (row: Pick<Row<'course'>, (typeof columns)[number]>): Course => ({
  id: row.id,
  code: row.code,
  operatorId: row.operator_id,
  name: { ja: row.name_ja, en: absent(row.name_en) },
  hours: row.hours,
  criteria: json.read<Course['criteria']>(row.criteria),
  alignments: json.read<string[]>(row.alignments),
  certification: json.read<Course['certification']>(row.certification),
  badge: json.readMaybe<CourseBadge>(row.badge),
  isDemo: flag.read(row.is_demo),
})

export const insertCourse = async (db: Db, course: Course, now: Date): Promise<void> => {
  await db
    .insertInto('course')
    .values({
      id: course.id,
      code: course.code,
      operator_id: course.operatorId,
      name_ja: course.name.ja,
      name_en: course.name.en ?? null,
      hours: course.hours,
      criteria: json.write(course.criteria),
      alignments: json.write(course.alignments),
      certification: json.write(course.certification),
      badge: json.writeMaybe(course.badge),
      is_demo: flag.write(course.isDemo),
      created_at: instant.write(now),
      updated_at: instant.write(now),
    })
    .execute()
}

export const findCourse = async (db: Db, id: string): Promise<Course | undefined> => {
  const row = await db.selectFrom('course').select(columns).where('id', '=', id).executeTakeFirst()
  return row && read(row)
}

export const findCourseByCode = async (db: Db, code: string): Promise<Course | undefined> => {
  const row = await db.selectFrom('course').select(columns).where('code', '=', code).executeTakeFirst()
  return row && read(row)
}

export const listCourses = async (db: Db): Promise<Course[]> =>
  (await db.selectFrom('course').select(columns).orderBy('code').execute()).map(read)

/**
 * Stores a changed course, if its certification is still the one that the change was made from.
 *
 * @returns false when somebody moved it meanwhile
 */
export const updateCourse = async (db: Db, before: Course, after: Course, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('course')
    .set({
      name_ja: after.name.ja,
      name_en: after.name.en ?? null,
      hours: after.hours,
      criteria: json.write(after.criteria),
      alignments: json.write(after.alignments),
      certification: json.write(after.certification),
      badge: json.writeMaybe(after.badge),
      updated_at: instant.write(now),
    })
    .where('id', '=', before.id)
    .where('certification', '=', json.write(before.certification))
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Runs that began by that day and name no version of their badge stay with this one; later runs follow the newest. */
export const pinSessions = async (db: Db, courseId: string, achievementId: string, beganBy: string): Promise<void> => {
  await db
    .updateTable('course_session')
    .set({ achievement_id: achievementId })
    .where('course_id', '=', courseId)
    .where('achievement_id', 'is', null)
    .where('start_on', '<=', beganBy)
    .execute()
}

const sessionColumns = ['id', 'course_id', 'no', 'start_on', 'end_on', 'place', 'achievement_id'] as const

const readSession = (row: Pick<Row<'course_session'>, (typeof sessionColumns)[number]>): Session => ({
  id: row.id,
  courseId: row.course_id,
  no: row.no,
  start: row.start_on,
  end: row.end_on,
  place: absent(row.place),
  achievementId: absent(row.achievement_id),
})

export const insertSession = async (db: Db, session: Session, now: Date): Promise<void> => {
  await db
    .insertInto('course_session')
    .values({
      id: session.id,
      course_id: session.courseId,
      no: session.no,
      start_on: session.start,
      end_on: session.end,
      place: session.place ?? null,
      achievement_id: session.achievementId ?? null,
      created_at: instant.write(now),
    })
    .execute()
}

export const findSession = async (db: Db, id: string): Promise<Session | undefined> => {
  const row = await db.selectFrom('course_session').select(sessionColumns).where('id', '=', id).executeTakeFirst()
  return row && readSession(row)
}

export const listSessions = async (db: Db, courseId: string): Promise<Session[]> =>
  (await db.selectFrom('course_session').select(sessionColumns).where('course_id', '=', courseId).orderBy('start_on').execute()).map(
    readSession,
  )

/** Stores what became of a course's certification. */
export const changeCertification = async (db: Db, id: string, certification: Course['certification'], now: Date): Promise<void> => {
  await db
    .updateTable('course')
    .set({ certification: json.write(certification), updated_at: instant.write(now) })
    .where('id', '=', id)
    .execute()
}
