import type { Response } from 'express'

/**
 * Sends a file to keep, made for this reader: no cache stores it.
 *
 * @param file.name - letters, digits, dots and hyphens
 */
export const sendFile = (response: Response, file: { name: string; mediaType: string; body: string | Buffer }): void => {
  response
    .status(200)
    .set({ 'Cache-Control': 'private, no-store', 'Content-Disposition': `attachment; filename="${file.name}"` })
    .type(file.mediaType)
    .send(file.body)
}

/** A table as a file. @param csv - as `csvFile` of the domain writes it */
export const sendCsv = (response: Response, name: string, csv: string): void =>
  sendFile(response, { name: `${name}.csv`, mediaType: 'text/csv', body: csv })
