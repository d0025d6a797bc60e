import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { maxManagerCopies } from '../../src/service/send-manager-copy.ts'
import { reinstateCredential, suspendCredential } from '../../src/service/suspend-credential.ts'
import { listMails } from '../../src/store/outbox.ts'
import { listSignedAfter } from '../../src/store/transparency-log.ts'
import { newWebWorld, verdictIn, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let badge: IssuedCredential
let other: IssuedCredential
let hidden: IssuedCredential
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne(['CMP-001', 'CMP-002', 'CMP-003'])
  badge = await web.badge('CMP-001')
  other = await web.badge('CMP-002')
  hidden = await web.badge('CMP-003', 'private')
})
afterAll(() => web.close())

const tokenOf = async (id: string): Promise<string> => (await request(web.app).get(`/badges/${id}.jwt`).buffer(true).expect(200)).text

describe('a badge as VC-JWT', () => {
  test('verifies with a JOSE library and the published key set, and repeats the credential in its claims (JW-1, JW-2)', async () => {
    const token = await tokenOf(badge.id)
    const { keys } = (await request(web.app).get('/.well-known/jwks.json').expect(200)).body as JSONWebKeySet
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys }), {
      algorithms: ['EdDSA'],
      currentDate: web.world.deps.now(),
    })
    const { proof: _, ...document } = JSON.parse(badge.document.text)
    expect(payload).toMatchObject(document)
    expect(payload).toMatchObject({ iss: document.issuer.id, jti: document.id, sub: document.credentialSubject.id })
    expect(payload.nbf).toBe(Date.parse(document.validFrom) / 1000)
    const header = decodeProtectedHeader(token)
    expect(Object.keys(header).sort()).toEqual(['alg', 'kid', 'typ'])
    expect(keys.map((key) => key.kid)).toContain(header.kid)
  })

  test('is valid for our own verifier, and one changed character is not', async () => {
    const token = await tokenOf(badge.id)
    const verify = async (text: string) =>
      verdictIn((await request(web.app).post('/verify').set('Accept', 'text/html').field('text', text)).text)
    expect(await verify(token)).toBe('有効')
    const [header, payload = '', signature] = token.split('.')
    const changed = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('"nbf":1', '"nbf":2')).toString('base64url')
    expect(await verify([header, changed, signature].join('.'))).not.toBe('有効')
  })

  test('is signed once: the same bytes again, one audit entry, and an entry for the public log', async () => {
    const first = await request(web.app).get(`/badges/${badge.id}.jwt`).buffer(true)
    const again = await request(web.app).get(`/badges/${badge.id}.jwt`).buffer(true)
    expect(again.text).toBe(first.text)
    expect(again.headers['etag']).toBe(first.headers['etag'])
    expect(again.headers['content-type']).toBe('application/jwt')
    expect(again.headers['content-disposition']).toContain('attachment')
    const digest = String(first.headers['etag']).replaceAll('"', '')
    const entered = (await listSignedAfter(web.world.deps.db, 0, 500)).filter(({ documentSha256 }) => documentSha256 === digest)
    expect(entered).toHaveLength(1)
  })

  test('a private badge has none for others, and a suspended one is not signed anew; a reinstated one is a new version with a new token', async () => {
    await request(web.app).get(`/badges/${hidden.id}.jwt`).expect(404)
    await request(web.app)
      .get(`/badges/${hidden.id}.jwt?k=${await web.holderKey(hidden.id)}`)
      .expect(200)
    const { deps, system } = web.world
    await suspendCredential(deps, system, { id: other.id, reason: 'UNDER_CORRECTION' })
    await request(web.app).get(`/badges/${other.id}.jwt`).expect(409)
    expect((await request(web.app).get(`/badges/${other.id}`).set('Accept', 'text/html')).text).not.toContain(`/badges/${other.id}.jwt`)
    await reinstateCredential(deps, system, { id: other.id })
    const token = await tokenOf(other.id)
    const { validFrom } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    expect(validFrom).not.toBe(JSON.parse(other.document.text).validFrom)
    await suspendCredential(deps, system, { id: other.id, reason: 'UNDER_CORRECTION' })
    const answer = await request(web.app).post('/verify').set('Accept', 'text/html').field('text', token)
    expect(verdictIn(answer.text)).toBe('一時停止')
  })
})

describe('the copy for the manager', () => {
  const send = async (form: Record<string, string>, id = badge.id) =>
    request(web.app)
      .post(`/badges/${id}/manager`)
      .set('Accept', 'text/html')
      .type('form')
      .send({ k: await web.holderKey(id), ...form })
  const whole = { managerName: '課長 例示 花子', managerAddress: 'Kacho@firm.example', managerConsent: 'on' }
  const told = async () =>
    (await listMails(web.world.deps.db, { entity: `credential:${badge.id}`, limit: 50 })).filter(({ kind }) => kind === 'manager_copy')

  test('is not sent without consent, name and address, nor for a badge that nobody can open, nor by anybody else', async () => {
    for (const [missing, id] of [
      ['managerName', 'manager-name'],
      ['managerAddress', 'manager-address'],
      ['managerConsent', 'manager-consent'],
    ] as const) {
      const answer = await send({ ...whole, [missing]: '' })
      expect(answer.status).toBe(400)
      expect(answer.text).toContain(`<a href="#${id}">`)
      expect(answer.text).toMatch(new RegExp(`<input[^>]* id="${id}"[^>]*aria-invalid="true"`))
    }
    expect((await send(whole, hidden.id)).status).toBe(409)
    await request(web.app)
      .post(`/badges/${badge.id}/manager`)
      .type('form')
      .send({ ...whole, k: 'wrong' })
      .expect(404)
    expect(await told()).toEqual([])
  })

  test('is one mail with one link to the shared page; consent and provision are on record', async () => {
    const answer = await send(whole)
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toContain('told=1')
    const [mail, ...rest] = await told()
    expect(rest).toEqual([])
    expect(mail).toMatchObject({
      toAddress: 'kacho@firm.example',
      data: { url: `${web.world.deps.publicUrl}/badges/${badge.id}`, can: expect.arrayContaining([expect.any(String)]) },
    })
    const consents = await web.world.deps.db
      .selectFrom('consent_event')
      .select('purpose')
      .where('participant_id', '=', badge.participantId)
      .execute()
    expect(consents.map(({ purpose }) => purpose)).toContain('provision_to_employer')
    const page = await request(web.app)
      .get(answer.headers['location'] as string)
      .set('Accept', 'text/html')
    expect(page.text).toContain('上司へのメールを送信箱に入れました。')
  })

  test('is sent to a few people at most: the form is no way to mail the world', async () => {
    for (let n = 1; n < maxManagerCopies; n += 1) expect((await send({ ...whole, managerAddress: `m${n}@firm.example` })).status).toBe(303)
    expect((await send({ ...whole, managerAddress: 'more@firm.example' })).status).toBe(409)
    expect(await told()).toHaveLength(maxManagerCopies)
  })
})
