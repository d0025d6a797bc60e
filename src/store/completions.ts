import type { Completion, CompletionStatus } from '../domain/completion.ts'
import { absent, count, flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { NewRow, Row } from './tables.ts'

const columns = [
  'id',
  'session_id',
  'participant_id',
  'status',
  'start_on',
  'end_on',
  'attendance_rate',
  'score',
  'grade',
  'certificate_no',
  'source',
  'applied_on',
  'corrected_by',
  'note',
  'employer_number',
  'consent_id',
  'is_demo',
  'erased_at',
] as const

/** A completion with what was recorded beside it. */
export type StoredCompletion = Completion & {
  /** JST day on which the participant applied for the badge, and the consent under which */
  appliedOn?: string
  consentId?: string
  /** the row that counts instead of this corrected one */
  correctedBy?: string
  /** 備考, exactly as given */
  note?: string
  /** a corporate number that names no registered employer */
  employerNumber?: string
  /** everything about the person was erased; the row stays for the counts and leads to no badge */
  erasedAt?: Date
}

const read = (row: Pick<Row<'completion'>, (typeof columns)[number]>): StoredCompletion => ({
  id: row.id,
  sessionId: row.session_id,
  participantId: row.participant_id,
  status: row.status as CompletionStatus,
  startOn: row.start_on,
  endOn: absent(row.end_on),
  attendanceRate: absent(row.attendance_rate),
  score: absent(row.score),
  grade: absent(row.grade),
  certificateNo: absent(row.certificate_no),
  source: json.readMaybe(row.source),
  appliedOn: absent(row.applied_on),
  consentId: absent(row.consent_id),
  correctedBy: absent(row.corrected_by),
  note: absent(row.note),
  employerNumber: absent(row.employer_number),
  erasedAt: instant.readMaybe(row.erased_at),
  isDemo: flag.read(row.is_demo),
})

export const insertCompletion = (db: Db, completion: StoredCompletion, now: Date): Promise<void> => insertCompletions(db, [completion], now)

/** Stores rows in few statements: 20 columns each, so that a batch stays below the number of values that a statement may have. */
export const insertCompletions = async (db: Db, completions: readonly StoredCompletion[], now: Date): Promise<void> => {
  for (let from = 0; from < completions.length; from += 500)
    await db
      .insertInto('completion')
      .values(completions.slice(from, from + 500).map((completion) => newRow(completion, now)))
      .execute()
}

const newRow = (completion: StoredCompletion, now: Date): NewRow<'completion'> => ({
  id: completion.id,
  session_id: completion.sessionId,
  participant_id: completion.participantId,
  status: completion.status,
  start_on: completion.startOn,
  end_on: completion.endOn ?? null,
  attendance_rate: completion.attendanceRate ?? null,
  score: completion.score ?? null,
  grade: completion.grade ?? null,
  certificate_no: completion.certificateNo ?? null,
  source: json.writeMaybe(completion.source),
  applied_on: completion.appliedOn ?? null,
  corrected_by: completion.correctedBy ?? null,
  note: completion.note ?? null,
  employer_number: completion.employerNumber ?? null,
  consent_id: completion.consentId ?? null,
  correction: null,
  is_demo: flag.write(completion.isDemo),
  created_at: instant.write(now),
  updated_at: instant.write(now),
})

export const findCompletion = async (db: Db, id: string): Promise<StoredCompletion | undefined> => {
  const row = await db.selectFrom('completion').select(columns).where('id', '=', id).executeTakeFirst()
  return row && read(row)
}

/** The row of a person and session that counts; corrected ones are history. */
export const findCompletionOf = async (db: Db, sessionId: string, participantId: string): Promise<StoredCompletion | undefined> => {
  const row = await db
    .selectFrom('completion')
    .select(columns)
    .where('session_id', '=', sessionId)
    .where('participant_id', '=', participantId)
    .where('status', '<>', 'corrected')
    .executeTakeFirst()
  return row && read(row)
}

/**
 * Turns a row into history: `corrected`, with the row that counts instead and the reason.
 *
 * @returns false when it was changed meanwhile
 */
export const markCorrected = async (
  db: Db,
  completion: Pick<StoredCompletion, 'id' | 'status'>,
  correction: { by: string; newId: string; reason: string },
  now: Date,
): Promise<boolean> => {
  const result = await db
    .updateTable('completion')
    .set({
      status: 'corrected',
      corrected_by: correction.newId,
      correction: json.write({ from: completion.status, reason: correction.reason, by: correction.by, at: instant.write(now) }),
      updated_at: instant.write(now),
    })
    .where('id', '=', completion.id)
    .where('status', '=', completion.status)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** A judgement of somebody who was enrolled. @returns false when it was changed meanwhile */
export const setJudgement = async (db: Db, completion: StoredCompletion, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('completion')
    .set({
      status: completion.status,
      end_on: completion.endOn ?? null,
      attendance_rate: completion.attendanceRate ?? null,
      score: completion.score ?? null,
      grade: completion.grade ?? null,
      certificate_no: completion.certificateNo ?? null,
      updated_at: instant.write(now),
    })
    .where('id', '=', completion.id)
    .where('status', '=', 'enrolled')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** The rows that a completion had before, the newest first; each names the one that took its place. */
export const listFormerRows = async (
  db: Db,
  sessionId: string,
  participantId: string,
): Promise<(StoredCompletion & { correction?: CorrectionNote })[]> =>
  (
    await db
      .selectFrom('completion')
      .select([...columns, 'correction'])
      .where('session_id', '=', sessionId)
      .where('participant_id', '=', participantId)
      .where('status', '=', 'corrected')
      .orderBy('updated_at', 'desc')
      .execute()
  ).map((row) => ({ ...read(row), correction: json.readMaybe<CorrectionNote>(row.correction) }))

/** Why a row became history. */
export interface CorrectionNote {
  /** its status until then */
  from: CompletionStatus
  reason: string
  by: string
  at: string
}

/** Completions that count, in the order of their ids, of the runs of one operator or of one run. */
export const listCompletions = async (
  db: Db,
  filter: { operatorId?: string; sessionId?: string; participantId?: string; status?: CompletionStatus; after: string; limit: number },
): Promise<StoredCompletion[]> => {
  let query = db.selectFrom('completion').select(columns).where('id', '>', filter.after)
  query = filter.status === undefined ? query.where('status', '<>', 'corrected') : query.where('status', '=', filter.status)
  if (filter.sessionId !== undefined) query = query.where('session_id', '=', filter.sessionId)
  if (filter.participantId !== undefined) query = query.where('participant_id', '=', filter.participantId)
  const { operatorId } = filter
  if (operatorId !== undefined)
    query = query.where('session_id', 'in', (where) =>
      where
        .selectFrom('course_session')
        .innerJoin('course', 'course.id', 'course_session.course_id')
        .select('course_session.id')
        .where('course.operator_id', '=', operatorId),
    )
  return (await query.orderBy('id').limit(filter.limit).execute()).map(read)
}

/** The learner applied, under a consent. @returns false when it was applied for before */
export const setApplication = async (
  db: Db,
  id: string,
  application: { appliedOn: string; consentId: string },
  now: Date,
): Promise<boolean> => {
  const result = await db
    .updateTable('completion')
    .set({ applied_on: application.appliedOn, consent_id: application.consentId, updated_at: instant.write(now) })
    .where('id', '=', id)
    .where('applied_on', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** The completed rows of a run that nobody applied for, in the order of their ids. */
export const listNotApplied = async (db: Db, sessionId: string, page: { after: string; limit: number }): Promise<StoredCompletion[]> =>
  (
    await db
      .selectFrom('completion')
      .select(columns)
      .where('session_id', '=', sessionId)
      .where('status', '=', 'completed')
      .where('applied_on', 'is', null)
      .where('erased_at', 'is', null)
      .where('id', '>', page.after)
      .orderBy('id')
      .limit(page.limit)
      .execute()
  ).map(read)

export const setAppliedOn = async (db: Db, id: string, appliedOn: string, now: Date): Promise<void> => {
  await db
    .updateTable('completion')
    .set({ applied_on: appliedOn, updated_at: instant.write(now) })
    .where('id', '=', id)
    .where('applied_on', 'is', null)
    .execute()
}

/** Fewer than either database takes as parameters of one statement. */
const IDS_A_STATEMENT = 1000

/** Completions by id, those that exist, in no order. */
export const findCompletions = async (db: Db, ids: readonly string[]): Promise<StoredCompletion[]> => {
  const found: StoredCompletion[] = []
  for (let from = 0; from < ids.length; from += IDS_A_STATEMENT) {
    const some = ids.slice(from, from + IDS_A_STATEMENT)
    found.push(...(await db.selectFrom('completion').select(columns).where('id', 'in', some).execute()).map(read))
  }
  return found
}

/** The next completed rows of a session by id, for reading a session piece by piece. */
export const listCompleted = async (db: Db, sessionId: string, page: { after: string; limit: number }): Promise<StoredCompletion[]> =>
  (
    await db
      .selectFrom('completion')
      .select(columns)
      .where('session_id', '=', sessionId)
      .where('status', '=', 'completed')
      .where('id', '>', page.after)
      .orderBy('id')
      .limit(page.limit)
      .execute()
  ).map(read)

export const countCompleted = async (db: Db, sessionId: string): Promise<number> =>
  count(
    (
      await db
        .selectFrom('completion')
        .select((row) => row.fn.countAll().as('n'))
        .where('session_id', '=', sessionId)
        .where('status', '=', 'completed')
        .executeTakeFirstOrThrow()
    ).n,
  )
