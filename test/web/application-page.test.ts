import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteToApply } from '../../src/service/invite-to-apply.ts'
import { findCompletion } from '../../src/store/completions.ts'
import { listMails } from '../../src/store/outbox.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  await inviteToApply(web.world.deps, web.world.operator, { sessionId: 'DL-BASIC-R8:R8-1' })
})
afterAll(() => web.close())

const linkOf = async (completionId: string): Promise<URL> => {
  const [mail] = await listMails(web.world.deps.db, { entity: `completion:${completionId}`, limit: 1 })
  return new URL((mail as { data: { url: string } }).data.url)
}
const send = (fields: Record<string, string>) => request(web.app).post('/apply').set('Accept', 'text/html').type('form').send(fields)

test('the link of the mail opens one page; applying takes a tick and a button', async () => {
  const { pathname, search, searchParams } = await linkOf('CMP-001')
  const page = await request(web.app).get(`${pathname}${search}`).set('Accept', 'text/html')
  expect(page.status).toBe(200)
  expect(page.headers['cache-control']).toContain('no-store')
  expect(page.text).toContain('三ッ井 さくら')
  expect(page.text).toContain('デジタルリテラシー実践講座')
  const english = await request(web.app).get(`${pathname}${search}&lang=en`).set('Accept', 'text/html')
  expect(english.text).toContain('Apply for your badge')

  const k = searchParams.get('k') ?? ''
  const without = await send({ k, do: 'apply' })
  expect(without.status).toBe(400)
  expect((await findCompletion(web.world.deps.db, 'CMP-001'))?.appliedOn).toBeUndefined()
  expect((await send({ k, do: 'apply', consent: 'yes' })).text).toContain('申請を受け付けました')
  expect((await findCompletion(web.world.deps.db, 'CMP-001'))?.appliedOn).toBe('2026-11-23')
  expect((await send({ k, do: 'apply', consent: 'yes' })).status).toBe(404)
})

test('a wrong link says what to do', async () => {
  const page = await request(web.app).get('/apply?k=lk_unknown').set('Accept', 'text/html')
  expect(page.status).toBe(404)
  expect(page.text).toContain('新しいリンク')
})
