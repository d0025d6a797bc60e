import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { listHonours } from '../../../src/store/honours.ts'
import { findOrganisationBySlug } from '../../../src/store/organisations.ts'
import { listMails } from '../../../src/store/outbox.ts'
import { findUserByEmail } from '../../../src/store/users.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let office: SignedInBrowser
let administrator: SignedInBrowser
beforeAll(async () => {
  web = await newWebWorld()
  const { world } = web
  await world.load({ badges: world.programme.badges.slice(0, 2), workplaceBadges: [] })
  await world.loadLedger({ outcomes: [], honours: [] })
  await registerDemoUsers(world.deps, world.system)
  office = await web.signIn('officer1@council.example')
  administrator = await web.signIn('admin@council.example')
}, 180_000)
afterAll(() => web.close())

describe('honours', () => {
  test('the shortlist carries draft texts, and an employer on it is awarded, announced and cancelled with reasons kept', async () => {
    const page = (await office.get('/console/honours?year=2027')).text
    expect(page).toContain('選考資料の下書き')
    const employer = /name="employer" value="([^"]+)"/.exec(page)?.[1] ?? ''
    expect((await office.post('/console/honours/add', { employer, year: '2027' })).status).toBe(303)
    const honour = (await listHonours(web.world.deps.db)).find(
      ({ employerId, fiscalYear }) => employerId === employer && fiscalYear === 2027,
    )
    expect(honour?.state).toBe('shortlisted')
    const path = `/console/honours/${honour?.id}`
    // The draft stands in the field of the citation.
    expect((await office.get(path)).text).toContain('数値は勤務先が確認したものです。')
    const refused = await office.post(path, { do: 'award', category: 'best_practice', citation: ' ' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('表彰の理由を書いてください。')
    expect((await office.post(path, { do: 'award', category: 'best_practice', citation: '学びを成果につなげた。' })).status).toBe(303)
    expect((await office.post(path, { do: 'announce' })).headers['location']).toContain('done=announce')
    expect((await office.post(path, { do: 'cancel', reason: '' })).status).toBe(400)
    await office.post(path, { do: 'cancel', reason: '根拠の取下げ' })
    expect((await office.get(path)).text).toContain('根拠の取下げ')
  })
})

describe('figures of the programme', () => {
  test('the funnel is a chart with its table and work lists', async () => {
    const page = (await office.get('/console/funnel')).text
    expect(page).toContain('<svg class="chart"')
    expect(page).toContain('修了したが、申請していない')
    const operator = await web.signIn('badge@op-04.example')
    expect((await operator.get('/console/funnel')).status).toBe(200)
  })

  test('the survey says n and date, makes reasons to tasks with the firms, and is saved as CSV', async () => {
    const page = (await office.get('/console/survey')).text
    expect(page).toContain('回答者 20人')
    expect(page).toContain('勤務先に、バッジの扱いを宣言してもらう')
    const csv = await office.get('/console/survey?format=csv')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.text).toContain('question,answer,count,as_of')
  })
})

describe('organisations', () => {
  test('one is registered and changed; what is wrong stands beside its field and what was typed stays', async () => {
    const typed = {
      kind: 'employer',
      slug: 'emp-99',
      name: '新しい会社（デモ）',
      corporateNumber: '4999901000104',
      email: 'jinji@emp-99.example',
    }
    const wrong = await office.post('/console/organisations/new', typed)
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('href="#corporateNumber"')
    expect(wrong.text).toContain('value="新しい会社（デモ）"')
    const taken = await office.post('/console/organisations/new', { ...typed, corporateNumber: '6999901000101' })
    expect(taken.text).toContain('ほかの組織が使っています')
    expect((await office.post('/console/organisations/new', { ...typed, corporateNumber: '' })).status).toBe(303)
    const made = await findOrganisationBySlug(web.world.deps.db, 'emp-99')
    expect(made).toMatchObject({ kind: 'employer', isDemo: true, email: 'jinji@emp-99.example' })
    await office.post(`/console/organisations/${made?.id}`, { name: '改めた会社（デモ）', url: 'https://emp-99.example/' })
    expect(await findOrganisationBySlug(web.world.deps.db, 'emp-99')).toMatchObject({
      name: { ja: '改めた会社（デモ）' },
      url: 'https://emp-99.example/',
    })
  })
})

describe('users', () => {
  test('an administrator invites somebody, who gets a mail without a secret; nobody else sees the page', async () => {
    expect((await office.get('/console/users')).status).toBe(403)
    const typed = { email: 'new@op-01.example', name: '新任 担当', role: 'operator', organisation: '' }
    const wrong = await administrator.post('/console/users/new', typed)
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('この役割には、その種類の組織を選んでください。')
    expect((await administrator.post('/console/users/new', { ...typed, organisation: 'op-01' })).status).toBe(303)
    const user = await findUserByEmail(web.world.deps.db, 'new@op-01.example')
    const [mail] = await listMails(web.world.deps.db, { entity: `user:${user?.id}`, limit: 5 })
    expect(mail).toMatchObject({ kind: 'account_invited', data: { role: 'operator', url: 'https://badges.example/sign-in' } })
    expect((await administrator.get('/console/users')).text).toContain('new@op-01.example')
  })

  test('a stopped account signs in no more, its open sign-ins are over, and the own account is not stopped', async () => {
    const user = await findUserByEmail(web.world.deps.db, 'new@op-01.example')
    const operator = await web.signIn('new@op-01.example')
    expect((await operator.get('/console/sessions')).status).toBe(200)
    const stopped = await administrator.post(`/console/users/${user?.id}/disable`)
    expect((await administrator.get(stopped.headers['location'] ?? '')).text).toContain('利用を再開する')
    expect((await operator.get('/console/sessions')).status).toBe(303)
    await administrator.post(`/console/users/${user?.id}/enable`)
    expect((await (await web.signIn('new@op-01.example')).get('/console/sessions')).status).toBe(200)
    const own = await findUserByEmail(web.world.deps.db, 'admin@council.example')
    expect((await administrator.post(`/console/users/${own?.id}/disable`)).status).toBe(409)
  })
})
