import type { Actor } from '../domain/actor.ts'
import { csvByteOrderMark, csvRecord } from '../domain/csv-out.ts'
import type { ImportFile, ImportKind, RowOutcome } from '../domain/import-file.ts'
import type { Change, Finding } from '../domain/import-report.ts'
import { permit } from '../domain/permit.ts'
import type { Language } from '../domain/text.ts'
import { countImportRows, type ImportRow, listImportRows, listImports, type StoredDecision } from '../store/imports.ts'
import { requireOwnImport } from './confirm-import.ts'
import type { Deps } from './deps.ts'
import { importColumns } from './receive-import.ts'

export interface ImportSummary {
  accept: number
  accept_with_warnings: number
  reject: number
  skip: number
}

export interface ImportReport {
  file: ImportFile
  /** how many rows have each decision */
  summary: ImportSummary
  /** what became of the accepted rows in the second step */
  outcomes: Record<RowOutcome, number>
}

/** The state of an import with its counts. @throws ServiceError `not_found`, `forbidden` */
export const readImport = async (deps: Deps, actor: Actor, id: string): Promise<ImportReport> => {
  const file = await requireOwnImport(deps, actor, id)
  const summary: ImportSummary = { accept: 0, accept_with_warnings: 0, reject: 0, skip: 0 }
  const outcomes: Record<RowOutcome, number> = { imported: 0, skipped: 0, conflict: 0 }
  for (const { decision, outcome, rows } of await countImportRows(deps.db, id)) {
    summary[decision] += rows
    if (outcome !== undefined) outcomes[outcome] += rows
  }
  return { file, summary, outcomes }
}

/** The imports that the actor may see, the newest first. @throws ServiceError `forbidden` */
export const listOwnImports = async (
  deps: Deps,
  actor: Actor,
  page: { kind?: ImportKind; after?: string; limit: number },
): Promise<ImportFile[]> => {
  const organisationId = 'role' in actor && actor.role === 'operator' ? (actor.organisationId ?? '') : undefined
  permit(actor, 'completion.import', organisationId === undefined ? {} : { operatorId: organisationId })
  return listImports(deps.db, { ...page, ...(organisationId === undefined ? {} : { organisationId }) })
}

/** One row of the table of decisions, as reports show it. */
export interface ReportedRow {
  record: number
  line: number
  decision: StoredDecision['decision']
  codes: string[]
  message: { ja: string; en: string }
  findings: Finding[]
  changes: Change[]
  normalised?: unknown
  /** the name as the file has it, of a row that is not imported */
  writtenName?: string
  outcome?: RowOutcome
  entityId?: string
}

/** A page of the table of decisions, in the order of the file. @throws ServiceError `not_found`, `forbidden` */
export const listReportedRows = async (
  deps: Deps,
  actor: Actor,
  id: string,
  page: { after: number; limit: number; decisions?: readonly StoredDecision['decision'][] },
): Promise<ReportedRow[]> => {
  await requireOwnImport(deps, actor, id)
  return (await listImportRows(deps.db, id, page)).map(reported)
}

const reported = ({ decision, outcome, entityId }: ImportRow): ReportedRow => ({
  record: decision.record,
  line: decision.line,
  decision: decision.decision,
  codes: decision.codes,
  message: decision.message,
  findings: decision.findings,
  changes: 'changes' in decision ? decision.changes : [],
  ...('normalised' in decision ? { normalised: decision.normalised } : {}),
  ...('writtenName' in decision && decision.writtenName !== undefined ? { writtenName: decision.writtenName } : {}),
  ...(outcome === undefined ? {} : { outcome }),
  ...(entityId === undefined ? {} : { entityId }),
})

const pageRows = 500

/** Every row after one another, a page in memory at a time. */
export async function* everyReportedRow(deps: Deps, id: string): AsyncGenerator<ReportedRow> {
  for (let after = -1; ; ) {
    const rows = await listImportRows(deps.db, id, { after, limit: pageRows })
    for (const row of rows) yield reported(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageRows) return
    after = last.decision.record
  }
}

const words: Record<
  Language,
  { header: string[]; decision: Record<StoredDecision['decision'], string>; outcome: Record<RowOutcome, string> }
> = {
  ja: {
    header: ['行', '件', '判断', 'コード', '列', '内容', '直した値', '取込み'],
    decision: { accept: '取り込む', accept_with_warnings: '取り込む（確認あり）', reject: '取り込めない', skip: '取り込まない' },
    outcome: { imported: '取込み済み', skipped: '登録済みのため見送り', conflict: '別の内容で登録済み' },
  },
  en: {
    header: ['line', 'record', 'decision', 'codes', 'columns', 'message', 'changes', 'outcome'],
    decision: { accept: 'accept', accept_with_warnings: 'accept with warnings', reject: 'reject', skip: 'skip' },
    outcome: { imported: 'imported', skipped: 'skipped, recorded meanwhile', conflict: 'conflict, recorded otherwise meanwhile' },
  },
}

/** The table of decisions as CSV, a line for each row of the file. */
export async function* importReportCsv(deps: Deps, id: string, language: Language): AsyncGenerator<string> {
  const { header, decision, outcome } = words[language]
  yield `${csvByteOrderMark}${csvRecord(header)}`
  for await (const row of everyReportedRow(deps, id)) {
    const columns = [...new Set(row.findings.flatMap((finding) => finding.column ?? []))]
    yield csvRecord([
      row.line,
      row.record,
      decision[row.decision],
      row.codes.join(' '),
      columns.join(' '),
      row.message[language],
      row.changes.map(({ column, from, to }) => `${column}: ${from} → ${to}`).join('\n'),
      row.outcome === undefined ? '' : outcome[row.outcome],
    ])
  }
}

/** A file to fill in: the header with one row that shows what each column takes. Nothing in it names a real person. */
export const importTemplate = (kind: ImportKind): string =>
  `${csvByteOrderMark}${csvRecord(importColumns[kind])}${csvRecord(templateRows[kind])}`

const templateRows: Record<ImportKind, readonly string[]> = {
  completions: [
    'COURSE-CODE',
    'P-9001',
    '見本',
    '花子',
    'ミホン',
    'ハナコ',
    'hanako@learner.example',
    '',
    '2026-05-12',
    '令和8年7月28日',
    '修了',
    '95%',
    'この行は見本です。消してから使ってください。',
  ],
  participants: ['P-9001', '見本', '花子', 'ミホン', 'ハナコ', 'MIHON Hanako', 'hanako@learner.example', '', '', '漢字'],
}
