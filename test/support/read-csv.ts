import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

export interface CsvRecord {
  record: number
  /** physical line on which the record starts; the first line is 1 */
  line: number
  fields: string[]
}

/** Bytes to text as an import decodes them: BOM or strict UTF-8 → UTF-8, else CP932. */
export const decodeCsv = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('shift_jis').decode(bytes)
  }
}

/** Splits CSV text into its header and numbered records. Quoted line breaks are data, blank lines are records. */
export const splitCsv = (text: string): { header: string[]; records: CsvRecord[] } => {
  const rows = parse(text, { relax_column_count: true, skip_empty_lines: false, info: true }) as unknown as {
    record: string[]
    info: { lines: number }
  }[]
  let line = 1
  const all = rows.map(({ record: fields }, i) => {
    const start = line
    line += 1 + fields.reduce((breaks, field) => breaks + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
    return { record: i, line: start, fields }
  })
  return { header: all[0]?.fields ?? [], records: all.slice(1) }
}

export const readCsv = (path: string): { header: string[]; records: CsvRecord[] } => splitCsv(decodeCsv(readFileSync(path)))
