import type { RawBuilder } from 'kysely'
import { erasedRowText, erasedText } from '../domain/erasure.ts'
import { instant, json } from './columns.ts'
import type { Db } from './database.ts'
import { holdsAddress, holdsText, inJson } from './holds-text.ts'
import { emptyImportRow, skipImportRow } from './imports.ts'
import { deleteAccounts } from './users.ts'

/** By what a person is found in stored texts. */
export interface PersonMarks {
  participantId: string
  /** in any spelling that was stored */
  addresses: string[]
  names: { familyName: string; givenName: string }[]
}

/** Everything by which the person is found: present and former names, addresses, and addresses that wait. */
export const findPersonMarks = async (db: Db, participantId: string): Promise<PersonMarks> => {
  const person = await db
    .selectFrom('participant')
    .select(['family_name', 'given_name', 'roman_name'])
    .where('id', '=', participantId)
    .executeTakeFirst()
  const former = await db.selectFrom('participant_name').select('name').where('participant_id', '=', participantId).execute()
  const addresses = await db
    .selectFrom('participant_email')
    .select(['address', 'address_key'])
    .where('participant_id', '=', participantId)
    .execute()
  const waiting = await db.selectFrom('address_claim').select('address').where('participant_id', '=', participantId).execute()
  return {
    participantId,
    addresses: [
      ...new Set([...addresses.flatMap((row) => [row.address, row.address_key]), ...waiting.map((row) => row.address)].filter(Boolean)),
    ],
    names: [
      ...(person === undefined ? [] : [{ familyName: person.family_name, givenName: person.given_name }]),
      ...former.map((row) => json.read<{ familyName: string; givenName: string }>(row.name)),
    ].filter(({ familyName, givenName }) => familyName !== '' && givenName !== ''),
  }
}

/** Blanks the register's row of a person, which stays for the counts, and deletes addresses and former names. */
export const erasePersonRow = async (db: Db, participantId: string, now: Date): Promise<void> => {
  const at = instant.write(now)
  for (const table of ['participant_email', 'participant_name', 'address_claim', 'follow_up_stop'] as const)
    await db
      .deleteFrom(table as 'address_claim')
      .where('participant_id', '=', participantId)
      .execute()
  await db
    .updateTable('participant')
    .set({
      family_name: erasedText.ja,
      given_name: '',
      family_name_kana: '',
      given_name_kana: '',
      roman_name: null,
      badge_name_form: 'kanji',
      search_key: '',
      reading_key: '',
      erased_at: at,
      updated_at: at,
    })
    .where('id', '=', participantId)
    .execute()
  // Who worked where is needed for the count of firms; since when, and who said so, is not.
  await db.updateTable('employment').set({ from_on: null, to_on: null }).where('participant_id', '=', participantId).execute()
  await db
    .updateTable('completion')
    .set({
      attendance_rate: null,
      score: null,
      grade: null,
      certificate_no: null,
      source: null,
      note: null,
      employer_number: null,
      correction: null,
      erased_at: at,
      updated_at: at,
    })
    .where('participant_id', '=', participantId)
    .execute()
}

/** Closes the accounts that belong to this person alone, and takes the role of learner from others. */
export const eraseAccounts = async (db: Db, participantId: string): Promise<string[]> => {
  const own = (await db.selectFrom('membership').select('user_id').where('participant_id', '=', participantId).execute()).map(
    (row) => row.user_id,
  )
  if (own.length === 0) return []
  await db
    .updateTable('session')
    .set({ membership_id: null })
    .where(
      'membership_id',
      'in',
      db.selectFrom('membership').select('membership.id').where('membership.participant_id', '=', participantId),
    )
    .execute()
  await db.deleteFrom('membership').where('participant_id', '=', participantId).execute()
  const kept = new Set(
    (await db.selectFrom('membership').select('user_id').where('user_id', 'in', own).execute()).map((row) => row.user_id),
  )
  const closed = [...new Set(own)].filter((id) => !kept.has(id))
  if (closed.length === 0) return []
  await deleteAccounts(db, closed)
  return closed
}

