import { hash } from 'node:crypto'
import { type AuditWords, insertAuditWords, listAuditWords, wordsDigest } from './audit-words.ts'
import { insertColumnRows } from './column-rows.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'
import type { BulkTarget } from './insert-rows.ts'

/** What happened. `detail` holds ids, codes and digests; never personal data, and no words that somebody typed. */
export interface AuditEntry {
  at: Date
  actor: string
  action: string
  entity: string
  detail: Record<string, string | number | boolean>
  /** what somebody typed as the purpose: stored apart, so that an erasure can take it; `detail` gets its digest */
  words?: AuditWords
}

/** Words that were not erased stand in `detail` as `purpose`; those of entries from before they were stored apart always did. */
export interface AuditEvent extends Omit<AuditEntry, 'words'> {
  sequence: number
  previousHash: string
  hash: string
}

const hashOf = (
  previousHash: string,
  event: { sequence: number; at: string; actor: string; action: string; entity: string; detail: string },
): string =>
  hash('sha256', JSON.stringify([previousHash, event.sequence, event.at, event.actor, event.action, event.entity, event.detail]), 'hex')

/**
 * Appends entries to the hash chain. Runs inside the transaction of what it records; the head row serialises writers on both databases.
 */
export const appendAudit = (db: Db, entries: readonly AuditEntry[]): Promise<void> => appendManyAudit({ db }, entries)

/** The same for a chunk of a batch: the hashes are computed here, the head is read and written once. */
export const appendManyAudit = async (target: BulkTarget, entries: readonly AuditEntry[]): Promise<void> => {
  if (entries.length === 0) return
  const { db } = target
  const head = await db
    .updateTable('audit_head')
    .set((row) => ({ sequence: row('sequence', '+', entries.length) }))
    .where('id', '=', 1)
    .returning(['sequence', 'hash'])
    .executeTakeFirstOrThrow()
  let sequence = head.sequence - entries.length
  let previousHash = head.hash
  let at: { date: Date; text: string } | undefined
  const columns = { sequence: [] as number[], at: [] as string[], actor: [] as string[], action: [] as string[], entity: [] as string[] }
  const words: (AuditWords & { sequence: number })[] = []
  const hashed = { detail: [] as string[], previous_hash: [] as string[], hash: [] as string[] }
  for (const entry of entries) {
    sequence += 1
    if (at?.date !== entry.at) at = { date: entry.at, text: instant.write(entry.at) }
    if (entry.words !== undefined) words.push({ ...entry.words, sequence })
    const detail = JSON.stringify(entry.words === undefined ? entry.detail : { ...entry.detail, [DIGEST]: wordsDigest(entry.words) })
    columns.sequence.push(sequence)
    columns.at.push(at.text)
    columns.actor.push(entry.actor)
    columns.action.push(entry.action)
    columns.entity.push(entry.entity)
    hashed.detail.push(detail)
    hashed.previous_hash.push(previousHash)
    previousHash = hashOf(previousHash, { sequence, at: at.text, actor: entry.actor, action: entry.action, entity: entry.entity, detail })
    hashed.hash.push(previousHash)
  }
  await insertColumnRows(target, 'audit_event', { count: entries.length, columns: { ...columns, ...hashed } })
  await insertAuditWords(db, words)
  await db.updateTable('audit_head').set({ hash: previousHash }).where('id', '=', 1).execute()
}

/** The member of `detail` that stands for the words. */
const DIGEST = 'purposeSha256'

const digestIn = (detail: string): unknown => (JSON.parse(detail) as AuditEvent['detail'])[DIGEST]

/** When the last entry was written. */
export const latestAuditInstant = async (db: Db): Promise<Date | undefined> => {
  const row = await db.selectFrom('audit_event').select('at').orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  return row && instant.read(row.at)
}

export type AuditVerdict = { ok: true; events: number; head: string } | { ok: false; sequence: number; problem: string }

/** The last entry of the chain. */
export const readAuditHead = (db: Db): Promise<{ sequence: number; hash: string }> =>
  db.selectFrom('audit_head').select(['sequence', 'hash']).where('id', '=', 1).executeTakeFirstOrThrow()

/** The hash of one entry, which stands for all before it. */
export const auditHashAt = async (db: Db, sequence: number): Promise<string | undefined> =>
  (await db.selectFrom('audit_event').select('hash').where('sequence', '=', sequence).executeTakeFirst())?.hash

/**
 * Derives the chain again and names the first entry that does not fit (SECURITY T21).
 *
 * @param after - an entry that is known to be good; the whole chain where it is not given
 */
