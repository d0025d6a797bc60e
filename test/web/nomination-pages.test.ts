import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Nomination } from '../../src/domain/nomination.ts'
import { shareCredential } from '../../src/service/holder.ts'
import { reviewNomination } from '../../src/service/review-nomination.ts'
import { findCredentialOfCompletion } from '../../src/store/credentials.ts'
import { listNominations } from '../../src/store/nominations.ts'
import { type NominationWorld, newNominationWorld } from '../support/nomination-world.ts'
import { newWebWorld, verdictIn, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let at: NominationWorld
let badgeId: string
let key: string

beforeAll(async () => {
  web = await newWebWorld()
  at = await newNominationWorld(web.world)
  const badge = await findCredentialOfCompletion(web.world.deps.db, 'CMP-033')
  badgeId = badge?.id ?? ''
  key = await web.holderKey(badgeId)
})
afterAll(() => web.close())

const get = (path: string) => request(web.app).get(path).set('Accept', 'text/html')
const send = (path: string, fields: Record<string, string>) =>
  request(web.app).post(path).set('Accept', 'text/html').set('Origin', 'https://badges.example').type('form').send(fields)

const result = {
  kind: '/achievements/oj-workstyle',
  title: '出庫時間データの分析',
  role: '分析を主導',
  'quantity-0': '月平均時間外労働時間',
  'unit-0': '時間/人',
  'scope-0': '運転者12名',
  'method-0': '勤怠システムの集計',
  'before-value-0': '１５',
  'before-operator-0': 'eq',
  'before-period-0': '2026年1月～2026年3月',
  'after-value-0': '10',
  'after-operator-0': 'lt',
  'after-period-0': '2026-08/2026-10',
  'change-kind-0': 'relative',
}

/** The hidden fields of the first form on a page, as a browser sends them back. */
const carried = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name ?? '',
      unescaped(value ?? ''),
    ]),
  )
const unescaped = (text: string): string =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')

/** What a reader sees. */
const words = (page: { text: string }): string => page.text.replace(/<[^>]+>/g, '')

const nominationNow = async (): Promise<Nomination> => {
  const [nomination] = await listNominations(web.world.deps.db)
  if (nomination === undefined) throw new Error('no nomination')
  return nomination
}

