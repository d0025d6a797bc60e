import type { StatusListEntry } from '../domain/credential.ts'
import { type ColumnRows, insertColumnRows } from './column-rows.ts'
import { count, instant } from './columns.ts'
import type { Db } from './database.ts'
import { hotQuery } from './hot-query.ts'
import { indexPermutation } from './index-permutation.ts'
import type { BulkTarget } from './insert-rows.ts'
import type { Row } from './tables.ts'

export type StatusPurpose = 'revocation' | 'suspension'

export interface StatusList {
  id: string
  issuerId: string
  purpose: StatusPurpose
  /** entries; at least 131,072 (Bitstring Status List 1.0, herd privacy) */
  length: number
  createdAt: Date
}

export interface PublishedStatusList {
  listId: string
  /** grows with each publication and never goes back */
  sequence: number
  text: string
  sha256: string
  publishedAt: Date
  /** a bit changed since */
  stale: boolean
}

const permutations = new Map<string, (n: number) => number>()

const permutationOf = (key: string, length: number): ((n: number) => number) => {
  const known = permutations.get(key)
  if (known !== undefined) return known
  const permutation = indexPermutation(key, length)
  if (permutations.size > 1000) permutations.clear()
  permutations.set(key, permutation)
  return permutation
}

/**
 * Hands out random free entries of the issuer's open list, one for each subject; opens the next list when 1 % is left.
 * Runs inside the caller's transaction: a crash before the commit hands out nothing, one after it wastes an index but never reuses one.
 *
 * @param subjects - what each entry is for, e.g. a credential's id
 * @param makeList - what a new list is made of, when one must be opened
 */
export const allocateEntries = async (
  db: Db,
  request: {
    issuerId: string
    purpose: StatusPurpose
    subjects: string[]
    now: Date
    makeList: () => { id: string; length: number; permutationKey: string }
  },
): Promise<StatusListEntry[]> => {
  const entries: StatusListEntry[] = []
  while (entries.length < request.subjects.length) {
    const wanted = request.subjects.length - entries.length
    const list = await openList(db, request)
    const usable = Math.floor(list.length * 0.99)
    const taken = await db
      .updateTable('status_list')
      .set((row) => ({ allocated: row('allocated', '+', wanted) }))
      .where('id', '=', list.id)
      .where('state', '=', 'open')
      .where('allocated', '<=', usable - wanted)
      .returning(['allocated', 'permutation_key'])
      .executeTakeFirst()
    if (taken === undefined) {
      const free = usable - (await allocatedOf(db, list.id))
      if (free <= 0) {
        await db.updateTable('status_list').set({ state: 'full' }).where('id', '=', list.id).execute()
        continue
      }
      entries.push(...(await allocateEntries(db, { ...request, subjects: request.subjects.slice(entries.length, entries.length + free) })))
      continue
    }
    const permute = permutationOf(taken.permutation_key, list.length)
    const first = count(taken.allocated) - wanted
    const fresh = Array.from({ length: wanted }, (_, n) => ({ listId: list.id, index: permute(first + n) }))
    await insertColumnRows(
      { db },
      'status_entry',
      entryRows(
        list.id,
        fresh.map(({ index }) => index),
        request.subjects.slice(entries.length, entries.length + wanted),
      ),
    )
    entries.push(...fresh)
  }
  return entries
}

const entryRows = (listId: string, indexes: readonly number[], subjects: readonly string[]): ColumnRows => ({
  count: subjects.length,
  columns: { list_id: listId, idx: indexes, subject: subjects, bit: 0, changed_at: null },
})

/** The next free entries of an open list, as they will be handed out if nobody else takes any meanwhile. */
export interface PlannedEntries {
  listId: string
  /** how many entries of the list were handed out before these */
  from: number
  /** at most as many as were asked for: fewer at the end of a list */
  entries: StatusListEntry[]
}

/**
 * Plans entries without taking them, for a batch whose documents are made before its transaction begins. `takePlanned` makes sure of them.
 *
 * @param request.after - entries of a list that were planned before and are not stored yet
 */
