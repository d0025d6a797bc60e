import type { Db } from '../../src/store/database.ts'

type Records = Record<'badge' | 'sha256' | 'slug' | 'session' | 'course' | 'statusList' | 'endorsement', string>

/** The badge of a completion with what stands around it. */
export const recordsOf = async (db: Db, completionId: string): Promise<Records> => {
  const row = await db
    .selectFrom('credential')
    .innerJoin('completion', 'completion.id', 'credential.completion_id')
    .innerJoin('course_session', 'course_session.id', 'completion.session_id')
    .innerJoin('course', 'course.id', 'course_session.course_id')
    .innerJoin('achievement', 'achievement.id', 'credential.achievement_id')
    .select([
      'credential.id as badge',
      'credential.signed_sha256 as sha256',
      'achievement.slug as slug',
      'course_session.id as session',
      'course.code as course',
      'credential.status_list_id as statusList',
    ])
    .where('credential.completion_id', '=', completionId)
    .executeTakeFirstOrThrow()
  const endorsement = await db.selectFrom('endorsement').select('id').where('kind', '=', 'approved_course').executeTakeFirstOrThrow()
  return { ...row, endorsement: endorsement.id } as Records
}
