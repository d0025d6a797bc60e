import {
  checkNewNumber,
  checkReadable,
  isBlankRecord,
  isTrailer,
  type KnownParticipant,
  readCorporateNumberField,
  readEmailField,
  readIdentifier,
  readKanaField,
  readName,
} from './import-fields.ts'
import {
  accept,
  type Finding,
  type ImportRecord,
  isError,
  newRowReport,
  noteChange,
  type RowDecision,
  type RowReport,
  reject,
  skip,
} from './import-report.ts'
import { readingKey } from './kana.ts'
import type { Participant } from './participant.ts'
import { fullName, variantCharacters } from './person-name.ts'

/** The header of a file of participants, also the first line of the template. */
export const participantColumns = [
  '受講者番号',
  '姓',
  '名',
  'セイ',
  'メイ',
  'ローマ字',
  'メールアドレス',
  '勤務先ID',
  '勤務先法人番号',
  'バッジの氏名表記',
] as const

/** What one accepted row says, ready to be stored. */
export interface ParticipantRow {
  /** empty where the operator leaves it to the service */
  number: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  romanName?: string
  email: string
  employerId?: string
  employerCorporateNumber?: string
  badgeNameForm: Participant['badgeNameForm']
}

export interface ParticipantLookups {
  participantByNumber: (number: string) => KnownParticipant | undefined
  /** by lower-cased address */
  participantByEmail: (address: string) => KnownParticipant | undefined
  participantsByReading: (key: string) => readonly KnownParticipant[]
  employerByCorporateNumber: (number: string) => { id: string } | undefined
  employerById: (id: string) => { id: string; corporateNumber?: string } | undefined
}

/** What is remembered of accepted rows: digests and, for names that sound alike, who it was. */
export interface ParticipantImportState {
  digest: (text: string) => string
  rows: Map<string, number>
  numbers: Map<string, number>
  addresses: Map<string, number>
  readings: Map<string, string>
}

export const newParticipantImport = (digest: (text: string) => string): ParticipantImportState => ({
  digest,
  rows: new Map(),
  numbers: new Map(),
  addresses: new Map(),
  readings: new Map(),
})

/**
 * Decides one record of a file of participants, in the order of {@link decideCompletion}: blank, trailer, columns, encoding, all fields
 * together, identity, duplicate.
 *
 * @param record - fields in the order of {@link participantColumns}
 */
export const decideParticipant = (
  record: ImportRecord,
  lookups: ParticipantLookups,
  state: ParticipantImportState,
): RowDecision<ParticipantRow, ParticipantRow> => {
  if (isBlankRecord(record)) return skip(record, 'S_BLANK', { ja: '空行', en: 'Blank row' })
  if (isTrailer(record)) return skip(record, 'S_TRAILER', { ja: '合計行とみなして取り込みません。', en: 'Looks like a total row.' })
  const unreadable = checkReadable(record, participantColumns)
  if (unreadable !== undefined) return reject(record, [unreadable])

  const report = newRowReport()
  const row = readFields(record, lookups, report)
  if (row === undefined || report.findings.some(isError)) return reject(record, report.findings)

  const rowDigest = state.digest(JSON.stringify(row))
  const sameAs = state.rows.get(rowDigest)
  if (sameAs !== undefined) {
    return skip(record, 'S_DUPLICATE', { ja: `${sameAs}行目と同じ内容のため取り込みません。`, en: `Same record as line ${sameAs}.` })
  }
  const registered = row.number === '' ? lookups.participantByEmail(row.email) : lookups.participantByNumber(row.number)
  if (registered !== undefined && isSamePerson(row, registered)) {
    return skip(record, 'S_ALREADY_RECORDED', { ja: '登録済みのため取り込みません。', en: 'Recorded already.' })
  }
  const conflict = identityConflict(row, registered, lookups, state)
  if (conflict !== undefined) return reject(record, [conflict])

  noteSimilarNames(row, lookups, state, report)
  state.rows.set(rowDigest, record.line)
  if (row.number !== '') state.numbers.set(state.digest(row.number), record.line)
  state.addresses.set(state.digest(row.email), record.line)
  state.readings.set(state.digest(readingKey(row.familyNameKana, row.givenNameKana)), `${record.line}行目`)
  return accept(record, report, row, row, { variants: variantCharacters(row.familyName + row.givenName) })
}

