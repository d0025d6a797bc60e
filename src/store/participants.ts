import { readingKey } from '../domain/kana.ts'
import type { Participant } from '../domain/participant.ts'
import { absent, flag, instant } from './columns.ts'
import type { Db } from './database.ts'

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

/** The participant whose mailbox this is, by the comparison form of the address. */
export const findParticipantIdByAddress = async (db: Db, addressKey: string): Promise<string | undefined> =>
  (await db.selectFrom('participant_email').select('participant_id').where('address_key', '=', addressKey).executeTakeFirst())
    ?.participant_id

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
