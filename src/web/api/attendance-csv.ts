import { parse } from 'csv-parse/sync'
import type { AttendanceStatus } from '../../domain/occasion.ts'
import { type InputProblem, ServiceError } from '../../errors.ts'
import type { NewAttendance } from '../../service/occasions.ts'

/** Columns of a list of attendances; the first line names them. */
const attendanceColumns = ['受講者番号', '企業番号', '状態', '修了番号', '金額'] as const

const statuses: Readonly<Record<string, AttendanceStatus>> = {
  申込: 'registered',
  出席: 'attended',
  欠席: 'absent',
  取消: 'cancelled',
  交付: 'granted',
  不交付: 'refused',
}

/**
 * Reads a list of attendances: UTF-8 with or without byte order mark.
 *
 * @returns the attendances, and the line of each
 * @throws ServiceError `invalid_input` with every line that cannot be read
 */
export const readAttendanceCsv = (text: string): { attendances: NewAttendance[]; place: (index: number) => string } => {
  let rows: { record: Record<string, string>; info: { lines: number } }[]
  try {
    rows = parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true, info: true })
  } catch (cause) {
    throw new ServiceError('invalid_input', `The file is no CSV: ${(cause as Error).message}`, { cause })
  }
  const problems: InputProblem[] = []
  const attendances = rows.map(({ record, info }): NewAttendance => {
    const status = statuses[record['状態'] ?? '']
    const amount = (record['金額'] ?? '').replace(/[,，円]/g, '')
    if (status === undefined)
      problems.push({
        path: `line ${info.lines}, column 状態`,
        code: 'STATUS_UNKNOWN',
        message: `「${record['状態'] ?? ''}」は読めません。${Object.keys(statuses).join('、')} のいずれかにしてください。`,
      })
    if (amount !== '' && !/^\d{1,9}$/.test(amount))
      problems.push({ path: `line ${info.lines}, column 金額`, code: 'AMOUNT_INVALID', message: '金額は整数で記入してください。' })
    return {
      ...(record['受講者番号'] ? { participantId: record['受講者番号'] } : {}),
      ...(record['企業番号'] ? { employerId: record['企業番号'] } : {}),
      status: status ?? 'registered',
      ...(record['修了番号'] ? { completionId: record['修了番号'] } : {}),
      ...(amount === '' ? {} : { amountJPY: Number(amount) }),
    }
  })
  if (attendances.length === 0)
    problems.push({ path: 'line 1', code: 'EMPTY', message: `1行目は ${attendanceColumns.join(',')} です。2行目から記入してください。` })
  if (problems.length > 0)
    throw new ServiceError('invalid_input', 'Nothing was stored; correct the named lines and send the file again.', { problems })
  return { attendances, place: (index) => `line ${rows[index]?.info.lines ?? index + 2}` }
}