export const verifyAuditChain = async (db: Db, after?: { sequence: number; hash: string }): Promise<AuditVerdict> => {
  const head = await readAuditHead(db)
  let previousHash = after?.hash ?? '0'.repeat(64)
  let expected = (after?.sequence ?? 0) + 1
  for (;;) {
    const rows = await db
      .selectFrom('audit_event')
      .select(['sequence', 'at', 'actor', 'action', 'entity', 'detail', 'previous_hash', 'hash'])
      .where('sequence', '>=', expected)
      .orderBy('sequence')
      .limit(5000)
      .execute()
    const words = await listAuditWords(db, { from: expected, to: rows.at(-1)?.sequence ?? expected })
    for (const row of rows) {
      if (row.sequence !== expected) return { ok: false, sequence: expected, problem: `entry ${expected} is missing` }
      if (row.previous_hash !== previousHash)
        return { ok: false, sequence: row.sequence, problem: `entry ${row.sequence} does not follow the one before it` }
      if (hashOf(previousHash, row) !== row.hash) return { ok: false, sequence: row.sequence, problem: `entry ${row.sequence} was altered` }
      // Words that are gone were erased; those that are there must be the ones that were given.
      const given = words.get(row.sequence)
      if (given !== undefined && wordsDigest(given) !== digestIn(row.detail))
        return { ok: false, sequence: row.sequence, problem: `the words of entry ${row.sequence} were altered` }
      previousHash = row.hash
      expected += 1
    }
    if (rows.length < 5000) break
  }
  // Entries may have come while the chain was read; the head of the beginning must be one of them.
  const now = await readAuditHead(db)
  const ends =
    head.sequence === expected - 1
      ? head.hash === previousHash
      : now.sequence >= expected - 1 && (await auditHashAt(db, head.sequence)) === head.hash
  if (!ends)
    return {
      ok: false,
      sequence: head.sequence,
      problem: `the head names entry ${head.sequence}, the chain ends with entry ${expected - 1}`,
    }
  return { ok: true, events: expected - 1, head: previousHash }
}

/** Which entries are asked for; all conditions hold together. */
export interface AuditFilter {
  entities?: readonly string[]
  /** whole, or its beginning with a dot at the end: `credential.` */
  action?: string
  from?: Date
  to?: Date
}

/** Entries, the newest first, before a sequence. */
export const listAuditEvents = async (db: Db, filter: AuditFilter & { before?: number; limit: number }): Promise<AuditEvent[]> => {
  const { entities, action, from, to, before } = filter
  let query = db
    .selectFrom('audit_event')
    .select(['audit_event.sequence', 'at', 'actor', 'action', 'entity', 'detail', 'previous_hash', 'hash'])
    .orderBy('audit_event.sequence', 'desc')
    .limit(filter.limit)
  if (entities !== undefined)
    query = query.where((where) => where.or([where('entity', 'in', [...entities]), where('actor', 'in', [...entities])]))
  if (action !== undefined) {
    // A beginning as a range, so that no sign of the typed text means anything in a pattern.
    if (action.endsWith('.')) query = query.where('action', '>=', action).where('action', '<', `${action.slice(0, -1)}/`)
    else query = query.where('action', '=', action)
  }
  if (from !== undefined) query = query.where('at', '>=', instant.write(from))
  if (to !== undefined) query = query.where('at', '<', instant.write(to))
  if (before !== undefined) query = query.where('audit_event.sequence', '<', before)
  const rows = await query.leftJoin('audit_words', 'audit_words.sequence', 'audit_event.sequence').select('words').execute()
  return rows.map((row) => ({
    sequence: row.sequence,
    at: instant.read(row.at),
    actor: row.actor,
    action: row.action,
    entity: row.entity,
    detail: { ...(JSON.parse(row.detail) as AuditEvent['detail']), ...(row.words === null ? {} : { purpose: row.words }) },
    previousHash: row.previous_hash,
    hash: row.hash,
  }))
}

/** What the audit log says about one participant: the record itself, badges, nominations, and the account. */
export const auditEntitiesOf = async (db: Db, participantId: string): Promise<string[]> => {
  const badges = await db.selectFrom('credential').select('id').where('participant_id', '=', participantId).execute()
  const nominations = await db.selectFrom('nomination').select('id').where('participant_id', '=', participantId).execute()
  const accounts = await db.selectFrom('membership').select('user_id as id').where('participant_id', '=', participantId).execute()
  return [
    `participant:${participantId}`,
    ...badges.map(({ id }) => `credential:${id}`),
    ...nominations.map(({ id }) => `nomination:${id}`),
    ...accounts.map(({ id }) => `user:${id}`),
  ]
}
