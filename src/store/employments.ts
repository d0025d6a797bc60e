import { absent, instant } from './columns.ts'
import type { Db } from './database.ts'

export interface Employment {
  id: string
  participantId: string
  employerId: string
  /** JST days; absent where unknown */
  from?: string
  to?: string
  source: string
}

export const insertEmployment = (db: Db, employment: Employment, now: Date): Promise<void> => insertEmployments(db, [employment], now)

export const insertEmployments = async (db: Db, employments: readonly Employment[], now: Date): Promise<void> => {
  for (let from = 0; from < employments.length; from += 500)
    await db
      .insertInto('employment')
      .values(
        employments.slice(from, from + 500).map((employment) => ({
          id: employment.id,
          participant_id: employment.participantId,
          employer_id: employment.employerId,
          from_on: employment.from ?? null,
          to_on: employment.to ?? null,
          source: employment.source,
          created_at: instant.write(now),
        })),
      )
      .execute()
}

/** Where a person works or worked, in the order in which it became known. */
export const listEmployments = async (db: Db, participantId: string): Promise<Employment[]> =>
  (
    await db
      .selectFrom('employment')
      .select(['id', 'participant_id', 'employer_id', 'from_on', 'to_on', 'source'])
      .where('participant_id', '=', participantId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  ).map((row) => ({
    id: row.id,
    participantId: row.participant_id,
    employerId: row.employer_id,
    from: absent(row.from_on),
    to: absent(row.to_on),
    source: row.source,
  }))

/** Which of these people work or worked for the employer. */
export const listEmployedAt = async (db: Db, employerId: string, participantIds: readonly string[]): Promise<Set<string>> => {
  if (participantIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('employment')
    .select('participant_id')
    .where('employer_id', '=', employerId)
    .where('participant_id', 'in', [...participantIds])
    .execute()
  return new Set(rows.map((row) => row.participant_id))
}

/** @returns false when it has ended already, or is none of this person's */
export const endEmployment = async (db: Db, participantId: string, id: string, to: string): Promise<boolean> => {
  const result = await db
    .updateTable('employment')
    .set({ to_on: to })
    .where('id', '=', id)
    .where('participant_id', '=', participantId)
    .where('to_on', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}
