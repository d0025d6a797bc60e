import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { qrPng } from '../../src/web/images/qr.ts'
import { type Browser, openBrowser, openPage, type Page, screenshot, viewports } from '../support/browser.ts'
import { writeCameraFile } from '../support/camera.ts'
import { countDark, readPng } from '../support/png-read.ts'
import { scanQr } from '../support/qr-scan.ts'

const html = `<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>試し</title>
<body><p id="where"></p><script>document.getElementById('where').textContent = location.href</script>
<img src="http://third-party.example/pixel.png" alt=""></body></html>`

let browser: Browser
let server: Server
let origin: string

beforeAll(async () => {
  browser = await openBrowser()
  server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  await browser.close()
  await new Promise((resolve) => server.close(resolve))
})

const pictureOf = async (page: Page, text: string): Promise<Uint8Array> => {
  await page.setContent(`<p style="margin: 0; font: 700 64px sans-serif; width: 80px">${text}</p>`)
  return screenshot(page, { visibleOnly: true })
}

test('a page of this machine opens in a real browser at the sizes that pages are judged by, and no other host answers', async () => {
  for (const size of ['phone', 'desktop'] as const) {
    const page = await openPage(browser, size)
    const failed: string[] = []
    page.on('requestfailed', (request) => failed.push(request.url()))
    await page.goto(origin)
    expect(await page.title()).toBe('試し')
    expect(await page.textContent('#where')).toBe(`${origin}/`)
    expect(await page.evaluate('[innerWidth, innerHeight]')).toEqual(Object.values(viewports[size].viewport))
    expect(failed).toEqual(['http://third-party.example/pixel.png'])
    await page.context().close()
  }
})

test('Japanese is drawn with glyphs of its own, not with the box for a missing one', async () => {
  const page = await openPage(browser, 'phone')
  const missing = await pictureOf(page, '\u{10ffff}')
  const [simple, dense] = [await pictureOf(page, '一'), await pictureOf(page, '鬱')]
  for (const character of [...'証髙﨑𠮷あア']) {
    const picture = await pictureOf(page, character)
    expect([missing, simple, dense].some((other) => Buffer.from(other).equals(picture))).toBe(false)
  }
  expect(countDark(readPng(dense))).toBeGreaterThan(countDark(readPng(simple)) * 3)
  await page.context().close()
})

test('a variation selector chooses another form of the same character', async () => {
  const page = await openPage(browser, 'phone')
  expect(await pictureOf(page, '葛\u{e0100}')).not.toEqual(await pictureOf(page, '葛'))
  await page.context().close()
})

const cameraFrame = `(async () => {
  const video = document.createElement('video')
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } })
  await video.play()
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d').drawImage(video, 0, 0)
  return canvas.toDataURL('image/png').split(',')[1]
})()`

test('the camera of the browser sees the QR code that is held before it; without one there is no camera', async () => {
  const url = 'https://badges.example/badges/49m5cn5phpbp'
  const folder = mkdtempSync(join(tmpdir(), 'akashi-camera-'))
  const cameraFile = join(folder, 'qr.y4m')
  writeCameraFile(readPng(qrPng(url, 8)), cameraFile)
  const withCamera = await openBrowser({ cameraFile })
  try {
    const page = await openPage(withCamera, 'phone')
    await page.goto(origin)
    // The first frames of a camera may be empty; a person holds the code until it is read.
    await expect
      .poll(async () => scanQr(readPng(Buffer.from(await page.evaluate<string>(cameraFrame), 'base64'))), { timeout: 20_000 })
      .toBe(url)
  } finally {
    await withCamera.close()
    rmSync(folder, { recursive: true })
  }
  const page = await openPage(browser, 'phone')
  await page.goto(origin)
  await expect(page.evaluate(cameraFrame)).rejects.toThrow(/NotFoundError|NotAllowedError/)
  await page.context().close()
})
