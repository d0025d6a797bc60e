import { readFileSync } from 'node:fs'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completionColumns } from '../../src/domain/completion-import.ts'
import { jobHandlers } from '../../src/service/job-handlers.ts'
import { runNextJob } from '../../src/service/jobs.ts'
import { demoJson, demoPath } from '../support/demo.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let operator: string
let otherOperator: string
let secretariat: string
beforeAll(async () => {
  web = await newWebWorld()
  const { operators, employers, participants, achievements, courses } = web.world.programme
  await web.world.loadParts({ operators, employers, participants, achievements, courses })
  operator = await web.apiKey('operator', 'op-04')
  otherOperator = await web.apiKey('operator', 'op-02')
  secretariat = await web.apiKey('secretariat', 'council')
})
afterAll(() => web.close())

const send = (path: string, key: string, bytes: Buffer, type = 'text/csv') =>
  request(web.app).post(`/api/v1${path}`).set('Authorization', `Bearer ${key}`).set('Content-Type', type).send(bytes)
const get = (path: string, key: string) => request(web.app).get(`/api/v1${path}`).set('Authorization', `Bearer ${key}`)
const post = (path: string, key: string) =>
  request(web.app).post(`/api/v1${path}`).set('Authorization', `Bearer ${key}`).type('json').send('{}')

interface Expected {
  summary: Record<string, number>
  records: { record: number }[]
}

