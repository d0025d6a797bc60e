import { isDemoCorporateNumber, readCorporateNumber } from './corporate-number.ts'
import { readEmail } from './email-address.ts'

export type DeclarationRowProblem =
  | { code: 'number'; problem: 'empty' | 'exponent' | 'characters' | 'length' | 'check_digit'; expected?: string }
  | { code: 'demo_number' | 'duplicate' | 'firm_missing' | 'statement_missing' | 'email' }
  | { code: 'measure'; measure: string }

/** One row of a table of declarations. */
export interface DeclarationImportRow {
  /** number of the row in the table, the header being 1 */
  row: number
  /** 13 digits where it was read, as typed otherwise */
  corporateNumber: string
  name: string
  email: string
  statement: string
  measures: string[]
  problems: DeclarationRowProblem[]
}

const columns = { number: '法人番号', name: '企業名', email: 'メールアドレス', statement: '宣言文', measures: '取組み' } as const

/** Codes of measures that a declaration can name. */
export const declarationMeasures: readonly string[] = [
  'digital_promotion_role',
  'study_time',
  'fee_support',
  'evaluation_treatment',
  'in_house_training',
  'career_talk',
  'top_message',
]

/**
 * Reads the records of a table of declarations, each row with everything that is wrong with it.
 *
 * @returns undefined where a needed column is missing, or there is no row
 */
export const readDeclarationRows = (records: readonly (readonly string[])[], isDemo: boolean): DeclarationImportRow[] | undefined => {
  const [header, ...rows] = records
  const at = (name: string): number => (header ?? []).findIndex((cell) => cell.replace(/^\uFEFF/, '').trim() === name)
  if (at(columns.number) < 0 || at(columns.name) < 0 || at(columns.statement) < 0) return undefined
  const seen = new Set<string>()
  const read = rows
    .map((cells, n) => ({ cells, row: n + 2 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ cells, row }): DeclarationImportRow => {
      const cell = (name: string): string => (at(name) < 0 ? '' : (cells[at(name)] ?? '').trim())
      const problems: DeclarationRowProblem[] = []
      const number = readCorporateNumber(cell(columns.number))
      if (!number.ok)
        problems.push({
          code: 'number',
          problem: number.problem,
          ...(number.problem === 'check_digit' ? { expected: String(number.expected) } : {}),
        })
      else if (isDemoCorporateNumber(number.number) && !isDemo) problems.push({ code: 'demo_number' })
      else if (seen.has(number.number)) problems.push({ code: 'duplicate' })
      if (number.ok) seen.add(number.number)
      if (cell(columns.name) === '') problems.push({ code: 'firm_missing' })
      if (cell(columns.statement) === '') problems.push({ code: 'statement_missing' })
      const email = cell(columns.email) === '' ? undefined : readEmail(cell(columns.email))
      if (email !== undefined && !email.ok) problems.push({ code: 'email' })
      const measures = cell(columns.measures)
        .split(/[\s,、]+/)
        .filter((code) => code !== '')
      for (const measure of measures) if (!declarationMeasures.includes(measure)) problems.push({ code: 'measure', measure })
      return {
        row,
        corporateNumber: number.ok ? number.number : cell(columns.number),
        name: cell(columns.name),
        email: email?.ok === true ? email.address : '',
        statement: cell(columns.statement).slice(0, 2000),
        measures,
        problems,
      }
    })
  return read.length === 0 ? undefined : read
}