const readFields = (record: ImportRecord, lookups: ParticipantLookups, report: RowReport): ParticipantRow | undefined => {
  const [rawNumber, family, given, familyKana, givenKana, roman, mail, rawEmployer, corporateNumber, form] = record.fields
  const number = readIdentifier(report, '受講者番号', rawNumber ?? '')
  checkNewNumber(report, number)
  const name = readName(report, { familyName: family ?? '', givenName: given ?? '' }, false)
  const kanaReport = name === undefined ? newRowReport() : report
  const familyNameKana = readKanaField(kanaReport, 'セイ', familyKana ?? '', false)
  const givenNameKana = readKanaField(kanaReport, 'メイ', givenKana ?? '', false)
  const badgeNameForm = readNameForm(report, form ?? '')
  const romanName = readRoman(report, roman ?? '', badgeNameForm === 'roman')
  const email = readEmailField(report, 'メールアドレス', mail ?? '', false)
  const employer = readEmployer(report, rawEmployer ?? '', corporateNumber ?? '', lookups)
  if (name === undefined || badgeNameForm === undefined) return undefined
  return {
    number,
    ...name,
    familyNameKana,
    givenNameKana,
    ...(romanName === '' ? {} : { romanName }),
    email,
    ...employer,
    badgeNameForm,
  }
}

const nameForms: Readonly<Record<string, Participant['badgeNameForm']>> = {
  '': 'kanji',
  漢字: 'kanji',
  ローマ字: 'roman',
  カナ: 'kana',
  カタカナ: 'kana',
}

const readNameForm = (report: RowReport, raw: string): Participant['badgeNameForm'] | undefined => {
  const form = nameForms[raw.normalize('NFKC').trim()]
  if (form === undefined) {
    report.findings.push({
      code: 'E_NAME_FORM_UNKNOWN',
      column: 'バッジの氏名表記',
      message: {
        ja: `バッジの氏名表記「${raw}」は「漢字」「ローマ字」「カナ」のいずれかにしてください。`,
        en: 'Unknown form of the name on the badge.',
      },
    })
  }
  return form
}

