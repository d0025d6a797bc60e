import { sql } from 'kysely'
import { type AuditEntry, appendManyAudit } from './audit.ts'
import { instant, json } from './columns.ts'
import { type ReservedCredential, reservedRow } from './credentials.ts'
import type { Db } from './database.ts'
import type { DocumentTemplate, TemplateMaker } from './document-template.ts'
import { type BulkTarget, insertRows, prepared } from './insert-rows.ts'

/** Badges of a batch that are reserved together: everything that one transaction stores before any of them is signed. */
export interface ReservedChunk {
  credentials: ReservedCredential[]
  audit: AuditEntry[]
  now: Date
}

/** Signed badges of a batch that are stored together. */
export interface SignedChunk {
  rows: { id: string /** from `tailOf` */; tail: string; sha256: string; audit: AuditEntry }[]
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
    for (const { id } of await query.execute()) free.add(id)
  }
  return ids.filter((id) => free.has(id))
}

/** Stores reserved badges with the texts that will be signed, the day of each application, and the audit entries. Inside a transaction. */
export const storeReserved = async (target: BulkTarget, maker: TemplateMaker, chunk: ReservedChunk): Promise<void> => {
  const { credentials, now } = chunk
  const encoded = maker.encode(credentials.map(({ unsignedText }) => unsignedText))
  await storeTemplates(target.db, [...new Set(encoded.flatMap((found) => found?.template ?? []))], now)
  const rows = credentials.map((credential, n) => {
    const found = encoded[n]
    const text =
      found === undefined
        ? { unsigned_text: credential.unsignedText, template_id: null }
        : { unsigned_text: json.write(found.values), template_id: found.template.id }
    return reservedRow(credential, text, now)
  })
  await insertRows(target, 'credential', rows)
  await noteApplications(target, credentials, now)
  await appendManyAudit(target, chunk.audit)
}

const storeTemplates = async (db: Db, templates: readonly DocumentTemplate[], now: Date): Promise<void> => {
  for (const { id, pieces } of templates)
    await db
      .insertInto('document_template')
      .values({ id, pieces: json.write(pieces), created_at: instant.write(now) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

const noteApplications = async (target: BulkTarget, credentials: readonly ReservedCredential[], now: Date): Promise<void> => {
  if (target.sqlite !== undefined) {
    const text = 'update completion set applied_on = ?, updated_at = ? where id = ? and applied_on is null'
    const statement = prepared(target.sqlite, text)
    for (const { completionId, appliedOn } of credentials)
      if (completionId !== undefined) statement.run(appliedOn, instant.write(now), completionId)
    return
  }
  const byDay = new Map<string, string[]>()
  for (const { completionId, appliedOn } of credentials)
    if (completionId !== undefined) byDay.set(appliedOn, [...(byDay.get(appliedOn) ?? []), completionId])
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
  const rows = chunk.rows.filter(({ id }) => stored.has(id))
  await appendManyAudit(
    target,
    rows.map(({ audit }) => audit),
  )
  return rows.map(({ id }) => id)
}

const signRows = (sqlite: NonNullable<BulkTarget['sqlite']>, { rows, now }: SignedChunk): string[] => {
  const text =
    "update credential set state = 'issued', signed_text = ?, signed_sha256 = ?, issued_at = ?, updated_at = ? where id = ? and state = 'reserved'"
  const statement = prepared(sqlite, text)
  const at = instant.write(now)
  return rows.filter(({ id, tail, sha256 }) => statement.run(tail, sha256, at, at, id).changes === 1).map(({ id }) => id)
}

const signManyRows = async (db: Db, { rows, now }: SignedChunk): Promise<string[]> => {
  const ids: string[] = []
  const at = instant.write(now)
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const values = rows.slice(from, from + ROWS_A_STATEMENT).map(({ id, tail, sha256 }) => sql`(${id}, ${tail}, ${sha256})`)
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
