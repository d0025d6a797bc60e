import { sql } from 'kysely'
import type { CredentialRecord } from '../domain/credential.ts'
import { appendManyAudit } from './audit.ts'
import { type ColumnRows, columnOf, columnRows, insertColumnRows } from './column-rows.ts'
import { instant, json } from './columns.ts'
import { issuedEntry, reservedEntry } from './credential-audit.ts'
import { reservedRow } from './credentials.ts'
import type { Db } from './database.ts'
import type { DocumentTemplate, StoredText, TemplateMaker } from './document-template.ts'
import { type BulkTarget, prepared } from './insert-rows.ts'

/** Badges of a batch that are reserved together, with the documents that will be signed. */
export interface BuiltChunk {
  credentials: (CredentialRecord & { text: StoredText })[]
  /** as the audit log names who asked for them */
  actor: string
  now: Date
}

/** The same as it is stored: everything that one transaction writes before any of them is signed. */
export interface ReservedChunk {
  /** of the table `credential` */
  rows: ColumnRows
  templates: readonly DocumentTemplate[]
  actor: string
  now: Date
}

/** Signed badges of a batch that are stored together: as many tails (`tailOf`) and digests as ids. */
export interface SignedChunk {
  ids: string[]
  tails: string[]
  digests: string[]
  actor: string
  kid: string
  now: Date
}

/** Rows in one statement: few enough parameters for either database. */
const ROWS_A_STATEMENT = 1000

/**
 * Which of these completions have no badge and are in nobody else's hands, in the order given. Inside a transaction; on PostgreSQL their rows are
 * locked, and those that another instance works on are left out, so that no work is done twice.
 */
export const claimCompletions = async (target: BulkTarget, ids: readonly string[], options: { lock: boolean }): Promise<string[]> => {
  if (target.sqlite !== undefined) {
    const statement = prepared(
      target.sqlite,
      'select 1 from credential where completion_id = ? and superseded_by is null and undone_at is null',
    )
    return ids.filter((id) => statement.get(id) === undefined)
  }
  const free = new Set<string>()
  for (let from = 0; from < ids.length; from += ROWS_A_STATEMENT) {
    let query = target.db
      .selectFrom('completion')
      .select('id')
      .where('id', 'in', ids.slice(from, from + ROWS_A_STATEMENT))
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('credential')
              .select('credential.id')
              .whereRef('credential.completion_id', '=', 'completion.id')
              .where('superseded_by', 'is', null)
              .where('undone_at', 'is', null),
          ),
        ),
      )
    if (options.lock) query = query.forNoKeyUpdate().skipLocked()
    const locked = (await query.execute()).map(({ id }) => id)
    for (const id of locked) free.add(id)
    // Whoever held the lock may have stored a badge and let go after the query began, which then does not see it; a second one does.
    if (options.lock && locked.length > 0) for (const id of await withBadge(target.db, locked)) free.delete(id)
  }
  return ids.filter((id) => free.has(id))
}

const withBadge = async (db: Db, completionIds: readonly string[]): Promise<string[]> =>
  (
    await db
      .selectFrom('credential')
      .select('completion_id')
      .where('completion_id', 'in', completionIds)
      .where('superseded_by', 'is', null)
      .where('undone_at', 'is', null)
      .execute()
  ).flatMap(({ completion_id }) => (completion_id === null ? [] : [completion_id]))

/** What a status entry is for. */
export const subjectOf = (id: string): string => `credential:${id}`

/** Makes rows of badges; a document that fits a template is its values only. */
export const encodeChunk = (maker: TemplateMaker, { credentials, actor, now }: BuiltChunk): ReservedChunk => {
  maker.settle(credentials.map(({ text }) => text))
  const rows = credentials.map(({ text, ...record }) => ({
    ...reservedRow(record, { unsigned_text: text.stored, template_id: text.template?.id ?? null }, now),
  }))
  return { rows: columnRows(rows), templates: [...new Set(credentials.flatMap(({ text }) => text.template ?? []))], actor, now }
}

