/** What an import says about one record of a file: shared by all imports (DOMAIN section 4). */

export interface Bilingual {
  ja: string
  en: string
}

/** One record of a CSV file, split into fields. */
export interface ImportRecord {
  /** 1 for the first record after the header */
  record: number
  /** physical line on which the record starts; the header is line 1 */
  line: number
  fields: readonly string[]
  /** what keeps the line from being split into fields: a quote that is never closed or stands in a wrong place, or a record without end */
  flaw?: 'quotes' | 'too_long'
}

/** Every code, in the order in which a decision lists them. W: converted or accepted with a remark, I: information, E: rejected, S: skipped. */
export const importCodes = [
  'W_FULLWIDTH',
  'W_HALFKANA',
  'W_HIRAGANA',
  'W_EMAIL_FULLWIDTH',
  'W_WAREKI',
  'W_KANJI_NUMERAL',
  'W_EXCEL_SERIAL',
  'W_RATE_FRACTION',
  'W_CORPNUM_EMPTY',
  'W_CORPNUM_UNKNOWN',
  'I_NO_BADGE',
  'W_FORMULA',
  'W_SIMILAR_NAME',
  'E_QUOTES',
  'E_COLUMNS',
  'E_ENCODING',
  'E_COURSE_UNKNOWN',
  'E_SESSION_UNKNOWN',
  'E_NUMBER_INVALID',
  'E_NAME_MISSING',
  'E_NAME_MOJIBAKE',
  'E_KANA_INVALID',
  'E_ROMAN_INVALID',
  'E_EMAIL_INVALID',
  'E_CORPNUM_CHECKDIGIT',
  'E_CORPNUM_LENGTH',
  'E_CORPNUM_EXPONENT',
  'E_EMPLOYER_UNKNOWN',
  'E_DATE_INVALID',
  'E_DATE_ERA_RANGE',
  'E_DATE_AMBIGUOUS',
  'E_DATE_ORDER',
  'E_DATE_FUTURE',
  'E_JUDGE_UNKNOWN',
  'E_RATE_RANGE',
  'E_NAME_FORM_UNKNOWN',
  'E_IDENTITY_CONFLICT',
  'E_ROW_CONFLICT',
  'S_BLANK',
  'S_TRAILER',
  'S_DUPLICATE',
  'S_ALREADY_RECORDED',
] as const

export type ImportCode = (typeof importCodes)[number]

/** One remark with its place; `from` and `to` show what was converted. */
export interface Finding {
  code: ImportCode
  column?: string
  message: Bilingual
  from?: string
  to?: string
}

/** A value that differs from what the file holds. Nothing is changed silently. */
export interface Change {
  column: string
  from: string
  to: string
}

interface Decided {
  record: number
  line: number
  codes: ImportCode[]
  /** the sentence for the table of decisions; every single remark stands in `findings` */
  message: Bilingual
  findings: Finding[]
}

/**
 * What becomes of one record.
 *
 * @typeParam Row - what the import stores
 * @typeParam Shown - what the table of decisions and its JSON show of it
 */
export type RowDecision<Row, Shown> =
  | (Decided & { decision: 'accept' | 'accept_with_warnings'; changes: Change[]; row: Row; normalised: Shown })
  | (Decided & {
      decision: 'reject' | 'skip'
      /** the name as the file has it, so that the person can be found in the list; nothing else of the row is kept */
      writtenName?: string
    })

/** Collects remarks and changes while the fields of one record are read. */
export interface RowReport {
  findings: Finding[]
  changes: Change[]
}

export const newRowReport = (): RowReport => ({ findings: [], changes: [] })

export const noteChange = (report: RowReport, column: string, from: string, to: string): void => {
  if (from !== to) report.changes.push({ column, from, to })
}

const codesOf = (findings: readonly Finding[]): ImportCode[] => {
  const found = new Set(findings.map(({ code }) => code))
  return importCodes.filter((code) => found.has(code))
}

export const isError = (finding: Finding): boolean => finding.code.startsWith('E_')

/** Rejects the record with everything that is wrong with it. Remarks on its other fields are left out: it is going to be corrected. */
export const reject = (record: ImportRecord, findings: readonly Finding[]): Decided & { decision: 'reject' } => {
  const errors = findings.filter(isError)
  return {
    ...place(record),
    decision: 'reject',
    codes: codesOf(errors),
    message: joined(errors.map(({ message }) => message)),
    findings: errors,
  }
}

export const skip = (record: ImportRecord, code: ImportCode, message: Bilingual): Decided & { decision: 'skip' } => ({
  ...place(record),
  decision: 'skip',
  codes: [code],
  message,
  findings: [{ code, message }],
})

/** Accepts the record; any remark makes it an acceptance with warnings. */
export const accept = <Row, Shown>(
  record: ImportRecord,
  report: RowReport,
  row: Row,
  normalised: Shown,
  kept: { variants: readonly string[]; lineBreakIn?: string },
): RowDecision<Row, Shown> => {
  const codes = codesOf(report.findings)
  return {
    ...place(record),
    decision: codes.length === 0 ? 'accept' : 'accept_with_warnings',
    codes,
    message: summary(report.findings, kept),
    findings: report.findings,
    changes: report.changes,
    row,
    normalised,
  }
}

