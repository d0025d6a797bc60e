import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimCredential } from '../../../src/service/holder.ts'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { findCourse, listSessions } from '../../../src/store/courses.ts'
import { findCredential } from '../../../src/store/credentials.ts'
import { listMails } from '../../../src/store/outbox.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let operator: SignedInBrowser
let otherOperator: SignedInBrowser
let office: SignedInBrowser
let badge: string
let second: string
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  await registerDemoUsers(web.world.deps, web.world.system)
  badge = (await web.badge('CMP-001', 'private')).id
  second = (await web.badge('CMP-002', 'private')).id
  const own = web.world.programme.courses.find(({ sessions }) =>
    sessions.some(({ id }) => id === web.world.programme.completions.find(({ id }) => id === 'CMP-001')?.sessionId),
  )?.course.operatorId
  const emails = web.world.programme.operators.map(({ id, email }) => ({ id, email: email ?? '' }))
  operator = await web.signIn(emails.find(({ id }) => id === own)?.email ?? '')
  otherOperator = await web.signIn(emails.find(({ id }) => id !== own)?.email ?? '')
  office = await web.signIn('officer1@council.example')
}, 120_000)
afterAll(() => web.close())

const kindsTold = async (id: string): Promise<string[]> =>
  (await listMails(web.world.deps.db, { entity: `credential:${id}`, limit: 20 })).map(({ kind }) => kind)

