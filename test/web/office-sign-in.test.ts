import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openIdProvider } from '../../src/office/openid-provider.ts'
import { registerUser } from '../../src/service/sign-in/register-user.ts'
import { unlinkOffice } from '../../src/service/sign-in/sign-in-by-office.ts'
import { exampleLearnerAddress } from '../../src/store/read-models/examples.ts'
import { createApp } from '../../src/web/app.ts'
import { type Office, officeClient, startOffice } from '../support/office.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

const redirectUri = 'https://badges.example/sign-in/office/callback'
let web: WebWorld
let office: Office
let app: WebWorld['app']

const appWith = (issuer: string, secret = officeClient.secret): WebWorld['app'] =>
  createApp({
    ...web.webDeps,
    office: openIdProvider(
      { issuer, clientId: officeClient.id, clientSecret: secret, label: undefined, secondFactor: { amr: ['mfa'], acr: [] } },
      redirectUri,
      () => new Date(),
    ),
  })

beforeAll(async () => {
  office = await startOffice(redirectUri)
  web = await newWebWorld({ now: new Date().toISOString(), demo: false })
  await web.world.loadOne()
  const { deps, system } = web.world
  for (const [email, role] of [
    ['officer@council.example', 'secretariat'],
    ['admin@council.example', 'administrator'],
    ['other@council.example', 'secretariat'],
  ] as const)
    await registerUser(deps, system, { email, name: email, role, ...(role === 'administrator' ? {} : { organisationSlug: 'council' }) })
  app = appWith(office.issuer)
})
afterAll(async () => {
  await office.close()
  await web.close()
})
beforeEach(() => {
  // Each test has an hour of its own, and so its own count of attempts.
  web.world.setNow(new Date(web.world.deps.now().getTime() + 3_600_000).toISOString())
  office.person = { subject: 'person-1', email: 'officer@council.example', emailVerified: true, amr: ['pwd', 'mfa'] }
})

const cookieOf = (answer: request.Response, name: string): string =>
  ((answer.headers['set-cookie'] ?? []) as unknown as string[]).find((cookie) => cookie.startsWith(name))?.split(';')[0] ?? ''

const begin = async (path = '/sign-in/office', of = app): Promise<{ url: string; cookie: string }> => {
  const answer = await request(of).get(path)
  expect(answer.status).toBe(303)
  return { url: String(answer.headers['location']), cookie: cookieOf(answer, '__Host-akashi_office=') }
}
const comeBack = (callback: URL, cookie: string, of = app) =>
  request(of).get(`${callback.pathname}${callback.search}`).set('Cookie', cookie)
const signIn = async (of = app): Promise<request.Response> => {
  const { url, cookie } = await begin('/sign-in/office', of)
  return comeBack(await office.walk(url), cookie, of)
}
const lastAudit = async (): Promise<{ action: string; detail: string }[]> =>
  web.world.deps.db.selectFrom('audit_event').select(['action', 'detail']).orderBy('sequence', 'desc').limit(2).execute()