const place = ({ record, line }: ImportRecord): { record: number; line: number } => ({ record, line })

/** Sentences one after the other; a Japanese one that ends without a stop gets one when another follows. */
const joined = (messages: readonly Bilingual[]): Bilingual => {
  const unique = messages.filter(({ ja }, i) => messages.findIndex((other) => other.ja === ja) === i)
  return {
    ja: unique.map(({ ja }, i) => (i < unique.length - 1 && ja !== '' && !ja.endsWith('。') ? `${ja}。` : ja)).join(''),
    en: [...new Set(unique.map(({ en }) => en))].filter((en) => en !== '').join(' '),
  }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const longEra = /^[\s\u3000]*(令和|平成|昭和|大正|明治|\u32FF|[\u337B-\u337E])/

/** Columns whose full-width letters are named with the value that was read. */
const identifierColumns = new Set(['講座コード', '受講者番号', '勤務先ID'])

/**
 * The sentence of an accepted record. Routine things give way: R8.5.12 is mentioned only where nothing else is, an empty employer number
 * only where nothing else needs the reader's eye. All of them stand in `findings`.
 */
const summary = (findings: readonly Finding[], kept: { variants: readonly string[]; lineBreakIn?: string }): Bilingual => {
  const of = (code: ImportCode): Finding[] => findings.filter((finding) => finding.code === code)
  const [digits, identifiers] = [false, true].map((named) =>
    of('W_FULLWIDTH').filter(({ column }) => identifierColumns.has(column ?? '') === named),
  )
  const kanjiColumns = new Set(of('W_KANJI_NUMERAL').map(({ column }) => column))
  const eraColumns = new Set(of('W_WAREKI').map(({ column }) => column))
  const kanjiEra = [...kanjiColumns].some((column) => eraColumns.has(column))
  const era = of('W_WAREKI').some(({ column, from }) => longEra.test(from ?? '') && !kanjiColumns.has(column))

  const ja: string[] = []
  const clauses: string[] = []
  const nouns: string[] = []
  if (digits?.length) {
    ja.push('全角数字を半角に')
    nouns.push('full-width digits')
  }
  if (of('W_HALFKANA').length) {
    ja.push('半角カナを全角カナに')
    clauses.push('half-width kana converted')
  }
  if (of('W_HIRAGANA').length) {
    ja.push('ひらがなをカタカナに')
    clauses.push('hiragana converted')
  }
  if (of('W_EMAIL_FULLWIDTH').length) {
    ja.push('メールアドレスの全角を半角・小文字に')
    clauses.push('full-width e-mail normalised and lower-cased')
  }
  if (era) {
    ja.push('和暦を西暦に')
    nouns.push('Japanese-era dates')
  }
  if (kanjiColumns.size > 0) {
    ja.push(kanjiEra ? '漢数字の和暦を西暦に' : '漢数字を算用数字に')
    nouns.push(kanjiEra ? 'kanji-numeral era dates' : 'kanji-numeral dates')
  }
  if (nouns.length > 0) clauses.push(`${nouns.join(' and ')} were converted`)
  if (kept.variants.length > 0) {
    clauses.push(
      `the variant character${kept.variants.length > 1 ? 's' : ''} ${kept.variants.join(' ')} ${kept.variants.length > 1 ? 'are' : 'is'} kept as written`,
    )
  }

  const sentences: Bilingual[] = []
  if (ja.length > 0 || clauses.length > 0) {
    const variants = kept.variants.length > 0 ? `${kept.variants.map((c) => `「${c}」`).join('')}はそのまま保存します。` : ''
    sentences.push({
      ja: (ja.length > 0 ? `${ja.join('、')}直しました。` : '') + variants,
      en: clauses.length > 0 ? `${capitalised(clauses.join('; '))}.` : '',
    })
  }
  sentences.push(...(identifiers ?? []).map(({ message }) => message))
  const serials = of('W_EXCEL_SERIAL')
  if (serials.length > 0) {
    sentences.push({
      ja: `日付の数値（Excelの通し番号）を ${serials.map(({ to }) => to).join(' / ')} と読みました。`,
      en: 'Excel serial dates were read as shown; please check.',
    })
  }
  for (const code of ['W_RATE_FRACTION', 'I_NO_BADGE', 'W_FORMULA', 'W_SIMILAR_NAME'] as const)
    sentences.push(...of(code).map(({ message }) => message))
  if (sentences.length === 0) sentences.push(...[...of('W_CORPNUM_EMPTY'), ...of('W_CORPNUM_UNKNOWN')].map(({ message }) => message))
  if (sentences.length === 0 && eraColumns.size > 0)
    sentences.push({ ja: '和暦を西暦に直しました。', en: 'Japanese-era dates were converted.' })
  if (sentences.length === 0 && kept.lineBreakIn !== undefined) {
    sentences.push({ ja: '', en: `Quoted line break inside ${kept.lineBreakIn} is data, not a new row.` })
  }
  return joined(sentences)
}
