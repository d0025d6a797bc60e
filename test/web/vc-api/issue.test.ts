import { gzipSync } from 'node:zlib'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { createApiKey } from '../../../src/service/create-api-key.ts'
import { accepted, broken, extensions, type Members, refused, sample, v1, v2, withMembers } from '../../verification/plain/tables.ts'
import { badgeBy } from '../../verification/proof/badges.ts'
import { type Api, type Instance, newApi } from './instances.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.close())

/** Gives every term of the tables a meaning, as the examples context does for the suites. */
const vocabulary = { '@vocab': 'https://example.org/vocabulary#' }
const credentialOf = (members: Members = {}, instance: Instance = 'plain'): JsonObject =>
  withMembers({ '@context': [v2, vocabulary], issuer: api.did(instance), ...members })

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
const issued = async (instance: Instance, members: Members = {}): Promise<JsonObject> =>
  (await api.issue(instance, credentialOf(members, instance))).body['verifiableCredential'] as JsonObject

describe('POST /vc-api/{issuer}/credentials/issue accepts (VC-API section 3)', () => {
  test.each(accepted)('%s: 201, the credential with every member, and it verifies', async (_, members) => {
    const own = members['issuer'] === undefined ? {} : { issuer: { ...(members['issuer'] as JsonObject), id: api.did('plain') } }
    const credential = credentialOf({ ...members, ...own })
    const answer = await api.issue('plain', credential, {})
    expect(answer.status, text(answer.body)).toBe(201)
    const { proof, ...rest } = answer.body['verifiableCredential'] as JsonObject
    expect(rest).toEqual(credential)
    expect(proof).toMatchObject({
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      proofPurpose: 'assertionMethod',
      verificationMethod: `${api.did('plain')}#${api.did('plain').slice('did:key:'.length)}`,
      proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]+$/),
      created: expect.stringMatching(/Z$/),
    })
    const hasOpenStatus = credential['credentialStatus'] !== undefined
    const isLater = String(credential['validFrom']).startsWith('2999')
    const verified = await api.verify(answer.body['verifiableCredential'])
    expect(verified.status, text(verified.body)).toBe(hasOpenStatus || isLater ? 400 : 200)
    if (hasOpenStatus) expect(verified.body).toMatchObject({ verdict: 'unverifiable' })
    if (isLater) expect(verified.body['checks']).toContainEqual(expect.objectContaining({ code: 'validity.not_yet' }))
  })

  test('options may be absent', async () => {
    expect((await api.issue('plain', credentialOf())).status).toBe(201)
  })

  test('the plain instance issues the same id again', async () => {
    expect((await api.issue('plain', credentialOf())).status).toBe(201)
    expect((await api.issue('plain', credentialOf())).status).toBe(201)
  })

  test('VC Data Model 1.1 gets the context of Data Integrity appended, and verifies', async () => {
    const { validFrom: _, ...rest } = sample()
    const older = {
      ...rest,
      '@context': [v1],
      issuer: api.did('plain'),
      issuanceDate: '2026-04-01T00:00:00Z',
      expirationDate: '2999-04-01T00:00:00.000Z',
    }
    const answer = await api.issue('plain', older)
    expect(answer.status).toBe(201)
    const credential = answer.body['verifiableCredential'] as JsonObject
    expect(credential['@context']).toEqual([v1, 'https://w3id.org/security/data-integrity/v2'])
    expect((await api.verify(credential)).status).toBe(200)
  })

  test('a badge is held to the rules of Open Badges on the same endpoint', async () => {
    const badge = badgeBy(api.did('plain'))
    expect((await api.issue('plain', badge)).status).toBe(201)
    const { achievement: _, ...subject } = badge['credentialSubject'] as JsonObject
    expect((await api.issue('plain', { ...badge, credentialSubject: subject })).status).toBe(400)
  })

  test('the eddsa-jcs-2022 instance signs JSON, and the credential verifies', async () => {
    const credential = await issued('jcs')
    expect(credential['proof']).toMatchObject({ cryptosuite: 'eddsa-jcs-2022' })
    expect((await api.verify(credential)).status).toBe(200)
    expect((await api.verify({ ...credential, name: 'added' })).status).toBe(400)
  })

  test('the JOSE instance answers with an envelope, which verifies', async () => {
    const envelope = await issued('jose')
    expect(envelope).toEqual({
      '@context': [v2],
      id: expect.stringMatching(/^data:application\/vc\+jwt,[\w-]+\.[\w-]+\.[\w-]+$/),
      type: 'EnvelopedVerifiableCredential',
    })
    const [header = ''] = String(envelope['id']).slice('data:application/vc+jwt,'.length).split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      alg: 'EdDSA',
      typ: 'vc+jwt',
      cty: 'vc',
      kid: `${api.did('jose')}#${api.did('jose').slice('did:key:'.length)}`,
    })
    expect((await api.verify(envelope)).status).toBe(200)
  })
})

