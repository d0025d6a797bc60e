import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { createApiKey } from '../../src/service/create-api-key.ts'
import { registerDemoUsers } from '../../src/service/sign-in/demo-users.ts'
import { listAuditEvents } from '../../src/store/audit.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let operator: SignedInBrowser
let other: SignedInBrowser
let administrator: SignedInBrowser
beforeAll(async () => {
  web = await newWebWorld()
  const { operators, employers } = web.world.programme
  await web.world.loadParts({ operators, employers })
  await registerDemoUsers(web.world.deps, web.world.system)
  operator = await web.signIn('badge@op-04.example')
  other = await web.signIn('badge@op-02.example')
  administrator = await web.signIn('admin@council.example')
}, 60_000)
afterAll(() => web.close())

const secretIn = (text: string): string => /ak_[\w-]{43}/.exec(text)?.[0] ?? 'none'
const call = async (key: string): Promise<number> =>
  (await request(web.app).get('/api/v1/completions').set('Authorization', `Bearer ${key}`)).status
const listed = () =>
  web.world.deps.db.selectFrom('api_key').select(['id', 'role', 'label', 'organisation_id']).orderBy('created_at').orderBy('id').execute()

describe('the page of API keys', () => {
  let secret: string
  let id: string

  test('says that there is none, and what one is for', async () => {
    const page = await operator.get('/console/api-keys')
    expect(page.text).toContain('APIキーは、まだありません。')
    expect((await operator.get('/console/api-keys?lang=en')).text).toContain('There is no API key yet.')
    const wrong = await operator.post('/console/api-keys/new', { label: ' ', days: '0' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('用途を100字以内で書いてください。')
    expect(wrong.text).toContain('期限を選んでください。')
    expect(await listed()).toEqual([])
  })

  test('shows a key once, for the own organisation alone whatever the form says, and the list never', async () => {
    const made = await operator.post('/console/api-keys/new', {
      label: '連携の試験用',
      days: '90',
      scope: 'administrator',
      organisation: 'op-02',
      issuer: 'council',
    })
    expect(made.status).toBe(200)
    expect(made.headers['cache-control']).toContain('no-store')
    secret = secretIn(made.text)
    expect(await call(secret)).toBe(200)
    const keys = await listed()
    expect(keys).toMatchObject([{ role: 'operator', label: '連携の試験用', organisation_id: 'op-04' }])
    id = keys[0]?.id as string
    const page = (await operator.get('/console/api-keys')).text
    for (const said of [
      '連携の試験用',
      '講座の修了者を登録し、バッジを発行する',
      '使えます',
      '2027年2月21日',
      `/console/api-keys/${id}/revoke`,
    ])
      expect(page).toContain(said)
    expect(page).not.toContain(secret)
    expect(await web.world.deps.db.selectFrom('api_key').select('last_used_on').executeTakeFirst()).toEqual({ last_used_on: '2026-11-23' })
  })

  test('hides it from another operator, and a key makes and ends no keys', async () => {
    expect((await other.get('/console/api-keys')).text).not.toContain('連携の試験用')
    expect((await other.get(`/console/api-keys/${id}/revoke`)).status).toBe(404)
    expect((await other.post(`/console/api-keys/${id}/revoke`)).status).toBe(404)
    expect(await call(secret)).toBe(200)
    const key: Actor = { kind: 'api_key', id, role: 'operator', organisationId: 'op-04' }
    const command = { role: 'operator', label: 'another', organisationSlug: 'op-04' } as const
    await expect(createApiKey(web.world.deps, key, command)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createApiKey(web.world.deps, web.world.operator, { ...command, role: 'secretariat' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(createApiKey(web.world.deps, web.world.operator, { ...command, organisationSlug: 'op-02' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('lets an administrator make a key of any scope, with the organisation that it needs', async () => {
    const typed = { label: '集計', days: '365', scope: 'operator', organisation: '', issuer: '' }
    for (const wrong of [typed, { ...typed, organisation: 'emp-01' }, { ...typed, scope: 'secretariat', organisation: 'op-02' }]) {
      const answer = await administrator.post('/console/api-keys/new', wrong)
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('この範囲には、その種類の組織を選んでください。')
    }
    expect((await administrator.post('/console/api-keys/new', { ...typed, scope: 'issuer' })).text).toContain('発行者を選んでください。')
    const made = await administrator.post('/console/api-keys/new', { ...typed, scope: 'secretariat' })
    expect(secretIn(made.text)).not.toBe('none')
    const page = (await administrator.get('/console/api-keys?lang=en')).text
    for (const said of ['Everything that the secretariat may do', '連携の試験用', 'Last used', '23 November 2026'])
      expect(page).toContain(said)
  })

  test('asks before a key is revoked; afterwards calls are refused, and the audit log has both deeds', async () => {
    const question = await operator.get(`/console/api-keys/${id}/revoke`)
    expect(question.text).toContain('この鍵を使っているシステムは、すぐに呼び出せなくなります。')
    expect(await call(secret)).toBe(200)
    const done = await operator.post(`/console/api-keys/${id}/revoke`)
    expect(done.status).toBe(303)
    expect((await operator.get(done.headers['location'] as string)).text).toContain('APIキーを取り消しました。')
    expect(await call(secret)).toBe(401)
    const page = (await operator.get('/console/api-keys')).text
    expect(page).toContain('取り消しました')
    expect(page).not.toContain(`/console/api-keys/${id}/revoke`)
    expect((await operator.get(`/console/api-keys/${id}/revoke`)).text).toContain('この鍵は、もう使えなくなっています。')
    expect((await operator.post(`/console/api-keys/${id}/revoke`)).status).toBe(404)
    const deeds = await listAuditEvents(web.world.deps.db, { entities: [`api-key:${id}`], action: 'api_key.', limit: 9 })
    expect(deeds.map(({ action }) => action)).toEqual(['api_key.revoked', 'api_key.created'])
    expect(new Set(deeds.map(({ actor }) => actor.split(':')[0]))).toEqual(new Set(['user']))
  })
})
