import { createHash } from 'node:crypto'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { newId } from '../../src/ids.ts'
import { unbakePng } from '../../src/openbadges/baking/png.ts'
import { unbakeSvg } from '../../src/openbadges/baking/svg.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../../src/service/suspend-credential.ts'
import { documentLimits, imageLimits } from '../../src/verification/limits.ts'
import { newWebWorld, verdictIn, type WebWorld } from '../support/web-world.ts'

const limits = { ...imageLimits, maxTextBytes: documentLimits.maxTextBytes }

let web: WebWorld
let shared: IssuedCredential
let hidden: IssuedCredential
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne(['CMP-001', 'CMP-002', 'CMP-003', 'CMP-004'])
  shared = await web.badge('CMP-001')
  hidden = await web.badge('CMP-002', 'private')
})
afterAll(() => web.close())

const get = (path: string, accept = '*/*') => request(web.app).get(path).set('Accept', accept)

/** A text without the number that stands in its address. */
const outside = (text: string, id: string): string => text.replaceAll(id, 'ID').replaceAll(encodeURIComponent(id), 'ID')

describe('the address of a badge', () => {
  test.each([
    ['text/html', 'text/html; charset=utf-8'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['application/vc', 'application/vc'],
    ['application/vc+ld+json', 'application/vc+ld+json'],
    ['application/ld+json', 'application/ld+json'],
    ['application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('BK-2 answers %s with %s', async (accept, mediaType) => {
    const answer = await get(`/badges/${shared.id}`, accept)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(mediaType)
    expect(answer.headers['vary']).toContain('Accept')
  })

  test('a reader that takes none of them is told which there are', async () => {
    const answer = await get(`/badges/${shared.id}`, 'audio/ogg')
    expect(answer.status).toBe(406)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'not_acceptable' })
  })

  test('the ETag is the digest of the bytes, and a reader that has them gets 304 without a body', async () => {
    const answer = await get(`/badges/${shared.id}.json`).buffer(true)
    expect(answer.text).toBe(shared.document.text)
    const etag = `"${createHash('sha256').update(answer.text).digest('hex')}"`
    expect(answer.headers['etag']).toBe(etag)
    const known = await get(`/badges/${shared.id}.json`).set('If-None-Match', etag)
    expect(known.status).toBe(304)
    expect(known.text).toBe('')
    expect((await get(`/badges/${shared.id}.json`).set('If-None-Match', '"other"')).status).toBe(200)
  })

  test('BK-1 the PNG holds exactly the signed text', async () => {
    const answer = await get(`/badges/${shared.id}.png`).buffer(true)
    expect(answer.headers['content-type']).toBe('image/png')
    expect(unbakePng(answer.body as Buffer, limits)).toMatchObject({ text: shared.document.text })
  })

  test('BK-1 the SVG holds exactly the signed text and may run nothing', async () => {
    const answer = await get(`/badges/${shared.id}.svg`).buffer(true)
    expect(answer.headers['content-type']).toBe('image/svg+xml')
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox")
    expect(unbakeSvg((answer.body as Buffer).toString('utf8'), limits)).toMatchObject({ text: shared.document.text })
  })

  test('the QR code is a picture', async () => {
    const answer = await get(`/badges/${shared.id}/qr.svg`).buffer(true)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('image/svg+xml')
    expect((answer.body as Buffer).toString('utf8')).toContain('<svg')
  })

  test('pages and files set no cookie', async () => {
    for (const path of ['', '.json', '.png', '.svg', '/qr.svg'])
      expect((await get(`/badges/${shared.id}${path}`, 'text/html, */*')).headers['set-cookie']).toBeUndefined()
  })
})

