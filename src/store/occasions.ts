import type { Attendance, Occasion } from '../domain/occasion.ts'
import { flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'

export const insertOccasion = async (db: Db, occasion: Occasion, now: Date): Promise<void> => {
  await db
    .insertInto('occasion')
    .values({
      id: occasion.id,
      kind: occasion.kind,
      held_on: occasion.heldOn,
      body: json.write(occasion),
      is_demo: flag.write(occasion.isDemo),
      created_at: instant.write(now),
      updated_at: instant.write(now),
    })
    .execute()
}

export const findOccasion = async (db: Db, id: string): Promise<Occasion | undefined> => {
  const row = await db.selectFrom('occasion').select('body').where('id', '=', id).executeTakeFirst()
  return row && json.read<Occasion>(row.body)
}

/** Occasions by id. */
export const listOccasions = async (db: Db, query: { kind?: string; after?: string; limit?: number } = {}): Promise<Occasion[]> => {
  let rows = db.selectFrom('occasion').select('body').orderBy('id')
  if (query.kind !== undefined) rows = rows.where('kind', '=', query.kind)
  if (query.after !== undefined) rows = rows.where('id', '>', query.after)
  if (query.limit !== undefined) rows = rows.limit(query.limit)
  return (await rows.execute()).map((row) => json.read<Occasion>(row.body))
}

export const insertAttendances = async (db: Db, attendances: readonly Attendance[], now: Date): Promise<void> => {
  const rows = attendances.map((attendance) => ({
    id: attendance.id,
    occasion_id: attendance.occasionId,
    participant_id: attendance.participantId ?? null,
    employer_id: attendance.employerId ?? null,
    status: attendance.status,
    body: json.write(attendance),
    created_at: instant.write(now),
    updated_at: instant.write(now),
  }))
  for (let from = 0; from < rows.length; from += 500)
    await db
      .insertInto('attendance')
      .values(rows.slice(from, from + 500))
      .execute()
}

export const findAttendance = async (db: Db, id: string): Promise<Attendance | undefined> => {
  const row = await db.selectFrom('attendance').select('body').where('id', '=', id).executeTakeFirst()
  return row && json.read<Attendance>(row.body)
}

/** @returns false when somebody else changed it meanwhile */
export const changeAttendance = async (db: Db, before: Attendance, after: Attendance, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('attendance')
    .set({ status: after.status, body: json.write(after), updated_at: instant.write(now) })
    .where('id', '=', before.id)
    .where('body', '=', json.write(before))
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Attendances of an occasion, a person or a firm, each with its occasion, the newest occasion first. */
export const listAttendances = async (
  db: Db,
  query: { occasionId?: string; participantId?: string; employerId?: string; limit?: number },
): Promise<{ attendance: Attendance; occasion: Occasion }[]> => {
  let rows = db
    .selectFrom('attendance')
    .innerJoin('occasion', 'occasion.id', 'attendance.occasion_id')
    .select(['attendance.body as attendance', 'occasion.body as occasion'])
    .orderBy('occasion.held_on', 'desc')
    .orderBy('attendance.id')
  if (query.occasionId !== undefined) rows = rows.where('attendance.occasion_id', '=', query.occasionId)
  if (query.participantId !== undefined) rows = rows.where('attendance.participant_id', '=', query.participantId)
  if (query.employerId !== undefined) rows = rows.where('attendance.employer_id', '=', query.employerId)
  if (query.limit !== undefined) rows = rows.limit(query.limit)
  return (await rows.execute()).map((row) => ({
    attendance: json.read<Attendance>(row.attendance),
    occasion: json.read<Occasion>(row.occasion),
  }))
}

/** How many took part, by kind of occasion and status. */
export const countAttendances = async (db: Db): Promise<{ kind: string; status: string; attendances: number }[]> =>
  (
    await db
      .selectFrom('attendance')
      .innerJoin('occasion', 'occasion.id', 'attendance.occasion_id')
      .select((row) => ['occasion.kind as kind', 'attendance.status as status', row.fn.countAll().as('attendances')])
      .groupBy(['occasion.kind', 'attendance.status'])
      .orderBy('occasion.kind')
      .orderBy('attendance.status')
      .execute()
  ).map((row) => ({ kind: row.kind, status: row.status, attendances: Number(row.attendances) }))
