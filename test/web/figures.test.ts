import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KpiFigures } from '../../src/domain/kpi.ts'
import { registerDemoUsers } from '../../src/service/sign-in/demo-users.ts'
import { demoJson } from '../support/demo.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'
import { dialects } from '../support/world.ts'

const LONG_MILLISECONDS = 180_000
const expected = demoJson<KpiFigures>('kpi-expected.json')
const asOf = '2026-11-23'

describe.each(dialects)('the figures of the demo over HTTP on %s', (dialect) => {
  let web: WebWorld
  let key: string
  beforeAll(async () => {
    web = await newWebWorld({ dialect, now: '2026-12-24T01:00:00Z', checkAnswers: true })
    await web.world.load()
    await web.world.loadLedger()
    key = await web.apiKey('secretariat', 'council')
  }, LONG_MILLISECONDS)
  afterAll(() => web.close())
  const get = (path: string, bearer = key) =>
    request(web.app)
      .get(path)
      .set(bearer === '' ? {} : { Authorization: `Bearer ${bearer}` })

  test('are those of kpi-expected.json, and each number leads to its rows', async () => {
    const answer = await get(`/api/v1/kpis?asOf=${asOf}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject(expected)
    for (const [figure, url] of Object.entries(answer.body.rows as Record<string, string>)) {
      const rows = await get(url.replace('https://badges.example', ''))
      expect(rows.status, figure).toBe(200)
      const value = figure.split('.').reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], answer.body)
      expect(rows.body.rows.length, figure).toBe(typeof value === 'number' ? value : (value as { value: number }).value)
      expect(rows.body.rulesVersion).toBe(answer.body.rulesVersion)
    }
  })

  test('come as CSV with a byte order mark, digests and the version of the rule', async () => {
    const answer = await get(`/api/v1/kpis/badgeUse.verifiedOutcomes/rows.csv?asOf=${asOf}`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toContain('text/csv')
    const lines = answer.text
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n')
    expect(answer.text.startsWith('\uFEFF')).toBe(true)
    expect(lines).toHaveLength(9)
    expect(lines[1]).toMatch(/^badgeUse\.verifiedOutcomes,2026-11-23,outcome,OUT-01,OUT-01,2026-11-01,[0-9a-f]{64},/)
  })

  test('are totals for the public: firms are counted, people only in groups of five', async () => {
    const answer = await get(`/api/v1/kpis?asOf=${asOf}`, '')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      declared: { newInPeriod: 10, activeAsOf: 9 },
      honoured: { value: 2 },
      productivity: { value: 4 },
      badgeUse: { holders: 31, verifiedOutcomes: 8 },
    })
    expect(JSON.stringify(answer.body)).not.toMatch(/emp-\d|OUT-\d|P-\d{4}/)
    const shown = Object.values(answer.body.badgeUse.verifiedOutcomesByType).filter((value) => value !== null)
    expect(shown.every((value) => (value as number) >= 5)).toBe(true)
    expect((await get('/api/v1/kpis/honoured/rows', '')).status).toBe(401)
    expect((await get('/api/v1/kpis/honoured/rows', await web.apiKey('employer', 'emp-01'))).status).toBe(403)
  })

  test.each(['ja', 'en'])('stand on a page with charts and tables (%s)', async (language) => {
    const page = await request(web.app).get(`/figures?asOf=${asOf}&lang=${language}`).set('Accept', 'text/html')
    expect(page.status).toBe(200)
    expect(page.text).toContain('role="img"')
    // Figures with targets, their growth, and the use of badges; the other groups are hidden whole.
    expect(page.text.match(/<table/g)?.length).toBe(3)
    expect(page.text).not.toMatch(/undefined|\[object Object\]|NaN|emp-\d|OUT-\d/)
    expect(page.text).toContain(language === 'ja' ? '5人に満たないもの' : 'below five')
  })

  test('open their rows on the board of the secretariat, and for nobody else', async () => {
    await registerDemoUsers(web.world.deps, web.world.system)
    const officer = await web.signIn('officer1@council.example')
    const board = await officer.get(`/console/figures?asOf=${asOf}`)
    expect(board.text).toContain('バッジは理由でない')
    expect(board.text).not.toContain('badgeWeight')
    expect(board.status).toBe(200)
    expect(board.text).toContain('OUT-12')
    const [link] = /\/console\/figures\/badgeUse\.verifiedOutcomes\?asOf=[\d-]+/.exec(board.text) ?? []
    const rows = await officer.get(link ?? '')
    expect(rows.text.match(/OUT-0[1-8]/g)?.length).toBeGreaterThanOrEqual(8)
    const csv = await officer.get(`${link}&format=csv`)
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.text.startsWith('\uFEFF')).toBe(true)
    const all = await officer.get(`/console/figures?asOf=${asOf}&format=csv`)
    const lines = all.text.trimEnd().split('\r\n')
    const countOf = (figure: string): string | undefined => lines.find((line) => line.startsWith(`${figure},`))?.split(',')[1]
    expect(lines[0]).toBe('\uFEFFfigure,value,target,as_of,period_from,period_to,rules_version,rule')
    expect(lines).toContainEqual(expect.stringMatching(/^declared\.newInPeriod,10,200,2026-11-23,2026-01-01,2027-12-31,/))
    expect(countOf('badgeUse.verifiedOutcomesByType.allowance')).toBe('4')
    expect(countOf('survey.useful')).toBe('10')
    const employer = await web.signIn('jinji@emp-01.example')
    expect((await employer.get('/console/figures')).status).toBe(403)
    expect((await request(web.app).get('/console/figures')).status).toBe(303)
  })

  test('the board shows how the declarations grew and who improved what; what is known of today only stands there today', async () => {
    const officer = await web.signIn('officer1@council.example')
    const then = (await officer.get(`/console/figures?asOf=${asOf}`)).text
    expect(then).toContain('2026年2月 2社、2026年3月 4社、2026年4月 6社、2026年5月 7社、2026年6月 8社、2026年7月 10社')
    expect(then).toContain('株式会社カワヌマ精機')
    expect(then.match(/href="\/console\/productivity\/PRD-[^"]*"/g)?.length).toBe(4)
    expect(then).not.toContain('修了から処遇まで</h2>')
    const now = (await officer.get('/console/figures')).text
    expect(now).toContain('修了から処遇まで</h2>')
    expect(now).toContain('選考中 1社')
    expect(now).toContain('審査中 1件、認められなかったもの 1件')
    const before = (await officer.get('/console/figures?asOf=2026-01-31')).text
    expect(before).toContain('確認された実績はまだありません')
  })

  test('a day to come, a day that does not exist and an unknown figure are refused by name', async () => {
    expect((await get('/api/v1/kpis?asOf=2027-01-01')).status).toBe(400)
    expect((await get('/api/v1/kpis?asOf=2026-02-30')).status).toBe(400)
    expect((await get('/api/v1/kpis/none/rows')).status).toBe(404)
    expect((await request(web.app).get('/figures?asOf=2027-01-01').set('Accept', 'text/html')).status).toBe(400)
  })
})
