import type { StatusListEntry } from '../domain/credential.ts'
import { count, instant } from './columns.ts'
import type { Db } from './database.ts'
import { indexPermutation } from './index-permutation.ts'

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
    const rows = fresh.map((entry, n) => ({
      list_id: entry.listId,
      idx: entry.index,
      subject: request.subjects[entries.length + n] as string,
      bit: 0,
      changed_at: null,
    }))
    for (let from = 0; from < rows.length; from += 500)
      await db
        .insertInto('status_entry')
        .values(rows.slice(from, from + 500))
        .execute()
    entries.push(...fresh)
  }
  return entries
}

const allocatedOf = async (db: Db, listId: string): Promise<number> =>
  count((await db.selectFrom('status_list').select('allocated').where('id', '=', listId).executeTakeFirstOrThrow()).allocated)

const openList = async (
  db: Db,
  request: { issuerId: string; purpose: StatusPurpose; now: Date; makeList: () => { id: string; length: number; permutationKey: string } },
): Promise<{ id: string; length: number }> => {
  for (;;) {
    const open = await db
      .selectFrom('status_list')
      .select(['id', 'length'])
      .where('issuer_id', '=', request.issuerId)
      .where('purpose', '=', request.purpose)
      .where('state', '=', 'open')
      .executeTakeFirst()
    if (open !== undefined) return open
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

export const findPublishedList = async (db: Db, listId: string): Promise<PublishedStatusList | undefined> => {
  const row = await db
    .selectFrom('status_list_document')
    .select(['list_id', 'sequence', 'text', 'sha256', 'published_at', 'stale'])
    .where('list_id', '=', listId)
    .executeTakeFirst()
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
