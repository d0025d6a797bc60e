import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withdrawDeclaration } from '../../src/service/own-declaration.ts'
import { person, reason } from '../support/moves.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let badgeUrl = ''
beforeAll(async () => {
  web = await newWebWorld()
  const { operators, employers, participants, achievements, courses, completions, declarations } = web.world.programme
  await web.world.loadParts({ operators, employers, participants, achievements, courses, completions, declarations })
  // CMP-013 is of the no-code course, whose badge emp-01 guarantees an allowance for.
  badgeUrl = `/badges/${(await web.badge('CMP-013', 'public')).id}`
})
afterAll(() => web.close())

const page = async (path: string): Promise<string> => (await request(web.app).get(path).set('Accept', 'text/html')).text
const data = async (path: string) => (await request(web.app).get(path).set('Accept', 'application/json')).body

describe('who counts a badge', () => {
  test('is said with the number of employers, for what and until when, for people and machines', async () => {
    const register = await data('/achievements/dl-nocode-r8/recognitions')
    expect(register.countedBy).toBeGreaterThan(0)
    expect(register.recognitions[0]).toMatchObject({
      employer: { id: expect.stringMatching(/^https:\/\/badges\.example\/employers\//) },
      validUntil: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      recognition: { use: expect.any(String), strength: expect.any(String) },
    })
    expect(await page('/achievements/dl-nocode-r8')).toContain(`${register.countedBy}社の宣言企業が評価しています`)
    expect(await page('/achievements/dl-nocode-r8?lang=en')).toContain(`Counted by ${register.countedBy} declared employer`)
    expect((await data('/employers/emp-01')).badgeRecognitions[0]).toMatchObject({ use: 'allowance', strength: 'guaranteed' })
  })

  test.each(['ja', 'en'])('comes with sample clauses to copy, marked as samples (%s)', async (language) => {
    const text = await page(`/achievements/dl-nocode-r8/clauses?lang=${language}`)
    expect(text).toContain('https://badges.example/achievements/dl-nocode-r8')
    expect(text.match(language === 'ja' ? /見本/g : /Sample/g)?.length).toBeGreaterThanOrEqual(6)
    expect(text).not.toMatch(/undefined|\[object Object\]/)
  })
})

describe('after a withdrawal', () => {
  test('the declaration stays readable, is no longer counted, and what a badge had earned stays on its page', async () => {
    const before = (await data('/achievements/dl-nocode-r8/recognitions')).countedBy
    expect(await page(badgeUrl)).toContain('月額5,000円の資格手当を支給します。')
    const employer = person('employer', { organisationId: 'emp-01' })
    web.world.setNow('2026-11-25T01:00:00Z')
    await withdrawDeclaration(web.world.deps, employer, { id: 'DEC-01', reason })
    expect((await data('/achievements/dl-nocode-r8/recognitions')).countedBy).toBe(before - 1)
    const badge = await page(badgeUrl)
    expect(badge).toContain('月額5,000円の資格手当を支給します。')
    expect(badge).toContain('取下げや期限切れの前に得られた約束')
    expect(await data('/employers/emp-01')).toMatchObject({
      badgeRecognitions: [],
      earlierDeclarations: [{ id: 'https://badges.example/declarations/DEC-01', state: 'withdrawn', lastDay: '2026-11-24' }],
    })
    expect(await page('/employers/emp-01')).toContain('/declarations/DEC-01')
    const declaration = await data('/declarations/DEC-01')
    expect(declaration).toMatchObject({ state: 'withdrawn', publishedOn: '2026-02-20' })
    expect(declaration).not.toHaveProperty('publishedBy')
    expect(declaration).not.toHaveProperty('contact')
  })
})