export const planEntries = async (
  db: Db,
  request: {
    issuerId: string
    purpose: StatusPurpose
    wanted: number
    now: Date
    makeList: () => { id: string; length: number; permutationKey: string }
    after?: { listId: string; from: number }
  },
): Promise<PlannedEntries> => {
  for (;;) {
    const list = await openList(db, request)
    const usable = Math.floor(list.length * 0.99)
    const from = request.after?.listId === list.id ? Math.max(request.after.from, list.allocated) : list.allocated
    const size = Math.min(request.wanted, usable - from)
    if (size > 0) {
      const permute = permutationOf(list.permutationKey, list.length)
      const entries = Array.from({ length: size }, (_, n) => ({ listId: list.id, index: permute(from + n) }))
      return { listId: list.id, from, entries }
    }
    await db
      .updateTable('status_list')
      .set({ state: 'full' })
      .where('id', '=', list.id)
      .where('allocated', '=', list.allocated)
      .where('state', '=', 'open')
      .execute()
  }
}

/**
 * Takes planned entries, in the transaction that stores what they are for.
 *
 * @param subjects - what each entry is for, in order; as many as were planned, or fewer
 * @returns false when somebody else took entries of the list meanwhile; then nothing was taken
 */
export const takePlanned = async (
  target: BulkTarget,
  planned: { listId: string; from: number; indexes: readonly number[] },
  subjects: readonly string[],
): Promise<boolean> => {
  const taken = await target.db
    .updateTable('status_list')
    .set({ allocated: planned.from + planned.indexes.length })
    .where('id', '=', planned.listId)
    .where('allocated', '=', planned.from)
    .executeTakeFirst()
  if (Number(taken.numUpdatedRows) !== 1) return false
  await insertColumnRows(target, 'status_entry', entryRows(planned.listId, planned.indexes.slice(0, subjects.length), subjects))
  return true
}

const allocatedOf = async (db: Db, listId: string): Promise<number> =>
  count((await db.selectFrom('status_list').select('allocated').where('id', '=', listId).executeTakeFirstOrThrow()).allocated)

