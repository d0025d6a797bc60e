import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assetsDir } from '../../src/compose.ts'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { registerUser } from '../../src/service/sign-in/register-user.ts'
import { type Browser, openBrowser, openPage, type Page } from '../support/browser.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const email = 'real@council.example'

let server: Server
let base: string
let web: WebWorld
let browser: Browser

beforeAll(async () => {
  let answer: ((request: never, response: never) => void) | undefined
  server = await new Promise<Server>((resolve) => {
    const opened = createServer(((request: never, response: never) => answer?.(request, response)) as never).listen(0, '127.0.0.1', () =>
      resolve(opened),
    )
  })
  base = `http://localhost:${(server.address() as AddressInfo).port}`
  web = await newWebWorld({ publicUrl: base, assetsDir })
  answer = web.app as unknown as typeof answer
  await web.world.loadOne()
  await registerUser(web.world.deps, web.world.system, { email, name: '事務局 花子', role: 'secretariat', organisationSlug: 'council' })
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
  await web?.close()
})

const expectAccessible = async (page: Page): Promise<void> => {
  await page.evaluate(axe)
  const found = (await page.evaluate(
    'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then((result) => result.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" | ")))',
  )) as string[]
  expect(found).toEqual([])
}

test('an officer makes a passkey after the first mail link, and signs in with it alone afterwards', async () => {
  const page = await openPage(browser, 'phone', { locale: 'ja-JP' })
  // A real authenticator of the browser, without a device: it answers for the fingerprint.
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(await makeSignInLink(web.world.deps, web.world.system, email))
  await expectAccessible(page)
  await page.click('main button')
  await page.waitForURL(`${base}/sign-in/passkey`)
  expect(await page.textContent('h1')).toBe('パスキーが必要です')
  await expectAccessible(page)
  await page.click('[data-passkey="add"]')
  await page.waitForURL(`${base}/console`)
  expect(await page.textContent('.console-bar__who')).toBe('事務局 花子（事務局）')
  await expectAccessible(page)

  await page.click('form[action="/sign-out"] button')
  await page.waitForURL(`${base}/`)
  await page.goto(`${base}/sign-in?to=%2Fconsole`)
  await expectAccessible(page)
  await page.click('[data-passkey="use"]')
  await page.waitForURL(`${base}/console`)
  expect(await page.textContent('.console-bar__who')).toContain('事務局 花子')

  // A mail link alone cannot add a key to an account that has one.
  await page.click('form[action="/sign-out"] button')
  await page.waitForURL(`${base}/`)
  await page.goto(await makeSignInLink(web.world.deps, web.world.system, email))
  await page.click('main button')
  await page.waitForURL(`${base}/sign-in/passkey`)
  await page.click('[data-passkey="add"]')
  await expect.poll(() => page.textContent('[data-passkey="status"]')).toContain('できませんでした')
  await page.context().close()
})

test('a passkey of nobody signs nobody in', async () => {
  const page = await openPage(browser, 'phone', { locale: 'en-GB' })
  await page.goto(`${base}/sign-in`)
  const status = await page.evaluate(async () => {
    const answer = await fetch('/sign-in/passkey/use', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {}, response: {} }),
    })
    return answer.status
  })
  expect(status).toBe(401)
  await page.context().close()
})
