/** UTF-8 byte order mark: without it Excel reads UTF-8 as CP932. */
export const csvByteOrderMark = '\uFEFF'

export type CsvCell = string | number | boolean | null | undefined

/** Cells that a spreadsheet would run or drop: they get a leading `'` (SECURITY T22). Numbers are written as they are. */
const neutralised = (cell: CsvCell): string => {
  if (cell === null || cell === undefined) return ''
  const text = String(cell)
  return typeof cell === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** One record with its CRLF, quoted by RFC 4180, formulas neutralised. */
export const csvRecord = (cells: readonly CsvCell[]): string => `${cells.map((cell) => quoted(neutralised(cell))).join(',')}\r\n`

/** A whole small file: byte order mark, header, records. For large ones, write {@link csvByteOrderMark} and then record by record. */
export const csvFile = (header: readonly string[], records: Iterable<readonly CsvCell[]>): string =>
  [csvByteOrderMark, csvRecord(header), ...Array.from(records, csvRecord)].join('')
