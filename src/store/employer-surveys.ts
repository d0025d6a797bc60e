import type { FollowUpWave } from '../domain/follow-up.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** What was mailed to employers already, by employer. */
export const listEmployerSurveys = async (db: Db): Promise<Map<string, FollowUpWave[]>> => {
  const waves = new Map<string, FollowUpWave[]>()
  for (const row of await db.selectFrom('employer_survey').select(['employer_id', 'wave']).execute())
    waves.set(row.employer_id, [...(waves.get(row.employer_id) ?? []), row.wave as FollowUpWave])
  return waves
}

/** Employers that want no more questions. */
export const listEmployerSurveyStops = async (db: Db): Promise<Set<string>> =>
  new Set((await db.selectFrom('employer_survey_stop').select('employer_id').execute()).map((row) => row.employer_id))

/** @throws where the wave was sent already (the key refuses a second row) */
export const insertEmployerSurvey = async (
  db: Db,
  survey: { employerId: string; wave: FollowUpWave; dueOn: string },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('employer_survey')
    .values({ employer_id: survey.employerId, wave: survey.wave, due_on: survey.dueOn, sent_at: instant.write(now), answered_at: null })
    .execute()
}

/** @returns false when it was answered before, or never sent */
export const markEmployerSurveyAnswered = async (db: Db, employerId: string, wave: number, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('employer_survey')
    .set({ answered_at: instant.write(now) })
    .where('employer_id', '=', employerId)
    .where('wave', '=', wave)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

export const stopEmployerSurveys = async (db: Db, employerId: string, now: Date): Promise<void> => {
  await db
    .insertInto('employer_survey_stop')
    .values({ employer_id: employerId, at: instant.write(now) })
    .onConflict((conflict) => conflict.column('employer_id').doNothing())
    .execute()
}
