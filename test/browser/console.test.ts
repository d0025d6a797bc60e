import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileDataRequest } from '../../src/service/data-requests.ts'
import { createShareLink } from '../../src/service/share-links.ts'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { registerDemoUsers } from '../../src/service/sign-in/demo-users.ts'
import { listCredentials } from '../../src/store/credentials.ts'
import { listHonours } from '../../src/store/honours.ts'
import { listNominations } from '../../src/store/nominations.ts'
import { listMails } from '../../src/store/outbox.ts'
import { listProductivityRecords } from '../../src/store/productivity-records.ts'
import { type Browser, openBrowser, openPage } from '../support/browser.ts'
import { axeFindings, type ServedWeb, serveWeb } from '../support/served-web.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let served: ServedWeb
let browser: Browser
beforeAll(async () => {
  served = await serveWeb()
  const { world } = served.web
  await world.load({ badges: world.programme.badges.slice(0, 3), workplaceBadges: [] })
  await world.loadLedger({ outcomes: [], honours: [] })
  await registerDemoUsers(world.deps, world.system)
  browser = await openBrowser()
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

/** The pages of each role, as its sections lead to them, and one page of each kind below. */
const pages: Record<string, { email: string; paths: () => Promise<string[]> }> = {
  secretariat: {
    email: 'officer1@council.example',
    paths: async () => {
      const { db } = served.web.world.deps
      const nomination = (await listNominations(db, 'submitted'))[0]?.id
      const mail = (await listMails(db, { limit: 1 }))[0]?.id
      const record = (await listProductivityRecords(db))[0]?.id
      const honour = (await listHonours(db))[0]?.id
      const badge = (await listCredentials(db, { after: '', limit: 1 }))[0]?.id
      const request = await fileDataRequest(served.web.world.deps, served.web.world.system, {
        participantId: 'P-0011',
        kind: 'erasure',
        channel: 'paper',
        text: '消してください。',
      })
      return [
        '/console',
        '/console/reviews',
        `/console/reviews/${nomination}`,
        '/console/declarations',
        '/console/declarations/import',
        '/console/productivity',
        `/console/productivity/${record}`,
        '/console/honours',
        `/console/honours/${honour}`,
        '/console/outcomes',
        '/console/courses',
        '/console/courses/new',
        '/console/achievements',
        '/console/courses/DL-BASIC-R8',
        '/console/funnel',
        '/console/survey',
        '/console/organisations',
        '/console/organisations/new',
        `/console/issued/${badge}`,
        '/console/sessions',
        '/console/imports',
        '/console/outbox',
        ...(mail === undefined ? [] : [`/console/outbox/${mail}`]),
        '/console/figures',
        '/console/requests',
        '/console/requests/new',
        `/console/requests/${request.id}`,
        '/console/declarations/DEC-01',
        '/console/figures/honoured',
        '/console/organisations/op-03',
      ]
    },
  },
  administrator: {
    email: 'admin@council.example',
    paths: async () => [
      '/console/users',
      '/console/users/new',
      '/console/api-keys',
      '/console/api-keys/new',
      '/console/audit',
      '/console/account',
    ],
  },
  operator: {
    email: 'badge@op-04.example',
    paths: async () => ['/console/sessions/DL-BASIC-R8:R8-1', '/console/courses', '/console/funnel'],
  },
  employer: {
    email: 'jinji@emp-04.example',
    paths: async () => {
      const { deps, system } = served.web.world
      const own = (await listNominations(deps.db)).find(({ employerId }) => employerId === 'emp-04')
      const badge = (await listCredentials(deps.db, { after: '', limit: 50 })).find(({ participantId }) => participantId === 'P-0011')
      const { link } = await createShareLink(deps, system, {
        participantId: 'P-0011',
        credentialIds: [badge?.id ?? ''],
        recipient: { employerSlug: 'emp-04' },
        fields: ['name', 'result'],
        days: 7,
        maxViews: 50,
      })
      return [
        '/console/declaration',
        '/console/presented',
        `/console/presented/${link.id}`,
        '/console/outcomes',
        '/console/outcomes/new',
        '/console/productivity',
        '/console/productivity/new',
        '/console/results',
        '/console/results/new',
        `/console/results/${own?.id}`,
      ]
    },
  },
  learner: {
    email: 'p0011@learner.example',
    paths: async () => [
      '/console/badges',
      '/console/shares',
      '/console/data',
      ...['correct', 'address', 'request', 'erase'].map((page) => `/console/data/${page}`),
    ],
  },
}

describe.each(Object.entries(pages))('the pages of the %s', (_, { email, paths }) => {
  test('have no finding of axe in either language, and are no wider than a phone', { timeout: 300_000 }, async () => {
    const page = await openPage(browser, 'phone')
    await page.goto(await makeSignInLink(served.web.world.deps, served.web.world.system, email))
    await page.click('main button')
    await page.waitForURL(`${served.base}/console`)
    const found: string[] = []
    for (const path of await paths())
      for (const language of ['ja', 'en']) {
        const answer = await page.goto(`${served.base}${path}?lang=${language}`)
        if (answer?.status() !== 200) found.push(`${path} answers ${answer?.status()}`)
        // Colours are the same in both languages, and take half of the time.
        found.push(
          ...(await axeFindings(page, rules, language === 'ja' ? [] : ['color-contrast'])).map(
            (finding) => `${path} ${language} ${finding}`,
          ),
        )
        if ((await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')) === true)
          found.push(`${path} ${language} is wider than the phone`)
      }
    expect(found).toEqual([])
    await page.context().close()
  })
})
