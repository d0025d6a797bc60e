import type { Programme } from '../../src/service/load-programme.ts'
import { type BulkTarget, insertRows } from '../../src/store/insert-rows.ts'

const ROWS_AT_ONCE = 2000

export const completionId = (n: number): string => `B-${String(n).padStart(8, '0')}`

/** Adds completed rows of one session, each with a participant of its own, numbered from `from` on. Their values are those of a sample but for the numbers. */
export const addCompletions = async (
  target: BulkTarget,
  sample: Programme['completions'][number],
  range: { from: number; count: number },
): Promise<void> => {
  const at = '2026-10-01T00:00:00.000Z'
  for (let from = range.from; from < range.from + range.count; from += ROWS_AT_ONCE) {
    const size = Math.min(ROWS_AT_ONCE, range.from + range.count - from)
    const numbers = Array.from({ length: size }, (_, n) => from + n)
    target.sqlite?.exec('begin immediate')
    await insertRows(
      target,
      'participant',
      numbers.map((n) => participantRow(n, at)),
    )
    await insertRows(
      target,
      'completion',
      numbers.map((n) => completionRow(n, sample, at)),
    )
    target.sqlite?.exec('commit')
  }
}

const participantRow = (n: number, at: string) => ({
  id: `P-${n}`,
  family_name: '計測',
  given_name: String(n),
  family_name_kana: 'ケイソク',
  given_name_kana: String(n),
  roman_name: null,
  badge_name_form: 'kanji',
  search_key: `計測${n}`,
  reading_key: `ケイソク${n}`,
  is_demo: 1,
  created_at: at,
  updated_at: at,
})

const completionRow = (n: number, sample: Programme['completions'][number], at: string) => ({
  id: completionId(n),
  session_id: sample.sessionId,
  participant_id: `P-${n}`,
  status: 'completed',
  start_on: sample.startOn,
  end_on: sample.endOn ?? null,
  attendance_rate: 80 + (n % 21),
  score: 60 + (n % 41),
  grade: null,
  certificate_no: `No. ${n}`,
  source: null,
  applied_on: null,
  corrected_by: null,
  is_demo: 1,
  created_at: at,
  updated_at: at,
})
