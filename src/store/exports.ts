import { sql } from 'kysely'
import type { Db } from './database.ts'

/** What an export holds: the operator's own courses, one run, or everything. */
export interface ExportScope {
  operatorId?: string
  sessionId?: string
}

export interface ExportedCompletion {
  id: string
  courseCode: string
  sessionNo: string
  participantId: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  email: string | null
  employerNumber: string | null
  startOn: string
  endOn: string | null
  status: string
  attendanceRate: number | null
  score: number | null
  grade: string | null
  certificateNo: string | null
  note: string | null
  appliedOn: string | null
}

const firstEmail = sql<string | null>`(select address from participant_email as mail where mail.participant_id = participant.id
  and mail.retired_at is null order by mail.created_at, mail.address_key limit 1)`

/** Completions that count, in the order of their ids, after the one named. */
export const pageOfCompletions = async (db: Db, scope: ExportScope, after: string, limit: number): Promise<ExportedCompletion[]> => {
  let query = db
    .selectFrom('completion')
    .innerJoin('course_session', 'course_session.id', 'completion.session_id')
    .innerJoin('course', 'course.id', 'course_session.course_id')
    .innerJoin('participant', 'participant.id', 'completion.participant_id')
    .select([
      'completion.id as id',
      'course.code as courseCode',
      'course_session.no as sessionNo',
      'participant.id as participantId',
      'participant.family_name as familyName',
      'participant.given_name as givenName',
      'participant.family_name_kana as familyNameKana',
      'participant.given_name_kana as givenNameKana',
      firstEmail.as('email'),
      sql<string | null>`coalesce(completion.employer_number, (select organisation.corporate_number from employment
        inner join organisation on organisation.id = employment.employer_id
        where employment.participant_id = participant.id and employment.to_on is null
        order by employment.created_at desc, employment.id limit 1))`.as('employerNumber'),
      'completion.start_on as startOn',
      'completion.end_on as endOn',
      'completion.status as status',
      'completion.attendance_rate as attendanceRate',
      'completion.score as score',
      'completion.grade as grade',
      'completion.certificate_no as certificateNo',
      'completion.note as note',
      'completion.applied_on as appliedOn',
    ])
    .where('completion.status', '<>', 'corrected')
    .where('completion.id', '>', after)
  if (scope.operatorId !== undefined) query = query.where('course.operator_id', '=', scope.operatorId)
  if (scope.sessionId !== undefined) query = query.where('completion.session_id', '=', scope.sessionId)
  return query.orderBy('completion.id').limit(limit).execute()
}

export interface ExportedParticipant {
  id: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  romanName: string | null
  email: string | null
  employerId: string | null
  employerNumber: string | null
  badgeNameForm: string
}

/** Participants in the order of their ids: an operator's are those who took part in its courses, and those it registered. */
export const pageOfParticipants = async (db: Db, scope: ExportScope, after: string, limit: number): Promise<ExportedParticipant[]> => {
  const employer = (column: string) => sql<string | null>`(select ${sql.ref(`organisation.${column}`)} from employment
    inner join organisation on organisation.id = employment.employer_id
    where employment.participant_id = participant.id and employment.to_on is null
    order by employment.created_at desc, employment.id limit 1)`
  let query = db
    .selectFrom('participant')
    .select([
      'participant.id as id',
      'participant.family_name as familyName',
      'participant.given_name as givenName',
      'participant.family_name_kana as familyNameKana',
      'participant.given_name_kana as givenNameKana',
      'participant.roman_name as romanName',
      firstEmail.as('email'),
      employer('id').as('employerId'),
      employer('corporate_number').as('employerNumber'),
      'participant.badge_name_form as badgeNameForm',
    ])
    .where('participant.id', '>', after)
  const { operatorId, sessionId } = scope
  if (operatorId !== undefined)
    query = query.where((where) =>
      where.or([
        where('participant.registered_by', '=', operatorId),
        where.exists(
          where
            .selectFrom('completion')
            .innerJoin('course_session', 'course_session.id', 'completion.session_id')
            .innerJoin('course', 'course.id', 'course_session.course_id')
            .select('completion.id')
            .whereRef('completion.participant_id', '=', 'participant.id')
            .where('course.operator_id', '=', operatorId),
        ),
      ]),
    )
  if (sessionId !== undefined)
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('completion')
          .select('completion.id')
          .whereRef('completion.participant_id', '=', 'participant.id')
          .where('completion.session_id', '=', sessionId),
      ),
    )
  return query.orderBy('participant.id').limit(limit).execute()
}

export interface ExportedBadge {
  id: string
  shortId: string
  courseCode: string | null
  sessionNo: string | null
  achievementId: string
  participantId: string
  familyName: string
  givenName: string
  appliedOn: string
  awardedOn: string
  validUntilOn: string | null
  state: string
  claim: string
  visibility: string
  reason: string | null
}

/** Issued badges in the order of their ids; those that were undone before they left the house are none. */
export const pageOfBadges = async (db: Db, scope: ExportScope, after: string, limit: number): Promise<ExportedBadge[]> => {
  let query = db
    .selectFrom('credential')
    .innerJoin('participant', 'participant.id', 'credential.participant_id')
    .leftJoin('completion', 'completion.id', 'credential.completion_id')
    .leftJoin('course_session', 'course_session.id', 'completion.session_id')
    .leftJoin('course', 'course.id', 'course_session.course_id')
    .select([
      'credential.id as id',
      'credential.short_id as shortId',
      'course.code as courseCode',
      'course_session.no as sessionNo',
      'credential.achievement_id as achievementId',
      'credential.participant_id as participantId',
      'participant.family_name as familyName',
      'participant.given_name as givenName',
      'credential.applied_on as appliedOn',
      'credential.awarded_on as awardedOn',
      'credential.valid_until_on as validUntilOn',
      'credential.state as state',
      'credential.claim as claim',
      'credential.visibility as visibility',
      'credential.reason as reason',
    ])
    .where('credential.state', '<>', 'reserved')
    .where('credential.undone_at', 'is', null)
    .where('credential.id', '>', after)
  if (scope.operatorId !== undefined) query = query.where('course.operator_id', '=', scope.operatorId)
  if (scope.sessionId !== undefined) query = query.where('completion.session_id', '=', scope.sessionId)
  return query.orderBy('credential.id').limit(limit).execute()
}
