import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { CanonicalizationError } from '../../src/proof/canonicalizer.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { verifying } from '../../src/service/verifying.ts'
import { createApp } from '../../src/web/app.ts'
import { verifierOf } from '../support/verifier.ts'
import { newWebWorld, verdictIn, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let badge: IssuedCredential
let hidden: IssuedCredential
let revoked: IssuedCredential
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne(['CMP-001', 'CMP-002', 'CMP-003'])
  badge = await web.badge('CMP-001')
  hidden = await web.badge('CMP-002', 'private')
  revoked = await web.badge('CMP-003')
  await revokeCredential(web.world.deps, web.world.system, { id: revoked.id, reason: 'RESULT_DISPROVED' })
})
afterAll(() => web.close())

const addressOf = (credential: IssuedCredential): string => `https://badges.example/badges/${credential.id}`
const post = (accept = 'application/json') => request(web.app).post('/verify').set('Accept', accept)
const form = (fields: Record<string, string>, accept?: string) => post(accept).type('form').send(fields)

describe('POST /verify', () => {
  test('verifies the address of a badge of ours', async () => {
    const answer = await form({ url: addressOf(badge) })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ verdict: 'valid', verified: true, url: addressOf(badge), issuer: { recognised: true } })
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('verifies pasted text, and refuses it once one letter differs', async () => {
    expect((await form({ text: badge.document.text })).body).toMatchObject({ verdict: 'valid' })
    const altered = badge.document.text.replace('24時間', '42時間')
    expect(altered).not.toBe(badge.document.text)
    expect((await form({ text: altered })).body).toMatchObject({ verdict: 'invalid', verified: false })
  })

  test('verifies the short number under the QR code, but not that of a private badge', async () => {
    expect((await form({ text: badge.shortId })).body).toMatchObject({ verdict: 'valid' })
    expect((await form({ text: hidden.shortId })).body).toMatchObject({ verdict: 'bad-request', verified: false })
  })

  test('verifies a picture that was uploaded', async () => {
    const png = (await request(web.app).get(`/badges/${badge.id}.png`).buffer(true)).body as Buffer
    const answer = await post().attach('file', png, { filename: 'バッジ.png', contentType: 'image/png' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ input: 'バッジ.png', verdict: 'valid' })
  })

  test('verifies several at once, each with its own answer', async () => {
    const answer = await post()
      .attach('file', Buffer.from(badge.document.text), { filename: 'a.json', contentType: 'application/json' })
      .attach('file', Buffer.from(revoked.document.text), { filename: 'b.json', contentType: 'application/json' })
      .attach('file', Buffer.from('nothing'), { filename: 'c.json', contentType: 'application/json' })
    expect(answer.body.results.map((result: { input: string; verdict: string }) => [result.input, result.verdict])).toEqual([
      ['a.json', 'valid'],
      ['b.json', 'invalid'],
      ['c.json', 'bad-request'],
    ])
  })

  /** the fields of the form that saves the table, as a browser would send them */
  const tableForm = (page: string): Record<string, string> => {
    const form = /<form [^>]*action="\/verify\/table".*?<\/form>/s.exec(page)?.[0] ?? ''
    const unescaped = (text: string) =>
      text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    return Object.fromEntries([...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, unescaped(value ?? '')]))
  }
  const postTable = (fields: Record<string, string>) =>
    request(web.app)
      .post('/verify/table')
      .field('table', fields['table'] ?? '')
      .field('seal', fields['seal'] ?? '')

  test('the table of several is a file at an address of its own, without a script', async () => {
    const page = (await form({ text: `${addressOf(badge)}\n${addressOf(revoked)}\nhttps://badges.example/badges/=1+1` }, 'text/html')).text
    const fields = tableForm(page)
    const csv = await postTable(fields)
    expect(csv.status).toBe(200)
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.headers['content-disposition']).toBe('attachment; filename="verification.csv"')
    expect(csv.headers['cache-control']).toBe('private, no-store')
    const lines = csv.text.split('\r\n')
    expect(lines[0]).toBe('\uFEFF判定,氏名,バッジ,分かったこと,発行者,確認の日時,入力')
    expect(lines.slice(1, 3).map((line) => line.split(',')[0])).toEqual(['有効', '取消し'])
    expect(lines).toHaveLength(5)
  })

  test('a table that this service did not write is not made a file of it', async () => {
    const page = (await form({ text: `${addressOf(badge)}\n${addressOf(revoked)}` }, 'text/html')).text
    const { table = '', seal = '' } = tableForm(page)
    expect((await postTable({ table: table.replace('取消し', '有効'), seal })).status).toBe(400)
    expect((await postTable({ table, seal: '' })).status).toBe(400)
    expect((await postTable({ table, seal })).status).toBe(200)
  })

  test('format=csv answers with the table at once', async () => {
    const csv = await form({ url: addressOf(badge), format: 'csv' })
    expect([csv.status, csv.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(csv.text.split('\r\n')[1]).toMatch(/^有効,/)
    expect((await form({ url: addressOf(badge), format: 'xls' })).status).toBe(400)
  })

  test('a private address looks like an unknown one', async () => {
    const strip = (body: Record<string, unknown>) => ({ ...body, input: '', url: '', checkedAt: '' })
    const [known, unknown] = await Promise.all([form({ url: addressOf(hidden) }), form({ url: `${addressOf(hidden).slice(0, -1)}0` })])
    expect(strip(known.body)).toEqual(strip(unknown.body))
  })

  test('nothing to verify, or no recipient, is a mistake; people get the form again with it', async () => {
    expect((await form({ text: '  ' })).status).toBe(400)
    const page = await form({ text: '  ' }, 'text/html')
    expect(page.status).toBe(400)
    expect(page.text).toContain('href="#verify-text"')
    const recipient = await form({ url: addressOf(badge), recipient: '山田' }, 'text/html')
    expect(recipient.status).toBe(400)
    expect(recipient.text).toMatch(/<input[^>]*id="verify-recipient"[^>]*value="山田"[^>]*aria-invalid="true"/)
  })

  test('answers people with a page', async () => {
    const good = await form({ url: addressOf(badge) }, 'text/html')
    expect(good.status).toBe(200)
    expect(good.headers['content-type']).toContain('text/html')
    const bad = await form({ url: addressOf(revoked) }, 'text/html')
    expect(verdictIn(bad.text)).toContain('取消し')
    expect(verdictIn(good.text)).toBe('有効')
  })

  test('a script in a pasted badge comes out as text', async () => {
    const hostile = JSON.stringify({ '@context': [], type: ['<script>alert(1)</script>'], name: '"><script>alert(2)</script>' })
    const answer = await form({ text: hostile }, 'text/html')
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain('<script>alert')
  })

  test('a link to GET /verify?url= gives the same verdict', async () => {
    const answer = await request(web.app)
      .get('/verify')
      .query({ url: addressOf(revoked) })
      .set('Accept', 'application/json')
    expect(answer.body).toMatchObject({ verdict: 'invalid' })
  })

  test.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    [
      'cut off in the middle',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
    ],
    ['without any part', 'multipart/form-data; boundary=b', 'nothing like a part'],
  ])('a form %s is a bad request', async (_what, type, body) => {
    const answer = await post().set('Content-Type', type).send(body)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'bad_request' })
  })

  test('a body of another type is not read', async () => {
    expect((await post().type('text/plain').send('x')).status).toBe(415)
  })
})

