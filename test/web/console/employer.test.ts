import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveConsent } from '../../../src/service/consents.ts'
import { createShareLink } from '../../../src/service/share-links.ts'
import { registerUser } from '../../../src/service/sign-in/register-user.ts'
import { listNominations } from '../../../src/store/nominations.ts'
import { listMails } from '../../../src/store/outbox.ts'
import { listOutcomes } from '../../../src/store/outcomes.ts'
import { listProductivityRecords } from '../../../src/store/productivity-records.ts'
import { findShareLink } from '../../../src/store/share-links.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

// emp-04 guarantees an allowance for the badge dl-basic-r8, which P-0011 of that firm holds by CMP-001.
let web: WebWorld
let firm: SignedInBrowser
let otherFirm: SignedInBrowser
let badge: string
beforeAll(async () => {
  web = await newWebWorld()
  const { world } = web
  await world.load({ badges: world.programme.badges.slice(0, 2), workplaceBadges: [] })
  badge = (await web.badge('CMP-001', 'private')).id
  for (const slug of ['emp-04', 'emp-12'])
    await registerUser(world.deps, world.system, { email: `hr@${slug}.example`, name: '人事', role: 'employer', organisationSlug: slug })
  firm = await web.signIn('hr@emp-04.example')
  otherFirm = await web.signIn('hr@emp-12.example')
}, 120_000)
afterAll(() => web.close())

const present = () =>
  createShareLink(web.world.deps, web.world.system, {
    participantId: 'P-0011',
    credentialIds: [badge],
    recipient: { employerSlug: 'emp-04' },
    fields: ['name'],
    days: 7,
    maxViews: 3,
  })

describe('badges presented to an employer', () => {
  test('the list is empty until a learner chooses the employer in the form of a link, and then holds what the learner chose', async () => {
    expect((await firm.get('/console/presented')).text).toContain('提示されているバッジはありません。')
    expect((await firm.get('/console/outcomes')).text).toContain('記録を待つ約束はありません。')
    const learner = await web.signIn('p0011@learner.example')
    expect((await learner.get('/console/shares')).text).toContain('<option value="emp-04"')
    const made = await learner.post('/console/shares', { badge, employer: 'emp-04', recipient: '', days: '7', views: '5', field: 'name' })
    expect(made.status).toBe(200)
    const list = (await firm.get('/console/presented')).text
    expect(list).toContain('三ッ井 さくら')
    expect(list).toContain('リテラシー')
    expect((await otherFirm.get('/console/presented')).text).not.toContain('三ッ井')
  })

  test('opening one shows the own promise first, is logged for the learner, and is for this employer alone', async () => {
    const { link } = await present()
    const page = await firm.get(`/console/presented/${link.id}`)
    expect(page.status).toBe(200)
    expect(page.text.indexOf('貴社の約束')).toBeLessThan(page.text.indexOf('id="verdict-'))
    expect(page.text).toContain('必ず実施する')
    expect((await findShareLink(web.world.deps.db, link.id))?.opened).toHaveLength(1)
    expect((await otherFirm.get(`/console/presented/${link.id}`)).status).toBe(404)
    expect((await findShareLink(web.world.deps.db, link.id))?.opened).toHaveLength(1)
    const learner = await web.signIn('p0011@learner.example')
    await learner.post(`/console/shares/${link.id}/withdraw`)
    expect((await firm.get(`/console/presented/${link.id}`)).status).toBe(404)
  })
})

