import { readCorporateNumber } from './corporate-number.ts'
import { readEmail } from './email-address.ts'
import type { Bilingual, Finding, ImportRecord, RowReport } from './import-report.ts'
import { noteChange } from './import-report.ts'
import { type Day, readDate } from './japanese-date.ts'
import { readKana } from './kana.ts'
import { mojibakeMarks, suggestNameSplit } from './person-name.ts'

/** Someone who is registered already, as an import needs to know them. */
export interface KnownParticipant {
  id: string
  /** 受講者番号, e.g. `P-0011` */
  number: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  emails: readonly string[]
}

const trimmed = (text: string): string => text.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')

/** Cells that a spreadsheet would take for a formula (SECURITY T22). */
export const startsLikeFormula = (text: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(text)

export const isBlankRecord = (record: ImportRecord): boolean => record.fields.every((field) => trimmed(field) === '')

/** 合計 and the like in the first cell that holds anything. */
export const isTrailer = (record: ImportRecord): boolean =>
  /^(合計|総合計|小計|総計|計|total|subtotal)([:：\s\u3000]|$)/i.test(
    trimmed(record.fields.find((field) => trimmed(field) !== '') ?? '').normalize('NFKC'),
  )

/**
 * Finds the columns of a file by its header.
 *
 * @returns for each expected name its position in the file, or what is missing, unknown or there twice
 */
export const readHeader = <Name extends string>(
  names: readonly Name[],
  fields: readonly string[],
): { ok: true; positions: number[] } | { ok: false; finding: Finding } => {
  const given = fields.map((field) => trimmed(field.replace(/^\uFEFF/, '')).normalize('NFKC'))
  const positions = names.map((name) => given.indexOf(name.normalize('NFKC')))
  const missing = names.filter((_, i) => positions[i] === -1)
  const unknown = given.filter((name, i) => !names.some((known) => known.normalize('NFKC') === name) || given.indexOf(name) !== i)
  if (missing.length === 0 && unknown.length === 0) return { ok: true, positions }
  const ja = [
    missing.length > 0 ? `見出しに ${missing.map((name) => `「${name}」`).join('')} がありません。` : '',
    unknown.length > 0 ? `見出しの ${unknown.map((name) => `「${name}」`).join('')} は使えません。` : '',
  ].join('')
  const en = [
    missing.length > 0 ? `The header lacks ${missing.join(', ')}.` : '',
    unknown.length > 0 ? `The header has unknown or repeated columns: ${unknown.join(', ')}.` : '',
  ]
  return { ok: false, finding: { code: 'E_COLUMNS', message: { ja, en: en.filter((part) => part !== '').join(' ') } } }
}

/** What keeps a record from being read at all: its quotes, its number of columns, its bytes; in this order. */
export const checkReadable = (record: ImportRecord, names: readonly string[]): Finding | undefined =>
  checkQuotes(record) ?? checkColumnCount(record, names) ?? checkEncoding(record, names)

const checkQuotes = (record: ImportRecord): Finding | undefined => {
  if (record.flaw === undefined) return undefined
  return {
    code: 'E_QUOTES',
    message:
      record.flaw === 'quotes'
        ? {
            ja: '引用符 " が閉じていないか、位置が正しくありません。欄の中の " は "" と書き、欄全体を " で囲んでください。',
            en: 'A quote is not closed or stands in the wrong place; write a quote inside a field as "" and enclose the field in quotes.',
          }
        : {
            ja: '1件が長すぎます。引用符 " の閉じ忘れがないか確かめてください。',
            en: 'The record is too long; a closing quote may be missing.',
          },
  }
}

/** E_COLUMNS where the record has another number of fields than the header. */
export const checkColumnCount = (record: ImportRecord, names: readonly string[]): Finding | undefined => {
  const count = record.fields.length
  if (count === names.length) return undefined
  return {
    code: 'E_COLUMNS',
    message:
      count > names.length
        ? {
            ja: `列の数が${count}です（${names.length}のはず）。「${names.at(-1)}」のカンマを " で囲んでください。`,
            en: `${count} columns instead of ${names.length}: unquoted comma.`,
          }
        : {
            ja: `列の数が${count}です（${names.length}のはず）。区切りのカンマが足りません。`,
            en: `${count} columns instead of ${names.length}: missing commas.`,
          },
  }
}

/** Characters that no cell of a table holds; a database may refuse them. */
const controlCharacters = /[^\P{Cc}\t\n\r]/u

/** E_ENCODING where the decoder met bytes that are no character of the file's encoding, or that are control characters such as NUL. */
export const checkEncoding = (record: ImportRecord, names: readonly string[]): Finding | undefined => {
  const controlAt = record.fields.findIndex((field) => controlCharacters.test(field))
  if (controlAt !== -1) {
    const column = names[controlAt] ?? ''
    return {
      code: 'E_ENCODING',
      column,
      message: {
        ja: `「${column}」に制御文字（NULなど）があります。元の表からCSVを保存し直してください。`,
        en: 'A control character such as NUL stands in this record; save the CSV again.',
      },
    }
  }
  const at = record.fields.findIndex((field) => field.includes('\uFFFD'))
  if (at === -1) return undefined
  const column = names[at] ?? ''
  return {
    code: 'E_ENCODING',
    column,
    message: {
      ja: `「${column}」に読めない文字（不正なバイト列）があります。元の表からCSVを保存し直してください。`,
      en: 'Invalid bytes for the encoding of the file in this record; save the CSV again.',
    },
  }
}

/** A code or number of ours: full-width letters, digits and hyphens become half-width. */
export const readIdentifier = (report: RowReport, column: string, raw: string): string => {
  const text = trimmed(raw)
  const value = text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
  noteChange(report, column, raw, value)
  if (value !== text) {
    const subject = { 受講者番号: 'Participant number', 講座コード: 'Course code' }[column] ?? column
    report.findings.push({
      code: 'W_FULLWIDTH',
      column,
      from: raw,
      to: value,
      message: { ja: `${column}の全角英数字・全角ハイフンを半角に直しました（${value}）。`, en: `${subject} normalised to ${value}.` },
    })
  }
  return value
}

/** What a number for a participant may look like. */
export const participantNumberForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/

/** E_NUMBER_INVALID for a number that a new participant cannot have. */
export const checkNewNumber = (report: RowReport, number: string): void => {
  if (number === '' || participantNumberForm.test(number)) return
  report.findings.push({
    code: 'E_NUMBER_INVALID',
    column: '受講者番号',
    message: {
      ja: `受講者番号「${number}」は半角英数字とハイフン（32字まで）にしてください。`,
      en: 'Participant number: letters, digits and hyphens, up to 32.',
    },
  })
}

/** Stores a free text as it stands, line breaks as LF; W_FORMULA where it starts like a formula. */
export const readFreeText = (report: RowReport, column: string, raw: string): string => {
  const value = trimmed(raw).replace(/\r\n?/g, '\n')
  noteChange(report, column, raw, value)
  if (startsLikeFormula(value)) {
    const sign = value.charAt(0)
    report.findings.push({
      code: 'W_FORMULA',
      column,
      message: {
        ja: `${column}が「${sign}」で始まります（計算式として扱わず文字として保存します）。`,
        en: `Cell starts with "${sign}": stored as text, neutralised on export.`,
      },
    })
  }
  return value
}

export interface NameFields {
  familyName: string
  givenName: string
}

/**
 * Reads 姓 and 名, unchanged but for spaces around them.
 *
 * @param oneName - true where the person is registered with one name, so that an empty 名 is right
 * @returns undefined where a name is missing; then the kana are not also reported
 */
export const readName = (report: RowReport, raw: NameFields, oneName: boolean): NameFields | undefined => {
  const name = { familyName: trimmed(raw.familyName), givenName: trimmed(raw.givenName) }
  noteChange(report, '姓', raw.familyName, name.familyName)
  noteChange(report, '名', raw.givenName, name.givenName)
  if (name.familyName === '' || (name.givenName === '' && !oneName)) {
    report.findings.push({ code: 'E_NAME_MISSING', column: name.familyName === '' ? '姓' : '名', message: missingName(name) })
    return undefined
  }
  for (const [column, text] of [
    ['姓', name.familyName],
    ['名', name.givenName],
  ] as const) {
    const [mark] = mojibakeMarks(text)
    if (mark === undefined) continue
    report.findings.push({
      code: 'E_NAME_MOJIBAKE',
      column,
      message: {
        ja: `${column}「${text}」に「${mark}」があります。Shift_JISに無い文字（𠮷など）がExcelで失われた可能性があります。画面から直接入力するか、UTF-8のCSVで取り込んでください。`,
        en: `"${mark}" in a name: a character outside Shift_JIS was lost by Excel.`,
      },
    })
  }
  for (const [column, text] of [
    ['姓', name.familyName],
    ['名', name.givenName],
  ] as const) {
    if (!startsLikeFormula(text)) continue
    report.findings.push({
      code: 'W_FORMULA',
      column,
      message: {
        ja: `${column}が「${text.charAt(0)}」で始まります（計算式として扱わず文字として保存します）。`,
        en: `Cell starts with "${text.charAt(0)}": stored as text, neutralised on export.`,
      },
    })
  }
  return name
}

const missingName = ({ familyName, givenName }: NameFields): Bilingual => {
  const [empty, emptyEn, other, text] = familyName === '' ? ['姓', 'Family name', '名', givenName] : ['名', 'Given name', '姓', familyName]
  if (familyName === '' && givenName === '') return { ja: '姓と名が空です。', en: 'Family and given name empty.' }
  const split = suggestNameSplit(text)
  if (split === undefined) return { ja: `${empty}が空です。`, en: `${emptyEn} empty.` }
  return {
    ja: `${empty}が空です。${other}の欄「${text}」を 姓「${split.familyName}」・名「${split.givenName}」に分けますか。`,
    en: `${emptyEn} empty; suggested split on the ${text.includes('\u3000') ? 'full-width ' : ''}space.`,
  }
}

/** Reads セイ or メイ. An empty one is an error unless `mayBeEmpty`. */
export const readKanaField = (report: RowReport, column: string, raw: string, mayBeEmpty: boolean): string => {
  const reading = readKana(raw)
  if (!reading.ok) {
    if (reading.problem === 'empty' && mayBeEmpty) return ''
    report.findings.push({
      code: 'E_KANA_INVALID',
      column,
      message:
        reading.problem === 'empty'
          ? { ja: `${column}が空です。`, en: 'Kana field empty.' }
          : { ja: `${column}「${raw}」にカタカナ以外の文字があります。`, en: 'Kana field contains non-kana.' },
    })
    return ''
  }
  noteChange(report, column, raw, reading.kana)
  if (reading.changes.includes('half_width')) {
    report.findings.push({
      code: 'W_HALFKANA',
      column,
      from: raw,
      to: reading.kana,
      message: { ja: `${column}の半角カナを全角カナに直しました。`, en: 'Half-width kana converted.' },
    })
  }
  if (reading.changes.includes('hiragana')) {
    report.findings.push({
      code: 'W_HIRAGANA',
      column,
      from: raw,
      to: reading.kana,
      message: { ja: `${column}のひらがなをカタカナに直しました。`, en: 'Hiragana converted.' },
    })
  }
  return reading.kana
}

/** Reads メールアドレス; empty is an error unless `mayBeEmpty`. */
export const readEmailField = (report: RowReport, column: string, raw: string, mayBeEmpty: boolean): string => {
  const reading = readEmail(raw)
  if (!reading.ok) {
    if (reading.problem === 'empty' && mayBeEmpty) return ''
    report.findings.push({
      code: 'E_EMAIL_INVALID',
      column,
      message:
        reading.problem === 'empty'
          ? { ja: `${column}が空です。`, en: 'E-mail empty.' }
          : {
              ja: `${column}「${raw}」の形式が正しくありません。`,
              en: reading.problem === 'no_top_level_domain' ? 'Invalid e-mail (no top-level domain).' : 'Invalid e-mail.',
            },
    })
    return ''
  }
  noteChange(report, column, raw, reading.address)
  if (reading.changes.includes('full_width') || reading.changes.includes('lower_case')) {
    report.findings.push({
      code: 'W_EMAIL_FULLWIDTH',
      column,
      from: raw,
      to: reading.address,
      message: { ja: `${column}を半角・小文字に直しました。`, en: 'E-mail normalised and lower-cased.' },
    })
  }
  return reading.address
}

/** Reads a date field. `mayBeEmpty` for the end of a course that somebody left. */
export const readDateField = (report: RowReport, column: string, raw: string, mayBeEmpty: boolean): Day | undefined => {
  const reading = readDate(raw)
  if (!reading.ok) {
    if (reading.problem === 'empty' && mayBeEmpty) return undefined
    report.findings.push({ column, ...dateProblem(column, trimmed(raw), reading) })
    return undefined
  }
  const note = (code: Finding['code'], ja: string, en: string): void => {
    report.findings.push({ code, column, from: raw, to: reading.day, message: { ja: `${column}「${trimmed(raw)}」${ja}`, en } })
  }
  if (trimmed(raw) !== reading.day) noteChange(report, column, raw, reading.day)
  if (reading.fullWidth) note('W_FULLWIDTH', 'の全角数字を半角に直しました。', 'Full-width digits were converted.')
  if (reading.notation === 'era' || reading.notation === 'era_letter') {
    note('W_WAREKI', `を西暦に直しました（${reading.day}）。`, `Japanese-era date read as ${reading.day}.`)
  }
  if (reading.kanjiNumeral) note('W_KANJI_NUMERAL', `の漢数字を読みました（${reading.day}）。`, `Kanji numerals read as ${reading.day}.`)
  if (reading.notation === 'excel_serial') {
    note('W_EXCEL_SERIAL', `（Excelの通し番号）を ${reading.day} と読みました。`, `Excel serial date read as ${reading.day}; please check.`)
  }
  return reading.day
}

const dateProblem = (
  column: string,
  text: string,
  reading: Extract<ReturnType<typeof readDate>, { ok: false }>,
): { code: Finding['code']; message: Bilingual } => {
  switch (reading.problem) {
    case 'empty':
      return { code: 'E_DATE_INVALID', message: { ja: `${column}が空です。`, en: 'Date empty.' } }
    case 'unreadable':
      return {
        code: 'E_DATE_INVALID',
        message: {
          ja: `${column}「${text}」は日付として読めません（例：2026-07-28、令和8年7月28日、R8.7.28）。`,
          en: 'Not a date that can be read.',
        },
      }
    case 'no_such_day':
      return { code: 'E_DATE_INVALID', message: { ja: `${column}「${text}」は暦にない日付です。`, en: 'No such calendar day.' } }
    case 'ambiguous':
      return {
        code: 'E_DATE_AMBIGUOUS',
        message: {
          ja: `${column}「${text}」は元号がないため読めません（例：R8.7.28、2026-07-28）。`,
          en: 'Date without era or 4-digit year.',
        },
      }
    case 'era_range':
      return {
        code: 'E_DATE_ERA_RANGE',
        message: {
          ja: `${column}「${text}」：${reading.era}は${reading.boundText}${reading.bound === 'end' ? 'まで' : 'から'}です。${
            reading.meant === undefined ? '' : `${reading.meant.ja}ではありませんか。`
          }`,
          en: `${reading.eraEn} ${reading.bound === 'end' ? 'ended' : 'began'} on ${reading.boundEn}${
            reading.meant === undefined ? '.' : `; did you mean ${reading.meant.en}?`
          }`,
        },
      }
  }
}

/** Reads 勤務先法人番号. Empty or unknown numbers are accepted without a link to an employer. */
export const readCorporateNumberField = (
  report: RowReport,
  column: string,
  raw: string,
  employerByCorporateNumber: (number: string) => { id: string } | undefined,
): { number: string; employerId?: string } => {
  const reading = readCorporateNumber(raw)
  const note = (code: Finding['code'], ja: string, en: string): void => {
    report.findings.push({ code, column, message: { ja: `${column}${ja}`, en } })
  }
  if (reading.ok) {
    noteChange(report, column, raw, reading.number)
    if (reading.changes.length > 0) {
      const what = reading.changes.includes('full_width') ? '全角数字を半角に直しました' : '空白・ハイフンを除きました'
      report.findings.push({
        code: 'W_FULLWIDTH',
        column,
        from: raw,
        to: reading.number,
        message: { ja: `${column}の${what}（${reading.number}）。`, en: `Corporate number read as ${reading.number}.` },
      })
    }
    const employer = employerByCorporateNumber(reading.number)
    if (employer !== undefined) return { number: reading.number, employerId: employer.id }
    report.findings.push({
      code: 'W_CORPNUM_UNKNOWN',
      column,
      message: {
        ja: '法人番号の形式は正しいですが、登録企業にありません。勤務先と結び付けずに登録します。',
        en: 'Valid number but no registered employer; saved without a link.',
      },
    })
    return { number: reading.number }
  }
  switch (reading.problem) {
    case 'empty':
      note('W_CORPNUM_EMPTY', 'が空です（求職中・個人受講として登録します）。', 'No employer number: registered as an individual learner.')
      break
    case 'exponent':
      note(
        'E_CORPNUM_EXPONENT',
        `が「${trimmed(raw)}」になっています。Excelで列の表示形式を「文字列」にしてから入力し直してください（下の桁が失われています）。`,
        'Excel turned the number into scientific notation and lost digits.',
      )
      break
    case 'characters':
      note('E_CORPNUM_LENGTH', `「${trimmed(raw)}」に数字以外の文字があります（13桁の数字です）。`, 'Not a number of 13 digits.')
      break
    case 'length':
      note(
        'E_CORPNUM_LENGTH',
        reading.suggestion === undefined
          ? `が${reading.digits}桁です（13桁のはず）。番号を確かめてください。`
          : `が${reading.digits}桁です。会社法人等番号であれば、法人番号は ${reading.suggestion} です。`,
        reading.suggestion === undefined
          ? `${reading.digits} digits instead of 13.`
          : `${reading.digits} digits: if this is a company registration number, the corporate number is ${reading.suggestion}.`,
      )
      break
    case 'check_digit':
      note(
        'E_CORPNUM_CHECKDIGIT',
        ` ${reading.number} の検査用数字が合いません（先頭は ${reading.expected} になるはずです）。番号を確かめてください。`,
        `Check digit does not match (expected leading ${reading.expected}).`,
      )
      break
  }
  return { number: '' }
}
