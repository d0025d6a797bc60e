import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobHandlers } from '../../src/service/job-handlers.ts'
import { runNextJob } from '../../src/service/jobs.ts'
import { createSecretLink } from '../../src/service/secret-links.ts'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { registerDemoUsers } from '../../src/service/sign-in/demo-users.ts'
import { listCredentials } from '../../src/store/credentials.ts'
import { listNominations } from '../../src/store/nominations.ts'
import { type Browser, openBrowser, openPage, type Page, type ViewportName } from '../support/browser.ts'
import { axeFindings, type ServedWeb, serveWeb } from '../support/served-web.ts'

// Steps of PRODUCT section 2 for operators, employers and the secretariat: a step is one screen or form submission by that person.
// Whoever has an account is signed in before the first step.

// A browser on a busy machine takes its time; the steps are counted, not the seconds.
vi.setConfig({ testTimeout: 120_000 })

let served: ServedWeb
let browser: Browser
beforeAll(async () => {
  served = await serveWeb()
  const { world } = served.web
  await world.load({ badges: world.programme.badges.slice(0, 2), workplaceBadges: [] })
  await world.loadLedger({ outcomes: [], honours: [] })
  await registerDemoUsers(world.deps, world.system)
  browser = await openBrowser()
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

/** One person at one screen; every screen that is opened and every form that is sent is a step. */
class Walk {
  steps = 0
  constructor(readonly page: Page) {}
  async open(path: string): Promise<void> {
    this.steps += 1
    const answer = await this.page.goto(path.startsWith('http') ? path : `${served.base}${path}`, { waitUntil: 'load' })
    expect(answer?.status()).toBe(200)
  }
  async press(selector: string): Promise<void> {
    this.steps += 1
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.page.click(selector)])
  }
  /** what the service does meanwhile; nobody presses anything */
  async wait(): Promise<void> {
    const { deps } = served.web.world
    while ((await runNextJob(deps, jobHandlers, new AbortController().signal)) !== undefined);
    await this.page.reload({ waitUntil: 'load' })
  }
  text(): Promise<string> {
    return this.page.innerText('main')
  }
}

type Kept = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>
/** everybody signs in once; the service lets nobody try without end */
const signedIn = new Map<string, Kept>()

const walkAs = async (email: string, size: ViewportName): Promise<Walk> => {
  const known = signedIn.get(email)
  const page = await openPage(browser, size, known === undefined ? {} : { storageState: known })
  if (known !== undefined) return new Walk(page)
  const { deps, system } = served.web.world
  await page.goto(await makeSignInLink(deps, system, email))
  await page.click('main button')
  await page.waitForURL(`${served.base}/console`)
  signedIn.set(email, await page.context().storageState())
  return new Walk(page)
}

const sizes: ViewportName[] = ['phone', 'desktop']