const openList = async (
  db: Db,
  request: { issuerId: string; purpose: StatusPurpose; now: Date; makeList: () => { id: string; length: number; permutationKey: string } },
): Promise<{ id: string; length: number; allocated: number; permutationKey: string }> => {
  for (;;) {
    const open = await db
      .selectFrom('status_list')
      .select(['id', 'length', 'allocated', 'permutation_key'])
      .where('issuer_id', '=', request.issuerId)
      .where('purpose', '=', request.purpose)
      .where('state', '=', 'open')
      .executeTakeFirst()
    if (open !== undefined)
      return { id: open.id, length: open.length, allocated: count(open.allocated), permutationKey: open.permutation_key }
    const list = request.makeList()
    // Another instance may open it at the same moment: then its row wins and is read in the next round.
    await db
      .insertInto('status_list')
      .values({
        id: list.id,
        issuer_id: request.issuerId,
        purpose: request.purpose,
        length: list.length,
        allocated: 0,
        permutation_key: list.permutationKey,
        state: 'open',
        created_at: instant.write(request.now),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/**
 * Lets one transaction at a time change or publish this list. Without it PostgreSQL could publish while a bit is being set, and the mark that the list is
 * out of date would be lost with the publication.
 */
const lockList = async (db: Db, listId: string): Promise<void> => {
  await db
    .updateTable('status_list')
    .set((row) => ({ allocated: row.ref('allocated') }))
    .where('id', '=', listId)
    .execute()
}

/** Sets or clears a bit and marks the published list as out of date. Runs inside the caller's transaction. */
export const setBit = async (db: Db, entry: StatusListEntry, value: boolean, now: Date): Promise<void> => {
  await lockList(db, entry.listId)
  await db
    .updateTable('status_entry')
    .set({ bit: value ? 1 : 0, changed_at: instant.write(now) })
    .where('list_id', '=', entry.listId)
    .where('idx', '=', entry.index)
    .execute()
  await db.updateTable('status_list_document').set({ stale: 1 }).where('list_id', '=', entry.listId).execute()
}

/** The indexes whose bit is set, ascending. */
export const listSetIndexes = async (db: Db, listId: string): Promise<number[]> =>
  (await db.selectFrom('status_entry').select('idx').where('list_id', '=', listId).where('bit', '=', 1).orderBy('idx').execute()).map(
    (row) => row.idx,
  )

export const findStatusList = async (db: Db, id: string): Promise<StatusList | undefined> => {
  const row = await db
    .selectFrom('status_list')
    .select(['id', 'issuer_id', 'purpose', 'length', 'created_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      issuerId: row.issuer_id,
      purpose: row.purpose as StatusPurpose,
      length: row.length,
      createdAt: instant.read(row.created_at),
    }
  )
}

const published = ['list_id', 'sequence', 'text', 'sha256', 'published_at', 'stale'] as const
const publishedRow = hotQuery<Pick<Row<'status_list_document'>, (typeof published)[number]>>((db, listId) =>
  db.selectFrom('status_list_document').select(published).where('list_id', '=', listId),
)

export const findPublishedList = async (db: Db, listId: string): Promise<PublishedStatusList | undefined> => {
  const row = await publishedRow(db, listId)
  return (
    row && {
      listId: row.list_id,
      sequence: row.sequence,
      text: row.text,
      sha256: row.sha256,
      publishedAt: instant.read(row.published_at),
      stale: row.stale !== 0,
    }
  )
}

/**
 * Stores a newly signed list, if nobody published a later one meanwhile and its bits are still those that were signed. Runs inside a transaction.
 *
 * @param list.set - the indexes whose bit is set in the signed list, ascending
 * @returns false when another publication or a change came first; the caller then starts again from there
 */
export const replacePublishedList = async (
  db: Db,
  list: { listId: string; sequence: number; text: string; sha256: string; set: readonly number[]; publishedAt: Date },
): Promise<boolean> => {
  await lockList(db, list.listId)
  const present = await listSetIndexes(db, list.listId)
  if (present.length !== list.set.length || present.some((index, n) => index !== list.set[n])) return false
  const values = {
    text: list.text,
    sha256: list.sha256,
    set_count: list.set.length,
    published_at: instant.write(list.publishedAt),
    stale: 0,
    sequence: list.sequence,
  }
  if (list.sequence === 1) {
    const inserted = await db
      .insertInto('status_list_document')
      .values({ list_id: list.listId, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return Number(inserted.numInsertedOrUpdatedRows ?? 0) === 1
  }
  const updated = await db
    .updateTable('status_list_document')
    .set(values)
    .where('list_id', '=', list.listId)
    .where('sequence', '=', list.sequence - 1)
    .executeTakeFirst()
  return Number(updated.numUpdatedRows) === 1
}

/** Lists of which a bit was set since their last publication; one that nobody ever read has all its bits unpublished. */
export const listStaleLists = async (db: Db): Promise<string[]> => {
  const changed = await db.selectFrom('status_list_document').select('list_id').where('stale', '=', 1).orderBy('list_id').execute()
  const never = await db
    .selectFrom('status_entry')
    .select('list_id')
    .distinct()
    .where('bit', '=', 1)
    .where('list_id', 'not in', (inner) => inner.selectFrom('status_list_document').select('list_id'))
    .execute()
  return [...changed, ...never].map((row) => row.list_id)
}

/** Marks every published list of an issuer as out of date, e.g. because the key that signed it holds no more. Runs inside the caller's transaction. */
export const markListsStale = async (db: Db, issuerId: string): Promise<void> => {
  await db
    .updateTable('status_list_document')
    .set({ stale: 1 })
    .where('list_id', 'in', (lists) => lists.selectFrom('status_list').select('id').where('issuer_id', '=', issuerId))
    .execute()
}
