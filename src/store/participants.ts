import { type ExpressionBuilder, sql } from 'kysely'
import { readingKey } from '../domain/kana.ts'
import type { Participant } from '../domain/participant.ts'
import { fullName } from '../domain/person-name.ts'
import { absent, flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Tables } from './tables.ts'

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

/** The address that mails go to: the newest private one, else the one that came first; never one that is out of use. */
export const findMailAddress = async (db: Db, participantId: string): Promise<string | undefined> => {
  const rows = await db
    .selectFrom('participant_email')
    .select(['address', 'kind'])
    .where('participant_id', '=', participantId)
    .where('retired_at', 'is', null)
    .orderBy('created_at')
    .orderBy('address_key')
    .execute()
  return (rows.filter(({ kind }) => kind === 'private').at(-1) ?? rows[0])?.address
}

/** Name and mail address of many people; who has no address in use is left out. The address is chosen as in {@link findMailAddress}. */
export const listAddressees = async (
  db: Db,
  participantIds: readonly string[],
): Promise<Map<string, { name: string; address: string }>> => {
  const found = new Map<string, { name: string; address: string; isPrivate: boolean }>()
  for (let from = 0; from < participantIds.length; from += 500) {
    const rows = await db
      .selectFrom('participant_email')
      .innerJoin('participant', 'participant.id', 'participant_email.participant_id')
      .select(['participant.id as id', 'family_name', 'given_name', 'address', 'kind'])
      .where('participant.id', 'in', participantIds.slice(from, from + 500))
      .where('retired_at', 'is', null)
      .orderBy('participant_email.created_at')
      .orderBy('address_key')
      .execute()
    for (const row of rows) {
      const known = found.get(row.id)
      const isPrivate = row.kind === 'private'
      if (known === undefined || isPrivate)
        found.set(row.id, { name: fullName(row.family_name, row.given_name), address: row.address, isPrivate })
    }
  }
  return found
}

/** The participant whose mailbox this is, by the comparison form of the address. */
export const findParticipantIdByAddress = async (db: Db, addressKey: string): Promise<string | undefined> =>
  (await db.selectFrom('participant_email').select('participant_id').where('address_key', '=', addressKey).executeTakeFirst())
    ?.participant_id

/** Stores a changed name, with the keys by which it is found. */
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

/** A mailbox of a person: a private one outlives the work address. */
export interface ContactAddress {
  address: string
  kind: 'private' | 'work' | 'unknown'
  /** out of use since then; mails go elsewhere, the mailbox stays this person's */
  retiredAt?: Date
}

export const listAddresses = async (db: Db, participantId: string): Promise<ContactAddress[]> =>
  (
    await db
      .selectFrom('participant_email')
      .select(['address', 'kind', 'retired_at'])
      .where('participant_id', '=', participantId)
      .orderBy('created_at')
      .orderBy('address_key')
      .execute()
  ).map((row) => ({
    address: row.address,
    kind: row.kind as ContactAddress['kind'],
    retiredAt: instant.readMaybe(row.retired_at),
  }))

export const insertAddress = async (
  db: Db,
  participantId: string,
  address: { address: string; addressKey: string; kind: ContactAddress['kind'] },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('participant_email')
    .values({
      participant_id: participantId,
      address_key: address.addressKey,
      address: address.address,
      kind: address.kind,
      created_at: instant.write(now),
      retired_at: null,
    })
    .execute()
}

/** Takes a mailbox out of use, or into use again. @returns false when it is none of this person's */
export const setAddressRetired = async (
  db: Db,
  participantId: string,
  addressKey: string,
  retiredAt: Date | undefined,
): Promise<boolean> => {
  const result = await db
    .updateTable('participant_email')
    .set({ retired_at: instant.writeMaybe(retiredAt) })
    .where('participant_id', '=', participantId)
    .where('address_key', '=', addressKey)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
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
