import { createHash } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { type CompletionImportState, decideCompletion, newCompletionImport } from '../domain/completion-import.ts'
import { csvReader } from '../domain/csv-in.ts'
import { readHeader } from '../domain/import-fields.ts'
import { type ImportFile, moveImport } from '../domain/import-file.ts'
import type { Bilingual, ImportRecord } from '../domain/import-report.ts'
import { decideParticipant, newParticipantImport, type ParticipantImportState } from '../domain/participant-import.ts'
import { ServiceError } from '../errors.ts'
import {
  deleteChunks,
  deleteImportRows,
  findImport,
  insertImportRows,
  noteRead,
  readChunk,
  type StoredDecision,
  setImportState,
} from '../store/imports.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { decoderName } from './import-encoding.ts'
import { importLimits } from './import-limits.ts'
import { type ImportLookups, importLookups } from './import-lookups.ts'
import { importColumns } from './receive-import.ts'

/** How far the dry run is, in bytes of the file. */
export type CheckProgress = (progress: { bytesRead: number; byteCount: number; rowsRead: number }) => Promise<void> | void

/**
 * The second part of a dry run: decides every row of a received file and stores the table of decisions; registers nothing. A run that was broken off
 * begins again from the first row. What was decided already is given back as it is.
 *
 * @param signal - when it is set the run stops at its next safe point
 * @throws ServiceError `not_found`, `conflict` when the file was discarded
 */
export const checkImport = async (
  deps: Deps,
  actor: Actor,
  id: string,
  progress: CheckProgress = () => undefined,
  signal?: AbortSignal,
): Promise<ImportFile> => {
  const file = await requireImport(deps, id)
  if (file.state === 'checked' || file.state === 'refused' || file.state === 'confirmed' || file.state === 'imported') return file
  const checked = moveImport(file, 'check')
  await deleteImportRows(deps.db, id)

  const refusal = await decideRows(deps, file, progress, signal)

  const state = refusal === undefined ? checked : moveImport(file, 'refuse')
  await inTransaction(deps, async (deps) => {
    if (refusal !== undefined) await deleteImportRows(deps.db, id)
    await deleteChunks(deps.db, id)
    // Somebody else may have checked it meanwhile: both decided the same rows, and theirs stands.
    if (
      !(await setImportState(
        deps.db,
        id,
        { from: 'received', to: state, ...(refusal === undefined ? {} : { problem: refusal }) },
        deps.now(),
      ))
    )
      throw new ServiceError('conflict', `The import ${id} was changed while it was being checked.`)
    await audit(deps, actor, `import.${state}`, `import:${id}`)
  })
  return requireImport(deps, id)
}

/** @throws ServiceError `not_found` */
export const requireImport = async (deps: Deps, id: string): Promise<ImportFile> => {
  const file = await findImport(deps.db, id)
  if (file === undefined) throw new ServiceError('not_found', `There is no import ${id}.`)
  return file
}

/** 16 bytes of SHA-256 are short and do not collide by accident; the duplicates of 50,000 rows need some megabytes. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** @returns why the file as a whole is refused, if it is */
const decideRows = async (deps: Deps, file: ImportFile, progress: CheckProgress, signal?: AbortSignal): Promise<Bilingual | undefined> => {
  const columns = importColumns[file.kind]
  const lookups = await importLookups(deps, file)
  const states: States = { completions: newCompletionImport(digest), participants: newParticipantImport(digest) }
  let positions: number[] | undefined
  let batch: ImportRecord[] = []
  let rowsRead = 0
  let bytesRead = 0

  const flush = async (): Promise<void> => {
    const decisions = await decideBatch(file, lookups, states, batch)
    await insertImportRows(deps.db, file.id, decisions)
    rowsRead += batch.length
    batch = []
    await noteRead(deps.db, file.id, { bytesRead, rowsRead })
    await progress({ bytesRead, byteCount: file.byteCount, rowsRead })
    if (signal?.aborted)
      throw new ServiceError('overloaded', 'The service is stopping; the dry run goes on later.', { retryAfterSeconds: 5 })
  }

  for await (const { records, bytes } of readRecords(deps, file)) {
    bytesRead = bytes
    for (const record of records) {
      if (positions === undefined) {
        const header = readHeader(columns, record.fields)
        if (!header.ok) return headerRefusal(header.finding.message, file)
        positions = header.positions
        continue
      }
      if (rowsRead + batch.length >= importLimits.maxRows) return tooManyRows
      batch.push(inTemplateOrder(record, positions, columns.length))
      if (batch.length === importLimits.batchRows) await flush()
    }
  }
  if (batch.length > 0) await flush()
  else await noteRead(deps.db, file.id, { bytesRead, rowsRead })
  return positions === undefined ? headerRefusal({ ja: '見出しの行がありません。', en: 'There is no header line.' }, file) : undefined
}

