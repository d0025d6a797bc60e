import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signHead } from '../../src/service/log/sign-head.ts'
import { judgeInclusion } from '../../src/verification/log/judge-proof.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let shown: { id: string; document: { text: string; sha256: string } }
let hidden: { id: string }
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  shown = await web.badge('CMP-001')
  hidden = await web.badge('CMP-002', 'private')
})
afterAll(() => web.close())
const get = (path: string, accept = 'application/json') => request(web.app).get(path).set('Accept', accept)

describe('the public log over HTTP', () => {
  test('says honestly that no head covers the badge yet', async () => {
    expect((await get(`/badges/${shown.id}`, 'text/html')).text).toContain('公開記録への登録待ち')
    expect((await get(`/log/proof?badge=${shown.id}`)).body).toMatchObject({ code: 'not_logged_yet', status: 404 })
    expect((await get('/log/heads/latest')).status).toBe(404)
    expect((await get('/log', 'text/html')).text).toContain('署名済みのヘッドはまだありません')
  })

  test('serves heads, proofs and hashes of entries to everybody; the badge page leads to the proof', async () => {
    await signHead(web.world.deps, web.world.system)
    const heads = (await get('/log/heads')).body
    expect(heads.heads).toHaveLength(1)
    const latest = await get('/log/heads/latest')
    expect(latest.body).toEqual(heads.heads[0])
    expect((await get('/log/heads/latest', 'text/plain')).text).toBe(latest.body.note)
    const page = (await get(`/badges/${shown.id}`, 'text/html')).text
    expect(page).toContain('公開記録に登録済み（2026年11月23日')
    expect(page).toContain(`/log/proof?badge=${shown.id}`)
    const { body: proof } = await get(`/log/proof?badge=${web.world.deps.publicUrl}/badges/${shown.id}`)
    expect(judgeInclusion(proof, { documentSha256: shown.document.sha256, key: heads.keys[0].key })).toMatchObject({ ok: true })
    const leaves = (await get('/log/leaves?from=0')).body
    expect(leaves.hashes[proof.position]).toBe(proof.leafHash)
    expect(leaves.hashes).toHaveLength(latest.body.treeSize)
    const size = latest.body.treeSize
    expect((await get(`/log/consistency?from=${size}&to=${size}`)).body).toMatchObject({ path: [], from: { treeSize: size } })
    for (const [path, words] of [
      [`/log/proof?badge=${shown.id}`, '公開記録の証明'],
      ['/log?lang=en', 'Signed heads'],
    ])
      expect((await get(path as string, 'text/html')).text).toContain(words)
  })

  test('answers alike for a private badge and for none, and lets its holder see the proof', async () => {
    const none = await get('/log/proof?badge=0000000000000000000000000x')
    const locked = await get(`/log/proof?badge=${hidden.id}`)
    expect([none.status, locked.status]).toEqual([404, 404])
    expect({ ...locked.body }).toEqual({ ...none.body })
    expect((await get(`/log/proof?badge=${hidden.id}&k=${await web.holderKey(hidden.id)}`)).status).toBe(200)
  })

  test('refuses what is no question', async () => {
    for (const path of [
      '/log/proof',
      '/log/proof?badge=x',
      '/log/consistency?from=1',
      '/log/consistency?from=2&to=1',
      '/log/leaves?from=-1',
    ])
      expect((await get(path)).status, path).toBe(400)
  })
})
