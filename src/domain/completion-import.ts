import type { CompletionStatus } from './completion.ts'
import {
  checkNewNumber,
  checkReadable,
  isBlankRecord,
  isTrailer,
  type KnownParticipant,
  readCorporateNumberField,
  readDateField,
  readEmailField,
  readFreeText,
  readIdentifier,
  readKanaField,
  readName,
  startsLikeFormula,
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
import type { Day } from './japanese-date.ts'
import { readingKey } from './kana.ts'
import { nearestCode } from './nearest-code.ts'
import { fullName, variantCharacters } from './person-name.ts'

/** The header of a file of completions (DOMAIN section 4), also the first line of the template. */
export const completionColumns = [
  '講座コード',
  '受講者番号',
  '姓',
  '名',
  'セイ',
  'メイ',
  'メールアドレス',
  '勤務先法人番号',
  '受講開始日',
  '修了日',
  '判定',
  '出席率',
  '備考',
] as const

/** What one accepted row says, ready to be stored. */
export interface CompletionRow {
  courseId: string
  courseCode: string
  /** the run that the first day lies in, where runs are looked up */
  sessionId?: string
  /** absent for somebody who is not registered yet */
  participantId?: string
  /** as in the file, or the registered number of the person whose address it is; empty where neither is known */
  participantNumber: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  email: string
  employerCorporateNumber: string
  employerId?: string
  startOn: Day
  /** absent only for somebody who left the course */
  endOn?: Day
  status: Extract<CompletionStatus, 'completed' | 'not_completed' | 'withdrawn'>
  attendanceRate?: number
  /** 備考 exactly as written, formula or not; empty where there is none */
  note: string
}

/** The row as the table of decisions shows it. A remark that starts like a formula is stored, but not repeated here. */
export interface ShownCompletion {
  courseCode: string
  startOn: Day
  endOn?: Day
  participantId: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  email: string
  employerCorporateNumber: string
  status: CompletionRow['status']
  attendanceRate?: number
  note?: string
}

/** A run of a course: its number and its first and last day. */
export interface CourseRun {
  id: string
  no: string
  start: Day
  end: Day
}

/** The run that began on that day, else the only one during which it lies. */
export const runOn = (runs: readonly CourseRun[], day: Day): CourseRun | undefined => {
  const began = runs.filter((run) => run.start === day)
  if (began.length > 0) return began.length === 1 ? began[0] : undefined
  const during = runs.filter((run) => run.start <= day && day <= run.end)
  return during.length === 1 ? during[0] : undefined
}

/** What an import needs to know of what is registered. All lookups are by exact key. */
export interface CompletionLookups {
  /** the import day in Japan; a later date in the file is refused */
  today: Day
  /** only courses that the importing actor may import for */
  courseByCode: (code: string) => { id: string; code: string } | undefined
  courseCodes: readonly string[]
  participantByNumber: (number: string) => KnownParticipant | undefined
  /** by lower-cased address */
  participantByEmail: (address: string) => KnownParticipant | undefined
  /** everybody with this reading; key as {@link readingKey} makes it */
  participantsByReading: (key: string) => readonly KnownParticipant[]
  employerByCorporateNumber: (number: string) => { id: string } | undefined
  /** the runs of a course that rows may be for */
  runsOf?: (courseId: string) => readonly CourseRun[]
  /** the completion of a registered person in the run of a course that began on that day, if it is stored already */
  recorded?: (
    participantId: string,
    courseId: string,
    startOn: Day,
    /** where runs are looked up */
    sessionId?: string,
  ) => Pick<CompletionRow, 'endOn' | 'status' | 'attendanceRate'> | undefined
}

/**
 * What is remembered of the rows before: per accepted row two short digests and a line number, so that 50,000 rows need some megabytes.
 *
 * `digest` maps a text to a short one without collisions that matter, e.g. 16 bytes of SHA-256 in base64.
 */
export interface CompletionImportState {
  digest: (text: string) => string
  rows: Map<string, number>
  people: Map<string, number>
  /** e-mail digest → the participant number it was seen with, for people who are not registered yet */
  addresses: Map<string, { number: string; line: number }>
}

export const newCompletionImport = (digest: (text: string) => string): CompletionImportState => ({
  digest,
  rows: new Map(),
  people: new Map(),
  addresses: new Map(),
})

/**
 * Decides one record of a file of completions. Order: blank, trailer, columns, encoding, all fields together, identity, duplicate
 * (DOMAIN section 4). Nothing is stored; `state` remembers accepted rows to find duplicates.
 *
 * @param record - fields in the order of {@link completionColumns}
 */
export const decideCompletion = (
  record: ImportRecord,
  lookups: CompletionLookups,
  state: CompletionImportState,
): RowDecision<CompletionRow, ShownCompletion> => {
  if (isBlankRecord(record)) return skip(record, 'S_BLANK', { ja: '空行', en: 'Blank row' })
  if (isTrailer(record)) return skip(record, 'S_TRAILER', { ja: '合計行とみなして取り込みません。', en: 'Looks like a total row.' })
  const unreadable = checkReadable(record, completionColumns)
  if (unreadable !== undefined) return reject(record, [unreadable])

  const report = newRowReport()
  const read = readFields(record, lookups, report)
  if (read === undefined || report.findings.some(isError)) return reject(record, report.findings)
  const runs = lookups.runsOf?.(read.courseId)
  const run = runs && runOn(runs, read.startOn)
  if (runs !== undefined && run === undefined) return reject(record, [unknownRun(read, runs)])
  const row: CompletionRow = run === undefined ? read : { ...read, sessionId: run.id }

  const conflict = identityConflict(row, lookups, state)
  if (conflict !== undefined) return reject(record, [conflict])

  const shown = shownCompletion(row)
  const rowDigest = state.digest(JSON.stringify([shown, row.note]))
  const sameAs = state.rows.get(rowDigest)
  if (sameAs !== undefined) {
    return skip(record, 'S_DUPLICATE', { ja: `${sameAs}行目と同じ内容のため取り込みません。`, en: `Same record as line ${sameAs}.` })
  }
  const known =
    row.participantId === undefined ? undefined : lookups.recorded?.(row.participantId, row.courseId, row.startOn, row.sessionId)
  if (known !== undefined) return alreadyRecorded(record, row, known)

  const person = state.digest(JSON.stringify([row.participantNumber || row.email, row.courseCode, row.sessionId ?? row.startOn]))
  const personOn = state.people.get(person)
  if (personOn !== undefined) {
    return reject(record, [
      {
        code: 'E_ROW_CONFLICT',
        message: {
          ja: `${personOn}行目と同じ受講者・講座ですが、内容が違います。どちらか一方にしてください。`,
          en: `Same participant and course as line ${personOn}, with other values.`,
        },
      },
    ])
  }
  state.rows.set(rowDigest, record.line)
  state.people.set(person, record.line)
  if (row.participantId === undefined && row.email !== '') {
    state.addresses.set(state.digest(row.email), { number: row.participantNumber, line: record.line })
  }
  noteSimilarNames(row, lookups, report)
  return accept(record, report, row, shown, {
    variants: variantCharacters(row.familyName + row.givenName),
    ...(row.note.includes('\n') ? { lineBreakIn: '備考' } : {}),
  })
}

const readFields = (record: ImportRecord, lookups: CompletionLookups, report: RowReport): CompletionRow | undefined => {
  const [code, number, family, given, familyKana, givenKana, mail, corporateNumber, start, end, judgement, rate, remark] = record.fields
  const courseCode = readIdentifier(report, '講座コード', code ?? '')
  const course = lookups.courseByCode(courseCode)
  if (course === undefined) report.findings.push(unknownCourse(courseCode, lookups.courseCodes))
  const participantNumber = readIdentifier(report, '受講者番号', number ?? '')
  const registered = participantNumber === '' ? undefined : lookups.participantByNumber(participantNumber)
  if (registered === undefined) checkNewNumber(report, participantNumber)

  const name = readName(report, { familyName: family ?? '', givenName: given ?? '' }, registered?.givenName === '')
  const kanaReport = name === undefined ? newRowReport() : report
  const familyNameKana = readKanaField(kanaReport, 'セイ', familyKana ?? '', registered !== undefined)
  const givenNameKana = readKanaField(kanaReport, 'メイ', givenKana ?? '', registered !== undefined || name?.givenName === '')
  const email = readEmailField(report, 'メールアドレス', mail ?? '', (registered?.emails.length ?? 0) > 0)
  const employer = readCorporateNumberField(report, '勤務先法人番号', corporateNumber ?? '', lookups.employerByCorporateNumber)
  const status = readJudgement(report, judgement ?? '')
  const startOn = readDateField(report, '受講開始日', start ?? '', false)
  const endOn = readDateField(report, '修了日', end ?? '', status === 'withdrawn')
  checkDates(report, startOn, endOn, lookups.today)
  const attendanceRate = readRate(report, rate ?? '')
  const note = readFreeText(report, '備考', remark ?? '')
  if (course === undefined || name === undefined || status === undefined || startOn === undefined) return undefined

  const owner = registered ?? (participantNumber === '' && email !== '' ? lookups.participantByEmail(email) : undefined)
  return {
    courseId: course.id,
    courseCode: course.code,
    ...(owner === undefined ? {} : { participantId: owner.id }),
    participantNumber: participantNumber === '' ? (owner?.number ?? '') : participantNumber,
    ...name,
    familyNameKana: familyNameKana || (registered?.familyNameKana ?? ''),
    givenNameKana: givenNameKana || (registered?.givenNameKana ?? ''),
    email: email || (registered?.emails[0] ?? ''),
    employerCorporateNumber: employer.number,
    ...(employer.employerId === undefined ? {} : { employerId: employer.employerId }),
    startOn,
    ...(endOn === undefined ? {} : { endOn }),
    status,
    ...(attendanceRate === undefined ? {} : { attendanceRate }),
    note,
  }
}

const unknownCourse = (code: string, known: readonly string[]): Finding => {
  const nearest = nearestCode(code, known)
  return {
    code: 'E_COURSE_UNKNOWN',
    column: '講座コード',
    message: {
      ja: `講座コード「${code}」は登録されていません。${nearest === undefined ? '' : `近いコード：${nearest}`}`,
      en: nearest === undefined ? 'Unknown course code.' : `Unknown course code; closest ${nearest}.`,
    },
  }
}

const unknownRun = (row: CompletionRow, runs: readonly CourseRun[]): Finding => {
  const known = runs.slice(0, 5).map(({ no, start, end }) => `${no}（${start}～${end}）`)
  return {
    code: 'E_SESSION_UNKNOWN',
    column: '受講開始日',
    message:
      known.length === 0
        ? {
            ja: `講座「${row.courseCode}」には、この取込みの対象になる開催回がありません。`,
            en: `Course ${row.courseCode} has no run that this import is for.`,
          }
        : {
            ja: `受講開始日 ${row.startOn} に当たる開催回が講座「${row.courseCode}」にありません。登録されている開催回：${known.join('、')}`,
            en: `No run of course ${row.courseCode} matches ${row.startOn}; known: ${runs
              .slice(0, 5)
              .map(({ no, start, end }) => `${no} (${start} to ${end})`)
              .join(', ')}.`,
          },
  }
}

const judgements: Readonly<Record<string, CompletionRow['status']>> = {
  修了: 'completed',
  合格: 'completed',
  '○': 'completed',
  '◯': 'completed',
  〇: 'completed',
  未修了: 'not_completed',
  辞退: 'withdrawn',
}

const readJudgement = (report: RowReport, raw: string): CompletionRow['status'] | undefined => {
  const text = raw.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')
  const status = judgements[text]
  if (status === undefined) {
    report.findings.push({
      code: 'E_JUDGE_UNKNOWN',
      column: '判定',
      message: {
        ja: `判定「${text}」は読めません。「修了」「未修了」「辞退」のいずれかにしてください（○・合格も可）。`,
        en: 'Unknown judgement value.',
      },
    })
  } else if (status !== 'completed') {
    report.findings.push({
      code: 'I_NO_BADGE',
      column: '判定',
      message: {
        ja: `${text}として登録します。バッジは発行されません。`,
        en: `Registered as ${status === 'withdrawn' ? 'withdrawn' : 'not completed'}; no badge.`,
      },
    })
  }
  return status
}

const checkDates = (report: RowReport, startOn: Day | undefined, endOn: Day | undefined, today: Day): void => {
  if (startOn !== undefined && endOn !== undefined && endOn < startOn) {
    report.findings.push({
      code: 'E_DATE_ORDER',
      column: '修了日',
      message: { ja: `修了日（${endOn}）が受講開始日（${startOn}）より前です。`, en: 'Completion precedes start.' },
    })
  }
  for (const [column, day, en] of [
    ['受講開始日', startOn, 'Start'],
    ['修了日', endOn, 'Completion'],
  ] as const) {
    if (day === undefined || day <= today) continue
    report.findings.push({
      code: 'E_DATE_FUTURE',
      column,
      message: { ja: `${column} ${day} は未来の日付です（取込日 ${today}）。`, en: `${en} date is in the future.` },
    })
  }
}

/** 出席率 in percent. A bare number up to 1 is what Excel keeps behind a percent format (0.92, or 1 for 100 %): read so, with a warning. */
const readRate = (report: RowReport, raw: string): number | undefined => {
  const column = '出席率'
  const text = raw.normalize('NFKC').replace(/\s+/g, '')
  if (text === '') return undefined
  const match = /^(-?\d+(?:\.\d+)?)(%?)$/.exec(text)
  const value = Number(match?.[1])
  if (match === null || value < 0 || value > 100) {
    report.findings.push({
      code: 'E_RATE_RANGE',
      column,
      message:
        match === null
          ? { ja: `出席率「${raw}」は読めません（例：92%）。`, en: 'Attendance cannot be read.' }
          : { ja: `出席率 ${text} は 0〜100% の範囲にありません。`, en: 'Attendance out of range.' },
    })
    return undefined
  }
  const fraction = match[2] === '' && value > 0 && value <= 1
  const percent = fraction ? Math.round(value * 10_000) / 100 : value
  if (fraction || text !== raw) noteChange(report, column, raw, `${percent}%`)
  if (/[\uFF01-\uFF5E]/.test(raw)) {
    report.findings.push({
      code: 'W_FULLWIDTH',
      column,
      from: raw,
      to: text,
      message: { ja: '出席率の全角数字を半角に直しました。', en: 'Full-width digits were converted.' },
    })
  }
  if (fraction) {
    report.findings.push({
      code: 'W_RATE_FRACTION',
      column,
      from: raw,
      to: `${percent}%`,
      message: { ja: `出席率 ${text} を ${percent}% と読みました。`, en: `Attendance ${text} was read as ${percent}%.` },
    })
  }
  return percent
}

/** E_IDENTITY_CONFLICT: the address is somebody else's, or the number belongs to a person with another name altogether. */
const identityConflict = (row: CompletionRow, lookups: CompletionLookups, state: CompletionImportState): Finding | undefined => {
  const conflict = (column: string, ja: string, en: string): Finding => ({ code: 'E_IDENTITY_CONFLICT', column, message: { ja, en } })
  const label = (other: KnownParticipant): string => `${other.number} ${fullName(other.familyName, other.givenName)}`
  const owner = row.email === '' ? undefined : lookups.participantByEmail(row.email)
  if (owner !== undefined && owner.id !== row.participantId) {
    return conflict(
      'メールアドレス',
      `メールアドレス ${row.email} は別の受講者（${label(owner)}）で使われています。`,
      'E-mail already belongs to another participant.',
    )
  }
  const earlier = row.participantId === undefined && row.email !== '' ? state.addresses.get(state.digest(row.email)) : undefined
  if (earlier !== undefined && earlier.number !== row.participantNumber) {
    return conflict(
      'メールアドレス',
      `メールアドレス ${row.email} は${earlier.line}行目の別の受講者（${earlier.number || '番号なし'}）で使われています。`,
      `E-mail belongs to another participant on line ${earlier.line}.`,
    )
  }
  const registered = row.participantNumber === '' ? undefined : lookups.participantByNumber(row.participantNumber)
  if (registered !== undefined && isAnotherPerson(row, registered)) {
    return conflict(
      '受講者番号',
      `受講者番号 ${row.participantNumber} は別の受講者（${label(registered)}）の番号です。`,
      'The number belongs to another participant.',
    )
  }
  return undefined
}

/** Neither half of the name agrees, in writing or in reading: more than a changed family name or a variant character. */
const isAnotherPerson = (row: CompletionRow, other: KnownParticipant): boolean =>
  row.familyName !== other.familyName &&
  row.givenName !== other.givenName &&
  readingKey(row.familyNameKana, '') !== readingKey(other.familyNameKana, '') &&
  readingKey(row.givenNameKana, '') !== readingKey(other.givenNameKana, '')

const alreadyRecorded = (
  record: ImportRecord,
  row: CompletionRow,
  known: Pick<CompletionRow, 'endOn' | 'status' | 'attendanceRate'>,
): RowDecision<CompletionRow, ShownCompletion> => {
  const same =
    known.status === row.status &&
    known.endOn === row.endOn &&
    (row.attendanceRate === undefined || row.attendanceRate === known.attendanceRate)
  if (same) {
    return skip(record, 'S_ALREADY_RECORDED', { ja: '登録済みのため取り込みません。', en: 'Recorded already.' })
  }
  return reject(record, [
    {
      code: 'E_ROW_CONFLICT',
      message: {
        ja: 'この受講者・講座は別の内容で登録済みです。変更は「訂正」から行ってください。',
        en: 'Recorded already with other values; use a correction.',
      },
    },
  ])
}

const noteSimilarNames = (row: CompletionRow, lookups: CompletionLookups, report: RowReport): void => {
  const key = readingKey(row.familyNameKana, row.givenNameKana)
  if (key === '') return
  for (const other of lookups.participantsByReading(key)) {
    if (other.id === row.participantId) continue
    report.findings.push({
      code: 'W_SIMILAR_NAME',
      message: {
        ja: `同じ読みの「${fullName(other.familyName, other.givenName)}」（${other.number}）が登録済みです。別人ならそのままで構いません。`,
        en: `A similar person (${other.number}) exists; not merged.`,
      },
    })
  }
}

const shownCompletion = (row: CompletionRow): ShownCompletion => ({
  courseCode: row.courseCode,
  startOn: row.startOn,
  ...(row.endOn === undefined ? {} : { endOn: row.endOn }),
  participantId: row.participantNumber,
  familyName: row.familyName,
  givenName: row.givenName,
  familyNameKana: row.familyNameKana,
  givenNameKana: row.givenNameKana,
  email: row.email,
  employerCorporateNumber: row.employerCorporateNumber,
  status: row.status,
  ...(row.attendanceRate === undefined ? {} : { attendanceRate: row.attendanceRate }),
  ...(row.note === '' || startsLikeFormula(row.note) ? {} : { note: row.note }),
})