describe('promises and outcomes', () => {
  test('a promise is recorded by one button, which asks the learner, and can be taken back', async () => {
    const before = (await firm.get('/console/outcomes')).text
    expect(before).toContain('「一時金」を今日付けで記録する')
    expect((await firm.get('/console')).text).toContain('「必ず実施する」約束に、まだ記録がありません')
    const recorded = await firm.post('/console/outcomes/record', { badge, type: 'lump_sum' })
    expect(recorded.status).toBe(303)
    const [outcome] = await listOutcomes(web.world.deps.db, { employerId: 'emp-04' })
    expect(outcome).toMatchObject({
      state: 'employer_reported',
      type: 'lump_sum',
      badgeIds: [badge],
      declarationId: 'DEC-04',
      badgeWeight: 'decisive',
    })
    expect((await listMails(web.world.deps.db, { entity: `outcome:${outcome?.id}`, limit: 5 })).map(({ kind }) => kind)).toEqual([
      'outcome_reported',
    ])
    const after = (await firm.get(recorded.headers['location'] ?? '')).text
    expect(after).not.toContain('「一時金」を今日付けで記録する')
    expect(after).toContain('この記録を取り消す')
    // Twice by two open pages: the promise is kept already.
    expect((await firm.post('/console/outcomes/record', { badge, type: 'lump_sum' })).status).toBe(404)
    await firm.post(`/console/outcomes/${outcome?.id}/withdraw`)
    expect((await firm.get('/console/outcomes?done=withdrawn')).text).toContain('「一時金」を今日付けで記録する')
  })

  test('another firm can record nothing about a badge that it was not shown', async () => {
    expect((await otherFirm.post('/console/outcomes/record', { badge, type: 'hire' })).status).toBe(404)
    const page = await otherFirm.post('/console/outcomes/new', {
      subject: badge,
      type: 'hire',
      on: '2026-11-01',
      text: '採用',
      weight: 'decisive',
    })
    expect(page.status).toBe(400)
  })

  test('the form keeps what was typed and says what is wrong beside each field', async () => {
    const page = await firm.post('/console/outcomes/new', {
      subject: badge,
      type: 'raise',
      on: '8.7.28',
      text: '昇給',
      amount: '五千円',
      weight: '',
    })
    expect(page.status).toBe(400)
    expect(page.text).toContain('href="#on"')
    expect(page.text).toContain('value="8.7.28"')
    expect(page.text).toContain('金額を数字で記入してください')
    const sent = await firm.post('/console/outcomes/new', {
      subject: badge,
      type: 'raise',
      on: '令和8年11月1日',
      text: '昇給',
      amount: '５,０００円',
      per: 'month',
      weight: 'one_of_factors',
    })
    expect(sent.status).toBe(303)
    const outcome = (await listOutcomes(web.world.deps.db, { employerId: 'emp-04' })).find(({ type }) => type === 'raise')
    expect(outcome).toMatchObject({ effectiveOn: '2026-11-01', amount: { amountJPY: 5000, per: 'month' } })
  })

  test('the secretariat sees the records without names, an operator sees no such page', async () => {
    await registerUser(web.world.deps, web.world.system, {
      email: 'office@council.example',
      name: '事務局',
      role: 'secretariat',
      organisationSlug: web.world.programme.council.slug,
      isDemo: true,
    })
    const office = await web.signIn('office@council.example')
    const page = (await office.get('/console/outcomes')).text
    expect(page).toContain('昇給')
    expect(page).not.toContain('三ッ井')
    expect((await office.get('/console/outcomes/new')).status).toBe(403)
  })
})