describe('one badge for those who issue it', () => {
  test('shows its state and mails to its operator, and not to another one', async () => {
    const page = await operator.get(`/console/issued/${badge}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('三ッ井')
    expect(page.text).not.toContain('一時停止する')
    expect((await otherOperator.get(`/console/issued/${badge}`)).status).toBe(403)
    expect((await operator.get('/console/sessions/DL-BASIC-R8:R8-1')).text).toContain(`/console/issued/${badge}`)
  })

  test('a mistake is corrected and the badge reissued in one form; the old one names the new one', async () => {
    const typed = {
      do: 'correct',
      familyName: '三ッ井',
      givenName: '桜',
      familyNameKana: 'ミツイ',
      givenNameKana: 'サクラ',
      reason: '名の字の誤り',
    }
    const wrong = await operator.post(`/console/issued/${badge}`, { ...typed, endOn: '8.7.28', reason: '' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('value="8.7.28"')
    expect(wrong.text).toContain('href="#reason"')
    const sent = await operator.post(`/console/issued/${badge}`, typed)
    expect(sent.headers['location']).toContain('done=reissued')
    const former = await findCredential(web.world.deps.db, badge)
    expect(former?.state === 'revoked' && former.reason).toBe('SUPERSEDED')
    const next = former?.state === 'revoked' ? (former.supersededBy ?? '') : ''
    expect((await operator.get(`/console/issued/${next}`)).text).toContain('桜')
    expect(await kindsTold(next)).toEqual(['badge_replaced'])
  })

  test('suspension, reinstatement and revocation each tell the holder once, in words', async () => {
    await claimCredential(web.world.deps, web.world.system, { id: second, claim: 'claimed' })
    for (const deed of ['suspend', 'reinstate']) expect((await office.post(`/console/issued/${second}`, { do: deed })).status).toBe(303)
    expect((await operator.post(`/console/issued/${second}`, { do: 'suspend' })).status).toBe(403)
    expect((await operator.post(`/console/issued/${second}`, { do: 'revoke', code: 'LEARNER_REQUEST' })).status).toBe(403)
    expect((await operator.post(`/console/issued/${second}`, { do: 'revoke', code: 'ISSUED_IN_ERROR' })).status).toBe(303)
    const told = (await listMails(web.world.deps.db, { entity: `credential:${second}`, limit: 20 })).filter(
      ({ kind }) => kind === 'badge_status',
    )
    expect(told.map(({ data }) => 'what' in data && data.what).sort()).toEqual(['reinstated', 'revoked', 'suspended'])
    expect((await operator.get(`/console/issued/${second}`)).text).toContain('誤って発行した')
  })
})

describe('courses', () => {
  const typed = {
    code: 'dl-new-r9',
    name: '新しい講座（デモ）',
    hours: '１２',
    criteria: '出席率80%以上\n課題を提出',
    alignments: '',
    validity: '',
    certifiable: 'yes',
  }

  test('an operator registers one and hands it in; the secretariat returns and certifies it', async () => {
    const wrong = await operator.post('/console/courses/new', { ...typed, hours: '十二' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('value="十二"')
    expect((await operator.post('/console/courses/new', typed)).headers['location']).toBe('/console/courses/DL-NEW-R9?done=saved')
    expect((await otherOperator.get('/console/courses/DL-NEW-R9')).status).toBe(404)
    await operator.post('/console/courses/DL-NEW-R9/decide', { do: 'submit' })
    expect((await office.get('/console')).text).toContain('1件の講座が、認定を待っています。')
    expect((await office.post('/console/courses/DL-NEW-R9/decide', { do: 'return', reason: '' })).status).toBe(400)
    await office.post('/console/courses/DL-NEW-R9/decide', { do: 'return', reason: '要件を詳しく書いてください。' })
    await operator.post('/console/courses/DL-NEW-R9', { ...typed, criteria: '出席率80%以上\n課題を2つ提出' })
    await operator.post('/console/courses/DL-NEW-R9/decide', { do: 'submit' })
    expect((await office.post('/console/courses/DL-NEW-R9/decide', { do: 'certify', until: '2028-03-31' })).status).toBe(303)
    const course = await findCourse(web.world.deps.db, 'DL-NEW-R9')
    expect(course).toMatchObject({
      hours: 12,
      criteria: { ja: ['出席率80%以上', '課題を2つ提出'] },
      certification: { status: 'certified', until: '2028-03-31' },
    })
  })

  test('its page has a text to copy, takes runs, and can be suspended', async () => {
    const page = await operator.get('/console/courses/DL-NEW-R9')
    expect(page.text).toContain('課題を2つ提出')
    expect(page.text).toContain('https://badges.example/achievements/dl-new-r9')
    expect(
      (await operator.post('/console/courses/DL-NEW-R9/sessions', { no: 'R9-1', start: '2027-06-01', end: '2027-05-01' })).status,
    ).toBe(400)
    expect(
      (await operator.post('/console/courses/DL-NEW-R9/sessions', { no: 'R9-1', start: '2027-06-01', end: '2027-08-01' })).status,
    ).toBe(303)
    expect(await listSessions(web.world.deps.db, 'DL-NEW-R9')).toHaveLength(1)
    expect((await operator.post('/console/courses/DL-NEW-R9/decide', { do: 'suspended', reason: 'x' })).status).toBe(403)
    await office.post('/console/courses/DL-NEW-R9/decide', { do: 'suspended', reason: '実施の確認' })
    expect((await office.get('/console/courses/DL-NEW-R9')).text).toContain('認定停止')
  })
})

describe('a table of declarations', () => {
  const header = '法人番号,企業名,メールアドレス,宣言文,取組み\n'

  test('is decided row by row without storing anything, and published by the second step', async () => {
    const faulty = await office.post('/console/declarations/import', {
      do: 'check',
      text: `${header}4999901000104,誤り商会（デモ）,,学びを支えます。,study_time\n3.99990E+12,表計算商会（デモ）,,学びます。,\n`,
    })
    expect(faulty.status).toBe(400)
    expect(faulty.text).toContain('先頭は3になるはずです')
    expect(faulty.text).toContain('Excelが数値に変えています')
    const text = `${header}3999901000104,学び商会（デモ）,jinji@manabi.example,学びを支えます。,study_time fee_support\n`
    const checked = await office.post('/console/declarations/import', { do: 'check', text })
    expect(checked.text).toContain('1社の宣言を公開する')
    expect((await office.get('/console/declarations')).text).not.toContain('学び商会')
    const published = await office.post('/console/declarations/import', { do: 'publish', text })
    expect(published.headers['location']).toBe('/console/declarations?imported=1')
    expect((await office.get('/console/declarations')).text).toContain('学び商会')
    // The same table again publishes nothing twice.
    expect((await office.post('/console/declarations/import', { do: 'check', text })).text).toContain('何もしません')
  })
})