describe('imports over HTTP', () => {
  test('the CP932 sample comes out exactly, its accepted rows are registered, and again nothing', async () => {
    const expected = demoJson<Expected>('completions_import_expected.json')
    const bytes = readFileSync(demoPath('completions_import_cp932.csv'))
    const dry = await send('/imports/completions?sessionId=DL-BASIC-R8:R8-1', operator, bytes)
    expect(dry.status).toBe(201)
    expect(dry.body).toMatchObject({
      import: { state: 'checked', encoding: 'cp932', encodingReason: 'not_utf8' },
      summary: expected.summary,
    })
    const { id } = dry.body.import
    const rows = (await get(`/imports/${id}/rows?limit=1000`, operator)).body.items
    expect(
      rows.map(
        ({ findings: _f, changes: _c, writtenName: _w, ...row }: { findings: unknown; changes: unknown; writtenName?: string }) => row,
      ),
    ).toEqual(expected.records)
    // A row that is not imported still says whose it is, as the file has it.
    expect(rows.filter(({ decision }: { decision: string }) => decision === 'reject').some((row: object) => 'writtenName' in row)).toBe(
      true,
    )
    expect((await get('/exports/completions', operator)).text.trim().split('\r\n')).toHaveLength(1)

    const done = await post(`/imports/${id}/confirm`, operator)
    expect(done.body).toMatchObject({ import: { state: 'imported' }, outcomes: { imported: 12 } })
    expect((await post(`/imports/${id}/confirm`, operator)).body).toMatchObject({ outcomes: { imported: 12 } })

    const again = await send('/imports/completions', operator, bytes)
    expect(again.body.summary).toMatchObject({ accept: 0, accept_with_warnings: 0 })
    const exported = (await get('/exports/completions', operator)).text
    expect(exported.startsWith('\uFEFF講座コード,受講者番号')).toBe(true)
    expect(exported).toContain(`"'=HYPERLINK(""http://attacker.example"",""確認"")"`)
    expect(exported).toContain('髙橋')
  })

  test('a form with a file is read as well, and a form without one is refused', async () => {
    const form = await request(web.app)
      .post('/api/v1/imports/completions')
      .set('Authorization', `Bearer ${operator}`)
      .attach('file', demoPath('completions_import_cp932_badbytes.csv'))
    expect(form.status).toBe(201)
    expect(form.body).toMatchObject({
      import: { fileName: 'completions_import_cp932_badbytes.csv' },
      summary: { accept_with_warnings: 1, reject: 1 },
    })
    const none = await request(web.app)
      .post('/api/v1/imports/completions')
      .set('Authorization', `Bearer ${operator}`)
      .field('note', 'no file')
    expect(none.status).toBe(400)
  })

  test('a large file is checked and registered by jobs, with progress', async () => {
    const line = (n: number): string =>
      `DL-BASIC-R8,L-${n},見本,第${n},ミホン,ダイ,l${n}@learner.example,,2026-05-12,2026-07-28,修了,90%,${'あ'.repeat(60)}\r\n`
    const bytes = Buffer.from(`${completionColumns.join(',')}\r\n${Array.from({ length: 1_000 }, (_, n) => line(n)).join('')}`)
    const dry = await send('/imports/completions', operator, bytes)
    expect(dry.status).toBe(202)
    const { id } = dry.body.import
    expect((await post(`/imports/${id}/confirm`, operator)).status).toBe(409)
    await runNextJob(web.world.deps, jobHandlers)
    expect((await get(`/jobs/${dry.body.job.id}`, operator)).body).toMatchObject({ state: 'done', done: bytes.length, total: bytes.length })
    const confirmed = await post(`/imports/${id}/confirm`, operator)
    expect(confirmed.status).toBe(202)
    await runNextJob(web.world.deps, jobHandlers)
    expect((await get(`/jobs/${confirmed.body.job.id}`, operator)).body).toMatchObject({
      state: 'done',
      done: 1_000,
      total: 1_000,
      result: { outcomes: { imported: 1_000 } },
    })
    expect((await get(`/imports/${id}`, operator)).body).toMatchObject({ import: { state: 'imported', rowsDone: 1_000 } })
  }, 60_000)

  test('what is no table is refused with a sentence', async () => {
    const workbook = await send('/imports/completions', operator, Buffer.from('PK\u0003\u0004'), 'application/octet-stream')
    expect(workbook.status).toBe(415)
    expect(JSON.parse(workbook.text).detail).toContain('CSV')
    const json = await send('/imports/completions', operator, Buffer.from('{}'), 'application/json')
    expect(json.status).toBe(415)
    const other = await send('/imports/completions', operator, Buffer.from('a,b\r\n1,2\r\n'))
    expect(other.body).toMatchObject({ import: { state: 'refused', problem: { ja: expect.stringContaining('講座コード') } } })
  })

  test('another operator sees neither the import nor its rows nor its people', async () => {
    const dry = await send('/imports/completions', operator, readFileSync(demoPath('completions_import_cp932.csv')))
    const { id } = dry.body.import
    for (const path of [`/imports/${id}`, `/imports/${id}/rows`, `/imports/${id}/report.csv`])
      expect((await get(path, otherOperator)).status, path).toBe(404)
    expect((await post(`/imports/${id}/confirm`, otherOperator)).status).toBe(404)
    expect((await send('/imports/completions?sessionId=DL-BASIC-R8:R8-1', otherOperator, Buffer.from('x'))).status).toBe(403)
    expect((await get('/imports', otherOperator)).body.items).toEqual([])
    expect((await get('/exports/completions', otherOperator)).text.trim().split('\r\n')).toHaveLength(1)
    expect((await get('/exports/completions?sessionId=DL-BASIC-R8:R8-1', otherOperator)).status).toBe(403)
  })

  test('the secretariat names a purpose for a list of people', async () => {
    expect((await get('/exports/participants', secretariat)).status).toBe(403)
    const listed = await get(`/exports/participants?purpose=${encodeURIComponent('年度報告の作成')}`, secretariat)
    expect(listed.status).toBe(200)
    expect(listed.text).toContain('渡邊,千尋')
    // What was exported can be imported again, and nothing is new.
    const again = await send('/imports/participants', secretariat, Buffer.from(listed.text))
    expect(again.body.summary).toMatchObject({ accept: 0, accept_with_warnings: 0, reject: 0 })
  })

  test('templates and reports are files for a spreadsheet', async () => {
    const template = await request(web.app).get('/api/v1/import-templates/completions')
    expect(template.text.startsWith(`\uFEFF${completionColumns.join(',')}\r\n`)).toBe(true)
    const dry = await send('/imports/completions', operator, readFileSync(demoPath('completions_import_cp932.csv')))
    const report = await get(`/imports/${dry.body.import.id}/report.csv?lang=en`, operator)
    expect(report.headers['content-type']).toContain('text/csv')
    expect(report.text).toContain('E_DATE_AMBIGUOUS')
  })
})
