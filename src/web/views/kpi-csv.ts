import { type CsvCell, csvFile } from '../../domain/csv-out.ts'

interface CountedRows {
  figure: string
  asOf: string
  rule: string
  rulesVersion: string
  rows: readonly { entity: string; id: string; countedAs: string; on: string; sha256: string }[]
}

const header = ['figure', 'as_of', 'entity', 'id', 'counted_as', 'on', 'sha256', 'rules_version', 'rule']

/** The rows behind a figure as a spreadsheet reads them: one record each, with its digest and the rule that counted it. */
export const kpiRowsCsv = ({ figure, asOf, rule, rulesVersion, rows }: CountedRows): string =>
  csvFile(
    header,
    rows.map((row): CsvCell[] => [figure, asOf, row.entity, row.id, row.countedAs, row.on, row.sha256, rulesVersion, rule]),
  )
