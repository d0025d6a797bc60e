import { type ExpressionBuilder, sql } from 'kysely'
import { readingKey } from '../domain/kana.ts'
import type { Participant } from '../domain/participant.ts'
import { ServiceError } from '../errors.ts'
import { absent, flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Tables } from './tables.ts'
import { isUniqueViolation } from './transaction.ts'

/** A participant as it is stored, with the keys that are derived from it. */
export type NewParticipant = Participant & {
  /** the folded name, for suggestions only (DOMAIN section 4); names themselves stay as given */
  searchKey: string
  /** each address in its comparison form; one mailbox belongs to one participant */
  addressKeys: string[]
  /** the operator that registers; absent: the secretariat, or a programme that is taken over */
  registeredBy?: string
}

/** Stores a participant with their addresses. */
export const insertParticipant = (db: Db, participant: NewParticipant, now: Date): Promise<void> =>
  insertParticipants(db, [participant], now)

/** Stores participants with their addresses in few statements. */
export const insertParticipants = async (db: Db, participants: readonly NewParticipant[], now: Date): Promise<void> => {
  const at = instant.write(now)
  for (let from = 0; from < participants.length; from += 500) {
    const piece = participants.slice(from, from + 500)
    await db
      .insertInto('participant')
      .values(
        piece.map((participant) => ({
          id: participant.id,
          family_name: participant.familyName,
          given_name: participant.givenName,
          family_name_kana: participant.familyNameKana,
          given_name_kana: participant.givenNameKana,
          roman_name: participant.romanName ?? null,
          badge_name_form: participant.badgeNameForm,
          search_key: participant.searchKey,
          reading_key: readingKey(participant.familyNameKana, participant.givenNameKana),
          registered_by: participant.registeredBy ?? null,
          is_demo: flag.write(participant.isDemo),
          created_at: at,
          updated_at: at,
        })),
      )
      .execute()
    const addresses = piece.flatMap((participant) =>
      participant.emails.map((address, n) => ({
        participant_id: participant.id,
        address_key: participant.addressKeys[n] as string,
        address,
        created_at: at,
        retired_at: null,
      })),
    )
    if (addresses.length > 0) await db.insertInto('participant_email').values(addresses).execute()
  }
}

export const findParticipant = async (db: Db, id: string): Promise<Participant | undefined> => {
  const row = await db
    .selectFrom('participant')
    .select(['id', 'family_name', 'given_name', 'family_name_kana', 'given_name_kana', 'roman_name', 'badge_name_form', 'is_demo'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const emails = await db
    .selectFrom('participant_email')
    .select('address')
    .where('participant_id', '=', id)
    .orderBy('created_at')
    .orderBy('address_key')
    .execute()
  return {
    id: row.id,
    familyName: row.family_name,
    givenName: row.given_name,
    familyNameKana: row.family_name_kana,
    givenNameKana: row.given_name_kana,
    romanName: absent(row.roman_name),
    badgeNameForm: row.badge_name_form as Participant['badgeNameForm'],
    emails: emails.map((email) => email.address),
    isDemo: flag.read(row.is_demo),
  }
}

/** Stores a changed name, with the keys by which it is found. @throws ServiceError `conflict` when somebody corrects it at the same moment */
export const updateName = async (
  db: Db,
  participant: Participant & { searchKey: string },
  former: { name: ParticipantName; reason: string },
  now: Date,
): Promise<void> => {
  const at = instant.write(now)
  await db
    .insertInto('participant_name')
    .values({ participant_id: participant.id, replaced_at: at, name: json.write(former.name), reason: former.reason })
    .execute()
    .catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error
      throw new ServiceError('conflict', 'This name was corrected at the same moment by somebody else. Read it again.', { cause: error })
    })
  await db
    .updateTable('participant')
    .set({
      family_name: participant.familyName,
      given_name: participant.givenName,
      family_name_kana: participant.familyNameKana,
      given_name_kana: participant.givenNameKana,
      roman_name: participant.romanName ?? null,
      badge_name_form: participant.badgeNameForm,
      search_key: participant.searchKey,
      reading_key: readingKey(participant.familyNameKana, participant.givenNameKana),
      updated_at: at,
    })
    .where('id', '=', participant.id)
    .execute()
}

export type ParticipantName = Pick<
  Participant,
  'familyName' | 'givenName' | 'familyNameKana' | 'givenNameKana' | 'romanName' | 'badgeNameForm'
>

/** The names that a person had before, the newest first. */
export const listFormerNames = async (
  db: Db,
  participantId: string,
): Promise<{ name: ParticipantName; reason: string; replacedAt: Date }[]> =>
  (
    await db
      .selectFrom('participant_name')
      .select(['name', 'reason', 'replaced_at'])
      .where('participant_id', '=', participantId)
      .orderBy('replaced_at', 'desc')
      .execute()
  ).map((row) => ({ name: json.read<ParticipantName>(row.name), reason: row.reason, replacedAt: instant.read(row.replaced_at) }))

/**
 * People whose folded name or reading begins with or holds the text, whose number or address it is; of one operator where it is named. It suggests,
 * it never merges.
 */
export const searchParticipants = async (
  db: Db,
  search: { nameKey: string; readingKey: string; exact: string; operatorId?: string; after: string; limit: number },
): Promise<string[]> => {
  const pattern = (key: string): string => `%${key.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
  let query = db.selectFrom('participant').select('participant.id').where('participant.id', '>', search.after)
  if (search.exact !== '')
    query = query.where((where) =>
      where.or([
        ...(search.nameKey === '' ? [] : [sql<boolean>`participant.search_key like ${pattern(search.nameKey)} escape '\\'`]),
        ...(search.readingKey === '' ? [] : [sql<boolean>`participant.reading_key like ${pattern(search.readingKey)} escape '\\'`]),
        where('participant.id', '=', search.exact),
        where.exists(
          where
            .selectFrom('participant_email')
            .select('address_key')
            .whereRef('participant_email.participant_id', '=', 'participant.id')
            .where('address_key', '=', search.exact.toLowerCase()),
        ),
      ]),
    )
  const { operatorId } = search
  if (operatorId !== undefined) query = query.where((where) => ofOperator(where, operatorId))
  return (await query.orderBy('participant.id').limit(search.limit).execute()).map((row) => row.id)
}

/** Whether a person took part in a course of this operator, or was registered by it. */
export const isKnownToOperator = async (db: Db, participantId: string, operatorId: string): Promise<boolean> =>
  (await db
    .selectFrom('participant')
    .select('participant.id')
    .where('participant.id', '=', participantId)
    .where((where) => ofOperator(where, operatorId))
    .executeTakeFirst()) !== undefined

const ofOperator = (where: ExpressionBuilder<Tables, 'participant'>, operatorId: string) =>
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
  ])