/** Deletes links of the person to readers with their logs, and the entries of the person's own sharing; records that the law wants kept stay, by number. */
export const eraseSharing = async (db: Db, participantId: string): Promise<void> => {
  await db
    .deleteFrom('share_link_opening')
    .where('link_id', 'in', db.selectFrom('share_link').select('share_link.id').where('share_link.participant_id', '=', participantId))
    .execute()
  await db.deleteFrom('share_link').where('participant_id', '=', participantId).execute()
  await db.deleteFrom('provision_record').where('participant_id', '=', participantId).where('keep_until', 'is', null).execute()
}

/** Deletes secret links to records of the person. */
export const eraseSecretLinks = async (db: Db, recordIds: readonly string[]): Promise<void> => {
  for (let from = 0; from < recordIds.length; from += 500)
    await db
      .deleteFrom('secret_link')
      .where('record_id', 'in', recordIds.slice(from, from + 500))
      .execute()
}

/** Deletes mails to the person's addresses and about the person's records, whatever became of them. */
export const eraseMails = async (db: Db, marks: PersonMarks, entities: readonly string[]): Promise<void> => {
  if (marks.addresses.length > 0)
    await db
      .deleteFrom('outbox_mail')
      .where((where) => where.fn<string>('lower', ['to_address']), 'in', [...new Set(marks.addresses.map((one) => one.toLowerCase()))])
      .execute()
  for (let from = 0; from < entities.length; from += 500)
    await db
      .deleteFrom('outbox_mail')
      .where('entity', 'in', entities.slice(from, from + 500))
      .execute()
}

/**
 * Erases the person from imports: rows that became their records, rows that carry their number or an address of theirs, and in imports that are past or
 * for rows that are not going to be imported also those with their full name.
 */
export const eraseImportRows = async (db: Db, marks: PersonMarks, recordIds: readonly string[]): Promise<number> => {
  let query = db
    .selectFrom('import_row')
    .innerJoin('import_file', 'import_file.id', 'import_row.import_id')
    .select(['import_id', 'record', 'line', 'outcome'])
  query = query.where((where) =>
    where.or([
      where('entity_id', 'in', recordIds.length === 0 ? [''] : [...recordIds]),
      holdsText('import_row.body', JSON.stringify(marks.participantId)),
      ...marks.addresses.map((address) => holdsAddress('import_row.body', inJson(address))),
      // A row that was refused for its address may hold the beginning of it.
      ...localParts(marks).map((local) =>
        where.and([where('import_row.decision', 'in', ['reject', 'skip']), holdsAddress('import_row.body', inJson(local))]),
      ),
      ...marks.names.map(({ familyName, givenName }) =>
        where.and([
          holdsText('import_row.body', inJson(familyName)),
          holdsText('import_row.body', inJson(givenName)),
          where.or([
            where('import_file.state', 'in', ['imported', 'refused', 'discarded']),
            where('import_row.decision', 'in', ['reject', 'skip']),
          ]),
        ]),
      ),
    ]),
  )
  const rows = await query.execute()
  for (const row of rows) {
    await emptyImportRow(db, row, erasedRowText)
    // What was waiting to be imported is not imported any more.
    if (row.outcome === null) await skipImportRow(db, row)
  }
  return rows.length
}

const localParts = ({ addresses }: PersonMarks): string[] => [
  ...new Set(addresses.map((address) => address.slice(0, address.lastIndexOf('@') + 1)).filter((local) => local.length > 4)),
]

/** Forgets answers that were kept for a repeated request, and results of long work, where they name the person. */
export const eraseAnswers = async (db: Db, marks: PersonMarks): Promise<void> => {
  const inColumn = (column: string): RawBuilder<boolean>[] => [
    holdsText(column, JSON.stringify(marks.participantId)),
    ...marks.addresses.map((address) => holdsAddress(column, inJson(address))),
    ...marks.names.map(({ familyName }) => holdsText(column, inJson(familyName))),
  ]
  await db
    .deleteFrom('idempotency')
    .where((where) => where.or(inColumn('response_body')))
    .execute()
  await db
    .updateTable('job')
    .set({ params: '{}', result: null, failure: null })
    .where('state', 'in', ['done', 'failed', 'cancelled'])
    .where((where) => where.or([...inColumn('params'), ...inColumn('result'), ...inColumn('failure')]))
    .execute()
}
