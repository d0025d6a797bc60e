import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../../src/project-root.ts'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let officer: SignedInBrowser
let operator: SignedInBrowser
beforeAll(async () => {
  web = await newWebWorld()
  const { council, operators, employers, participants, achievements, courses } = web.world.programme
  await web.world.loadParts({ council, operators, employers, participants, achievements, courses })
  await registerDemoUsers(web.world.deps, web.world.system)
  officer = await web.signIn('officer1@council.example')
  operator = await web.signIn('badge@op-01.example')
})
afterAll(() => web.close())

const sample = join(projectRoot, 'demo', 'completions_import_cp932.csv')

const upload = (who: SignedInBrowser, file: Buffer, change: { token?: string; name?: string } = {}) =>
  request(web.app)
    .post('/console/imports')
    .set({ Cookie: who.cookie, Origin: 'https://badges.example', 'Sec-Fetch-Site': 'same-origin' })
    .field('token', change.token ?? who.token)
    .field('kind', 'completions')
    .field('session', '')
    .field('encoding', '')
    .attach('file', file, change.name ?? '修了者一覧.csv')

describe('the import pages', () => {
  test('take a list in with three steps: file, result, import', async () => {
    const first = await officer.get('/console/imports')
    expect(first.text).toContain('手順1 いまここ')
    expect(first.text).toContain('まだありません。')
    const sent = await upload(officer, readFileSync(sample))
    expect(sent.status).toBe(303)
    const address = sent.headers['location'] as string

    const result = await officer.get(address)
    expect(result.text).toMatch(/17行は取り込めません。.*まだ何も保存していません。/)
    expect(result.text).toContain('12行を取り込む')
    expect(result.text).toContain('Shift_JIS')
    const rejected = await officer.get(`${address}?show=reject`)
    expect(rejected.text.match(/行目</g)).toHaveLength(17)

    const done = await officer.post(`${address}/confirm`)
    expect(done.headers['location']).toBe(address)
    expect((await officer.get(address)).text).toContain('12行を取り込みました。')
    expect((await officer.get('/console/imports')).text).toContain('取込み済み')
  })

  test('belong to the operator that sent the file', async () => {
    const address = (await upload(operator, readFileSync(sample))).headers['location'] as string
    expect((await operator.get(address)).status).toBe(200)
    const other = await web.signIn('badge@op-02.example')
    expect((await other.get(address)).status).toBe(404)
    expect((await other.get('/console/imports')).text).toContain('まだありません。')
    expect((await operator.post(`${address}/discard`)).status).toBe(303)
    expect((await operator.get(address)).text).toContain('取りやめました')
  })

  test('say in Japanese what is wrong with an empty file, and what to do', async () => {
    const answer = await upload(operator, Buffer.alloc(0))
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('ファイルが空です。')
  })

  test('refuse a form of another session, and people of other roles', async () => {
    expect((await upload(operator, readFileSync(sample), { token: officer.token })).status).toBe(403)
    const employer = await web.signIn('jinji@emp-01.example')
    expect((await employer.get('/console/imports')).status).toBe(403)
  })
})
