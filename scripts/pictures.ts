import { readFileSync, statSync } from 'node:fs'
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
  const open = async (size: ViewportName, email?: string, at = served): Promise<Page> => {
    const page = await openPage(browser as Browser, size, { deviceScaleFactor: size === 'phone' ? 1.2 : 0.8 })
    if (email !== undefined) {
      const { deps, system } = at.web.world
      await page.goto(await makeSignInLink(deps, system, email))
      await page.click('main button')
      await page.waitForURL(`${at.base}/console`)
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
  await officer.goto(`${served.base}/console/figures`)
  await officer.locator('#kpis').scrollIntoViewIfNeeded()
  await take('figures-desktop', officer)
  await officer.context().close()

  const employer = await open('desktop', 'jinji@emp-02.example')
  await employer.goto(`${served.base}/console/declaration`)
  await take('declaration-desktop', employer)
  await employer.context().close()

  // The dry run is that of a programme without completions: of one that has them, most rows are taken in already.
  const bare = await serveWeb()
  try {
    const { council, operators, employers, participants, achievements, courses } = bare.web.world.programme
    await bare.web.world.loadParts({ council, operators, employers, participants, achievements, courses })
    await registerDemoUsers(bare.web.world.deps, bare.web.world.system)
    const importer = await open('desktop', 'officer1@council.example', bare)
    await importer.goto(`${bare.base}/console/imports`)
    await importer.setInputFiles('input[type="file"]', {
      name: '修了者一覧.csv',
      mimeType: 'text/csv',
      buffer: readFileSync(join(projectRoot, 'demo', 'completions_import_cp932.csv')),
    })
    await importer.click('form[enctype] button[type="submit"]')
    await importer.waitForSelector('#rows')
    await take('import-desktop', importer)
  } finally {
    await bare.close()
  }
} finally {
  await browser?.close()
  await served.close()
}
