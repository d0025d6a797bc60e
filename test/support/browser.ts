import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { unpackChromium } from './chromium-binary.ts'
import { writeFontConfiguration } from './fonts.ts'

export type { Browser, BrowserContext, Page } from 'playwright-core'

/** Sizes at which pages are judged, in CSS pixels. */
export const viewports = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const satisfies Record<string, BrowserContextOptions>

export type ViewportName = keyof typeof viewports

export interface BrowserOptions {
  /** what a camera in front of the screen would see: a `.y4m` file; without it there is no camera */
  cameraFile?: string
}

const launchArguments = [
  '--no-sandbox', // the sandbox refuses to start as root, and these pages are our own
  '--headless=shell',
  '--disable-gpu',
  '--disable-dev-shm-usage', // containers often have 64 MB of shared memory
  '--font-render-hinting=none',
  '--hide-scrollbars',
  '--no-first-run',
  '--disable-background-networking',
  // No name but localhost resolves: a page that asks a third party for anything fails here.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

const cameraArguments = (file: string): string[] => [
  '--use-fake-ui-for-media-stream', // answers the permission question with yes
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
]

/**
 * Starts a real Chromium, brought by npm alone, with Japanese fonts and with no way to any host but this one.
 * The caller closes it.
 */
export async function openBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { executable, libraries, home } = await unpackChromium()
  const launch = (): Promise<Browser> =>
    chromium.launch({
      executablePath: executable,
      args: [...launchArguments, ...(options.cameraFile === undefined ? [] : cameraArguments(options.cameraFile))],
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        TZ: 'Asia/Tokyo',
        LANG: 'ja_JP.UTF-8',
        LD_LIBRARY_PATH: libraries,
        FONTCONFIG_PATH: writeFontConfiguration(home),
      },
    })
  // Several browsers that start at the same moment share a font cache, and now and then one of them dies at birth (SIGSEGV before it answers).
  return launch().catch(launch).catch(launch)
}

/** Opens a page at one of the judged sizes, in Japanese and in Japan's time; closing its context closes it. */
export async function openPage(browser: Browser, size: ViewportName, options: BrowserContextOptions = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    ...viewports[size],
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    ...options,
  })
  return context.newPage()
}

/**
 * A picture of the page as PNG, once its fonts are there; the whole page unless `visibleOnly`.
 * @param file - where to keep it as well, if anywhere
 */
export async function screenshot(page: Page, options: { file?: string; visibleOnly?: boolean } = {}): Promise<Uint8Array> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  return page.screenshot({
    fullPage: options.visibleOnly !== true,
    animations: 'disabled',
    ...(options.file === undefined ? {} : { path: options.file }),
  })
}
