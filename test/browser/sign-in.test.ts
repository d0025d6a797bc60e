import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { registerUser } from '../../src/service/sign-in/register-user.ts'
import { type Browser, openBrowser, openPage, type Page } from '../support/browser.ts'
import { axeFindings, type ServedWeb, serveWeb } from '../support/served-web.ts'
import type { WebWorld } from '../support/web-world.ts'

const email = 'real@council.example'

let served: ServedWeb
let base: string
let web: WebWorld
let browser: Browser

beforeAll(async () => {
  served = await serveWeb()
  ;({ base, web } = served)
  await web.world.loadOne()
  await registerUser(web.world.deps, web.world.system, { email, name: '事務局 花子', role: 'secretariat', organisationSlug: 'council' })
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

const expectAccessible = async (page: Page): Promise<void> =>
  expect(await axeFindings(page, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])).toEqual([])

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
