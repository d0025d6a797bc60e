import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimCredential } from '../../src/service/holder.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { reportOutcome } from '../../src/service/outcomes.ts'
import { sendFollowUps } from '../../src/service/send-follow-ups.ts'
import { surveyReport } from '../../src/service/survey.ts'
import { findOutcome } from '../../src/store/outcomes.ts'
import { loadPeople, person } from '../support/moves.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
beforeAll(async () => {
  web = await newWebWorld()
  await loadPeople(web.world)
})
afterAll(() => web.close())

const secretOf = async (event: string): Promise<string> => {
  const mail = await web.world.deps.db.selectFrom('outbox_mail').select('data').where('event', '=', event).executeTakeFirstOrThrow()
  return /k=(lk_[\w-]+)/.exec(mail.data)?.[1] ?? ''
}
const page = (path: string) => request(web.app).get(path).set('Accept', 'text/html')
const send = (path: string, fields: Record<string, string | string[]>) =>
  request(web.app).post(path).set('Accept', 'text/html').type('form').send(fields)

const claimed = async (completionId: string): Promise<string> => {
  const { id } = await issueCredential(web.world.deps, web.world.system, { completionId })
  await claimCredential(web.world.deps, { kind: 'link', subject: 'holder', id }, { id, claim: 'claimed' })
  return id
}

describe('the follow-up after claiming', () => {
  test('is asked once for each wave, answered without an account, and counted', async () => {
    const { world } = web
    const badge = await claimed('CMP-013')
    expect(await sendFollowUps(world.deps)).toBe(0)
    world.setNow('2026-12-23T01:00:00Z')
    expect(await sendFollowUps(world.deps)).toBe(1)
    expect(await sendFollowUps(world.deps)).toBe(0)
    const secret = await secretOf(`follow_up:${badge}:1`)
    for (const language of ['ja', 'en']) {
      const form = await page(`/follow-up?k=${secret}&lang=${language}`)
      expect(form.status).toBe(200)
      expect(form.headers['cache-control']).toContain('no-store')
      expect(form.text).not.toMatch(/undefined|\[object Object\]/)
      expect(form.text.match(/<fieldset/g)).toHaveLength(5)
    }
    const wrong = await send('/follow-up', { k: secret, do: 'answer', L1: ['示していない', '応募先に示した'] })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('role="alert"')
    const answered = await send('/follow-up', {
      k: secret,
      do: 'answer',
      L1: ['上司・人事に示した'],
      L2: ['手当・一時金'],
      L3: '決め手になった',
      L6: '見積書の作成が3時間から1時間になった',
    })
    expect(answered.status).toBe(200)
    expect(answered.text).toContain('ありがとう')
    // Words with figures open the form of a nomination, filled with them.
    const next = /<form[^>]* action="(\/badges\/[^"]+\/result)"[^>]*>(.*?)<\/form>/.exec(answered.text)
    const fields = Object.fromEntries(
      [...(next?.[2] ?? '').matchAll(/name="([^"]+)" value="([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
    )
    expect(fields).toMatchObject({ 'before-value-0': '3', 'after-value-0': '1', 'unit-0': '時間' })
    const nomination = await request(web.app)
      .post(next?.[1] ?? '')
      .set({ Accept: 'text/html', Origin: 'https://badges.example' })
      .type('form')
      .send(fields)
    expect(nomination.status).toBe(200)
    expect(nomination.text).toContain('見積書の作成が3時間から1時間になった')
    expect((await send('/follow-up', { k: secret, do: 'answer', L1: ['応募先に示した'] })).text).toContain('回答済み')
    const report = await surveyReport(world.deps, world.secretariat)
    expect(report).toMatchObject({ respondents: 1, shown: 1, useful: 1, responseRate: { n: 1, of: 1, rate: 1 } })
    expect(report.nominationCandidates.map(({ participantId }) => participantId)).toEqual(['P-0002'])
    await expect(surveyReport(world.deps, person('employer', { organisationId: 'emp-01' }))).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('stops when the learner wishes it, and a secret for something else opens nothing', async () => {
    const { world } = web
    const badge = await claimed('CMP-014')
    world.setNow('2027-01-24T01:00:00Z')
    expect(await sendFollowUps(world.deps)).toBe(1)
    const secret = await secretOf(`follow_up:${badge}:1`)
    expect((await send('/follow-up', { k: secret, do: 'stop' })).text).toContain('止めました')
    // The first learner is asked again after six months; this one, whose six months end later, is not.
    world.setNow('2027-06-10T01:00:00Z')
    expect(await sendFollowUps(world.deps)).toBe(1)
    world.setNow('2027-06-24T01:00:00Z')
    expect(await sendFollowUps(world.deps)).toBe(0)
    expect((await page('/follow-up?k=lk_nothing')).status).toBe(404)
    expect((await page('/follow-up')).status).toBe(404)
  })
})

describe('an outcome by the link of a mail', () => {
  const report = (badgeIds: string[]) =>
    reportOutcome(web.world.deps, person('employer', { organisationId: 'emp-01' }), {
      participantId: 'P-0002',
      employerId: 'emp-01',
      type: 'allowance',
      effectiveOn: '2026-11-01',
      text: { ja: '資格手当 月額5,000円' },
      badgeIds,
      badgeWeight: 'decisive',
      amount: { amountJPY: 5000, per: 'month' },
      share: 'kpi_only',
    })

  test('is confirmed by the learner in two steps, with the consent that counting needs', async () => {
    const badge = (
      await web.world.deps.db.selectFrom('credential').select('id').where('completion_id', '=', 'CMP-013').executeTakeFirstOrThrow()
    ).id
    const { id } = await report([badge])
    const secret = await secretOf(`outcome:${id} reported`)
    const mail = await web.world.deps.db
      .selectFrom('outbox_mail')
      .select('data')
      .where('event', '=', `outcome:${id} reported`)
      .executeTakeFirstOrThrow()
    expect(mail.data).not.toMatch(/5,?000/)
    for (const language of ['ja', 'en']) {
      const form = await page(`/outcome?k=${secret}&lang=${language}`)
      expect(form.status).toBe(200)
      expect(form.text).toContain('5,000')
      expect(form.text).not.toMatch(/undefined|\[object Object\]/)
    }
    expect((await send('/outcome', { k: secret, do: 'confirm', badgeWeight: 'one_of_factors' })).status).toBe(400)
    expect((await send('/outcome', { k: secret, do: 'confirm', consent: 'yes' })).status).toBe(400)
    const done = await send('/outcome', { k: secret, do: 'confirm', badgeWeight: 'one_of_factors', consent: 'yes' })
    expect(done.text).toContain('確認しました')
    expect(await findOutcome(web.world.deps.db, id)).toMatchObject({ state: 'verified', badgeWeight: 'one_of_factors' })
    expect((await page(`/outcome?k=${secret}`)).status).toBe(404)
  })

  test('is disputed in one', async () => {
    const badge = (
      await web.world.deps.db.selectFrom('credential').select('id').where('completion_id', '=', 'CMP-013').executeTakeFirstOrThrow()
    ).id
    const { id } = await report([badge])
    const secret = await secretOf(`outcome:${id} reported`)
    expect((await send('/outcome', { k: secret, do: 'dispute' })).text).toContain('内容が違う')
    expect(await findOutcome(web.world.deps.db, id)).toMatchObject({ state: 'disputed', reportedBy: 'employer' })
  })
})
