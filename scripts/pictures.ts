import { statSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../src/project-root.ts'
import { makeSignInLink } from '../src/service/sign-in/ask-for-sign-in.ts'
import { registerDemoUsers } from '../src/service/sign-in/demo-users.ts'
import { listPublicCases } from '../src/store/read-models/cases.ts'
import { type Browser, openBrowser, openPage, type Page, type ViewportName } from '../test/support/browser.ts'
import { serveWeb } from '../test/support/served-web.ts'
import { buildAssets } from './build-assets.ts'

const usage = `Takes the pictures of the README anew, of the demo programme, and puts them into docs/images: npx tsx scripts/pictures.ts`
if (process.argv.length > 2) {
  console.log(usage)
  process.exit(process.argv[2] === '--help' ? 0 : 2)
}

/** No picture of the README is larger. */
const mostBytes = 150_000

await buildAssets()
const served = await serveWeb()
const { world } = served.web
const { db } = world.deps
let browser: Browser | undefined
try {
  await world.load()
  await world.loadLedger()
  await registerDemoUsers(world.deps, world.system)
  browser = await openBrowser()
  const result = (await listPublicCases(db, '2026-11-23')).find(({ text }) => text.includes('月平均時間外労働時間'))?.id
  const course = await db
    .selectFrom('credential')
    .select('id')
    .where('kind', '=', 'course_completion')
    .where('visibility', '=', 'public')
    .where('state', '=', 'issued')
    .where('name_shown', '=', 1)
    .orderBy('awarded_on', 'desc')
    .orderBy('short_id')
    .executeTakeFirstOrThrow()

  const take = async (name: string, page: Page): Promise<void> => {
    const file = join(projectRoot, 'docs', 'images', `${name}.png`)
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    await page.screenshot({ path: file, animations: 'disabled' })
    const { size } = statSync(file)
    console.log(`${name}.png ${Math.round(size / 1000)} kB${size > mostBytes ? ' IS TOO LARGE' : ''}`)
    if (size > mostBytes) process.exitCode = 1
  }
  const open = (size: ViewportName, email?: string): Promise<Page> => signedIn(browser as Browser, size, email)
  const signedIn = async (browser: Browser, size: ViewportName, email?: string): Promise<Page> => {
    const page = await openPage(browser, size, { deviceScaleFactor: size === 'phone' ? 1.2 : 0.8 })
    if (email !== undefined) {
      await page.goto(await makeSignInLink(world.deps, world.system, email))
      await page.click('main button')
      await page.waitForURL(`${served.base}/console`)
    }
    return page
  }

  for (const size of ['phone', 'desktop'] as const) {
    const page = await open(size)
    await page.goto(`${served.base}/badges/${course.id}`)
    await take(`badge-${size}`, page)
    await page.goto(`${served.base}/badges/${result}`)
    await take(`result-${size}`, page)
    await page.goto(`${served.base}/verify?url=${encodeURIComponent(`${served.base}/badges/${result}`)}`)
    await take(`verify-${size}`, page)
    await page.goto(served.base)
    await take(`front-${size}`, page)
    await page.context().close()
  }

  const officer = await open('desktop', 'officer1@council.example')
  await officer.goto(`${served.base}/console/imports`)
  await officer.setInputFiles('input[type="file"]', join(projectRoot, 'demo', 'completions_import_cp932.csv'))
  await officer.click('form[enctype] button[type="submit"]')
  await officer.waitForSelector('#rows')
  await take('import-desktop', officer)
  await officer.goto(`${served.base}/console/figures`)
  await officer.locator('#kpis').scrollIntoViewIfNeeded()
  await take('figures-desktop', officer)
  await officer.context().close()

  const employer = await open('desktop', 'jinji@emp-02.example')
  await employer.goto(`${served.base}/console/declaration`)
  await take('declaration-desktop', employer)
  await employer.context().close()
} finally {
  await browser?.close()
  await served.close()
}
