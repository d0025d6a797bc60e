import { answersWithoutPerson, nominationWithoutPerson, outcomeWithoutPerson } from '../domain/erasure.ts'
import type { Nomination } from '../domain/nomination.ts'
import type { Outcome } from '../domain/outcome.ts'
import { instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { StoredSurveyResponse } from './survey-responses.ts'

/** The records of a person by kind, for finding what hangs on them. */
export interface PersonRecordIds {
  credentials: string[]
  completions: string[]
  nominations: string[]
  outcomes: string[]
  consents: string[]
  requests: string[]
}

export const listPersonRecordIds = async (db: Db, participantId: string): Promise<PersonRecordIds> => {
  const idsOf = async (table: 'credential' | 'completion' | 'nomination' | 'outcome' | 'data_request'): Promise<string[]> =>
    (
      await db
        .selectFrom(table as 'outcome')
        .select('id')
        .where('participant_id', '=', participantId)
        .orderBy('id')
        .execute()
    ).map((row) => row.id)
  return {
    credentials: await idsOf('credential'),
    completions: await idsOf('completion'),
    nominations: await idsOf('nomination'),
    outcomes: await idsOf('outcome'),
    consents: (
      await db.selectFrom('consent_event').select('consent_id').distinct().where('participant_id', '=', participantId).execute()
    ).map((row) => row.consent_id),
    requests: await idsOf('data_request'),
  }
}

/** Blanks nominations and deletes the files behind them. Returns those that were under way and are withdrawn now. */
export const eraseNominations = async (db: Db, participantId: string, day: string, now: Date): Promise<string[]> => {
  const rows = await db.selectFrom('nomination').select(['id', 'state', 'body']).where('participant_id', '=', participantId).execute()
  const withdrawn: string[] = []
  for (const row of rows) {
    const next = nominationWithoutPerson(json.read<Nomination>(row.body), day)
    if (next.state !== row.state) withdrawn.push(row.id)
    await db.deleteFrom('evidence_file').where('nomination_id', '=', row.id).execute()
    await db
      .updateTable('nomination')
      .set((set) => ({ state: next.state, body: json.write(next), revision: set('revision', '+', 1), updated_at: instant.write(now) }))
      .where('id', '=', row.id)
      .execute()
    await db.deleteFrom('endorsement').where('basis_id', '=', row.id).execute()
  }
  return withdrawn
}

/** Takes words and amounts out of outcomes, free words out of answers. */
export const eraseOutcomesAndAnswers = async (db: Db, participantId: string, now: Date): Promise<void> => {
  for (const row of await db.selectFrom('outcome').select(['id', 'body']).where('participant_id', '=', participantId).execute())
    await db
      .updateTable('outcome')
      .set({ body: json.write(outcomeWithoutPerson(json.read<Outcome>(row.body))), updated_at: instant.write(now) })
      .where('id', '=', row.id)
      .execute()
  for (const row of await db.selectFrom('survey_response').select(['id', 'body']).where('participant_id', '=', participantId).execute())
    await db
      .updateTable('survey_response')
      .set({ body: json.write(answersWithoutPerson(json.read<StoredSurveyResponse>(row.body))) })
      .where('id', '=', row.id)
      .execute()
}
