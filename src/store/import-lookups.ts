import type { KnownParticipant } from '../domain/import-fields.ts'
import { absent } from './columns.ts'
import type { Db } from './database.ts'

const inPieces = async <K, T>(keys: readonly K[], load: (piece: K[]) => Promise<T[]>): Promise<T[]> => {
  const found: T[] = []
  for (let from = 0; from < keys.length; from += 500) found.push(...(await load(keys.slice(from, from + 500))))
  return found
}

/** People as an import needs to know them, by number, by address or by reading. */
export const listKnownParticipants = async (
  db: Db,
  by: { ids?: readonly string[]; addressKeys?: readonly string[]; readingKeys?: readonly string[] },
): Promise<KnownParticipant[]> => {
  const ids = new Set(by.ids ?? [])
  for (const row of await inPieces(by.addressKeys ?? [], (piece) =>
    db.selectFrom('participant_email').select('participant_id').where('address_key', 'in', piece).execute(),
  ))
    ids.add(row.participant_id)
  for (const row of await inPieces(by.readingKeys ?? [], (piece) =>
    db.selectFrom('participant').select('id').where('reading_key', 'in', piece).execute(),
  ))
    ids.add(row.id)
  const people = await inPieces([...ids], (piece) =>
    db
      .selectFrom('participant')
      .select(['id', 'family_name', 'given_name', 'family_name_kana', 'given_name_kana'])
      .where('id', 'in', piece)
      .orderBy('id')
      .execute(),
  )
  const addresses = new Map<string, string[]>()
  for (const row of await inPieces([...ids], (piece) =>
    db
      .selectFrom('participant_email')
      .select(['participant_id', 'address_key'])
      .where('participant_id', 'in', piece)
      .orderBy('created_at')
      .orderBy('address_key')
      .execute(),
  ))
    addresses.set(row.participant_id, [...(addresses.get(row.participant_id) ?? []), row.address_key])
  return people.map((row) => ({
    id: row.id,
    number: row.id,
    familyName: row.family_name,
    givenName: row.given_name,
    familyNameKana: row.family_name_kana,
    givenNameKana: row.given_name_kana,
    emails: addresses.get(row.id) ?? [],
  }))
}

/** What is recorded of these people in these runs; corrected rows do not count. */
export const listRecorded = async (
  db: Db,
  sessionIds: readonly string[],
  participantIds: readonly string[],
): Promise<{ id: string; sessionId: string; participantId: string; status: string; endOn?: string; attendanceRate?: number }[]> =>
  sessionIds.length === 0
    ? []
    : (
        await inPieces(participantIds, (piece) =>
          db
            .selectFrom('completion')
            .select(['id', 'session_id', 'participant_id', 'status', 'end_on', 'attendance_rate'])
            .where('participant_id', 'in', piece)
            .where('session_id', 'in', [...sessionIds])
            .where('status', '<>', 'corrected')
            .execute(),
        )
      ).map((row) => ({
        id: row.id,
        sessionId: row.session_id,
        participantId: row.participant_id,
        status: row.status,
        endOn: absent(row.end_on),
        attendanceRate: absent(row.attendance_rate),
      }))

/** Employers of the register with their corporate numbers. */
export const listEmployerNumbers = async (db: Db): Promise<{ id: string; slug: string; corporateNumber?: string }[]> =>
  (await db.selectFrom('organisation').select(['id', 'slug', 'corporate_number']).where('kind', '=', 'employer').execute()).map((row) => ({
    id: row.id,
    slug: row.slug,
    corporateNumber: absent(row.corporate_number),
  }))

/** Who is known to work where, of these people. */
export const listEmployments = async (
  db: Db,
  participantIds: readonly string[],
): Promise<{ participantId: string; employerId: string; to?: string }[]> =>
  (
    await inPieces(participantIds, (piece) =>
      db.selectFrom('employment').select(['participant_id', 'employer_id', 'to_on']).where('participant_id', 'in', piece).execute(),
    )
  ).map((row) => ({ participantId: row.participant_id, employerId: row.employer_id, to: absent(row.to_on) }))
