import { instant } from './columns.ts'
import type { Db } from './database.ts'
import type { RecordedEntry, RecordedList } from './published-record.ts'

const IDS_AT_ONCE = 500
const credentialIdOf = (subject: string): string | undefined => /^credential:(.+)$/.exec(subject)?.[1]

/** The set entries of a list, each with what has become of its badge. */
export const listSetEntries = async (db: Db, listId: string): Promise<RecordedEntry[]> => {
  const entries = await db
    .selectFrom('status_entry')
    .select(['idx', 'subject'])
    .where('list_id', '=', listId)
    .where('bit', '=', 1)
    .orderBy('idx')
    .execute()
  const ids = entries.flatMap(({ subject }) => credentialIdOf(subject) ?? [])
  const badges = new Map<string, { state: string; reason: string | null; list: string; index: number }>()
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const rows = await db
      .selectFrom('credential')
      .select(['id', 'state', 'reason', 'status_list_id', 'status_index'])
      .where('id', 'in', ids.slice(from, from + IDS_AT_ONCE))
      .execute()
    for (const row of rows) badges.set(row.id, { state: row.state, reason: row.reason, list: row.status_list_id, index: row.status_index })
  }
  return entries.map(({ idx, subject }) => {
    const badge = badges.get(credentialIdOf(subject) ?? '')
    if (badge === undefined) return { index: idx, subject }
    const isCurrent = badge.list === listId && badge.index === idx
    const state = isCurrent && (badge.state === 'revoked' || badge.state === 'suspended') ? badge.state : 'replaced'
    return { index: idx, subject, state, ...(state === 'replaced' || badge.reason === null ? {} : { reason: badge.reason }) }
  })
}

/** What bringing one list to its record changed. */
export interface ReconciledList {
  listId: string
  sequence: number
  /** entries whose bit was set again */
  entriesSet: number
  /** badges that are revoked or suspended again */
  badges: { id: string; to: 'revoked' | 'suspended'; reason: string }[]
}

/**
 * Brings a list to what was published of it: bits are set again, never cleared; the sequence goes on from the published one. Runs inside a transaction.
 * The badges that the entries belong to are named and not changed here.
 */
export const restoreList = async (db: Db, record: RecordedList): Promise<ReconciledList> => {
  await db
    .insertInto('status_list')
    .values({
      id: record.listId,
      issuer_id: record.issuerId,
      purpose: record.purpose,
      length: record.length,
      // Nothing is handed out of a list whose entries this database does not know.
      allocated: record.length,
      permutation_key: '',
      state: 'full',
      created_at: record.createdAt,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const now = record.publishedAt
  const present = new Set((await listSetEntries(db, record.listId)).map(({ index }) => index))
  const missing = record.set.filter(({ index }) => !present.has(index))
  for (const { index, subject } of missing)
    await db
      .insertInto('status_entry')
      .values({ list_id: record.listId, idx: index, subject, bit: 1, changed_at: now })
      .onConflict((conflict) => conflict.columns(['list_id', 'idx']).doUpdateSet({ bit: 1, changed_at: now }))
      .execute()
  const document = {
    sequence: record.sequence,
    text: record.text,
    sha256: record.sha256,
    set_count: record.set.length,
    published_at: instant.write(new Date(0)),
    // Published again with the next read, one above the record.
    stale: 1,
  }
  await db
    .insertInto('status_list_document')
    .values({ list_id: record.listId, ...document })
    .onConflict((conflict) => conflict.column('list_id').doUpdateSet(document))
    .execute()
  const badges = missing.flatMap(({ subject, state, reason }) => {
    const id = credentialIdOf(subject)
    if (id === undefined || state === undefined) return []
    return [{ id, to: state === 'revoked' ? ('revoked' as const) : ('suspended' as const), reason: reason ?? 'RESTORED' }]
  })
  return { listId: record.listId, sequence: record.sequence, entriesSet: missing.length, badges }
}

/**
 * Closes every open list: an older database would hand out entries again that badges have which it does not know.
 *
 * @returns how many were closed
 */
export const closeOpenLists = async (db: Db): Promise<number> =>
  Number((await db.updateTable('status_list').set({ state: 'full' }).where('state', '=', 'open').executeTakeFirst()).numUpdatedRows)

/** The sequence of each published list. */
export const listPublishedSequences = async (db: Db): Promise<Map<string, number>> =>
  new Map((await db.selectFrom('status_list_document').select(['list_id', 'sequence']).execute()).map((row) => [row.list_id, row.sequence]))
