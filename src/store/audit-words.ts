import { hash } from 'node:crypto'
import { count } from './columns.ts'
import type { Db } from './database.ts'
import { holdsAddress, holdsText } from './holds-text.ts'

/** Free words that somebody gave with a deed, e.g. why a record was looked at. They can be erased; the chain holds their digest alone. */
export interface AuditWords {
  /** 32 hex digits: without it nobody finds the words by trying */
  salt: string
  words: string
}

/** What stands in the entry for the words. */
export const wordsDigest = ({ salt, words }: AuditWords): string => hash('sha256', JSON.stringify([salt, words]), 'hex')

export const insertAuditWords = async (db: Db, rows: readonly (AuditWords & { sequence: number })[]): Promise<void> => {
  for (const { sequence, salt, words } of rows) await db.insertInto('audit_words').values({ sequence, salt, words }).execute()
}

/** The words of entries in a range of sequences, both ends included. */
export const listAuditWords = async (db: Db, range: { from: number; to: number }): Promise<Map<number, AuditWords>> => {
  const rows = await db
    .selectFrom('audit_words')
    .select(['sequence', 'salt', 'words'])
    .where('sequence', '>=', range.from)
    .where('sequence', '<=', range.to)
    .execute()
  return new Map(rows.map(({ sequence, salt, words }) => [sequence, { salt, words }]))
}

/**
 * Erases the words of all entries about these records, and those of any entry that name the person.
 *
 * @param marks - letters by which the person is found in free words
 * @returns how many were erased
 */
export const eraseAuditWords = async (
  db: Db,
  entities: readonly string[],
  marks: { texts: readonly string[]; addresses: readonly string[] } = { texts: [], addresses: [] },
): Promise<number> => {
  let erased = 0
  for (let from = 0; from < entities.length; from += 500) {
    const answer = await db
      .deleteFrom('audit_words')
      .where(
        'sequence',
        'in',
        db
          .selectFrom('audit_event')
          .select('audit_event.sequence')
          .where('audit_event.entity', 'in', entities.slice(from, from + 500)),
      )
      .executeTakeFirst()
    erased += count(answer.numDeletedRows)
  }
  const texts = marks.texts.filter((text) => text !== '')
  const addresses = marks.addresses.filter((address) => address !== '')
  if (texts.length + addresses.length === 0) return erased
  const answer = await db
    .deleteFrom('audit_words')
    .where((where) =>
      where.or([...texts.map((text) => holdsText('words', text)), ...addresses.map((address) => holdsAddress('words', address))]),
    )
    .executeTakeFirst()
  return erased + count(answer.numDeletedRows)
}
