import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
beforeAll(async () => {
  web = await newWebWorld()
  const { operators, employers, achievements, courses, declarations, honours } = web.world.programme
  await web.world.loadParts({ operators, employers, achievements, courses, declarations, honours })
})
afterAll(() => web.close())

const paths = [
  '/',
  '/achievements',
  '/achievements/dl-basic-r8',
  '/achievements/dl-basic-r8/criteria',
  '/employers',
  '/employers/emp-01',
  '/declarations/DEC-01',
  '/issuers/council',
  '/issuers/op-04',
  '/verify',
]

describe.each(['ja', 'en'])('in the language %s', (language) => {
  test.each(paths)('%s is a page', async (path) => {
    const answer = await request(web.app).get(`${path}?lang=${language}`).set('Accept', 'text/html')
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.text).toContain(`<html lang="${language}"`)
    expect(answer.text).not.toMatch(/undefined|\[object Object\]|NaN/)
  })
})

describe('for machines', () => {
  test.each(['/achievements/dl-basic-r8', '/employers', '/employers/emp-01', '/declarations/DEC-01', '/issuers/council', '/issuers/op-04'])(
    '%s is JSON',
    async (path) => {
      const answer = await request(web.app).get(path).set('Accept', 'application/json')
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toContain('application/json')
      expect(Object.keys(JSON.parse(answer.text)).length).toBeGreaterThan(0)
    },
  )

  test('the browser says the language where the address does not', async () => {
    const page = (language: string) => request(web.app).get('/').set('Accept', 'text/html').set('Accept-Language', language)
    expect((await page('en-GB,en;q=0.9')).text).toContain('<html lang="en"')
    expect((await page('fr')).text).toContain('<html lang="ja"')
  })

  test('a draft of a declaration and what is no employer are not found', async () => {
    for (const path of [
      '/declarations/none',
      '/employers/council',
      '/employers/none',
      '/issuers/emp-08',
      '/achievements/none',
      '/achievements/dl-basic-r8/v/9',
    ])
      expect((await request(web.app).get(path)).status, path).toBe(404)
  })
})

test('an empty service says what to do first', async () => {
  const empty = await newWebWorld()
  try {
    const answer = await request(empty.app).get('/').set('Accept', 'text/html')
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('<html')
  } finally {
    await empty.close()
  }
})
