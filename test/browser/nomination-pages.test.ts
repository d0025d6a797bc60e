import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestConfirmation } from '../../src/service/request-confirmation.ts'
import { findCredentialOfCompletion } from '../../src/store/credentials.ts'
import { listNominations } from '../../src/store/nominations.ts'
import { type Browser, openBrowser, openPage, type Page } from '../support/browser.ts'
import { type NominationWorld, newNominationWorld } from '../support/nomination-world.ts'
import { axeFindings, type ServedWeb, serveWeb } from '../support/served-web.ts'
import type { WebWorld } from '../support/web-world.ts'

let served: ServedWeb
let base: string
let web: WebWorld
let at: NominationWorld
let browser: Browser
let judged: Page
let askPath: string

beforeAll(async () => {
  served = await serveWeb()
  ;({ base, web } = served)
  at = await newNominationWorld(web.world)
  const badge = await findCredentialOfCompletion(web.world.deps.db, 'CMP-033')
  askPath = `/badges/${badge?.id}/result?k=${await web.holderKey(badge?.id ?? '')}`
  browser = await openBrowser()
  judged = await openPage(browser, 'phone')
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

const violations = async (path: string): Promise<string[]> => {
  const answer = await judged.goto(`${base}${path}`, { waitUntil: 'load' })
  const found = await axeFindings(judged, ['wcag2a', 'wcag2aa', 'best-practice'])
  const wide = await judged.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
  return [
    ...(answer?.status() === 200 ? [] : [`the page answers ${answer?.status()}`]),
    ...found,
    ...(wide === true ? ['the page is wider than the phone'] : []),
  ]
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
