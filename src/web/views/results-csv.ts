import { csvFile } from '../../domain/csv-out.ts'

/** A table file as an address that a link can save without asking the server again; nothing sent for a check is kept there. */
export const csvAddress = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  `data:text/csv;charset=utf-8;base64,${Buffer.from(csvFile(header, rows), 'utf8').toString('base64')}`