describe('POST /vc-api/{issuer}/credentials/issue refuses (VC-API section 3)', () => {
  const refuse = async (members: Members): Promise<void> => {
    const answer = await api.issue('plain', credentialOf(members))
    expect(answer.status, text(answer.body)).toBe(400)
    expect(answer.body['verifiableCredential']).toBeUndefined()
    expect(answer.body['problemDetails'].length).toBeGreaterThan(0)
  }
  for (const [member, { values }] of Object.entries(refused))
    test.each(values.map((value) => [text(value), value] as const))(`${member} of %s: 400`, async (_, value) => {
      await refuse({ [member]: value })
    })
  for (const member of extensions)
    test.each(broken.map((value) => [text(value), value] as const))(`${member} of %s: 400`, async (_, value) => {
      await refuse({ [member]: value })
    })

  const meaningless: [string, Members][] = [
    ['an undefined term', { '@context': [v2], unknown: 'a' }],
    ['an undefined term in the subject', { '@context': [v2], credentialSubject: { id: 'did:example:s', unknown: 'a' } }],
    ['an undefined type', { '@context': [v2], type: ['VerifiableCredential', 'Unknown'] }],
    ['a type under a vocabulary of null', { '@context': [v2, { '@vocab': null }], type: ['VerifiableCredential', 'Unknown'] }],
    ['an undefined type of evidence', { '@context': [v2], evidence: { type: 'Unknown' } }],
    ['a redefined type', { '@context': [v2, { VerifiableCredential: 'https://example.org/#Other' }] }],
    ['a redefined term', { '@context': [v2, { name: 'https://example.org/#name' }], name: 'A' }],
    ['the issuer of another instance', { issuer: 'did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj' }],
    ['the issuer of another instance, as an object', { issuer: { id: 'did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj' } }],
    ['a proof', { proof: { type: 'DataIntegrityProof' } }],
  ]
  test.each(meaningless)('%s: 400', async (_, members) => {
    await refuse(members)
  })
  test('an undefined term is named as data loss', async () => {
    const answer = await api.issue('plain', credentialOf({ '@context': [v2], unknown: 'a' }))
    expect(answer.body['type']).toBe('https://w3id.org/security#DATA_LOSS_DETECTION_ERROR')
  })
  test.each(['jcs', 'jose'] as const)('an undefined term is refused by the %s instance too', async (instance) => {
    expect((await api.issue(instance, credentialOf({ '@context': [v2], unknown: 'a' }, instance))).status).toBe(400)
  })

  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    request(api.app)
      .post('/vc-api/plain/credentials/issue')
      .set({ 'Content-Type': 'application/json', Authorization: `Bearer ${api.key('plain')}`, ...headers })
      // bytes as they are: by default a Buffer would be written as JSON
      .serialize((bytes) => bytes as string)
      .send(body)
  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['an array', '[]'],
    ['a text', '"credential"'],
    ['no credential', '{}'],
    ['another member', '{"verifiableCredential":{}}'],
    ['a credential as text', '{"credential":"x"}'],
    ['a credential as list', '{"credential":[]}'],
    ['options as text', '{"credential":{},"options":"x"}'],
    ['a member twice', '{"credential":{},"credential":{}}'],
    ['deep nesting', `{"credential":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('a body with %s: 400', async (_, body) => {
    expect((await send(body)).status).toBe(400)
  })
  test('a body over the limit: 413, plain or compressed', async () => {
    const large = text({ credential: { ...credentialOf(), name: 'x'.repeat(1_100_000) } })
    expect((await send(large)).status).toBe(413)
    expect((await send(gzipSync(large), { 'Content-Encoding': 'gzip' })).status).toBe(413)
  })
  test('a compressed body within the limit is read, and one that is none is refused', async () => {
    const body = text({ credential: credentialOf() })
    expect((await send(gzipSync(body), { 'Content-Encoding': 'gzip' })).status).toBe(201)
    expect((await send(Buffer.from(body), { 'Content-Encoding': 'gzip' })).status).toBe(400)
  })
  test('another content type: 415', async () => {
    expect((await send(text({ credential: credentialOf() }), { 'Content-Type': 'text/plain' })).status).toBe(415)
  })

  test.each([
    [{ credential: {}, now: '2026-01-01T00:00:00Z' }],
    [{ credential: {}, options: { type: 'Ed25519Signature2020' } }],
    [{ credential: {}, options: { created: '2020-01-01T00:00:00Z' } }],
  ])('an unknown member or option is named: %j', async (body) => {
    const answer = await api.post('/vc-api/plain/credentials/issue', body, api.key('plain'))
    expect(answer.status).toBe(400)
    expect(answer.body['type']).toBe('https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED')
  })
  test.each<JsonObject>([{ credentialId: 4 }, { mandatoryPointers: '/issuer' }, { mandatoryPointers: [4] }])(
    'a malformed option: %j',
    async (options) => {
      expect((await api.issue('plain', credentialOf(), options)).status).toBe(400)
    },
  )
})

describe('API keys', () => {
  const path = '/vc-api/plain/credentials/issue'
  test('a missing or wrong key: 401 with WWW-Authenticate, before the body is looked at', async () => {
    for (const key of [undefined, 'ak_wrong', api.key('revoking')]) {
      const answer = await api.post(path, { credential: credentialOf() }, key)
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
      expect((await api.post(path, 'no object', key)).status).toBe(401)
    }
    const basic = await request(api.app)
      .post(path)
      .set('Authorization', `Basic ${api.key('plain')}`)
      .send({})
    expect(basic.status).toBe(401)
  })
  test('an expired key: 401', async () => {
    // Made the day before yesterday, for a day.
    const past = { ...api.world.deps, now: () => new Date(api.world.deps.now().getTime() - 2 * 86_400_000) }
    const { secret } = await createApiKey(past, api.world.system, { role: 'issuer', label: 'short', issuerSlug: 'plain', days: 1 })
    expect((await api.post(path, { credential: credentialOf() }, secret)).status).toBe(401)
  })
  test('bad input with a good key: 400, never 401', async () => {
    expect((await api.post(path, { credential: {} }, api.key('plain'))).status).toBe(400)
  })
  test('an unknown instance: 404', async () => {
    expect((await api.post('/vc-api/nobody/credentials/issue', {}, api.key('plain'))).status).toBe(404)
  })
})

describe('a status-issuing instance', () => {
  const fresh = (n: number, members: Members = {}): Members => ({ id: `urn:uuid:00000000-0000-4000-8000-00000000000${n}`, ...members })
  const entryOf = (credential: JsonObject): JsonObject => credential['credentialStatus'] as JsonObject
  const change = (id: Json, status: Json, purpose = 'revocation'): JsonObject => ({
    credentialId: id,
    credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: purpose },
    status,
  })

  test('adds one entry and leaves the rest as it is', async () => {
    const wanted = credentialOf(fresh(1), 'revoking')
    const credential = (await api.issue('revoking', wanted)).body['verifiableCredential'] as JsonObject
    const { proof: _, credentialStatus, ...rest } = credential
    expect(rest).toEqual(wanted)
    const list = (credentialStatus as JsonObject)['statusListCredential'] as string
    expect(credentialStatus).toEqual({
      id: expect.stringContaining('#'),
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: expect.stringMatching(/^(0|[1-9][0-9]*)$/),
      statusListCredential: expect.stringMatching(/^https:\/\/badges\.example\/status\//),
    })
    expect((credentialStatus as JsonObject)['id']).not.toBe(list)
    expect((await api.verify(credential)).status).toBe(200)
  })

  test('T29: two credentials name one list and different bits', async () => {
    const [a, b] = [await issued('revoking', fresh(2)), await issued('revoking', fresh(3))].map(entryOf)
    expect(a?.['statusListCredential']).toBe(b?.['statusListCredential'])
    expect(a?.['statusListIndex']).not.toBe(b?.['statusListIndex'])
  })

  test('T1: revoked is 400 and says so, restored is 200; repeating is harmless', async () => {
    const credential = await issued('revoking', fresh(4))
    const id = credential['id'] as string
    expect((await api.verify(credential)).status).toBe(200)
    for (const _ of [1, 2]) expect((await api.setStatus('revoking', change(id, true))).status).toBe(200)
    const revoked = await api.verify(credential, { returnResults: true })
    expect(revoked.status).toBe(400)
    expect(revoked.body).toMatchObject({
      verified: false,
      verdict: 'invalid',
      errors: [{ type: 'https://badges.example/problems/revoked' }],
    })
    expect(revoked.body['results']['credentialStatus']).toEqual([{ verified: false, value: 1, input: entryOf(credential) }])
    expect((await api.setStatus('revoking', change(id, false))).status).toBe(200)
    expect((await api.verify(credential)).status).toBe(200)
  })

  test('T1: the suspending instance suspends', async () => {
    const credential = await issued('suspending', fresh(5))
    expect(entryOf(credential)['statusPurpose']).toBe('suspension')
    expect((await api.setStatus('suspending', change(credential['id'] as string, true, 'suspension'))).status).toBe(200)
    const suspended = await api.verify(credential)
    expect(suspended.status).toBe(400)
    expect(suspended.body['errors']).toEqual([{ type: 'https://badges.example/problems/suspended', title: expect.any(String) }])
  })

  test('the status list verifies at /credentials/verify itself', async () => {
    const url = entryOf(await issued('revoking', fresh(6)))['statusListCredential'] as string
    const { readStatusList } = await import('../../../src/service/publish-status-list.ts')
    const list = JSON.parse((await readStatusList(api.world.deps, url.split('/').at(-1) as string, { fresh: true })).text) as JsonObject
    expect(list).toMatchObject({ id: url, issuer: api.did('revoking'), type: ['VerifiableCredential', 'BitstringStatusListCredential'] })
    expect((await api.verify(list)).status).toBe(200)
  })

  test('an id that was used before: 409, and nothing is issued', async () => {
    expect((await api.issue('revoking', credentialOf(fresh(7), 'revoking'))).status).toBe(201)
    const again = await api.issue('revoking', credentialOf(fresh(7), 'revoking'))
    expect(again.status).toBe(409)
    expect(again.body['verifiableCredential']).toBeUndefined()
  })

  test('a credential without id is known by credentialId, or by the id of its entry', async () => {
    const named = await api.issue('revoking', credentialOf({ id: undefined }, 'revoking'), { credentialId: 'urn:example:named' })
    expect(named.status).toBe(201)
    expect(named.body['verifiableCredential']['id']).toBeUndefined()
    expect((await api.setStatus('revoking', change('urn:example:named', true))).status).toBe(200)
    expect((await api.verify(named.body['verifiableCredential'])).status).toBe(400)
    const unnamed = await issued('revoking', { id: undefined })
    expect((await api.setStatus('revoking', change(entryOf(unnamed)['id'] as string, true))).status).toBe(200)
    expect((await api.verify(unnamed)).status).toBe(400)
  })

  test('a credential that brings a status of its own: 400', async () => {
    const credentialStatus = { type: 'https://example.org/#Status' }
    expect((await api.issue('revoking', credentialOf(fresh(8, { credentialStatus }), 'revoking'))).status).toBe(400)
  })
  test('VC Data Model 1.1: 400', async () => {
    const { validFrom: _, ...rest } = credentialOf(fresh(8, { '@context': [v1] }), 'revoking')
    expect((await api.issue('revoking', { ...rest, issuanceDate: '2026-04-01T00:00:00Z' })).status).toBe(400)
  })

  test('POST /credentials/status refuses what is malformed (400) and what it does not know (404)', async () => {
    const credential = await issued('revoking', fresh(9))
    const id = credential['id'] as string
    const good = change(id, true)
    const entry = good['credentialStatus'] as JsonObject
    const malformed: JsonObject[] = [
      change(id, 'true'),
      change(id, 1),
      change(id, null),
      change(4, true),
      change(id, true, 'suspension'),
      change(id, true, 'unknown'),
      withMembers({ status: undefined }, good),
      withMembers({ credentialId: undefined }, good),
      withMembers({ credentialStatus: undefined }, good),
      { ...good, credentialStatus: { type: 'BitstringStatusListEntry' } },
      { ...good, credentialStatus: { ...entry, type: 'StatusList2021Entry' } },
      { ...good, credentialStatus: { ...entry, more: 'x' } },
      { ...good, credentialStatus: { ...entry, statusListIndex: '999999' } },
      { ...good, credentialStatus: { ...entry, statusListCredential: 'https://badges.example/status/other' } },
      { ...good, more: 'x' },
    ]
    for (const body of malformed) expect((await api.setStatus('revoking', body)).status, text(body)).toBe(400)
    expect((await api.setStatus('revoking', change('urn:example:unknown', true))).status).toBe(404)
    expect((await api.setStatus('plain', change(id, true))).status).toBe(404)
    expect((await api.post('/vc-api/revoking/credentials/status', good)).status).toBe(401)
    expect((await api.verify(credential)).status).toBe(200)
    const complete = { ...good, credentialStatus: entryOf(credential), indexAllocator: 'https://badges.example/allocator' }
    expect((await api.setStatus('revoking', complete)).status).toBe(200)
    expect((await api.verify(credential)).status).toBe(400)
  })

  test('GET /credentials/{id}: 200 with the very credential, 401 without key, 404 for an unknown id', async () => {
    const credential = await issued('revoking', { id: 'https://example.org/credentials/a%2Fb?c=d' })
    const path = (id: string): string => `/vc-api/revoking/credentials/${encodeURIComponent(id)}`
    const get = (id: string) =>
      request(api.app)
        .get(path(id))
        .set('Authorization', `Bearer ${api.key('revoking')}`)
    const found = await get(credential['id'] as string)
    expect(found.status).toBe(200)
    expect(found.body).toEqual({ verifiableCredential: credential })
    expect((await get('urn:example:unknown')).status).toBe(404)
    expect((await request(api.app).get(path(credential['id'] as string))).status).toBe(401)
  })
})

test('no request of this file met an error that the routers did not expect', () => {
  expect(api.unexpected).toEqual([])
})