describe('productivity records', () => {
  test('the employer enters one, corrects it after a return, and sees that it was verified', async () => {
    const typed = {
      method: 'process_time',
      unit: '分/件',
      better: 'down',
      before: '60',
      'before-period': '2026-04/2026-06',
      after: '40',
      'after-period': '2026年8月から2026年10月まで',
      others: 'CMP-001',
      evidence: '作業日報の集計',
    }
    const wrong = await firm.post('/console/productivity/new', { ...typed, after: '四十', do: 'submit' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('value="四十"')
    const sent = await firm.post('/console/productivity/new', { ...typed, do: 'submit' })
    expect(sent.status).toBe(303)
    const [record] = await listProductivityRecords(web.world.deps.db, { employerId: 'emp-04' })
    expect(record?.state).toBe('submitted')
    const office = await web.signIn('office@council.example')
    expect((await office.get('/console')).text).toContain('生産性向上の実績が、確認を待っています')
    const path = `/console/productivity/${record?.id}`
    expect((await office.post(`${path}/decide`, { do: 'return', text: '' })).status).toBe(400)
    expect((await office.post(`${path}/decide`, { do: 'return', text: '期間を確かめてください。' })).status).toBe(303)
    expect((await firm.get(path)).text).toContain('期間を確かめてください。')
    expect((await otherFirm.get(path)).status).toBe(404)
    await firm.post(path, { ...typed, do: 'submit' })
    expect((await office.post(`${path}/decide`, { do: 'verify' })).status).toBe(303)
    expect((await firm.get('/console/productivity')).text).toContain('33.3％の改善')
    expect((await firm.get('/console/productivity')).text).toContain('協議会が確認')
  })
})

describe('results', () => {
  test('an employer nominates somebody who agreed to it, with its own confirmation of the figures', async () => {
    expect((await firm.get('/console/results/new')).text).toContain('いま推薦できる人はいません')
    await giveConsent(web.world.deps, web.world.system, {
      participantId: 'P-0011',
      purpose: 'provision_to_employer',
      items: ['name', 'course', 'completion_date', 'badge_status'],
      recipient: 'emp-04',
      handler: 'secretariat',
      noticeVersion: '2026-04-01',
      channel: 'web',
    })
    const form = {
      subject: badge,
      kind: '/achievements/oj-workstyle',
      title: '日報の電子化',
      role: '設計を担当',
      'quantity-0': '日報の作成時間',
      'unit-0': '分/日',
      'scope-0': '現場8名',
      'method-0': '作業日報の集計',
      'before-value-0': '30',
      'before-operator-0': 'eq',
      'before-period-0': '2026-04/2026-06',
      'after-value-0': '10',
      'after-operator-0': 'eq',
      'after-period-0': '2026-08/2026-10',
      'change-kind-0': 'relative',
      publish: 'full',
    }
    const incomplete = await firm.post('/console/results/new', form)
    expect(incomplete.status).toBe(400)
    expect(incomplete.text).toContain('href="#confirmed-by"')
    expect(incomplete.text).toContain('value="日報の電子化"')
    const sent = await firm.post('/console/results/new', { ...form, 'confirmed-by': '総務部長' })
    expect(sent.headers['location']).toBe('/console/results?done=nominated')
    const nomination = (await listNominations(web.world.deps.db, 'awaiting_employer')).find(({ title }) => title.ja === '日報の電子化')
    expect(nomination).toMatchObject({ draftedBy: 'employer', waitingFor: 'learner', employerId: 'emp-04' })
    expect((await firm.get('/console/results')).text).toContain('本人の同意待ち')
  })

  test('a result that waits for the employer is confirmed from its console', async () => {
    const waiting = (await listNominations(web.world.deps.db, 'awaiting_employer')).find(
      (nomination) => nomination.state === 'awaiting_employer' && nomination.waitingFor === 'employer',
    )
    const slug = web.world.programme.employers.find(({ id }) => id === waiting?.employerId)?.slug ?? ''
    await registerUser(web.world.deps, web.world.system, {
      email: `office@${slug}.example`,
      name: '人事',
      role: 'employer',
      organisationSlug: slug,
    })
    const own = await web.signIn(`office@${slug}.example`)
    expect((await own.get('/console')).text).toContain('数値の確認を待っています')
    const page = await own.get(`/console/results/${waiting?.id}`)
    expect(page.text).toContain('確認する人の役職')
    expect((await otherFirm.get(`/console/results/${waiting?.id}`)).status).toBe(403)
    const fields = Object.fromEntries(
      [...page.text.matchAll(/name="((?:before|after)-(?:value|period)-\d)"[^>]*value="([^"]*)"/g)].map((match) => [match[1], match[2]]),
    ) as Record<string, string>
    expect((await own.post(`/console/results/${waiting?.id}`, { ...fields, do: 'confirm' })).status).toBe(400)
    const sent = await own.post(`/console/results/${waiting?.id}`, { ...fields, 'confirmed-by': '総務部長', do: 'confirm' })
    expect(sent.headers['location']).toMatch(/done=(submitted|corrected)/)
  })
})