/** ローマ字 as the learner types it; never derived from the kana. */
const readRoman = (report: RowReport, raw: string, required: boolean): string => {
  const text = raw
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .trim()
  noteChange(report, 'ローマ字', raw, text)
  if (/[\uFF01-\uFF5E]/.test(raw)) {
    report.findings.push({
      code: 'W_FULLWIDTH',
      column: 'ローマ字',
      from: raw,
      to: text,
      message: { ja: 'ローマ字の全角を半角に直しました。', en: 'Full-width letters were converted.' },
    })
  }
  if (text === '' ? required : !/^[\p{Script=Latin}\p{M}][\p{Script=Latin}\p{M} .,'’-]*$/u.test(text)) {
    report.findings.push({
      code: 'E_ROMAN_INVALID',
      column: 'ローマ字',
      message:
        text === ''
          ? { ja: 'バッジの氏名表記がローマ字ですが、ローマ字が空です。', en: 'The badge is to carry the roman name, which is empty.' }
          : { ja: `ローマ字「${text}」にラテン文字以外の文字があります。`, en: 'The roman name contains other characters.' },
    })
  }
  return text
}

const readEmployer = (
  report: RowReport,
  rawId: string,
  rawNumber: string,
  lookups: ParticipantLookups,
): { employerId?: string; employerCorporateNumber?: string } => {
  const id = readIdentifier(report, '勤務先ID', rawId)
  if (id === '' || rawNumber.trim() !== '') {
    const read = readCorporateNumberField(report, '勤務先法人番号', rawNumber, lookups.employerByCorporateNumber)
    if (id !== '' && read.employerId !== undefined && read.employerId !== id)
      unknownEmployer(report, `勤務先ID「${id}」と勤務先法人番号が別の企業を指しています。`)
    return {
      ...(read.employerId === undefined ? {} : { employerId: read.employerId }),
      ...(read.number === '' ? {} : { employerCorporateNumber: read.number }),
    }
  }
  const employer = lookups.employerById(id)
  if (employer === undefined) {
    unknownEmployer(report, `勤務先ID「${id}」は登録されていません。`)
    return {}
  }
  return {
    employerId: employer.id,
    ...(employer.corporateNumber === undefined ? {} : { employerCorporateNumber: employer.corporateNumber }),
  }
}

const unknownEmployer = (report: RowReport, ja: string): void => {
  report.findings.push({
    code: 'E_EMPLOYER_UNKNOWN',
    column: '勤務先ID',
    message: { ja, en: 'Employer id unknown, or of another firm than the corporate number.' },
  })
}

const isSamePerson = (row: ParticipantRow, other: KnownParticipant): boolean =>
  row.familyName === other.familyName && row.givenName === other.givenName && other.emails.includes(row.email)

const identityConflict = (
  row: ParticipantRow,
  registered: KnownParticipant | undefined,
  lookups: ParticipantLookups,
  state: ParticipantImportState,
): Finding | undefined => {
  const conflict = (column: string, ja: string, en: string): Finding => ({ code: 'E_IDENTITY_CONFLICT', column, message: { ja, en } })
  const owner = lookups.participantByEmail(row.email)
  if (owner !== undefined) {
    const label = `${owner.number} ${fullName(owner.familyName, owner.givenName)}`
    return conflict(
      'メールアドレス',
      `メールアドレス ${row.email} は登録済みの受講者（${label}）で使われています。`,
      'E-mail already belongs to another participant.',
    )
  }
  if (registered !== undefined) {
    const label = fullName(registered.familyName, registered.givenName)
    return conflict(
      '受講者番号',
      `受講者番号 ${row.number} は登録済みです（${label}）。変更は画面から行ってください。`,
      'The number is registered already; change the person on the page.',
    )
  }
  const numberOn = row.number === '' ? undefined : state.numbers.get(state.digest(row.number))
  if (numberOn !== undefined)
    return conflict('受講者番号', `受講者番号 ${row.number} は${numberOn}行目にもあります。`, `The number is on line ${numberOn} too.`)
  const addressOn = state.addresses.get(state.digest(row.email))
  if (addressOn !== undefined) {
    return conflict(
      'メールアドレス',
      `メールアドレス ${row.email} は${addressOn}行目の別の受講者で使われています。`,
      `E-mail belongs to another participant on line ${addressOn}.`,
    )
  }
  return undefined
}

const noteSimilarNames = (row: ParticipantRow, lookups: ParticipantLookups, state: ParticipantImportState, report: RowReport): void => {
  const key = readingKey(row.familyNameKana, row.givenNameKana)
  for (const other of lookups.participantsByReading(key)) {
    report.findings.push({
      code: 'W_SIMILAR_NAME',
      message: {
        ja: `同じ読みの「${fullName(other.familyName, other.givenName)}」（${other.number}）が登録済みです。別人ならそのままで構いません。`,
        en: `A similar person (${other.number}) exists; not merged.`,
      },
    })
  }
  const inFile = state.readings.get(state.digest(key))
  if (inFile !== undefined) {
    report.findings.push({
      code: 'W_SIMILAR_NAME',
      message: {
        ja: `同じ読みの受講者が${inFile}にいます。別人ならそのままで構いません。`,
        en: 'Another person in this file has the same reading; not merged.',
      },
    })
  }
}
