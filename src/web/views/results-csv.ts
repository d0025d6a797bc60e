/** Cells that a spreadsheet would take for a formula, full-width signs included (SECURITY T22). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/u

const cell = (text: string): string => {
  const harmless = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** Rows as CSV (RFC 4180) in UTF-8 with the mark that spreadsheets in Japan need to read it as such. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`

/** The same as an address that a link can save without asking the server again; nothing sent for a check is kept there. */
export const csvAddress = (rows: readonly (readonly string[])[]): string =>
  `data:text/csv;charset=utf-8;base64,${Buffer.from(csvText(rows), 'utf8').toString('base64')}`
