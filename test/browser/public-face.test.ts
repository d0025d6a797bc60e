import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DueFollowUp } from '../../src/domain/follow-up.ts'
import { jstDay } from '../../src/domain/japanese-date.ts'
import { createHolderLink } from '../../src/service/holder.ts'
import { createSecretLink, type LinkSubject } from '../../src/service/secret-links.ts'
import { createShareLink } from '../../src/service/share-links.ts'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { registerDemoUsers } from '../../src/service/sign-in/demo-users.ts'
import { followUpId } from '../../src/service/survey.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { insertFollowUp } from '../../src/store/follow-ups.ts'
import { listNominations } from '../../src/store/nominations.ts'
import { listOutcomes } from '../../src/store/outcomes.ts'
import { listPublicCases } from '../../src/store/read-models/cases.ts'
import { qrPng } from '../../src/web/images/qr.ts'
import { type Browser, openBrowser, openPage, type Page, type ViewportName } from '../support/browser.ts'
import { writeCameraFile } from '../support/camera.ts'
import { readPng } from '../support/png-read.ts'
import { axeFindings, type ServedWeb, serveWeb } from '../support/served-web.ts'

/** One world for everything that is judged by eye and hand in public; the demo programme is its data. */
let served: ServedWeb
let browser: Browser
/** paths */
let result: string
let course: string
let revoked: string
/** the link of the mail to the holder of the course badge */
let mailLink: string
beforeAll(async () => {
  served = await serveWeb()
  const { world } = served.web
  await world.load()
  await world.loadLedger()
  const { db } = world.deps
  const cases = await listPublicCases(db, '2026-11-23')
  const withFigures = cases.find(({ text }) => text.includes('月平均時間外労働時間'))
  result = `/badges/${withFigures?.id}`
  const { id } = await db
    .selectFrom('credential')
    .select('id')
    .where('kind', '=', 'course_completion')
    .where('visibility', '=', 'public')
    .where('state', '=', 'issued')
    .where('name_shown', '=', 1)
    .where('valid_until_on', '>', '2027-01-01')
    .executeTakeFirstOrThrow()
  course = `/badges/${id}`
  const gone = await db
    .selectFrom('credential')
    .select('id')
    .where('state', '=', 'revoked')
    .where('visibility', '=', 'link')
    .executeTakeFirstOrThrow()
  revoked = `/badges/${gone.id}`
  mailLink = await createHolderLink(world.deps, id)
  browser = await openBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

/** Counts what a person has to do: each page that opens is a step. */
const walk = (page: Page): { steps: () => number } => {
  let steps = 0
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && frame.url() !== 'about:blank') steps += 1
  })
  return { steps: () => steps }
}

const verdict = (page: Page): Promise<string> => page.locator('.verdict__word').innerText()