describe('sign-in with an office account', () => {
  test('the button stands on the sign-in page only where an office is configured', async () => {
    expect((await request(app).get('/sign-in?to=/console/imports')).text).toContain('href="/sign-in/office?to=%2Fconsole%2Fimports"')
    expect((await request(web.app).get('/sign-in')).text).not.toContain('/sign-in/office')
    expect((await request(web.app).get('/sign-in/office')).status).toBe(404)
  })

  test('asks with code, PKCE, state and nonce, and keeps the browser’s secret in a cookie of its own', async () => {
    const answer = await request(app).get('/sign-in/office')
    const asked = new URL(String(answer.headers['location'])).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: officeClient.id,
      response_type: 'code',
      redirect_uri: redirectUri,
      code_challenge_method: 'S256',
      scope: 'openid email',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/)
    expect((answer.headers['set-cookie'] as unknown as string[])[0]).toMatch(
      /^__Host-akashi_office=of_[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
    )
  })

  test('a known account with a verified address is signed in, goes where it wanted, and its former session ends', async () => {
    const former = await web.signIn('officer@council.example')
    const { url, cookie } = await begin('/sign-in/office?to=/console/imports')
    const answer = await comeBack(await office.walk(url), `${cookie}; ${former.cookie}`)
    expect([answer.status, answer.headers['location']]).toEqual([303, '/console/imports'])
    const session = cookieOf(answer, '__Host-akashi_session=')
    expect(session).not.toBe(former.cookie)
    expect((await request(app).get('/console').set('Cookie', session)).status).toBe(200)
    expect((await request(app).get('/console').set('Cookie', former.cookie)).status).toBe(303)
    expect((await lastAudit()).map(({ action }) => action)).toEqual(['sign_in.opened', 'sign_in.office_linked'])
    expect((await lastAudit())[0]?.detail).toContain('oidc_second_factor')
  })

  test('without the word of the provider for a second factor, a role that needs one wants a passkey', async () => {
    office.person = { subject: 'person-1', amr: ['pwd'] }
    const session = cookieOf(await signIn(), '__Host-akashi_session=')
    expect(session).not.toBe('')
    const home = await request(app).get('/console').set('Cookie', session)
    expect([home.status, home.headers['location']]).toEqual([303, '/sign-in/passkey'])
  })

  test('after the first time the subject decides, whatever the address has become', async () => {
    office.person = { subject: 'person-1', email: 'renamed@elsewhere.example', emailVerified: false, amr: ['mfa'] }
    expect((await signIn()).status).toBe(303)
  })

  test('an address that belongs to another person of the provider opens nothing, until an administrator parts the two', async () => {
    office.person = { subject: 'person-2', email: 'officer@council.example', emailVerified: true, amr: ['mfa'] }
    expect((await signIn()).status).toBe(401)
    await unlinkOffice(web.world.deps, web.world.system, { provider: office.issuer, email: 'officer@council.example' })
    expect((await signIn()).status).toBe(303)
  })

  test('answers alike for an unknown address, an unverified one, one that is not said, and a learner’s', async () => {
    const learner = await exampleLearnerAddress(web.world.deps.db)
    const answers: request.Response[] = []
    for (const person of [
      { subject: 'p-3', email: 'nobody@council.example', emailVerified: true },
      { subject: 'p-4', email: 'admin@council.example', emailVerified: false },
      { subject: 'p-5' },
      { subject: 'p-6', email: learner ?? '', emailVerified: true },
    ]) {
      office.person = person
      answers.push(await signIn())
    }
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401])
    const texts = new Set(answers.map(({ text }) => text.replace(/\/callback\?[^"]*/g, '')))
    expect(texts.size).toBe(1)
    expect([...texts][0]).toContain('組織のアカウントではログインできませんでした')
    expect(answers.flatMap((answer) => cookieOf(answer, '__Host-akashi_session='))).toEqual(['', '', '', ''])
  })

  test('an answer that is brought twice, by another browser or without its cookie opens nothing', async () => {
    office.person = { subject: 'person-2' }
    const { url, cookie } = await begin()
    const callback = await office.walk(url)
    const other = await begin()
    expect((await request(app).get(`${callback.pathname}${callback.search}`)).status).toBe(401)
    expect((await comeBack(callback, other.cookie)).status).toBe(401)
    expect((await comeBack(callback, cookie)).status).toBe(303)
    expect((await comeBack(callback, cookie)).status).toBe(401)
  })

  test('another state, another nonce and a person who turned back open nothing', async () => {
    const forged = await begin()
    const callback = await office.walk(forged.url)
    callback.searchParams.set('state', 'another')
    expect((await comeBack(callback, forged.cookie)).status).toBe(401)

    const replayed = await begin()
    const asked = new URL(replayed.url)
    asked.searchParams.set('nonce', 'another')
    expect((await comeBack(await office.walk(asked.href), replayed.cookie)).status).toBe(401)

    const turned = await begin()
    office.person = undefined
    expect((await comeBack(await office.walk(turned.url), turned.cookie)).status).toBe(401)
  })

  test('after its time an attempt is over', async () => {
    const { url, cookie } = await begin()
    const callback = await office.walk(url)
    const before = web.world.deps.now().getTime()
    web.world.setNow(new Date(before + 11 * 60_000).toISOString())
    expect((await comeBack(callback, cookie)).status).toBe(401)
  })

  test('many failures from one address are stopped, successes are not counted', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await request(app).get('/sign-in/office/callback?code=x&state=y')).status)
    expect(statuses.slice(9)).toEqual([401, 429])
    office.person = { subject: 'person-2' }
    expect((await signIn()).status).toBe(303)
  })

  test('a provider that is down, or refuses this client, is named as such and nobody is let in', async () => {
    const down = await request(appWith('http://127.0.0.1:9')).get('/sign-in/office').set('Accept-Language', 'en')
    expect([down.status, down.headers['retry-after']]).toEqual([503, '30'])
    expect(down.text).toContain('The sign-in of your office does not answer now')
    const wrongSecret = appWith(office.issuer, 'another secret')
    expect((await signIn(wrongSecret)).status).toBe(503)
    expect(web.log.join('')).toContain('office_unreachable')
  })

  test('the log names reasons, and neither codes nor addresses of people', async () => {
    const log = web.log.join('')
    expect(log).toContain('OAUTH_')
    for (const secret of ['nobody@council.example', 'code=', 'state=', officeClient.secret]) expect(log).not.toContain(secret)
  })
})