/** Stores reserved badges with the texts that will be signed, the day of each application, and the audit entries. Inside a transaction. */
export const storeReserved = async (target: BulkTarget, { rows, templates, actor, now }: ReservedChunk): Promise<void> => {
  await storeTemplates(target.db, templates, now)
  await insertColumnRows(target, 'credential', rows)
  const [ids, completions, nominations, lists, indexes, days] = [
    'id',
    'completion_id',
    'nomination_id',
    'status_list_id',
    'status_index',
    'applied_on',
  ].map((name) => columnOf(rows, name)) as [string[], (string | null)[], (string | null)[], string[], number[], string[]]
  await noteApplications(target, completions, days, now)
  const entries = ids.map((id, n) =>
    reservedEntry(
      {
        id,
        completionId: completions[n] ?? undefined,
        nominationId: nominations[n] ?? undefined,
        entry: { listId: lists[n] as string, index: indexes[n] as number },
      },
      { actor, at: now },
    ),
  )
  await appendManyAudit(target, entries)
}

const storeTemplates = async (db: Db, templates: readonly DocumentTemplate[], now: Date): Promise<void> => {
  for (const { id, pieces } of templates)
    await db
      .insertInto('document_template')
      .values({ id, pieces: json.write(pieces), created_at: instant.write(now) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Where nobody noted an application, the badge was applied for on the day that it says. */
const noteApplications = async (
  target: BulkTarget,
  completionIds: readonly (string | null)[],
  days: readonly string[],
  now: Date,
): Promise<void> => {
  if (target.sqlite !== undefined) {
    const text = 'update completion set applied_on = ?, updated_at = ? where id = ? and applied_on is null'
    const statement = prepared(target.sqlite, text)
    const at = instant.write(now)
    for (const [n, id] of completionIds.entries()) if (id !== null) statement.run(days[n] as string, at, id)
    return
  }
  const byDay = new Map<string, string[]>()
  for (const [n, id] of completionIds.entries()) {
    const day = days[n] as string
    const ids = byDay.get(day) ?? []
    byDay.set(day, ids)
    if (id !== null) ids.push(id)
  }
  for (const [day, ids] of byDay)
    for (let from = 0; from < ids.length; from += ROWS_A_STATEMENT)
      await target.db
        .updateTable('completion')
        .set({ applied_on: day, updated_at: instant.write(now) })
        .where('id', 'in', ids.slice(from, from + ROWS_A_STATEMENT))
        .where('applied_on', 'is', null)
        .execute()
}

/**
 * Stores signatures. Inside a transaction. A badge that somebody else signed meanwhile keeps theirs.
 *
 * @returns the ids of the badges whose signature was stored; only these have an audit entry
 */
export const storeSigned = async (target: BulkTarget, chunk: SignedChunk): Promise<string[]> => {
  const stored = new Set(target.sqlite === undefined ? await signManyRows(target.db, chunk) : signRows(target.sqlite, chunk))
  const { ids, digests, kid, actor, now } = chunk
  await appendManyAudit(
    target,
    ids.flatMap((id, n) => (stored.has(id) ? [issuedEntry({ id, sha256: digests[n] as string, kid }, { actor, at: now })] : [])),
  )
  return ids.filter((id) => stored.has(id))
}

const signRows = (sqlite: NonNullable<BulkTarget['sqlite']>, { ids, tails, digests, now }: SignedChunk): string[] => {
  const text =
    "update credential set state = 'issued', signed_text = ?, signed_sha256 = ?, issued_at = ?, updated_at = ? where id = ? and state = 'reserved'"
  const statement = prepared(sqlite, text)
  const at = instant.write(now)
  return ids.filter((id, n) => statement.run(tails[n] as string, digests[n] as string, at, at, id).changes === 1)
}

const signManyRows = async (db: Db, chunk: SignedChunk): Promise<string[]> => {
  const ids: string[] = []
  const at = instant.write(chunk.now)
  for (let from = 0; from < chunk.ids.length; from += ROWS_A_STATEMENT) {
    const values = chunk.ids
      .slice(from, from + ROWS_A_STATEMENT)
      .map((id, n) => sql`(${id}, ${chunk.tails[from + n]}, ${chunk.digests[from + n]})`)
    const { rows: changed } = await sql<{ id: string }>`
      update credential
      set state = 'issued', signed_text = signed.column2, signed_sha256 = signed.column3, issued_at = ${at}, updated_at = ${at}
      from (values ${sql.join(values)}) as signed
      where credential.id = signed.column1 and credential.state = 'reserved'
      returning credential.id`.execute(db)
    ids.push(...changed.map(({ id }) => id))
  }
  return ids
}
