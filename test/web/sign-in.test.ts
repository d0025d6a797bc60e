import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { registerDemoUsers } from '../../src/service/sign-in/demo-users.ts'
import { registerUser } from '../../src/service/sign-in/register-user.ts'
import { safePath } from '../../src/web/session.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  await registerDemoUsers(web.world.deps, web.world.system)
})
afterAll(() => web.close())

const own = { Origin: 'https://badges.example', 'Sec-Fetch-Site': 'same-origin' }
const cookieOf = (answer: request.Response, name: string): string =>
  ((answer.headers['set-cookie'] ?? []) as unknown as string[]).find((cookie) => cookie.startsWith(name))?.split(';')[0] ?? ''

const signIn = async (email: string): Promise<string> => {
  const secret = new URL(await makeSignInLink(web.world.deps, web.world.system, email)).searchParams.get('k') ?? ''
  const answer = await request(web.app).post('/sign-in/link').set(own).type('form').send({ k: secret })
  expect(answer.status).toBe(303)
  return cookieOf(answer, '__Host-akashi_session=')
}
const tokenIn = (html: string): string => /name="token" value="([\w-]+)"/.exec(html)?.[1] ?? ''

describe('the sign-in pages', () => {
  test('answer the same, byte for byte, for a known and an unknown address', async () => {
    const answers = await Promise.all(
      ['officer1@council.example', 'nobody@nowhere.example'].map((email) =>
        request(web.app).post('/sign-in').set(own).type('form').send({ email }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.text).toBe(answers[1]?.text)
    const asking = ((answers[0]?.headers['set-cookie'] ?? []) as unknown as string[])[0]
    expect(asking).toMatch(/^__Host-akashi_asking=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600$/)
  })

  test('name what is no address and keep what was typed', async () => {
    const answer = await request(web.app).post('/sign-in').set(own).type('form').send({ email: 'no address' })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('value="no address"')
    expect(answer.text).toContain('メールアドレスの形ではありません')
  })

  test('opening a link signs nobody in; its button does, once', async () => {
    const url = new URL(await makeSignInLink(web.world.deps, web.world.system, 'officer1@council.example'))
    const page = await request(web.app).get(`${url.pathname}${url.search}`)
    expect(page.status).toBe(200)
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.headers['cache-control']).toBe('private, no-store')
    const send = () =>
      request(web.app)
        .post('/sign-in/link')
        .set(own)
        .type('form')
        .send({ k: url.searchParams.get('k') })
    const first = await send()
    expect(first.headers['location']).toBe('/console')
    expect((first.headers['set-cookie'] as unknown as string[])[0]).toMatch(
      /^__Host-akashi_session=se_[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=43200$/,
    )
    expect((await send()).status).toBe(401)
  })

  test('the work list is for whoever is signed in, and a sign-out ends it', async () => {
    const before = await request(web.app).get('/console?x=1')
    expect(before.headers['location']).toBe('/sign-in?to=%2Fconsole%3Fx%3D1')
    const cookie = await signIn('officer1@council.example')
    const home = await request(web.app).get('/console').set('Cookie', cookie)
    expect(home.status).toBe(200)
    expect(home.text).toContain('事務局 担当一（デモ）（事務局）')
    const out = await request(web.app)
      .post('/sign-out')
      .set(own)
      .set('Cookie', cookie)
      .type('form')
      .send({ token: tokenIn(home.text) })
    expect(out.status).toBe(303)
    expect((await request(web.app).get('/console').set('Cookie', cookie)).status).toBe(303)
  })

  test('a form from elsewhere, without a word on where it comes from, or with another token does nothing', async () => {
    const cookie = await signIn('officer1@council.example')
    const token = tokenIn((await request(web.app).get('/console').set('Cookie', cookie)).text)
    const send = (headers: Record<string, string>, sent: string) =>
      request(web.app).post('/sign-out').set(headers).set('Cookie', cookie).type('form').send({ token: sent })
    expect((await send({ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }, token)).status).toBe(403)
    expect((await send({ Origin: 'https://evil.example' }, token)).status).toBe(403)
    expect((await send({ 'Sec-Fetch-Site': 'same-site', Origin: 'https://badges.example' }, token)).status).toBe(403)
    expect((await send({}, token)).status).toBe(403)
    expect((await send({ Origin: 'null' }, token)).status).toBe(403)
    expect((await send(own, '')).status).toBe(403)
    expect((await send(own, `${token.slice(1)}A`)).status).toBe(403)
    expect((await request(web.app).get('/console').set('Cookie', cookie)).status).toBe(200)
    expect((await send(own, token)).status).toBe(303)
  })

  test('a role with a second factor is led to its passkey and sees nothing before', async () => {
    await registerUser(web.world.deps, web.world.system, {
      email: 'real@council.example',
      name: '事務局',
      role: 'secretariat',
      organisationSlug: 'council',
    })
    const cookie = await signIn('real@council.example')
    expect((await request(web.app).get('/console').set('Cookie', cookie)).headers['location']).toBe('/sign-in/passkey')
    expect((await request(web.app).get('/api/v1/jobs').set('Cookie', cookie)).status).toBe(401)
    expect((await request(web.app).get('/sign-in/passkey').set('Cookie', cookie)).text).toContain('パスキーを作る')
  })

  test('the API knows whoever is signed in, and takes changes only from a page of this service', async () => {
    const cookie = await signIn('officer1@council.example')
    expect((await request(web.app).get('/api/v1/jobs').set('Cookie', cookie)).status).toBe(200)
    const revoke = (headers: Record<string, string>) =>
      request(web.app).post('/api/v1/credentials/none/revoke').set(headers).set('Cookie', cookie).send({ reason: 'ISSUED_IN_ERROR' })
    expect((await revoke({})).status).toBe(403)
    expect((await revoke({ Origin: 'https://evil.example' })).status).toBe(403)
    expect((await revoke(own)).status).toBe(404)
  })

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    'https://evil.example',
    '%2f%2fevil.example',
    '',
    undefined,
    '/a\nb',
  ])('after the sign-in nobody is led to %j (T25)', (path) => {
    expect(safePath(path, 'https://badges.example')).toBe('/')
  })

  test('after the sign-in one is led to the page that one wanted', () => {
    expect(safePath('/console/courses?page=2', 'https://badges.example')).toBe('/console/courses?page=2')
  })
})
