import type { ImportFile, ImportKind, ImportState, RowOutcome } from '../domain/import-file.ts'
import type { RowDecision } from '../domain/import-report.ts'
import type { Text } from '../domain/text.ts'
import { absent, count, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

const columns = [
  'id',
  'kind',
  'state',
  'file_name',
  'sha256',
  'byte_count',
  'encoding',
  'encoding_reason',
  'session_id',
  'organisation_id',
  'created_by',
  'confirmed_by',
  'bytes_read',
  'rows_read',
  'rows_done',
  'problem',
  'created_at',
  'checked_at',
  'confirmed_at',
  'finished_at',
] as const

const read = (row: Row<'import_file'>): ImportFile => ({
  id: row.id,
  kind: row.kind as ImportKind,
  state: row.state as ImportState,
  fileName: row.file_name,
  sha256: row.sha256,
  byteCount: row.byte_count,
  encoding: row.encoding as ImportFile['encoding'],
  encodingReason: row.encoding_reason as ImportFile['encodingReason'],
  sessionId: absent(row.session_id),
  organisationId: absent(row.organisation_id),
  createdBy: row.created_by,
  confirmedBy: absent(row.confirmed_by),
  bytesRead: row.bytes_read,
  rowsRead: row.rows_read,
  rowsDone: row.rows_done,
  problem: json.readMaybe(row.problem),
  createdAt: instant.read(row.created_at),
  checkedAt: instant.readMaybe(row.checked_at),
  confirmedAt: instant.readMaybe(row.confirmed_at),
  finishedAt: instant.readMaybe(row.finished_at),
})

/** Begins to receive a file: chunks follow, then {@link sealImport}. */
export const insertImport = async (
  db: Db,
  file: Pick<ImportFile, 'id' | 'kind' | 'fileName' | 'sessionId' | 'organisationId' | 'createdBy'>,
  now: Date,
): Promise<void> => {
  await db
    .insertInto('import_file')
    .values({
      id: file.id,
      kind: file.kind,
      state: 'receiving',
      file_name: file.fileName,
      sha256: '',
      byte_count: 0,
      encoding: 'utf-8',
      encoding_reason: 'valid_utf8',
      session_id: file.sessionId ?? null,
      organisation_id: file.organisationId ?? null,
      created_by: file.createdBy,
      confirmed_by: null,
      bytes_read: 0,
      rows_read: 0,
      rows_done: 0,
      problem: null,
      created_at: instant.write(now),
      checked_at: null,
      confirmed_at: null,
      finished_at: null,
    })
    .execute()
}

export const insertChunk = async (db: Db, importId: string, n: number, bytes: Buffer): Promise<void> => {
  await db
    .insertInto('import_chunk')
    .values({ import_id: importId, n, content: bytes.toString('base64') })
    .execute()
}

/** The n-th piece of the file; undefined after the last. */
export const readChunk = async (db: Db, importId: string, n: number): Promise<Buffer | undefined> => {
  const row = await db.selectFrom('import_chunk').select('content').where('import_id', '=', importId).where('n', '=', n).executeTakeFirst()
  return row && Buffer.from(row.content, 'base64')
}

export const deleteChunks = async (db: Db, importId: string): Promise<void> => {
  await db.deleteFrom('import_chunk').where('import_id', '=', importId).execute()
}

/** The file has arrived as a whole. */
export const sealImport = async (
  db: Db,
  id: string,
  file: Pick<ImportFile, 'sha256' | 'byteCount' | 'encoding' | 'encodingReason'>,
): Promise<void> => {
  await db
    .updateTable('import_file')
    .set({
      state: 'received',
      sha256: file.sha256,
      byte_count: file.byteCount,
      encoding: file.encoding,
      encoding_reason: file.encodingReason,
    })
    .where('id', '=', id)
    .execute()
}

/** Forgets a file that did not arrive as a whole. */
export const deleteImport = async (db: Db, id: string): Promise<void> => {
  await deleteChunks(db, id)
  await db.deleteFrom('import_file').where('id', '=', id).where('state', '=', 'receiving').execute()
}

export const findImport = async (db: Db, id: string): Promise<ImportFile | undefined> => {
  const row = await db.selectFrom('import_file').select(columns).where('id', '=', id).where('state', '<>', 'receiving').executeTakeFirst()
  return row && read(row)
}

/** Imports, the newest first; of one operator where it is named. */
export const listImports = async (
  db: Db,
  filter: { organisationId?: string; kind?: ImportKind; after?: string; limit: number },
): Promise<ImportFile[]> => {
  let query = db.selectFrom('import_file').select(columns).where('state', '<>', 'receiving')
  if (filter.organisationId !== undefined) query = query.where('organisation_id', '=', filter.organisationId)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  const last = filter.after === undefined ? undefined : await findImport(db, filter.after)
  if (last !== undefined) {
    const createdAt = instant.write(last.createdAt)
    query = query.where((where) =>
      where.or([where('created_at', '<', createdAt), where.and([where('created_at', '=', createdAt), where('id', '<', last.id)])]),
    )
  }
  return (await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute()).map(read)
}

/** @returns false when the file was not in `from` any more */
export const setImportState = async (
  db: Db,
  id: string,
  change: { from: ImportState; to: ImportState; confirmedBy?: string; problem?: ImportFile['problem'] },
  now: Date,
): Promise<boolean> => {
  const at = instant.write(now)
  const result = await db
    .updateTable('import_file')
    .set({
      state: change.to,
      ...(change.to === 'checked' || change.to === 'refused' ? { checked_at: at } : {}),
      ...(change.to === 'confirmed' ? { confirmed_at: at, confirmed_by: change.confirmedBy ?? null } : {}),
      ...(change.to === 'imported' || change.to === 'discarded' ? { finished_at: at } : {}),
      ...(change.problem === undefined ? {} : { problem: json.write(change.problem) }),
    })
    .where('id', '=', id)
    .where('state', '=', change.from)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** How far the dry run is. */
export const noteRead = async (db: Db, id: string, progress: { bytesRead: number; rowsRead: number }): Promise<void> => {
  await db.updateTable('import_file').set({ bytes_read: progress.bytesRead, rows_read: progress.rowsRead }).where('id', '=', id).execute()
}

/** Lets one transaction at a time take rows of this file through the second step, and counts them. */
export const noteDone = async (db: Db, id: string, rows: number): Promise<number> => {
  const row = await db
    .updateTable('import_file')
    .set((set) => ({ rows_done: set('rows_done', '+', rows) }))
    .where('id', '=', id)
    .returning('rows_done')
    .executeTakeFirstOrThrow()
  return row.rows_done
}

/** One row of the table of decisions as it is stored. */
export type StoredDecision = RowDecision<unknown, unknown>

export interface ImportRow {
  decision: StoredDecision
  outcome?: RowOutcome
  /** the completion or participant that came of it */
  entityId?: string
}

const readRow = (row: Pick<Row<'import_row'>, 'body' | 'outcome' | 'entity_id'>): ImportRow => ({
  decision: json.read<StoredDecision>(row.body),
  outcome: absent(row.outcome) as RowOutcome | undefined,
  entityId: absent(row.entity_id),
})

export const insertImportRows = async (db: Db, importId: string, decisions: readonly StoredDecision[]): Promise<void> => {
  if (decisions.length === 0) return
  await db
    .insertInto('import_row')
    .values(
      decisions.map((decision) => ({
        import_id: importId,
        record: decision.record,
        line: decision.line,
        decision: decision.decision,
        body: json.write(decision),
        outcome: null,
        entity_id: null,
      })),
    )
    .execute()
}

export const deleteImportRows = async (db: Db, importId: string): Promise<void> => {
  await db.deleteFrom('import_row').where('import_id', '=', importId).execute()
}

/** Rows in the order of the file, after the record named. */
export const listImportRows = async (
  db: Db,
  importId: string,
  page: { after: number; limit: number; decisions?: readonly StoredDecision['decision'][] },
): Promise<ImportRow[]> => {
  let query = db
    .selectFrom('import_row')
    .select(['body', 'outcome', 'entity_id'])
    .where('import_id', '=', importId)
    .where('record', '>', page.after)
  if (page.decisions !== undefined) query = query.where('decision', 'in', [...page.decisions])
  return (await query.orderBy('record').limit(page.limit).execute()).map(readRow)
}

/** Accepted rows that were not taken through the second step, in the order of the file. */
export const listWaitingRows = async (db: Db, importId: string, limit: number): Promise<ImportRow[]> =>
  (
    await db
      .selectFrom('import_row')
      .select(['body', 'outcome', 'entity_id'])
      .where('import_id', '=', importId)
      .where('outcome', 'is', null)
      .where('decision', 'in', ['accept', 'accept_with_warnings'])
      .orderBy('record')
      .limit(limit)
      .execute()
  ).map(readRow)

/** Records what became of rows. */
export const setOutcomes = async (
  db: Db,
  importId: string,
  outcomes: readonly { record: number; outcome: RowOutcome; entityId?: string }[],
): Promise<void> => {
  if (outcomes.length === 0) return
  // One statement for the batch: every row exists, so that only the two columns named below change.
  await db
    .insertInto('import_row')
    .values(
      outcomes.map(({ record, outcome, entityId }) => ({
        import_id: importId,
        record,
        line: 0,
        decision: '',
        body: '',
        outcome,
        entity_id: entityId ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['import_id', 'record'])
        .doUpdateSet((set) => ({ outcome: set.ref('excluded.outcome'), entity_id: set.ref('excluded.entity_id') })),
    )
    .execute()
}

/** How many rows have each decision and outcome. */
export const countImportRows = async (
  db: Db,
  importId: string,
): Promise<{ decision: StoredDecision['decision']; outcome?: RowOutcome; rows: number }[]> =>
  (
    await db
      .selectFrom('import_row')
      .select((select) => ['decision', 'outcome', select.fn.countAll().as('rows')])
      .where('import_id', '=', importId)
      .groupBy(['decision', 'outcome'])
      .execute()
  ).map((row) => ({
    decision: row.decision as StoredDecision['decision'],
    outcome: absent(row.outcome) as RowOutcome | undefined,
    rows: count(row.rows),
  }))

/** The runs for which an import registered completions, at most `limit`. */
export const listImportedSessions = async (db: Db, importId: string, limit: number): Promise<string[]> =>
  (
    await db
      .selectFrom('import_row')
      .innerJoin('completion', 'completion.id', 'import_row.entity_id')
      .select('completion.session_id')
      .distinct()
      .where('import_row.import_id', '=', importId)
      .orderBy('completion.session_id')
      .limit(limit)
      .execute()
  ).map((row) => row.session_id)

type StoredRow = { import_id: string; record: number; line: number }

/** Takes the content out of a row; that it was there, its decision and what became of it stay. */
export const emptyImportRow = async (db: Db, row: StoredRow, message: Text): Promise<void> => {
  const body = { record: row.record, line: row.line, decision: 'skip', codes: [], message, findings: [] }
  await db
    .updateTable('import_row')
    .set({ body: json.write(body) })
    .where('import_id', '=', row.import_id)
    .where('record', '=', row.record)
    .execute()
}

/** Leaves out a row that was not imported yet. */
export const skipImportRow = async (db: Db, row: StoredRow): Promise<void> => {
  await db
    .updateTable('import_row')
    .set({ decision: 'skip' })
    .where('import_id', '=', row.import_id)
    .where('record', '=', row.record)
    .execute()
}
