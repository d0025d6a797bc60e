import type { EmployerSurveyResponse, SurveyResponse } from '../domain/survey.ts'
import { instant, json } from './columns.ts'
import type { Db } from './database.ts'

/** A learner's answers as they are kept. */
export interface StoredSurveyResponse extends SurveyResponse {
  id: string
  /** the badge that was asked about, where one was */
  credentialId?: string
  isDemo: boolean
}

export interface StoredEmployerResponse extends EmployerSurveyResponse {
  id: string
  isDemo: boolean
}

export const insertSurveyResponse = async (db: Db, response: StoredSurveyResponse, now: Date): Promise<void> => {
  await db
    .insertInto('survey_response')
    .values({
      id: response.id,
      side: 'learner',
      participant_id: response.participantId,
      employer_id: null,
      credential_id: response.credentialId ?? null,
      answered_on: response.answeredOn,
      body: json.write(response),
      created_at: instant.write(now),
    })
    .execute()
}

export const insertEmployerResponse = async (db: Db, response: StoredEmployerResponse, now: Date): Promise<void> => {
  await db
    .insertInto('survey_response')
    .values({
      id: response.id,
      side: 'employer',
      participant_id: null,
      employer_id: response.employerId,
      credential_id: null,
      answered_on: response.answeredOn,
      body: json.write(response),
      created_at: instant.write(now),
    })
    .execute()
}

export const hasSurveyResponse = async (db: Db, id: string): Promise<boolean> =>
  (await db.selectFrom('survey_response').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

/** Every learner's answer, oldest first. */
export const listSurveyResponses = async (db: Db): Promise<StoredSurveyResponse[]> =>
  (await db.selectFrom('survey_response').select('body').where('side', '=', 'learner').orderBy('answered_on').orderBy('id').execute()).map(
    (row) => json.read<StoredSurveyResponse>(row.body),
  )

export const listEmployerResponses = async (db: Db): Promise<StoredEmployerResponse[]> =>
  (await db.selectFrom('survey_response').select('body').where('side', '=', 'employer').orderBy('answered_on').orderBy('id').execute()).map(
    (row) => json.read<StoredEmployerResponse>(row.body),
  )