describe('from a course badge to a badge for the result at work, by mail links alone', () => {
  test('the holder asks in three steps, and nothing is stored before the last', async () => {
    expect((await get(`/badges/${badgeId}?k=${key}`)).text).toContain(`/badges/${badgeId}/result?k=${key}`)
    const form = await get(`/badges/${badgeId}/result?k=${key}`)
    expect(form.status).toBe(200)
    expect(form.headers['cache-control']).toBe('private, no-store')
    const missing = await send(`/badges/${badgeId}/result`, { ...carried(form.text), ...result, 'after-value-0': '減った', role: '' })
    expect(missing.status).toBe(400)
    expect(missing.text).toContain('href="#after-value-0"')
    expect(words(missing)).toContain('数字で記入してください')
    const second = await send(`/badges/${badgeId}/result`, { ...carried(form.text), ...result })
    expect(words(second)).toContain('有限会社マツバガオカ陸送（デモ）')
    const address = { employer: 'emp-02', publish: 'full', 'to-address': 'joushi@emp-02.example' }
    const wrong = await send(`/badges/${badgeId}/result`, { ...carried(second.text), ...address, 'to-address': '上司' })
    expect(wrong.text).toContain('href="#to-address"')
    const third = await send(`/badges/${badgeId}/result`, { ...carried(second.text), ...address })
    expect(words(third)).toContain('10 時間/人未満（2026年8月～10月）')
    expect(words(third)).toContain('5 時間/人を超える減少')
    expect(await listNominations(web.world.deps.db)).toEqual([])
    const done = await send(`/badges/${badgeId}/result`, { ...carried(third.text), do: 'send' })
    expect(words(done)).toContain('確認の依頼を送りました')
    expect(await nominationNow()).toMatchObject({
      state: 'awaiting_employer',
      measures: [{ before: { value: 15, period: '2026-01/2026-03' }, after: { value: 10, operator: 'lt' } }],
    })
  })

  test('the employer opens the mail and confirms: two steps, no account; nobody else and no other site can', async () => {
    const mail = await at.mail('nomination_confirm')
    const page = await get(`/nominations/confirm?k=${mail.secret}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('value="15"')
    expect((await get(`/nominations/confirm?k=${mail.secret}&lang=en`)).text).toContain('Do these figures agree with your records')
    expect((await get('/nominations/confirm?k=lk_unknown')).status).toBe(404)
    expect((await get(`/nominations/mine?k=${mail.secret}`)).status).toBe(404)
    const fields = {
      k: mail.secret,
      do: 'confirm',
      'confirmed-by': '総務部長',
      'before-value-0': '15',
      'before-operator-0': 'eq',
      'before-period-0': '2026-01/2026-03',
      'after-value-0': '10',
      'after-operator-0': 'lt',
      'after-period-0': '2026-08/2026-10',
    }
    const forged = await request(web.app).post('/nominations/confirm').set('Origin', 'https://evil.example').type('form').send(fields)
    expect(forged.status).toBe(403)
    const nameless = await send('/nominations/confirm', { ...fields, 'confirmed-by': '' })
    expect(nameless.status).toBe(400)
    expect((await nominationNow()).state).toBe('awaiting_employer')
    expect(words(await send('/nominations/confirm', fields))).toContain('確認を受け付けました')
    expect(await nominationNow()).toMatchObject({ state: 'submitted', confirmation: { confirmedBy: { ja: '総務部長' } } })
    expect(words(await get(`/nominations/confirm?k=${mail.secret}`))).toContain('この手続きは終わっています')
  })

  test('after the review the learner reads the exact text and consents; the badge is issued with the signed confirmation', async () => {
    const { id } = await nominationNow()
    const [first, second] = at.reviewers
    await reviewNomination(web.world.deps, first, { id, decision: 'approve' })
    await reviewNomination(web.world.deps, second, { id, decision: 'approve' })
    const mail = await at.mail('nomination_learner')
    const page = await get(`/nominations/mine?k=${mail.secret}`)
    expect(words(page)).toContain('バッジに記載する文章')
    expect(words(page)).toContain('月平均時間外労働時間：10 時間/人未満')
    const refused = await send('/nominations/mine', { k: mail.secret, do: 'consent', 'text-digest': '0' })
    expect(refused.status).toBe(403)
    const digest = carried(page.text.slice(page.text.indexOf('id="consent"')))['text-digest'] ?? ''
    const done = await send('/nominations/mine', { k: mail.secret, do: 'consent', 'text-digest': digest })
    expect(words(done)).toContain('発行済み')
    const nomination = await nominationNow()
    if (nomination.state !== 'issued') throw new Error(nomination.state)

    const issued = await at.mail('badge_issued')
    const own = await get(`${new URL(String(issued.data['url'])).pathname}?k=${issued.secret}`)
    expect(verdictIn(own.text)).toBe('有効')
    expect(own.text).toContain('10')
    // Learning leads to the result and back, as far as the holder shows each.
    await shareCredential(web.world.deps, web.world.system, { id: badgeId, visibility: 'link', nameShown: false })
    expect((await get(`/badges/${badgeId}`)).text).not.toContain(nomination.credentialId)
    await shareCredential(web.world.deps, web.world.system, { id: nomination.credentialId, visibility: 'link', nameShown: false })
    expect((await get(`/badges/${badgeId}`)).text).toContain(`href="/badges/${nomination.credentialId}"`)
    expect((await get(`/badges/${nomination.credentialId}`)).text).toContain(`href="/badges/${badgeId}"`)
    const document = (
      await request(web.app)
        .get(`/badges/${nomination.credentialId}`)
        .set('Accept', 'application/vc')
        .buffer(true)
        .parse((stream, ready) => {
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => ready(null, JSON.parse(Buffer.concat(chunks).toString('utf8'))))
        })
    ).body as { evidence: { id?: string }[]; endorsement: { issuer: { name: string } }[] }
    expect(document.evidence[0]?.id).toBe(`https://badges.example/badges/${badgeId}`)
    expect(document.endorsement[0]?.issuer.name).toBe('有限会社マツバガオカ陸送（デモ）')
    const verified = await request(web.app)
      .post('/verify')
      .set('Accept', 'application/json')
      .type('form')
      .send({ text: JSON.stringify(document) })
    expect(verified.body.verdict).toBe('valid')
    const altered = JSON.stringify(document).replace('10 時間/人未満', '9 時間/人未満')
    const tampered = await request(web.app).post('/verify').set('Accept', 'application/json').type('form').send({ text: altered })
    expect(tampered.body.verdict).toBe('invalid')
  })
})
