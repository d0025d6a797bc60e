import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { listAchievements } from '../../../src/store/achievements.ts'
import { formFaults } from '../../support/form-faults.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let employer: SignedInBrowser
let officer: SignedInBrowser
let badge: string
beforeAll(async () => {
  web = await newWebWorld()
  const { council, operators, employers, achievements, courses } = web.world.programme
  await web.world.loadParts({ council, operators, employers, achievements, courses })
  await registerDemoUsers(web.world.deps, web.world.system)
  employer = await web.signIn('jinji@emp-01.example')
  officer = await web.signIn('officer1@council.example')
  badge = `https://badges.example${(await listAchievements(web.world.deps.db))[0]?.id}`
})
afterAll(() => web.close())

const send = (who: SignedInBrowser, form: Record<string, string | string[]>) =>
  request(web.app)
    .post('/console/declaration')
    .set({ Cookie: who.cookie, Origin: 'https://badges.example', 'Sec-Fetch-Site': 'same-origin' })
    .type('form')
    .send({ token: who.token, ...form })

const content = {
  statement: '学びを業務時間の中で支えます。',
  measure: ['study_time'],
  'use-0': 'allowance',
  'strength-0': 'guaranteed',
  'badge-0': '',
  'text-0': '資格手当を支給します。',
  'paid-0': 'monthly',
}

describe('a declaration', () => {
  test('with a guarantee without an amount comes back at once, and each missing field is named', async () => {
    const answer = await send(employer, { ...content, 'badge-0': badge, do: 'submit' })
    const page = await employer.get(answer.headers['location'] as string)
    expect(page.text).toContain('直すところがあります')
    for (const message of ['手当の金額を記入してください。', '支給の開始日を記入してください。', '根拠となる規程を記入してください。'])
      expect(page.text, message).toContain(message)
    const english = (await employer.get('/console/declaration?lang=en')).text
    for (const message of ['Write the amount of the allowance.', 'Write the day from which it is paid.', 'Name the rule that it rests on.'])
      expect(english).toContain(message)
    expect(english).not.toContain('記入してください')
    expect(page.text).toContain('href="#amount-0"')
    expect(formFaults(page.text)).toEqual([])
    // The field that a mistake leads to is not folded away.
    expect(page.text.match(/<details open/g)).toHaveLength(1)
    expect(page.text).toContain('学びを業務時間の中で支えます。')
  })

  test('is handed in when it is complete, published by the secretariat, and stands in the register', async () => {
    const answer = await send(employer, {
      ...content,
      'badge-0': badge,
      'amount-0': '５，０００円',
      'from-0': '2027-04-01',
      'rule-0': '賃金規程 第18条',
      'staff-0': 'regular',
      do: 'submit',
    })
    expect(answer.headers['location']).toBe('/console/declaration?done=sent')
    expect((await officer.get('/console')).text).toContain('1件の宣言が、公開を待っています。')
    const list = await officer.get('/console/declarations')
    const path = /href="(\/console\/declarations\/[0-9a-z]{26})"/.exec(list.text)?.[1] as string
    expect((await officer.get(path)).text).toContain('資格手当を支給します。')
    expect((await officer.post(path, { do: 'return', reason: '' })).status).toBe(400)
    expect((await officer.post(path, { do: 'publish' })).headers['location']).toBe('/console/declarations?done=publish')
    expect((await employer.get('/console/declaration')).text).toContain('公開中')
    const register = await request(web.app).get('/employers').set('Accept', 'text/html')
    expect(register.text).toContain('資格手当を支給します。')
  })

  test('is renewed as a draft of the next version', async () => {
    expect((await employer.post('/console/declaration/renew')).status).toBe(303)
    const page = await employer.get('/console/declaration')
    expect(page.text).toContain('下書き')
    expect(page.text).toContain('value="5000"')
  })

  test('is neither seen nor decided by others', async () => {
    const other = await web.signIn('jinji@emp-02.example')
    expect((await other.get('/console/declaration')).text).toContain('まだ宣言がありません')
    expect((await other.get('/console/declarations')).status).toBe(403)
    expect((await officer.get('/console/declaration')).status).toBe(403)
  })
})
