import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dueEmployerSurveys } from '../../src/domain/follow-up.ts'
import { sendEmployerSurveys } from '../../src/service/employer-survey.ts'
import { listMails } from '../../src/store/outbox.ts'
import { listEmployerResponses } from '../../src/store/survey-responses.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

describe('which employers are asked', () => {
  const subject = { employerId: 'emp-01', publishedOn: '2026-04-01', sent: [], stopped: false }

  test('1, 6 and 12 months after their first declaration, within 30 days', () => {
    expect(dueEmployerSurveys([subject], '2026-04-30')).toEqual([])
    expect(dueEmployerSurveys([subject], '2026-05-01')).toEqual([{ employerId: 'emp-01', wave: 1, dueOn: '2026-05-01' }])
    expect(dueEmployerSurveys([subject], '2026-06-01')).toEqual([])
    expect(dueEmployerSurveys([{ ...subject, sent: [1] }], '2026-10-15').map(({ wave }) => wave)).toEqual([6])
  })

  test('not twice, and not those who want no more', () => {
    expect(dueEmployerSurveys([{ ...subject, sent: [1] }], '2026-05-10')).toEqual([])
    expect(dueEmployerSurveys([{ ...subject, stopped: true }], '2026-05-10')).toEqual([])
  })
})

describe('the questions to employers', () => {
  let web: WebWorld
  beforeAll(async () => {
    web = await newWebWorld()
    const { world } = web
    await world.loadParts({
      employers: world.programme.employers,
      declarations: world.programme.declarations,
      achievements: world.programme.achievements,
    })
  }, 120_000)
  afterAll(() => web.close())

  test('are mailed once, answered by the link once, and kept', async () => {
    const { deps } = web.world
    const first = web.world.programme.declarations.flatMap(({ published }) => published?.on ?? []).sort()[0] ?? ''
    const [year, month, date] = first.split('-').map(Number) as [number, number, number]
    web.world.setNow(new Date(Date.UTC(year, month, date, 3)).toISOString())
    const posted = await sendEmployerSurveys(deps)
    expect(posted).toBeGreaterThan(0)
    expect(await sendEmployerSurveys(deps)).toBe(0)
    const mails = (await listMails(deps.db, { limit: 50 })).filter(({ kind }) => kind === 'employer_survey')
    expect(mails).toHaveLength(posted)
    const path = new URL((mails[0]?.data as { url: string } | undefined)?.url ?? '')
    const page = await request(web.app).get(`${path.pathname}${path.search}`).set('Accept', 'text/html')
    expect(page.text).toContain('バッジを何に使いましたか')
    const k = path.searchParams.get('k') ?? ''
    const wrong = await request(web.app).post('/follow-up/employer').type('form').send({ k, E1: 'something else' })
    expect(wrong.status).toBe(400)
    const answered = await request(web.app).post('/follow-up/employer').type('form').send({ k, E1: '採用', E2: '足りた' })
    expect(answered.text).toContain('ご回答ありがとうございました。')
    expect(await listEmployerResponses(deps.db)).toHaveLength(1)
    expect((await request(web.app).post('/follow-up/employer').type('form').send({ k, E1: '採用' })).status).toBe(404)
  })
})