interface States {
  completions: CompletionImportState
  participants: ParticipantImportState
}

/**
 * Decides the rows of a batch. Rules ask one by one, the database is asked for all at once: rows are tried without memory of one another until no
 * answer is missing, and then decided in order.
 */
const decideBatch = async (
  file: ImportFile,
  lookups: ImportLookups,
  states: States,
  batch: readonly ImportRecord[],
): Promise<StoredDecision[]> => {
  const decide = (record: ImportRecord, states: States): StoredDecision =>
    file.kind === 'completions'
      ? decideCompletion(record, lookups.completion, states.completions)
      : decideParticipant(record, lookups.participant, states.participants)
  lookups.forget()
  do {
    for (const record of batch) decide(record, { completions: newCompletionImport(String), participants: newParticipantImport(String) })
  } while (await lookups.load())
  const decisions = batch.map((record) => withName(file, record, decide(record, states)))
  if (await lookups.load()) throw new Error(`import ${file.id}: a decision was made without its answers`)
  return decisions
}

/** A row that is not imported keeps the name that it has in the file: without it nobody finds the person in a long list. */
const withName = (file: ImportFile, record: ImportRecord, decision: StoredDecision): StoredDecision => {
  const columns = importColumns[file.kind]
  if ((decision.decision !== 'reject' && decision.decision !== 'skip') || record.fields.length !== columns.length) return decision
  const cell = (column: string): string => record.fields[columns.indexOf(column)]?.trim() ?? ''
  const name = `${cell('姓')} ${cell('名')}`.trim().slice(0, 100)
  return name === '' ? decision : { ...decision, writtenName: name }
}

/** Columns may stand in any order; rows with another number of cells than the header are left for the rules to name. */
const inTemplateOrder = (record: ImportRecord, positions: number[], columns: number): ImportRecord =>
  record.fields.length === columns ? { ...record, fields: positions.map((position) => record.fields[position] ?? '') } : record

async function* readRecords(deps: Deps, file: ImportFile): AsyncGenerator<{ records: ImportRecord[]; bytes: number }> {
  const decoder = new TextDecoder(decoderName[file.encoding])
  const reader = csvReader()
  let bytes = 0
  for (let n = 0; ; n += 1) {
    const chunk = await readChunk(deps.db, file.id, n)
    if (chunk === undefined) break
    bytes += chunk.length
    yield { records: reader.push(decoder.decode(chunk, { stream: true })), bytes }
  }
  yield { records: [...reader.push(decoder.decode()), ...reader.end()], bytes }
}

const headerRefusal = (message: Bilingual, file: ImportFile): Bilingual => ({
  ja: `${message.ja}ひな形と同じ見出しにしてください（文字コードは${file.encoding === 'cp932' ? 'Shift_JIS' : 'UTF-8'}として読みました）。`,
  en: `${message.en} Use the header of the template (the file was read as ${file.encoding === 'cp932' ? 'Shift_JIS' : 'UTF-8'}).`,
})

const tooManyRows: Bilingual = {
  ja: `行が多すぎます（${importLimits.maxRows.toLocaleString('en')}行まで）。ファイルを分けてください。`,
  en: `There are more than ${importLimits.maxRows.toLocaleString('en')} rows; please split the file.`,
}
