import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { verifySavedProof } from '../../src/verification/saved-proof.ts'
import { savedProofIn } from '../../src/verification/verify-saved-input.ts'
import { type Browser, openBrowser, openPage, type Page, type ViewportName } from '../support/browser.ts'
import { type ServedWeb, serveWeb } from '../support/served-web.ts'
import { verifierOf } from '../support/verifier.ts'
import type { WebWorld } from '../support/web-world.ts'

let served: ServedWeb
let base: string
let web: WebWorld
let browser: Browser
let badge: IssuedCredential
let revoked: IssuedCredential

beforeAll(async () => {
  served = await serveWeb()
  ;({ base, web } = served)
  const completions = web.world.programme.completions.filter(({ id }) => ['CMP-001', 'CMP-002'].includes(id))
  const learners = new Set(completions.map(({ participantId }) => participantId))
  await web.world.load({
    completions,
    participants: web.world.programme.participants.filter(({ participant }) => learners.has(participant.id)),
    badges: [],
    nominations: [],
    workplaceBadges: [],
  })
  badge = await web.badge('CMP-001')
  revoked = await web.badge('CMP-002')
  await revokeCredential(web.world.deps, web.world.system, { id: revoked.id, reason: 'ISSUED_IN_ERROR' })
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

const open = async (address: string, size: ViewportName) => {
  const page = await openPage(browser, size, { locale: 'ja-JP' })
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  page.on('console', (message) => message.type() === 'error' && failures.push(message.text()))
  await page.goto(`${base}${address}`)
  return { page, failures }
}

describe.each<ViewportName>(['phone', 'desktop'])('the badge page in a real browser, %s', (size) => {
  test('the verdict stands on the first screen, in a word, and the page has no error', async () => {
    const { page, failures } = await open(`/badges/${badge.id}`, size)
    const verdict = page.locator('.verdict__word')
    expect(await verdict.innerText()).toContain('有効')
    const box = await verdict.boundingBox()
    expect(box !== null && box.y + box.height < (page.viewportSize()?.height ?? 0)).toBe(true)
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    expect(failures).toEqual([])
    await page.context().close()
  })

  test('the visitor’s own browser verifies the same bytes and agrees', async () => {
    const { page } = await open(`/badges/${badge.id}`, size)
    const said = page.locator('#same-here')
    const agrees = (await said.getAttribute('data-agrees')) ?? ''
    expect(agrees).not.toBe('')
    await expect.poll(() => said.innerText(), { timeout: 25_000 }).toBe(agrees)
    await page.context().close()
  })
})

test('the verification page checks the judged bytes on the visitor’s device too, and says where it cannot', async () => {
  const { page } = await open(`/verify?url=${encodeURIComponent(`${base}/badges/${revoked.id}`)}`, 'phone')
  const said = page.locator('#same-here')
  await expect.poll(() => said.getAttribute('data-outcome'), { timeout: 25_000 }).toBe('agrees')
  expect(await said.innerText()).toBe(await said.getAttribute('data-agrees'))
  const jwt = await (await fetch(`${base}/badges/${badge.id}.jwt`)).text()
  await page.fill('#verify-text', jwt)
  await page.click('#verify-submit')
  await page.waitForSelector('#result')
  expect(await page.locator('#same-here').count()).toBe(0)
  expect(await page.locator('#result aside').innerText()).toContain('この端末では検査し直せません')
  await page.context().close()
})

test('a revoked badge says 取消し at its address', async () => {
  const { page } = await open(`/badges/${revoked.id}`, 'phone')
  expect(await page.locator('.verdict__word').innerText()).toContain('取消し')
  await page.context().close()
})

describe('the verification page without a script', () => {
  const verifyPage = async () => {
    const page = await openPage(browser, 'phone', { javaScriptEnabled: false, acceptDownloads: true })
    await page.goto(`${base}/verify`)
    return page
  }
  const saved = async (page: Page, label: string): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`button:has-text("${label}")`).click()])
    return readFileSync(await download.path())
  }
  const upload = async (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> => {
    await page.locator('input[type=file][name=file]').setInputFiles(files)
    await page.locator('main form button[type=submit]').first().click()
    await page.locator('#result').waitFor()
  }

  test('a proof of the verification is saved, uploaded again, and holds without any network', async () => {
    const page = await verifyPage()
    await page.locator('textarea[name=text]').fill(badge.document.text)
    await page.locator('main form button[type=submit]').first().click()
    expect(await page.locator('.verdict__word').innerText()).toContain('有効')
    const proof = await saved(page, '証拠を保存する')
    await page.context().close()

    const again = await verifyPage()
    await upload(again, { name: 'proof.json', mimeType: 'application/json', buffer: proof })
    expect(await again.locator('.verdict__word').innerText()).toContain('有効')
    expect(await again.locator('#result').innerText()).toContain('保存した証拠です。')
    await again.context().close()

    // The file alone, for whoever has no way to this service or to anything else.
    const nothingInReach = { get: async () => ({ kind: 'unreachable' as const, reason: 'There is no network.' }) }
    const verifier = { ...verifierOf(web.world.deps), outward: nothingInReach, local: async () => undefined }
    const file = savedProofIn({ bytes: new Uint8Array(proof), fileName: 'proof.json' })
    expect(file).toBeDefined()
    const offline = await verifySavedProof(file as NonNullable<typeof file>, verifier, 'file')
    expect([offline.verification.verdict, offline.agrees]).toEqual(['valid', true])
  })

  test('several files give a table, and the table is saved as a file that Excel reads', async () => {
    const page = await verifyPage()
    const json = (name: string, { document }: IssuedCredential) => ({
      name,
      mimeType: 'application/json',
      buffer: Buffer.from(document.text),
    })
    await upload(page, json('=1+1.json', badge), json('取消し.json', revoked))
    expect(await page.locator('#result tbody tr').count()).toBe(2)
    const csv = await saved(page, '表で保存する')
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = csv.toString('utf8').split('\r\n')
    expect(lines[1]).toMatch(/^有効,.*,'=1\+1\.json$/)
    expect(lines[2]).toMatch(/^取消し,/)
    await page.context().close()
  })
})