describe.each(sizes)('in the fewest steps, on a %s', (size) => {
  const nth = sizes.indexOf(size)

  test('operator: a list of completions becomes badges in 3: drop the file, read the dry run, issue', async () => {
    const walk = await walkAs('officer1@council.example', size)
    await walk.page.goto(`${served.base}/console/imports`)
    const people = [
      ['P-0033', '2026-06-02', '2026-08-25'],
      ['P-0032', '2026-06-02', '2026-08-25'],
    ].slice(nth, nth + 1)
    const participants = served.web.world.programme.participants.map(({ participant }) => participant)
    const rows = people.map(([id, start, end]) => {
      const person = participants.find((one) => one.id === id)
      return [
        'DL-NOCODE-R8',
        id,
        person?.familyName,
        person?.givenName,
        person?.familyNameKana,
        person?.givenNameKana,
        person?.emails[0],
        '',
        start,
        end,
        '修了',
        '90',
        '',
      ].join(',')
    })
    const header = '講座コード,受講者番号,姓,名,セイ,メイ,メールアドレス,勤務先法人番号,受講開始日,修了日,判定,出席率,備考'
    await walk.page.setInputFiles('input[type="file"]', {
      name: `list-${size}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(`${header}\n${rows.join('\n')}\n`),
    })
    await walk.press('form[enctype] button[type="submit"]')
    await walk.wait()
    expect(await walk.text()).toContain('1行を取り込む')
    if (size === 'phone') expect(await axeFindings(walk.page, ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'])).toEqual([])
    await walk.press('form[action$="/confirm"] button')
    await walk.wait()
    await walk.press('form[action*="/issue"] button')
    await walk.wait()
    expect(await walk.text()).toContain('件を発行しました')
    expect(walk.steps).toBe(3)
    await walk.page.context().close()
  })

  test('operator: a mistake is corrected in 2: open, correct and reissue', async () => {
    const { db } = served.web.world.deps
    const badge = (await listCredentials(db, { after: '', limit: 50 })).find(
      ({ participantId }) => participantId === (nth === 0 ? 'P-0011' : 'P-0016'),
    )
    const walk = await walkAs('officer1@council.example', size)
    await walk.open(`/console/issued/${badge?.id}`)
    await walk.page.fill('#certificateNo', `R8-${size}`)
    await walk.page.fill('#reason', '証書番号の誤り')
    await walk.press('#correct button[value="correct"]')
    expect(await walk.text()).toContain('訂正したバッジを発行しました')
    expect(walk.steps).toBe(2)
    await walk.page.context().close()
  })

  test('employer: confirms a result in 2 by the link of the mail, without an account', async () => {
    const { deps } = served.web.world
    const waiting = (await listNominations(deps.db, 'awaiting_employer')).filter(
      (one) => one.state === 'awaiting_employer' && one.waitingFor === 'employer',
    )[0]
    // Each size opens the same request: the first one looks and leaves, the second one confirms.
    const { secret } = await createSecretLink(deps, { subject: 'nomination', recordId: waiting?.id ?? '', days: 1 })
    const walk = new Walk(await openPage(browser, size))
    await walk.open(`/nominations/confirm?k=${secret}`)
    expect(await walk.page.locator('button[value="confirm"]').count()).toBe(1)
    if (nth === 1) {
      await walk.page.fill('#confirmed-by', '総務部長')
      await walk.press('button[value="confirm"]')
      expect(await walk.text()).toContain('受け付けました')
      expect(walk.steps).toBe(2)
    }
    await walk.page.context().close()
  })

  test('employer: declares in 3: open the form, hand it in, and the secretariat publishes it', async () => {
    const firm = ['jinji@emp-09.example', 'jinji@emp-11.example'][nth] as string
    const walk = await walkAs(firm, size)
    await walk.open('/console/declaration')
    await walk.page.fill('#statement', '学びを支えます。')
    await walk.page.check('#none')
    for (const box of await walk.page.$$('input[name^="badge-"]:checked')) await box.uncheck()
    for (const field of await walk.page.$$('input[name^="text-"]')) await field.fill('')
    await walk.press('#content button[value="submit"]')
    expect(await walk.text()).toContain('事務局が確認します')
    const office = await walkAs('officer1@council.example', size)
    await office.page.goto(`${served.base}/console/declarations`)
    await office.page.click('section[aria-labelledby="waiting"] tbody tr:last-child th a')
    await office.press('#publish button')
    expect(await office.text()).toContain('公開しました')
    expect(walk.steps + office.steps).toBe(3)
    await walk.page.context().close()
    await office.page.context().close()
  })

  test('secretariat: the KPI in 1, the records behind a figure as CSV in 1 more', async () => {
    const walk = await walkAs('officer1@council.example', size)
    await walk.open('/console/figures')
    expect(await walk.text()).toContain('顕彰企業数')
    expect(walk.steps).toBe(1)
    await walk.open('/console/figures/honoured')
    expect(await walk.page.locator('a[href*="format=csv"]').count()).toBe(1)
    expect(walk.steps).toBe(2)
    await walk.page.context().close()
  })

  test('secretariat: a nomination is approved in 2, with criteria and evidence on the screen', async () => {
    const walk = await walkAs(`officer${nth + 1}@council.example`, size)
    const nomination = (await listNominations(served.web.world.deps.db, 'submitted'))[0]
    await walk.open(`/console/reviews/${nomination?.id}`)
    expect(await walk.text()).toContain('根拠資料')
    await walk.press('#decide button[value="approve"]')
    expect(walk.steps).toBe(2)
    await walk.page.context().close()
  })

  test('secretariat: declarations come in by a table in 2: check, publish', async () => {
    const walk = await walkAs('officer1@council.example', size)
    await walk.page.goto(`${served.base}/console/declarations/import`)
    const bases = ['999901000504', '999901000505']
    const digit = (base: string): number => 9 - ([...base].reverse().reduce((sum, d, i) => sum + Number(d) * (i % 2 === 0 ? 1 : 2), 0) % 9)
    const base = bases[nth] as string
    await walk.page.fill('#text', `法人番号,企業名,宣言文\n${digit(base)}${base},学び商会${nth}（デモ）,学びを支えます。\n`)
    await walk.press('#import button')
    await walk.press('#publish button')
    expect(await walk.text()).toContain('1社の宣言を公開しました')
    expect(walk.steps).toBe(2)
    await walk.page.context().close()
  })

  test('secretariat: the shortlist for honours, with draft texts, in 1', async () => {
    const walk = await walkAs('officer1@council.example', size)
    await walk.open('/console/honours?year=2027')
    expect(await walk.page.inputValue('#drafts-text')).toContain('勤務先が確認したものです')
    expect(walk.steps).toBe(1)
    await walk.page.context().close()
  })
})
