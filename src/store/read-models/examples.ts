import type { Db } from '../database.ts'

/** One badge of each kind and state that anybody may open, for the first look. */
export const exampleBadges = async (db: Db): Promise<{ what: string; id: string }[]> => {
  const wanted = [
    { what: 'workplace achievement', kind: 'workplace_achievement', state: 'issued' },
    { what: 'course completion', kind: 'course_completion', state: 'issued' },
    { what: 'suspended badge', kind: 'course_completion', state: 'suspended' },
    { what: 'revoked badge', kind: 'course_completion', state: 'revoked' },
  ]
  const found: { what: string; id: string }[] = []
  for (const { what, kind, state } of wanted) {
    const row = await db
      .selectFrom('credential')
      .select('id')
      .where('kind', '=', kind)
      .where('state', '=', state)
      .where('visibility', '<>', 'private')
      .where('erased_at', 'is', null)
      .orderBy('visibility', 'desc')
      .orderBy('awarded_on', 'desc')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (row !== undefined) found.push({ what, id: row.id })
  }
  return found
}

/** The address of an invented learner who holds a badge for a result at work, for the first look at a learner's pages. */
export const exampleLearnerAddress = async (db: Db): Promise<string | undefined> =>
  (
    await db
      .selectFrom('credential')
      .innerJoin('participant_email', 'participant_email.participant_id', 'credential.participant_id')
      .select('participant_email.address')
      .where('credential.kind', '=', 'workplace_achievement')
      .where('credential.is_demo', '=', 1)
      .orderBy('credential.awarded_on', 'desc')
      .orderBy('credential.id')
      .limit(1)
      .executeTakeFirst()
  )?.address
