import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetsDir } from '../../src/compose.ts'
import { requestConfirmation } from '../../src/service/request-confirmation.ts'
import { findCredentialOfCompletion } from '../../src/store/credentials.ts'
import { listNominations } from '../../src/store/nominations.ts'
import { type Browser, openBrowser, openPage } from '../support/browser.ts'
import { type NominationWorld, newNominationWorld } from '../support/nomination-world.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let server: Server
let base: string
let web: WebWorld
let at: NominationWorld
let browser: Browser
let askPath: string

beforeAll(async () => {
  // The address must be known before anything is signed, so the door opens first and the service moves in behind it.
  let answer: ((request: never, response: never) => void) | undefined
  server = await new Promise((resolve) => {
    const opened = createServer(((request: never, response: never) => answer?.(request, response)) as never).listen(0, '127.0.0.1', () =>
      resolve(opened),
    )
  })
  base = `http://localhost:${(server.address() as AddressInfo).port}`
  web = await newWebWorld({ publicUrl: base, assetsDir })
  answer = web.app as unknown as typeof answer
  at = await newNominationWorld(web.world)
  const badge = await findCredentialOfCompletion(web.world.deps.db, 'CMP-033')
  askPath = `/badges/${badge?.id}/result?k=${await web.holderKey(badge?.id ?? '')}`
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  server?.close()
  await web?.close()
})

const violations = async (path: string): Promise<string[]> => {
  const page = await openPage(browser, 'phone')
  try {
    await page.goto(`${base}${path}`, { waitUntil: 'load' })
    await page.evaluate(axe)
    const found = (await page.evaluate('axe.run({ runOnly: ["wcag2a", "wcag2aa", "best-practice"] })')) as {
      violations: { id: string; nodes: { html: string }[] }[]
    }
    const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    return [
      ...found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ...(wide === true ? ['the page is wider than the phone'] : []),
    ]
  } finally {
    await page.close()
  }
}

describe('pages for those who come by a mail, in a browser', () => {
  test('the holder asks, the employer confirms with two presses, and axe finds nothing on the way, in either language', async () => {
    for (const language of ['ja', 'en']) expect(await violations(`${askPath}&lang=${language}`), language).toEqual([])
    const draft = await at.draft()
    await requestConfirmation(web.world.deps, at.learner, { id: draft.id })
    const { secret } = await at.mail('nomination_confirm')
    for (const language of ['ja', 'en']) expect(await violations(`/nominations/confirm?k=${secret}&lang=${language}`), language).toEqual([])

    const page = await openPage(browser, 'phone')
    try {
      await page.goto(`${base}/nominations/confirm?k=${secret}`, { waitUntil: 'load' })
      await page.fill('#confirmed-by', '総務部長')
      await page.click('button[value="confirm"]')
      await page.waitForSelector('h1:has-text("確認を受け付けました")')
    } finally {
      await page.close()
    }
    expect((await listNominations(web.world.deps.db)).map(({ state }) => state)).toEqual(['submitted'])
  })

  test('axe finds nothing on endorsements and their lists', async () => {
    const [endorsement] = await web.world.deps.db.selectFrom('endorsement').select('id').where('kind', '=', 'recognition').execute()
    for (const path of [`/endorsements/${endorsement?.id}`, '/employers/emp-02/endorsements', '/achievements/oj-workstyle/endorsements'])
      expect(await violations(path), path).toEqual([])
  })
})