describe('a badge that this reader may not see', () => {
  test.each(['application/json', 'text/html'])('unknown, malformed and private addresses look the same in %s', async (accept) => {
    const ids = [hidden.id, newId(), 'not-an-id', `${newId()}x`]
    const answers = await Promise.all(ids.map((id) => get(`/badges/${id}`, accept)))
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map((answer, n) => outside(answer.text, ids[n] as string))).size).toBe(1)
    expect(
      new Set(answers.map((answer) => JSON.stringify({ ...answer.headers, date: '', 'content-length': '', etag: '', 'x-request-id': '' })))
        .size,
    ).toBe(1)
  })

  test.each(['.json', '.png', '.svg', '/qr.svg'])('its file %s looks like that of an unknown badge', async (ending) => {
    const [known, unknown] = await Promise.all([get(`/badges/${hidden.id}${ending}`), get(`/badges/${newId()}${ending}`)])
    expect(known.status).toBe(404)
    expect(known.text).toBe(unknown.text)
  })
})

describe("the holder's link", () => {
  test('opens a private badge for its holder alone, and keeps it out of caches', async () => {
    const key = await web.holderKey(hidden.id)
    const page = await get(`/badges/${hidden.id}?k=${key}`, 'text/html')
    expect(page.status).toBe(200)
    expect(page.headers['cache-control']).toBe('private, no-store')
    expect(page.text).toContain(`action="/badges/${hidden.id}/sharing"`)
    expect((await get(`/badges/${hidden.id}.json?k=${key}`)).headers['cache-control']).toBe('private, no-store')
  })

  test('a wrong key, and the key of another badge, open nothing', async () => {
    const other = await web.holderKey(shared.id)
    const absent = newId()
    for (const key of ['wrong', other]) {
      const answer = await get(`/badges/${hidden.id}?k=${key}`, 'text/html')
      const unknown = await get(`/badges/${absent}?k=${key}`, 'text/html')
      expect([answer.status, unknown.status]).toEqual([404, 404])
      expect(outside(answer.text, hidden.id)).toBe(outside(unknown.text, absent))
    }
    const posted = await request(web.app).post(`/badges/${hidden.id}/sharing`).type('form').send({ k: other, visibility: 'public' })
    expect(posted.status).toBe(404)
    expect((await get(`/badges/${hidden.id}`)).status).toBe(404)
  })

  test('a shared badge does not offer its sharing to visitors', async () => {
    expect((await get(`/badges/${shared.id}`, 'text/html')).text).not.toContain('/sharing')
  })

  test('the form shows the badge, and hides page and files again at once', async () => {
    const badge = await web.badge('CMP-003', 'private')
    const k = await web.holderKey(badge.id)
    const share = (visibility: string) =>
      request(web.app).post(`/badges/${badge.id}/sharing`).type('form').send({ k, visibility, nameShown: '1', lang: 'en' })
    const shown = await share('link')
    expect(shown.status).toBe(303)
    expect(shown.headers['location']).toBe(`/badges/${badge.id}?k=${k}&saved=1&lang=en`)
    expect((await get(`/badges/${badge.id}`)).status).toBe(200)
    expect((await get(`/badges/${badge.id}`, 'text/html')).text).toContain('さん')
    expect((await share('private')).status).toBe(303)
    for (const ending of ['', '.json', '.png', '.svg', '/qr.svg']) expect((await get(`/badges/${badge.id}${ending}`)).status).toBe(404)
    expect((await share('everywhere')).status).toBe(400)
  })
})

describe('the page of a badge that is not valid', () => {
  test('says 一時停止 and 取消し at once, and the badge is itself again after a reinstatement', async () => {
    const { deps, system, setNow } = web.world
    const { id } = await web.badge('CMP-004')
    const page = async (): Promise<string> => verdictIn((await get(`/badges/${id}?lang=ja`, 'text/html')).text)
    expect(await page()).toBe('有効')
    await suspendCredential(deps, system, { id, reason: 'UNDER_CORRECTION' })
    expect(await page()).toContain('一時停止')
    setNow('2026-11-23T01:30:00Z')
    await reinstateCredential(deps, system, { id })
    expect(await page()).toBe('有効')
    await revokeCredential(deps, system, { id, reason: 'ISSUED_IN_ERROR' })
    expect(await page()).toContain('取消し')
    expect(verdictIn((await get(`/badges/${id}?lang=en`, 'text/html')).text)).toMatch(/revoked/i)
  })
})
