import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { registerUser } from '../../../src/service/sign-in/register-user.ts'
import { listNominations } from '../../../src/store/nominations.ts'
import { listMails } from '../../../src/store/outbox.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let first: SignedInBrowser
let second: SignedInBrowser
let officer: SignedInBrowser
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.load({ badges: [], workplaceBadges: [] })
  await registerDemoUsers(web.world.deps, web.world.system)
  first = await web.signIn('reviewer1@council.example')
  second = await web.signIn('reviewer2@council.example')
  officer = await web.signIn('officer1@council.example')
})
afterAll(() => web.close())

const waiting = async () => {
  const [nomination] = await listNominations(web.world.deps.db, 'submitted')
  if (nomination === undefined) throw new Error('the demo programme has a submitted nomination')
  return nomination
}

describe('the review of nominations', () => {
  test('shows the queue on the work list, and criteria, figures and evidence on one page', async () => {
    const nomination = await waiting()
    expect((await first.get('/console')).text).toContain('1件の推薦が審査を待っています。')
    expect((await first.get('/console/reviews')).text).toContain(nomination.title.ja)
    const page = await first.get(`/console/reviews/${nomination.id}`)
    for (const heading of ['授与の要件', '推薦の内容', '根拠資料', '勤務先の確認', 'もとになった講座'])
      expect(page.text, heading).toContain(heading)
  })

  test('sends nothing back without an explanation', async () => {
    const nomination = await waiting()
    const answer = await first.post(`/console/reviews/${nomination.id}`, { do: 'return', code: 'EVIDENCE_MISSING', text: ' ' })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('説明を書いてください。')
    expect((await waiting()).id).toBe(nomination.id)
  })

  test('is not for people of the firm, nor for other roles', async () => {
    const nomination = await waiting()
    await registerUser(web.world.deps, web.world.system, {
      email: 'insider@firm.example',
      name: '社内の審査員（デモ）',
      role: 'reviewer',
      organisationSlug: nomination.employerId,
      isDemo: true,
    })
    const insider = await web.signIn('insider@firm.example')
    expect((await insider.get('/console/reviews')).text).toContain('審査を待つ推薦はありません。')
    expect((await insider.get(`/console/reviews/${nomination.id}`)).status).toBe(403)
    const operator = await web.signIn('badge@op-01.example')
    expect((await operator.get('/console/reviews')).status).toBe(403)
  })

  test('returns a nomination with its reason, in two steps, and tells the learner', async () => {
    const nomination = await waiting()
    const answer = await second.post(`/console/reviews/${nomination.id}`, {
      do: 'return',
      code: 'EVIDENCE_MISSING',
      text: '集計表の原本を見せてください。',
    })
    expect(answer.headers['location']).toBe('/console/reviews?done=return')
    expect((await second.get('/console/reviews?done=return')).text).toContain('差し戻しました。')
    const again = await first.post(`/console/reviews/${nomination.id}`, { do: 'approve' })
    expect(again.status).toBe(400)
    expect(again.text).toContain('ほかの人が先に処理しました')
  })
})

describe('the outbox', () => {
  test('shows every mail to the secretariat, with its letter, and sends it again', async () => {
    const list = await officer.get('/console/outbox')
    const [mail] = await listMails(web.world.deps.db, { limit: 1 })
    expect(list.text).toContain(`/console/outbox/${mail?.id}`)
    const page = await officer.get(`/console/outbox/${mail?.id}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain(mail?.toAddress)
    expect((await officer.post(`/console/outbox/${mail?.id}/retry`)).headers['location']).toBe('/console/outbox?retried=1')
  })

  test("hides the council's mails from operators", async () => {
    const operator = await web.signIn('badge@op-01.example')
    const [mail] = (await listMails(web.world.deps.db, { limit: 50 })).filter(({ operatorId }) => operatorId === undefined)
    expect((await operator.get(`/console/outbox/${mail?.id}`)).status).toBe(404)
    expect((await operator.get('/console/outbox')).text).not.toContain(mail?.id)
  })
})
