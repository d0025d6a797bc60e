import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embedCode, linkedInUrl } from '../../../src/web/views/share-elsewhere.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let learner: SignedInBrowser
let other: SignedInBrowser
let badge: string
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  badge = (await web.badge('CMP-001', 'private')).id
  await web.badge('CMP-002', 'private')
  learner = await web.signIn('p0011@learner.example')
  other = await web.signIn('p0016@learner.example')
})
afterAll(() => web.close())

const name = '三ッ井 さくら'

describe("a learner's own pages", () => {
  test('list the own badges and open a private one without its mail', async () => {
    const list = await learner.get('/console/badges')
    expect(list.text).toContain(`href="/badges/${badge}"`)
    expect(list.text.match(/href="\/badges\/[^"]+"/g)).toHaveLength(1)
    const page = await learner.get(`/badges/${badge}`).then((answer) => answer)
    expect(page.status).toBe(200)
    const html = await request(web.app).get(`/badges/${badge}`).set({ Cookie: learner.cookie, Accept: 'text/html' })
    expect(html.text).toContain('持ち主として見ています')
    expect(html.headers['cache-control']).toBe('private, no-store')
    expect((await request(web.app).get(`/badges/${badge}`).set({ Cookie: other.cookie, Accept: 'text/html' })).status).toBe(404)
  })

  test('share the badge from there, with the token of the session and from a page of this service only', async () => {
    const share = (who: SignedInBrowser, token: string) =>
      request(web.app)
        .post(`/badges/${badge}/sharing`)
        .set({ Cookie: who.cookie, Origin: 'https://badges.example', 'Sec-Fetch-Site': 'same-origin' })
        .type('form')
        .send({ token, visibility: 'link' })
    expect((await share(learner, other.token)).status).toBe(403)
    expect((await share(other, other.token)).status).toBe(403)
    expect((await request(web.app).get(`/badges/${badge}`)).status).toBe(404)
    expect((await share(learner, learner.token)).headers['location']).toBe(`/badges/${badge}?saved=1`)
    expect((await request(web.app).get(`/badges/${badge}`)).status).toBe(200)
    const html = (await request(web.app).get(`/badges/${badge}`).set({ Cookie: learner.cookie, Accept: 'text/html' })).text
    expect(html).toContain('https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME')
  })

  test('make a link whose reader sees what was chosen, and nothing else', async () => {
    const post = (fields: string[], change: Record<string, string> = {}) =>
      request(web.app)
        .post('/console/shares')
        .set({ Cookie: learner.cookie, Origin: 'https://badges.example', 'Sec-Fetch-Site': 'same-origin' })
        .type('form')
        .send({ token: learner.token, badge, recipient: 'デモ交通 人事部', days: '３０', views: '5', field: fields, ...change })
    const made = await post(['name'])
    const url = new URL((/value="(https:\/\/badges\.example\/share\?k=[\w-]+)"/.exec(made.text)?.[1] ?? '').replaceAll('&amp;', '&'))
    const open = (path: string) => request(web.app).get(path).set('Accept', 'text/html')
    const shown = await open(`${url.pathname}${url.search}`)
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('デモ交通 人事部 様に提示されています')
    expect(shown.text).toContain(name.split(' ')[0])
    expect(shown.text).not.toContain('成績')
    expect(shown.headers['cache-control']).toBe('private, no-store')

    const nameless = await post(['result'])
    const second = new URL(/value="(https:\/\/badges\.example\/share\?k=[\w-]+)"/.exec(nameless.text)?.[1] ?? '')
    const without = await open(`${second.pathname}${second.search}`)
    expect(without.text).not.toContain(name.split(' ')[0])
    expect(without.text).toContain('成績')

    expect((await learner.get('/console/shares')).text).toContain('1回（5回まで）')
    const id = /\/console\/shares\/([0-9a-z]{26})\/withdraw/.exec((await learner.get('/console/shares')).text)?.[1]
    expect((await other.post(`/console/shares/${id}/withdraw`)).status).toBe(403)
    expect((await learner.post(`/console/shares/${id}/withdraw`)).status).toBe(303)
    expect((await learner.get('/console/shares')).text).toContain('取消し済み')
  })

  test('keep what was typed and name every mistake of a form at once', async () => {
    const answer = await learner.post('/console/shares', { recipient: '', days: '91', views: 'many' })
    expect(answer.status).toBe(400)
    for (const sentence of ['見せるバッジを1つ以上', '見せる相手を書いて', '1〜90の数字', '1〜200の数字'])
      expect(answer.text).toContain(sentence)
    expect(answer.text).toContain('value="many"')
  })

  test('a link that opens nothing looks the same for every reason', async () => {
    const answers = await Promise.all(['/share?k=sh_unknown', '/share'].map((path) => request(web.app).get(path)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(answers[0]?.text.replaceAll('%3Fk%3Dsh_unknown', '').replaceAll('k=sh_unknown&amp;', '')).toBe(answers[1]?.text)
  })

  test('give the certificate as PDF to the holder, and to others once the name is shown', async () => {
    const pdf = (cookie?: string) =>
      request(web.app)
        .get(`/badges/${badge}.pdf`)
        .set(cookie === undefined ? {} : { Cookie: cookie })
    const mine = await pdf(learner.cookie)
    expect(mine.status).toBe(200)
    expect(mine.headers['content-type']).toBe('application/pdf')
    expect((mine.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await pdf()).status).toBe(404)
  })

  test('the card for link previews is a picture of the usual size, for other sites to show', async () => {
    const card = await request(web.app).get(`/badges/${badge}/card.png`)
    expect(card.status).toBe(200)
    const bytes = card.body as Buffer
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630])
    expect(card.headers['cross-origin-resource-policy']).toBe('cross-origin')
  })
})

describe('showing a badge elsewhere', () => {
  test('LinkedIn gets every field', () => {
    const url = new URL(
      linkedInUrl({
        name: 'デジタル & 基礎',
        issuerName: '協議会（デモ）',
        url: 'https://badges.example/badges/1',
        shortId: '49m5cn5phpbp',
        awardedOn: '2026-07-28',
        validUntilOn: '2029-07-27',
      }),
    )
    expect(Object.fromEntries(url.searchParams)).toEqual({
      startTask: 'CERTIFICATION_NAME',
      name: 'デジタル & 基礎',
      organizationName: '協議会（デモ）',
      issueYear: '2026',
      issueMonth: '7',
      expirationYear: '2029',
      expirationMonth: '7',
      certUrl: 'https://badges.example/badges/1',
      certId: '49m5cn5phpbp',
    })
  })

  test('the text for a web page closes no attribute', () => {
    expect(embedCode('https://badges.example/badges/1', '"><script>')).toBe(
      '<a href="https://badges.example/badges/1"><img src="https://badges.example/badges/1.png" width="160" height="160" alt="&quot;&gt;&lt;script&gt;"></a>',
    )
  })
})
