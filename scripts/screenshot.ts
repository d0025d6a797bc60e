import { parseArgs } from 'node:util'
import { openBrowser, openPage, screenshot } from '../test/support/browser.ts'

const usage = `Takes a picture of a page as a developer would see it: npx tsx scripts/screenshot.ts URL OUT.png [--phone] [--visible] [--dark] [--english]
  --phone    390 × 844 instead of 1280 × 800
  --visible  only what fits on the first screen
  --dark     with the dark colour scheme
  --english  for a reader of English`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { phone: { type: 'boolean' }, visible: { type: 'boolean' }, dark: { type: 'boolean' }, english: { type: 'boolean' } },
})
const [url, file] = positionals
if (url === undefined || file === undefined) {
  console.error(usage)
  process.exit(2)
}

const browser = await openBrowser()
try {
  const page = await openPage(browser, values.phone === true ? 'phone' : 'desktop', {
    colorScheme: values.dark === true ? 'dark' : 'light',
    ...(values.english === true ? { locale: 'en-GB' } : {}),
  })
  page.on('console', (message) => console.error(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => console.error(`error: ${error.message}`))
  page.on('requestfailed', (request) => console.error(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`))
  const response = await page.goto(url, { waitUntil: 'load' })
  await screenshot(page, { file, ...(values.visible === true ? { visibleOnly: true } : {}) })
  console.log(`${response?.status() ?? ''} ${page.url()} → ${file}`)
} finally {
  await browser.close()
}
