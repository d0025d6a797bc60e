import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { completionColumns } from '../../src/domain/completion-import.ts'
import type { ImportKind } from '../../src/domain/import-file.ts'
import { checkImport } from '../../src/service/check-import.ts'
import { confirmImport, discardImport, registerImport } from '../../src/service/confirm-import.ts'
import {
  everyReportedRow,
  importReportCsv,
  importTemplate,
  listOwnImports,
  type ReportedRow,
  readImport,
} from '../../src/service/read-import.ts'
import { receiveImport } from '../../src/service/receive-import.ts'
import { findParticipant } from '../../src/store/participants.ts'
import { demoJson, demoPath } from '../support/demo.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

async function* pieces(bytes: Uint8Array, size = 997): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const dryRun = async (actor: Actor, bytes: Uint8Array, more: { kind?: ImportKind; sessionId?: string; encoding?: 'cp932' } = {}) => {
  const { id } = await receiveImport(world.deps, actor, { kind: 'completions', fileName: 'list.csv', bytes: pieces(bytes), ...more })
  await checkImport(world.deps, actor, id)
  return id
}
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
const rowsOf = (id: string): Promise<ReportedRow[]> => collect(everyReportedRow(world.deps, id))
const confirm = async (actor: Actor, id: string) => {
  await confirmImport(world.deps, actor, id)
  return registerImport(world.deps, actor, id)
}
const countOf = async (table: 'completion' | 'participant' | 'credential' | 'audit_event'): Promise<number> =>
  Number(
    (
      await world.deps.db
        .selectFrom(table)
        .select((q) => q.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

const loadPeople = async (dialect: 'sqlite' | 'postgres') => {
  world = await newWorld({ dialect })
  const { operators, employers, participants, achievements, courses } = world.programme
  await world.loadParts({ operators, employers, participants, achievements, courses })
}

const csv = (rows: string[][], header: readonly string[] = completionColumns): Buffer =>
  Buffer.from([header, ...rows].map((cells) => `${cells.join(',')}\r\n`).join(''))
const person = (n: number, change: Partial<Record<(typeof completionColumns)[number], string>> = {}): string[] => {
  const values: Record<string, string> = {
    講座コード: 'DL-BASIC-R8',
    受講者番号: `N-${n}`,
    姓: '見本',
    名: `第${n}`,
    セイ: 'ミホン',
    メイ: 'ダイ',
    メールアドレス: `n${n}@learner.example`,
    勤務先法人番号: '',
    受講開始日: '2026-05-12',
    修了日: '2026-07-28',
    判定: '修了',
    出席率: '90%',
    備考: '',
    ...change,
  }
  return completionColumns.map((column) => values[column] ?? '')
}

describe.each(dialects)('the CP932 sample on %s', (dialect) => {
  interface Expected {
    summary: Record<string, number>
    records: { record: number; line: number; decision: string; codes: string[]; message: object; normalised?: object }[]
  }
  const expected = demoJson<Expected>('completions_import_expected.json')

  test('comes out exactly, imports its accepted rows once each, and again nothing', async () => {
    await loadPeople(dialect)
    const id = await dryRun(world.operator, readFileSync(demoPath('completions_import_cp932.csv')), { sessionId: 'DL-BASIC-R8:R8-1' })
    const rows = await rowsOf(id)
    expect(
      rows.map(({ record, line, decision, codes, message, normalised }) => ({ record, line, decision, codes, message, normalised })),
    ).toEqual(expected.records.map((record) => ({ normalised: undefined, ...record })))
    expect(await readImport(world.deps, world.operator, id)).toMatchObject({
      file: { state: 'checked', encoding: 'cp932', encodingReason: 'not_utf8', rowsRead: 32 },
      summary: expected.summary,
    })
    expect(await countOf('completion')).toBe(0)
    const people = await countOf('participant')

    await confirm(world.operator, id)
    expect(await countOf('completion')).toBe(12)
    expect(await readImport(world.deps, world.operator, id)).toMatchObject({
      file: { state: 'imported', rowsDone: 12 },
      outcomes: { imported: 12, skipped: 0, conflict: 0 },
    })
    const fresh = rows.filter(
      ({ normalised }) => normalised !== undefined && !(normalised as { participantId: string }).participantId.startsWith('P-'),
    )
    expect(await countOf('participant')).toBe(people + fresh.length)
    const formula = await world.deps.db.selectFrom('completion').select('note').where('note', 'like', '=%').execute()
    expect(formula).toEqual([{ note: '=HYPERLINK("http://attacker.example","確認")' }])

    const again = await dryRun(world.operator, readFileSync(demoPath('completions_import_cp932.csv')), { sessionId: 'DL-BASIC-R8:R8-1' })
    await confirm(world.operator, again)
    expect((await readImport(world.deps, world.operator, again)).summary).toMatchObject({ accept: 0, accept_with_warnings: 0, skip: 15 })
    expect(await countOf('completion')).toBe(12)
    expect(await countOf('participant')).toBe(people + fresh.length)
  })

  test('the file with an invalid byte pair rejects that record alone, by line and column', async () => {
    await loadPeople(dialect)
    const id = await dryRun(world.operator, readFileSync(demoPath('completions_import_cp932_badbytes.csv')))
    expect(await rowsOf(id)).toMatchObject([
      { decision: 'accept_with_warnings', codes: ['W_WAREKI'] },
      { decision: 'reject', codes: ['E_ENCODING'], line: 3, findings: [{ column: '姓' }] },
    ])
    await confirm(world.operator, id)
    expect(await countOf('completion')).toBe(1)
  })

  test('the participants of the demo, UTF-8 with a byte order mark, are kept exactly as given', async () => {
    world = await newWorld({ dialect })
    const { operators, employers } = world.programme
    await world.loadParts({ operators, employers })
    const id = await dryRun(world.secretariat, readFileSync(demoPath('participants.csv')), { kind: 'participants' })
    const report = await readImport(world.deps, world.secretariat, id)
    expect(report.file).toMatchObject({ encoding: 'utf-8', encodingReason: 'byte_order_mark' })
    expect(report.summary.accept + report.summary.accept_with_warnings).toBe(40)
    await confirm(world.secretariat, id)
    for (const { participant } of world.programme.participants) {
      const stored = await findParticipant(world.deps.db, participant.id)
      expect(stored).toMatchObject({ familyName: participant.familyName, givenName: participant.givenName, emails: participant.emails })
    }
    const again = await dryRun(world.secretariat, readFileSync(demoPath('participants.csv')), { kind: 'participants' })
    expect((await readImport(world.deps, world.secretariat, again)).summary).toMatchObject({ skip: 40 })
  })
})

describe.each(dialects)('an import on %s', (dialect) => {
  // On PostgreSQL the same with fewer rows: what differs between the two does not grow with the file.
  const many = dialect === 'sqlite' ? 10_000 : 2_000
  test(`with 1 bad row of ${many} stores and issues nothing in the dry run and names the line`, async () => {
    await loadPeople(dialect)
    const bad = many - 1_234
    const rows = Array.from({ length: many }, (_, n) => person(n, n === bad ? { 修了日: '令和8年2月30日' } : {}))
    const before = [await countOf('completion'), await countOf('participant'), await countOf('credential')]
    const id = await dryRun(world.operator, csv(rows))
    expect([await countOf('completion'), await countOf('participant'), await countOf('credential')]).toEqual(before)
    const rejected = (await rowsOf(id)).filter(({ decision }) => decision === 'reject')
    expect(rejected).toMatchObject([{ line: bad + 2, codes: ['E_DATE_INVALID'], findings: [{ column: '修了日' }] }])
    await confirm(world.operator, id)
    expect(await countOf('completion')).toBe(many - 1)
  }, 120_000)

  test('takes a batch once, also when two processes import at the same moment', async () => {
    await loadPeople(dialect)
    const id = await dryRun(world.operator, csv(Array.from({ length: 1_200 }, (_, n) => person(n))))
    await confirmImport(world.deps, world.operator, id)
    await Promise.all([registerImport(world.deps, world.operator, id), registerImport(world.deps, world.operator, id)])
    expect(await readImport(world.deps, world.operator, id)).toMatchObject({ file: { rowsDone: 1_200 }, outcomes: { imported: 1_200 } })
    expect(await countOf('completion')).toBe(1_200)
  }, 60_000)

  test('goes on where it was stopped', async () => {
    await loadPeople(dialect)
    const id = await dryRun(world.operator, csv(Array.from({ length: 1_200 }, (_, n) => person(n))))
    await confirmImport(world.deps, world.operator, id)
    const stop = AbortSignal.abort()
    await expect(registerImport(world.deps, world.operator, id, undefined, stop)).rejects.toMatchObject({ code: 'overloaded' })
    expect(await countOf('completion')).toBe(500)
    await registerImport(world.deps, world.operator, id)
    expect(await countOf('completion')).toBe(1_200)
  }, 60_000)

  test('sees what was recorded between the two steps', async () => {
    await loadPeople(dialect)
    const first = await dryRun(world.operator, csv([person(1), person(2)]))
    const second = await dryRun(
      world.operator,
      csv([person(1), person(2, { 判定: '未修了' }), person(3, { メールアドレス: 'n1@learner.example' })]),
    )
    await confirm(world.operator, first)
    await confirm(world.operator, second)
    expect((await rowsOf(second)).map(({ decision, outcome }) => [decision, outcome])).toEqual([
      ['accept_with_warnings', 'skipped'],
      ['accept_with_warnings', 'conflict'],
      ['reject', undefined],
    ])
    expect(await countOf('completion')).toBe(2)
  })

  test('is seen by its operator and the secretariat only', async () => {
    await loadPeople(dialect)
    const id = await dryRun(world.operator, csv([person(1)]))
    await expect(readImport(world.deps, world.otherOperator, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(confirmImport(world.deps, world.otherOperator, id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await listOwnImports(world.deps, world.otherOperator, { limit: 10 })).toEqual([])
    expect(await listOwnImports(world.deps, world.operator, { limit: 10 })).toMatchObject([{ id }])
    await expect(
      receiveImport(world.deps, world.otherOperator, {
        kind: 'completions',
        fileName: 'x.csv',
        bytes: pieces(csv([person(1)])),
        sessionId: 'DL-BASIC-R8:R8-1',
      }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    const learner: Actor = { kind: 'user', id: 'u', role: 'learner', participantId: 'P-0011' }
    await expect(
      receiveImport(world.deps, learner, { kind: 'participants', fileName: 'x.csv', bytes: pieces(csv([])) }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('knows only the courses of its operator', async () => {
    await loadPeople(dialect)
    const id = await dryRun(world.otherOperator, csv([person(1)]))
    expect(await rowsOf(id)).toMatchObject([{ decision: 'reject', codes: ['E_COURSE_UNKNOWN'] }])
  })
})

describe('a file', () => {
  test('whose rows name no run of the course says which runs there are', async () => {
    await loadPeople('sqlite')
    const id = await dryRun(world.operator, csv([person(1, { 受講開始日: '2026-04-01', 修了日: '2026-04-02' })]))
    expect(await rowsOf(id)).toMatchObject([
      { codes: ['E_SESSION_UNKNOWN'], message: { ja: expect.stringContaining('R8-1（2026-05-12～2026-07-28）') } },
    ])
  })

  test('with NUL, with a quote that is cut off, and with an unknown number form rejects those rows', async () => {
    await loadPeople('sqlite')
    const text = csv([person(1, { 姓: '見\0本' }), person(2), person(3, { 受講者番号: '受講者３' }), person(4, { 備考: '"cut' })])
    const id = await dryRun(world.operator, text)
    expect((await rowsOf(id)).map(({ line, decision, codes }) => [line, decision, codes])).toEqual([
      [2, 'reject', ['E_ENCODING']],
      [3, 'accept_with_warnings', ['W_CORPNUM_EMPTY']],
      [4, 'reject', ['E_NUMBER_INVALID']],
      [5, 'reject', ['E_QUOTES']],
    ])
  })

  test('in UTF-8 with one bad byte and no mark is read as UTF-8, and only the row is rejected', async () => {
    await loadPeople('sqlite')
    const bytes = Buffer.concat([csv([person(1)]), Buffer.from([0xff]), Buffer.from(person(2).join(','))])
    const id = await dryRun(world.operator, bytes)
    expect((await readImport(world.deps, world.operator, id)).file).toMatchObject({ encoding: 'utf-8', encodingReason: 'header_is_utf8' })
    expect((await rowsOf(id)).map(({ decision, codes }) => [decision, codes[0]])).toEqual([
      ['accept_with_warnings', 'W_CORPNUM_EMPTY'],
      ['reject', 'E_ENCODING'],
    ])
  })

  test('with another header is refused as a whole and says what is missing, and how it was read', async () => {
    await loadPeople('sqlite')
    const id = await dryRun(world.operator, csv([], ['講座', ...completionColumns.slice(1)]))
    expect((await readImport(world.deps, world.operator, id)).file).toMatchObject({
      state: 'refused',
      problem: { ja: expect.stringContaining('「講座コード」'), en: expect.stringContaining('UTF-8') },
    })
    await expect(confirmImport(world.deps, world.operator, id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('that is a workbook, UTF-16, empty or too large is refused at once and leaves nothing', async () => {
    await loadPeople('sqlite')
    const send = (bytes: AsyncIterable<Uint8Array>) =>
      receiveImport(world.deps, world.operator, { kind: 'completions', fileName: 'x', bytes })
    await expect(send(pieces(Buffer.from('PK\u0003\u0004...')))).rejects.toMatchObject({ code: 'unsupported_media_type' })
    await expect(send(pieces(Buffer.from([0xff, 0xfe, 0x41, 0])))).rejects.toMatchObject({ code: 'unsupported_media_type' })
    await expect(send(pieces(Buffer.alloc(0)))).rejects.toMatchObject({ code: 'invalid_input' })
    const endless = (async function* () {
      for (;;) yield Buffer.alloc(1024 * 1024, 0x61)
    })()
    await expect(send(endless)).rejects.toMatchObject({ code: 'payload_too_large' })
    expect(await world.deps.db.selectFrom('import_file').select('id').execute()).toEqual([])
    expect(await world.deps.db.selectFrom('import_chunk').select('n').execute()).toEqual([])
  })

  test('may have its columns in any order', async () => {
    await loadPeople('sqlite')
    const turned = [...completionColumns].reverse()
    const id = await dryRun(world.operator, csv([person(1).reverse()], turned))
    expect(await rowsOf(id)).toMatchObject([{ decision: 'accept_with_warnings', codes: ['W_CORPNUM_EMPTY'] }])
  })

  test('that is discarded loses its rows, and cannot be confirmed any more', async () => {
    await loadPeople('sqlite')
    const id = await dryRun(world.operator, csv([person(1)]))
    await discardImport(world.deps, world.operator, id)
    expect(await rowsOf(id)).toEqual([])
    await expect(confirmImport(world.deps, world.operator, id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('gives a report as CSV in both languages, formulas neutralised', async () => {
    await loadPeople('sqlite')
    const id = await dryRun(world.operator, csv([person(1, { 姓: '=見本' }), person(2, { 判定: '△' })]))
    const ja = (await collect(importReportCsv(world.deps, id, 'ja'))).join('')
    expect(ja.startsWith('\uFEFF行,件,判断')).toBe(true)
    expect(ja).toContain('3,2,取り込めない,E_JUDGE_UNKNOWN,判定,')
    expect((await collect(importReportCsv(world.deps, id, 'en'))).join('')).toContain(
      'reject,E_JUDGE_UNKNOWN,判定,Unknown judgement value.',
    )
  })

  test('the templates are read by the import that they are for', async () => {
    await loadPeople('sqlite')
    const participants = await dryRun(world.operator, Buffer.from(importTemplate('participants')), { kind: 'participants' })
    expect((await rowsOf(participants))[0]?.decision).toBe('accept_with_warnings')
    const completions = await dryRun(world.operator, Buffer.from(importTemplate('completions')))
    expect((await rowsOf(completions)).map(({ codes }) => codes)).toEqual([['E_COURSE_UNKNOWN']])
  })
})
