import type { Actor } from '../domain/actor.ts'
import { completionColumns } from '../domain/completion-import.ts'
import { type CsvCell, csvByteOrderMark, csvRecord } from '../domain/csv-out.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { participantColumns } from '../domain/participant-import.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findCourse, findSession } from '../store/courses.ts'
import {
  type ExportedBadge,
  type ExportedCompletion,
  type ExportedParticipant,
  type ExportScope,
  pageOfBadges,
  pageOfCompletions,
  pageOfParticipants,
} from '../store/exports.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { credentialUrl } from './urls.ts'

export type ExportKind = 'completions' | 'participants' | 'badges'
export const exportKinds: readonly ExportKind[] = ['completions', 'participants', 'badges']

export interface ExportRecords {
  kind: ExportKind
  /** one run only */
  sessionId?: string
  /** why personal data is looked at; the secretariat names it, and it goes into the log */
  purpose?: string
}

const pageRows = 500

/**
 * Completions, participants or badges as CSV for a spreadsheet: UTF-8 with a byte order mark, formulas neutralised, a page in memory at a time.
 * An operator gets its own courses only.
 *
 * @returns the file piece by piece
 * @throws ServiceError `forbidden`, also for the secretariat without a purpose; `session_not_found`
 */
export const exportRecords = async (deps: Deps, actor: Actor, command: ExportRecords): Promise<AsyncGenerator<string>> => {
  const own = 'role' in actor && actor.role === 'operator' ? actor.organisationId : undefined
  const operatorId = command.sessionId === undefined ? own : await operatorOfSession(deps, command.sessionId)
  permit(actor, command.kind === 'participants' ? 'participant.read' : 'completion.read', {
    ...(operatorId === undefined ? {} : { operatorId }),
    ...(command.purpose === undefined ? {} : { purpose: command.purpose }),
  })
  if (!('role' in actor) && actor.kind !== 'system') throw new ServiceError('forbidden', 'A link opens one record and no list.')
  if ('role' in actor && actor.role !== 'operator' && actor.role !== 'secretariat')
    throw new ServiceError('forbidden', 'Lists of people are for operators and the secretariat.')
  await audit(
    deps,
    actor,
    `export.${command.kind}`,
    command.sessionId === undefined ? 'programme' : `session:${command.sessionId}`,
    {},
    command.purpose,
  )
  const scope: ExportScope = {
    ...(own === undefined ? {} : { operatorId: own }),
    ...(command.sessionId === undefined ? {} : { sessionId: command.sessionId }),
  }
  return rowsOf(deps, command.kind, scope)
}

const operatorOfSession = async (deps: Deps, sessionId: string): Promise<string> => {
  const session = await findSession(deps.db, sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (course === undefined) throw new ServiceError('session_not_found', `There is no course session ${sessionId}.`)
  return course.operatorId
}

const rowsOf = (deps: Deps, kind: ExportKind, scope: ExportScope): AsyncGenerator<string> => {
  switch (kind) {
    case 'completions':
      return csv(completionHeader, (after) => pageOfCompletions(deps.db, scope, after, pageRows), completionCells)
    case 'participants':
      return csv(participantColumns, (after) => pageOfParticipants(deps.db, scope, after, pageRows), participantCells)
    case 'badges':
      return csv(
        badgeHeader,
        (after) => pageOfBadges(deps.db, scope, after, pageRows),
        (badge) => badgeCells(deps, badge),
      )
  }
}

async function* csv<T extends { id: string }>(
  header: readonly string[],
  page: (after: string) => Promise<T[]>,
  cells: (row: T) => CsvCell[],
): AsyncGenerator<string> {
  yield `${csvByteOrderMark}${csvRecord(header)}`
  for (let after = ''; ; ) {
    const rows = await page(after)
    if (rows.length > 0) yield rows.map((row) => csvRecord(cells(row))).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageRows) return
    after = last.id
  }
}

/** The columns of the import first, in its words, so that the file can be read back. */
const completionHeader = [...completionColumns, '修了記録ID', '開催回', '点数', '評価', '証書番号', '申請日']

const judgement: Record<string, string> = { completed: '修了', not_completed: '未修了', withdrawn: '辞退', enrolled: '受講中' }

const completionCells = (row: ExportedCompletion): CsvCell[] => [
  row.courseCode,
  row.participantId,
  row.familyName,
  row.givenName,
  row.familyNameKana,
  row.givenNameKana,
  row.email,
  row.employerNumber,
  row.startOn,
  row.endOn,
  judgement[row.status] ?? row.status,
  row.attendanceRate === null ? '' : `${row.attendanceRate}%`,
  row.note,
  row.id,
  row.sessionNo,
  row.score,
  row.grade,
  row.certificateNo,
  row.appliedOn,
]

const nameForms: Record<string, string> = { kanji: '漢字', roman: 'ローマ字', kana: 'カナ' }

const participantCells = (row: ExportedParticipant): CsvCell[] => [
  row.id,
  row.familyName,
  row.givenName,
  row.familyNameKana,
  row.givenNameKana,
  row.romanName,
  row.email,
  row.employerId,
  row.employerNumber,
  nameForms[row.badgeNameForm] ?? row.badgeNameForm,
]

const badgeHeader = [
  'バッジ',
  '短い番号',
  '講座コード',
  '開催回',
  '受講者番号',
  '姓',
  '名',
  '申請日',
  '交付日',
  '有効期限',
  '状態',
  '受取',
  '公開範囲',
  '理由',
]
const claims: Record<string, string> = { unclaimed: '未受取', claimed: '受取済み', declined: '辞退' }
const visibilities: Record<string, string> = { private: '非公開', link: 'リンクを知る人のみ', public: '公開' }

const badgeCells = (deps: Deps, row: ExportedBadge): CsvCell[] => [
  credentialUrl(deps.publicUrl, row.id),
  row.shortId,
  row.courseCode,
  row.sessionNo,
  row.participantId,
  row.familyName,
  row.givenName,
  row.appliedOn,
  row.awardedOn,
  row.validUntilOn,
  validity(row, jstDay(deps.now())),
  claims[row.claim] ?? row.claim,
  visibilities[row.visibility] ?? row.visibility,
  row.reason,
]

const validity = (row: ExportedBadge, today: string): string => {
  if (row.state === 'revoked') return '取消し'
  if (row.state === 'suspended') return '一時停止'
  return row.validUntilOn !== null && today > row.validUntilOn ? '期限切れ' : '有効'
}
