import type { FunnelRecord } from '../../domain/funnel.ts'
import { hasShown } from '../../domain/survey.ts'
import type { Db } from '../database.ts'
import { listSurveyResponses } from '../survey-responses.ts'

/**
 * Every completed course with what became of it, for the funnel completed → applied → claimed → shown → outcome.
 *
 * @param countedBadges - badges that a counted outcome names
 * @param operatorId - only the courses of this operator
 */
export const readFunnelRecords = async (db: Db, countedBadges: ReadonlySet<string>, operatorId?: string): Promise<FunnelRecord[]> => {
  let rows = db
    .selectFrom('completion')
    .innerJoin('course_session', 'course_session.id', 'completion.session_id')
    .innerJoin('course', 'course.id', 'course_session.course_id')
    .leftJoin('credential', (join) =>
      join
        .onRef('credential.completion_id', '=', 'completion.id')
        .on('credential.superseded_by', 'is', null)
        .on('credential.undone_at', 'is', null)
        .on('credential.state', '<>', 'reserved'),
    )
    .select([
      'completion.id',
      'completion.participant_id',
      'completion.applied_on',
      'course.id as course_id',
      'credential.id as credential_id',
      'credential.claim',
      'credential.visibility',
    ])
    .where('completion.status', '=', 'completed')
    .orderBy('completion.id')
  if (operatorId !== undefined) rows = rows.where('course.operator_id', '=', operatorId)
  const showed = new Set((await listSurveyResponses(db)).filter(hasShown).map(({ participantId }) => participantId))
  return (await rows.execute()).map((row) => ({
    completionId: row.id,
    participantId: row.participant_id,
    courseId: row.course_id,
    applied: row.applied_on !== null || row.credential_id !== null,
    ...(row.credential_id === null ? {} : { credentialId: row.credential_id }),
    ...(row.claim === null ? {} : { claim: row.claim as 'unclaimed' | 'claimed' | 'declined' }),
    shown: (row.visibility !== null && row.visibility !== 'private') || showed.has(row.participant_id),
    hasOutcome: row.credential_id !== null && countedBadges.has(row.credential_id),
  }))
}
