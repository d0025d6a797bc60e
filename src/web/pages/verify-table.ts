import type { Request, Response } from 'express'
import { csvFile } from '../../domain/csv-out.ts'
import { ServiceError } from '../../errors.ts'
import { tableSeal } from '../../service/seal-table.ts'
import { readMultipart } from '../read-form.ts'
import { sendCsv } from '../send-file.ts'
import { wordsOf } from '../views/page-context.ts'
import { resultRows } from '../views/verify-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import type { NamedResult } from './verify.ts'
import { resultInputs } from './verify-page.ts'

/** Fifty rows with long names and addresses. */
const MAX_TABLE_BYTES = 400_000

const sendTable = (response: Response, table: readonly (readonly string[])[]): void => {
  const [header = [], ...rows] = table
  sendCsv(response, 'verification', csvFile(header, rows))
}

/** The results as a table file: UTF-8 with a byte order mark, formulas neutralised (SECURITY T22). */
export const sendResultTable = async (web: WebDeps, request: Request, response: Response, results: NamedResult[]): Promise<void> => {
  const context = await contextOf(web, request)
  sendTable(response, [wordsOf(context).verify.csvHeader, ...resultRows(await resultInputs(web, results), context)])
}

/**
 * The table that a result page handed out, as a file. The page carries it in a form with our seal, since nothing of it is kept here.
 *
 * @throws ServiceError `invalid_input` for a table that we did not seal
 */
export const sendSealedTable = async (web: WebDeps, request: Request, response: Response): Promise<void> => {
  const limits = { files: 1, fileBytes: 1, fields: 4, fieldBytes: MAX_TABLE_BYTES, totalBytes: MAX_TABLE_BYTES }
  const { fields } = await readMultipart(request, limits)
  const [table, seal] = ['table', 'seal'].map((name) => fields.get(name)?.[0] ?? '') as [string, string]
  if (!(await tableSeal(web.deps)).fits(table, seal))
    throw new ServiceError(
      'invalid_input',
      'This table is not one that the verification page made. Verify the badges again and save their table.',
    )
  sendTable(response, JSON.parse(table) as string[][])
}