describe('every public page', () => {
  test('has no finding of axe, in Japanese and light, in English and dark, and fits 320 px', { timeout: 300_000 }, async () => {
    const paths = [
      '/',
      '/achievements',
      '/achievements/oj-workstyle',
      '/achievements/oj-workstyle/clauses',
      '/employers',
      '/employers/emp-02',
      '/declarations/DEC-02',
      '/issuers/op-04',
      '/figures',
      '/cases',
      '/accessibility',
      '/sign-in',
      '/verify',
      `/verify?url=${encodeURIComponent(served.base + result)}`,
      result,
      course,
      revoked,
      `${new URL(mailLink).pathname}${new URL(mailLink).search}`,
      `${result}/endorsements`,
      '/nothing-here',
    ]
    const found: string[] = []
    for (const [language, colorScheme] of [
      ['ja', 'light'],
      ['en', 'dark'],
    ] as const) {
      const page = await openPage(browser, 'phone', { colorScheme, viewport: { width: 320, height: 640 }, deviceScaleFactor: 1 })
      for (const path of paths) {
        await page.goto(`${served.base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
        found.push(...(await axeFindings(page)).map((finding) => `${path} ${language} ${colorScheme} ${finding}`))
        if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
          found.push(`${path} ${language} is wider than 320 px`)
      }
      await page.context().close()
    }
    expect(found).toEqual([])
  })
})

describe('the pages that a mail leads to, and those that nobody links to often', () => {
  test('have no finding of axe and fit 320 px', { timeout: 120_000 }, async () => {
    const { deps } = served.web.world
    const link = async (path: string, subject: LinkSubject, recordId: string): Promise<string> =>
      `${path}?k=${(await createSecretLink(deps, { subject, recordId, days: 1 })).secret}`
    const { id: completion } = await deps.db
      .selectFrom('completion')
      .select('id')
      .where('status', '=', 'completed')
      .executeTakeFirstOrThrow()
    const outcome = (await listOutcomes(deps.db)).find(({ state }) => state === 'employer_reported')
    const [draft] = await listNominations(deps.db, 'draft')
    const paths = [
      await link('/apply', 'application', completion),
      await link('/outcome', 'outcome', outcome?.id ?? ''),
      await link('/follow-up/employer', 'employer_survey', 'emp-02:1'),
      await link('/nominations/mine', 'nomination_learner', draft?.id ?? ''),
      await link('/address', 'address', 'none'),
      '/sign-in/link?k=none',
      '/erased',
      '/log',
      '/share?k=none',
      await followUpPath(),
      await sharePath(),
    ]
    const page = await openPage(browser, 'phone', { viewport: { width: 320, height: 640 }, deviceScaleFactor: 1 })
    const found: string[] = []
    for (const path of paths) {
      const answer = await page.goto(served.base + path)
      if (answer?.status() !== 200 && !path.endsWith('=none')) found.push(`${path} answers ${answer?.status()}`)
      found.push(...(await axeFindings(page)).map((finding) => `${path} ${finding}`))
      if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
        found.push(`${path} is wider than 320 px`)
    }
    expect(found).toEqual([])
    await page.context().close()
  })
})

/** The questions of a follow-up mail, asked of the holder of a course badge today. */
const followUpPath = async (): Promise<string> => {
  const { deps } = served.web.world
  const credentialId = course.split('/').at(-1) ?? ''
  const { participantId } = (await findCredential(deps.db, credentialId)) ?? { participantId: '' }
  const due: DueFollowUp = { credentialId, participantId, wave: 1, dueOn: jstDay(deps.now()) }
  await insertFollowUp(deps.db, due, deps.now())
  const { secret } = await createSecretLink(deps, { subject: 'follow_up', recordId: followUpId(due), days: 1 })
  return `/follow-up?k=${secret}`
}

/** What a reader of a share link sees: all of a course badge that may be shown. */
const sharePath = async (): Promise<string> => {
  const { deps, system } = served.web.world
  const credentialId = course.split('/').at(-1) ?? ''
  const { participantId } = (await findCredential(deps.db, credentialId)) ?? { participantId: '' }
  const { url } = await createShareLink(deps, system, {
    participantId,
    credentialIds: [credentialId],
    recipient: { employerSlug: 'emp-02' },
    fields: ['name', 'result'],
    days: 7,
    maxViews: 50,
  })
  return url.slice(served.base.length)
}

describe('the page where an employer answers for what a learner reported', () => {
  test('has no finding of axe in either language', async () => {
    const { deps, system } = served.web.world
    await registerDemoUsers(deps, system)
    const reported = (await listOutcomes(deps.db)).find(({ state }) => state === 'learner_reported')
    const page = await openPage(browser, 'phone')
    await page.goto(await makeSignInLink(deps, system, `jinji@${reported?.employerId}.example`))
    await page.click('main button')
    await page.waitForURL(`${served.base}/console`)
    for (const language of ['ja', 'en']) {
      const answer = await page.goto(`${served.base}/console/outcomes/${reported?.id}?lang=${language}`)
      expect(answer?.status()).toBe(200)
      expect(await axeFindings(page), language).toEqual([])
    }
    await page.context().close()
  })
})

describe('a badge for a result at work on paper', () => {
  test('fills one sheet of A4, and so does the result of its verification', async () => {
    const page = await openPage(browser, 'desktop')
    for (const path of [result, `/verify?url=${encodeURIComponent(served.base + result)}`]) {
      await page.goto(served.base + path)
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g), path).toHaveLength(1)
    }
    await page.context().close()
  })
})

test('axe sees a page that is spoilt: without its language, and with words that are too pale', async () => {
  const page = await openPage(browser, 'phone')
  await page.goto(`${served.base}/accessibility`)
  expect(await axeFindings(page)).toEqual([])
  await page.evaluate(`document.documentElement.removeAttribute('lang'); document.querySelector('main p').style.color = '#ddd'`)
  expect((await axeFindings(page)).map((finding) => finding.split(':')[0])).toEqual(['color-contrast', 'html-has-lang'])
  await page.context().close()
})

describe('the first phone screen of a badge for a result at work', () => {
  test('holds verdict, holder, badge, both calendars, before and after, and who confirmed', async () => {
    const page = await openPage(browser, 'phone')
    await page.goto(served.base + result)
    for (const [what, text] of [
      ['.verdict__word', '有効'],
      ['.identity__name', 'さん'],
      ['.identity__what', '業務改善実践者'],
      ['.identity__date', '令和8年'],
      ['.change__side--before', '18'],
      ['.change__side--after', '11.5'],
      ['.endorsement__who >> nth=0', '有限会社マツバガオカ陸送'],
      ['.endorsement__who >> nth=1', '推進協議会'],
    ] as const) {
      const place = page.locator(what).first()
      expect(await place.innerText(), what).toContain(text)
      const box = await place.boundingBox()
      expect((box?.y ?? 9999) + 20, `${what} begins on the first screen`).toBeLessThan(844)
    }
    expect(await page.locator('.identity__date').innerText()).toContain('2026年')
    await page.context().close()
  })

  test('is there without a script, a cookie or another host, and weighs less than 100 KB before pictures', async () => {
    const page = await openPage(browser, 'phone', { javaScriptEnabled: false })
    const hosts = new Set<string>()
    const sizes: Promise<number>[] = []
    page.on('response', (response) => {
      hosts.add(new URL(response.url()).origin)
      if (response.request().resourceType() === 'image') return
      sizes.push(response.body().then(({ length }) => length))
    })
    await page.goto(served.base + result)
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    expect(await verdict(page)).toContain('有効')
    expect(await page.locator('.change__side--after').innerText()).toContain('11.5')
    expect([...hosts]).toEqual([served.base])
    expect(bytes).toBeLessThan(100_000)
    expect(await page.context().cookies()).toEqual([])
    expect(await page.locator('button:visible').count(), 'no button that does nothing').toBe(0)
    await page.context().close()
  })
})

describe.each<ViewportName>(['phone', 'desktop'])('HR, %s', (size) => {
  test('verifies an address in 1 step, and the badge’s page gives the proof in 1 more', async () => {
    const page = await openPage(browser, size)
    const { steps } = walk(page)
    await page.goto(served.base + course)
    expect(await verdict(page)).toContain('有効')
    expect(steps()).toBe(1)
    const [proof] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '証拠を保存する' }).click()])
    expect(proof.suggestedFilename()).toContain('proof')
    await page.context().close()
  })

  test('verifies a file in 2 steps', async () => {
    const png = Buffer.from(await (await fetch(`${served.base}${course}.png`)).arrayBuffer())
    const page = await openPage(browser, size)
    const { steps } = walk(page)
    await page.goto(`${served.base}/verify`)
    await page.locator('#verify-file').setInputFiles({ name: 'badge.png', mimeType: 'image/png', buffer: png })
    await page.locator('#verify-submit').click()
    await page.locator('#result').waitFor()
    expect(await verdict(page)).toContain('有効')
    expect(steps()).toBe(2)
    await page.context().close()
  })

  test('checks a list in 2 steps and takes the table away', async () => {
    const page = await openPage(browser, size)
    const { steps } = walk(page)
    await page.goto(`${served.base}/verify`)
    await page.locator('#verify-text').fill([served.base + course, served.base + result, `${served.base}/badges/none`].join('\n'))
    expect(await page.locator('#verify-submit').innerText()).toContain('3件')
    await page.locator('#verify-submit').click()
    await page.locator('#result').waitFor()
    expect(await page.locator('#result tbody tr').count()).toBe(3)
    expect(steps()).toBe(2)
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#result a, #result button').filter({ hasText: 'CSV' }).first().click(),
    ])
    expect(csv.suggestedFilename()).toMatch(/\.csv$/)
    await page.context().close()
  })
})

describe.each<ViewportName>(['phone', 'desktop'])('the learner, %s', (size) => {
  test('receives a badge in 1 step, adds it to LinkedIn with 1 button that has every field, and tells the manager in 1 form', async () => {
    const page = await openPage(browser, size)
    const { steps } = walk(page)
    await page.goto(mailLink)
    expect(await verdict(page)).toContain('有効')
    expect(steps()).toBe(1)
    const linkedIn = new URL((await page.getByRole('link', { name: /LinkedIn/ }).getAttribute('href')) ?? '')
    expect(linkedIn.origin + linkedIn.pathname).toBe('https://www.linkedin.com/profile/add')
    const fields = [...linkedIn.searchParams.keys()].sort()
    expect(fields).toEqual(
      ['startTask', 'name', 'organizationName', 'issueYear', 'issueMonth', 'expirationYear', 'expirationMonth', 'certUrl', 'certId'].sort(),
    )
    expect(linkedIn.searchParams.get('certUrl')).toBe(served.base + course)
    for (const card of ['og:title', 'og:description', 'og:url', 'og:image', 'og:image:alt'])
      expect(await page.locator(`meta[property="${card}"]`).getAttribute('content'), card).toBeTruthy()
    const picture = await fetch(`${served.base}${course}/card.png`)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    if (size === 'desktop') {
      await page.getByLabel('上司の氏名').fill('例示 課長')
      await page.getByLabel('上司のメールアドレス').fill('kacho@firm.example')
      await page.getByLabel(/この宛先に送ることに同意します/).check()
      await page.getByRole('button', { name: 'メールを送る' }).click()
      await page.getByText('上司へのメールを送信箱に入れました。').waitFor()
      expect(steps()).toBe(2) // the page, the form that was sent
    }
    await page.context().close()
  })
})

describe('the camera', () => {
  test('opens the badge whose QR code is held before it, in 1 step', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'akashi-camera-'))
    const cameraFile = join(folder, 'qr.y4m')
    writeCameraFile(readPng(qrPng(served.base + course, 6)), cameraFile)
    const withCamera = await openBrowser({ cameraFile })
    try {
      const page = await openPage(withCamera, 'phone')
      await page.goto(`${served.base}/verify`)
      await page.getByRole('button', { name: 'カメラでQRコードを読む' }).click()
      await page.waitForURL(served.base + course, { timeout: 60_000 })
      expect(await verdict(page)).toContain('有効')
    } finally {
      await withCamera.close()
      rmSync(folder, { recursive: true })
    }
  }, 120_000)

  test.each([
    ['refused', 'NotAllowedError', 'カメラを使う許可がありません。'],
    ['absent', 'NotFoundError', 'カメラが見つかりません。'],
  ])('%s: a way out in words, and the form goes on working', async (_, name, words) => {
    const page = await openPage(browser, 'phone')
    await page.addInitScript(`navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', ${JSON.stringify(name)}))`)
    await page.goto(`${served.base}/verify`)
    await page.getByRole('button', { name: 'カメラでQRコードを読む' }).click()
    await page.getByText(words).waitFor()
    const number = (await (await fetch(`${served.base}${course}`, { headers: { Accept: 'text/html' } })).text()).match(
      /番号 <span class="code">([^<]+)</,
    )?.[1]
    await page.locator('#verify-text').fill(number ?? '')
    await page.locator('#verify-submit').click()
    await page.locator('#result').waitFor()
    expect(await verdict(page)).toContain('有効')
    await page.context().close()
  })
})

describe('the keyboard alone', () => {
  test('verifies an address: skip link, field, button, answer', async () => {
    const page = await openPage(browser, 'desktop')
    await page.goto(`${served.base}/verify`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    await page.keyboard.press('Enter')
    for (let n = 0; n < 3 && (await page.evaluate('document.activeElement.id')) !== 'verify-text'; n += 1) await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('verify-text')
    await page.keyboard.type(served.base + course)
    for (let n = 0; n < 8 && (await page.evaluate('document.activeElement.id')) !== 'verify-submit'; n += 1)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('#result').waitFor()
    expect(await verdict(page)).toContain('有効')
    await page.context().close()
  })

  test('goes through a badge page from top to bottom on a phone, and shows where it is', async () => {
    const page = await openPage(browser, 'phone')
    await page.goto(served.base + result)
    const places: { y: number; ring: string; name: string }[] = []
    for (let n = 0; n < 80; n += 1) {
      await page.keyboard.press('Tab')
      const place = (await page.evaluate(`(() => {
        const at = document.activeElement
        if (at === document.body || at === null) return undefined
        const style = getComputedStyle(at)
        return { y: Math.round(at.getBoundingClientRect().top + scrollY), ring: style.outlineStyle + style.outlineWidth, name: at.textContent.trim().slice(0, 20) }
      })()`)) as (typeof places)[number] | undefined
      if (place === undefined) break
      places.push(place)
    }
    expect(places.length).toBeGreaterThan(12)
    expect(places.filter(({ ring }) => ring !== 'solid4px')).toEqual([])
    // Things of one line may differ by a few pixels.
    const jumps = places.filter(({ y }, n) => n > 1 && y + 24 < (places[n - 1]?.y ?? 0))
    expect(jumps).toEqual([])
    await page.context().close()
  })
})