describe('POST /verify while there is no room', () => {
  let full: WebWorld
  beforeAll(async () => {
    full = await newWebWorld()
  })
  afterAll(() => full.close())
  const send = (text: string, accept: string, failure: 'overloaded' | 'too_slow') => {
    const refuse = async (): Promise<never> => {
      throw new CanonicalizationError(failure, 'as the test wants it')
    }
    const verifier = { ...verifierOf(full.world.deps), canonicalizer: { canonicalize: refuse, digest: refuse } }
    const app = createApp({ ...full.webDeps, verifying: verifying(full.world.deps, verifier, full.room) })
    return request(app).post('/verify').set('Accept', accept).type('form').send({ text })
  }
  const line = () => JSON.stringify(JSON.parse(badge.document.text))

  test.each(['application/json', 'text/html'])('one badge: 503 with Retry-After as %s, never a verdict', async (accept) => {
    const answer = await send(badge.document.text, accept, 'overloaded')
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('2')
    expect(answer.text).not.toContain('"verdict"')
  })
  test('several: each that found no room is a row that could not be checked', async () => {
    const answer = await send(`${line()}\n${line()}`, 'application/json', 'overloaded')
    expect(answer.status).toBe(200)
    expect(answer.body.results.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['unverifiable', 'unverifiable'])
  })
  test('a document that is too slow is answered, since trying again would not help', async () => {
    const answer = await send(badge.document.text, 'application/json', 'too_slow')
    expect([answer.status, answer.body.verdict]).toEqual([200, 'unverifiable'])
  })
})
