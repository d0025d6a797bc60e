import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { broken, extensions, type Members, refused, v2, withMembers } from '../../verification/plain/tables.ts'
import { badgeBy, plainBy } from '../../verification/proof/badges.ts'
import { ed25519Signer, proofOver, signed, signedPresentation } from '../../verification/proof/signers.ts'
import { type Api, newApi } from './instances.ts'

const signer = await ed25519Signer(1)
const stranger = await ed25519Signer(2)

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.close())

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
const good = await signed(plainBy(signer.did), signer)
const expired = await signed(plainBy(signer.did, { validUntil: '2026-04-02T00:00:00Z' }), signer)
const proofOf = (document: JsonObject): JsonObject => document['proof'] as JsonObject

/** Signs over whatever the document says, by hand: the libraries would refuse most of these. */
const signedAnyway = async (members: Members): Promise<JsonObject> => {
  const document = withMembers(members, plainBy(signer.did))
  const proof = await proofOver(document, signer).catch(() => proofOf(good))
  return { ...document, proof }
}

describe('POST /credentials/verify (VC-API section 4)', () => {
  test('a good credential: 200, verified, and nothing in errors', async () => {
    const answer = await api.verify(good)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ verified: true, verdict: 'valid', problemDetails: [], errors: [], warnings: [] })
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
  })
  test('an altered credential: 400 with a body of the same shape', async () => {
    const answer = await api.verify({ ...good, credentialSubject: { id: 'did:example:other' } })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ verified: false, verdict: 'invalid', warnings: [] })
    expect(answer.body['problemDetails']).toEqual([
      { type: 'https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR', title: expect.any(String), detail: expect.any(String) },
    ])
    expect(answer.body['errors'].length).toBe(1)
  })
  test('an undecided credential: 400, unverifiable', async () => {
    const status = {
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '1',
      statusListCredential: 'https://issuer.example/1',
    }
    const answer = await api.verify(await signed(plainBy(signer.did, { credentialStatus: status }), signer))
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({
      verified: false,
      verdict: 'unverifiable',
      errors: [{ type: 'https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR' }],
    })
  })
  test('returnResults names each judged member with what was judged', async () => {
    const document = await signed(plainBy(signer.did, { validUntil: '2026-04-02T00:00:00Z' }), signer)
    const answer = await api.verify(document, { returnResults: true })
    expect(answer.status).toBe(400)
    expect(answer.body['results']).toEqual({
      validFrom: { verified: true, input: document['validFrom'] },
      validUntil: { verified: false, input: document['validUntil'] },
      proof: [{ verified: true, input: document['proof'] }],
    })
    expect(answer.body['errors']).toEqual([{ type: 'https://badges.example/problems/expired', title: expect.any(String) }])
  })
  test('returnCredential repeats the credential, and returnProblemDetails: false leaves the details out', async () => {
    expect((await api.verify(good, { returnCredential: true })).body['credential']).toEqual(good)
    expect((await api.verify(good)).body['credential']).toBeUndefined()
    expect((await api.verify({ ...good, name: 'x' }, { returnProblemDetails: false })).body['problemDetails']).toBeUndefined()
  })
})

describe('malformed requests: 400 with the shape of a verification, never 500', () => {
  const send = (path: string, body: string) => request(api.app).post(path).set('Content-Type', 'application/json').send(body)
  test.each(['/credentials/verify', '/presentations/verify'])('%s', async (path) => {
    for (const body of ['{', '', '[]', '4', 'null', '{}', '{"verifiableCredential":4}', '{"verifiablePresentation":[]}', '{"a":1,"a":1}']) {
      const answer = await send(path, body)
      expect(answer.status, body).toBe(400)
      expect(answer.body).toMatchObject({ verified: false, verdict: 'bad-request', warnings: [] })
      expect(answer.body['problemDetails'].length).toBe(1)
    }
    const parsing = await send(path, '{')
    expect(parsing.body['errors'][0]['type']).toBe('https://www.w3.org/TR/vc-data-model#PARSING_ERROR')
  })
  test.each(['/credentials/verify', '/presentations/verify'])('%s: too large is 413, another content type 415', async (path) => {
    expect((await send(path, text({ verifiableCredential: { name: 'x'.repeat(1_100_000) } }))).status).toBe(413)
    expect((await request(api.app).post(path).set('Content-Type', 'text/html').send('{}')).status).toBe(415)
  })
  test('a credential sent as a text, and a presentation sent as a credential', async () => {
    expect((await api.verify(text(good))).status).toBe(400)
    const presentation = await signedPresentation({ '@context': [v2], type: ['VerifiablePresentation'] }, signer)
    expect((await api.verify(presentation)).status).toBe(400)
    expect((await api.verifyPresentation(good)).status).toBe(400)
  })
  test("V's form without proof, {presentation}, is refused", async () => {
    const answer = await api.post('/presentations/verify', { presentation: { '@context': [v2], type: ['VerifiablePresentation'] } })
    expect(answer.status).toBe(400)
    expect(answer.body['errors'][0]['type']).toBe('https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED')
  })
})

describe('section 5: what a verifier refuses', () => {
  const dates = new Set(['validFrom', 'validUntil'])
  for (const [member, { values }] of Object.entries(refused))
    test.each(
      values.filter((value) => !(dates.has(member) && value === '2026-04-01T00:00:00')).map((value) => [text(value), value] as const),
    )(`${member} of %s`, async (_, value) => {
      const answer = await api.verify(await signedAnyway({ [member]: value }))
      expect(answer.status, text(answer.body)).toBe(400)
      expect(answer.body['verified']).toBe(false)
    })
  for (const member of extensions)
    test.each(broken.map((value) => [text(value), value] as const))(`${member} of %s`, async (_, value) => {
      expect((await api.verify(await signedAnyway({ [member]: value }))).status).toBe(400)
    })

  test('a time without zone is read as UTC, with a warning; in a badge it is refused', async () => {
    const answer = await api.verify(await signed(plainBy(signer.did, { validUntil: '2999-01-01T00:00:00' }), signer))
    expect(answer.status).toBe(200)
    expect(answer.body['warnings']).toEqual([{ code: 'validity.without_zone', title: expect.any(String) }])
    const badge = badgeBy(signer.did)
    expect((await api.verify(await signed(badge, signer))).status).toBe(200)
    const zoneless = { ...badge, validUntil: '2999-01-01T00:00:00' }
    expect((await api.verify({ ...zoneless, proof: await proofOver(zoneless, signer) })).status).toBe(400)
  })

  const proofs: [string, Json | undefined][] = [
    ['missing', undefined],
    ['null', null],
    ['a text', 'proof'],
    ['a number', 4],
    ['true', true],
    ['an empty list', []],
    ['a list with a text', [proofOf(good), 'proof']],
    ['a list with a number', [4]],
  ]
  test.each(proofs)('a proof that is %s', async (_, proof) => {
    expect((await api.verify(withMembers({ proof }, good))).status).toBe(400)
  })
  const members = ['type', 'cryptosuite', 'proofPurpose', 'verificationMethod', 'proofValue']
  for (const member of members)
    test.each([undefined, null, 4, {}, '', []])(`a proof with ${member} of %j`, async (value) => {
      expect((await api.verify({ ...good, proof: withMembers({ [member]: value }, proofOf(good)) })).status).toBe(400)
    })
  test('created may be missing in a Data Integrity proof, and not in Ed25519Signature2020', async () => {
    const document = plainBy(signer.did)
    const untimed = JSON.parse(text(await proofOver(document, signer, { created: undefined as never }))) as JsonObject
    expect((await api.verify({ ...document, proof: untimed })).status).toBe(200)
    const contexts = ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/security/suites/ed25519-2020/v1']
    const { validFrom, ...older } = withMembers({ '@context': contexts }, document)
    const credential = { ...older, issuanceDate: validFrom as string }
    const legacy = (more: JsonObject) =>
      proofOver(credential, signer, { type: 'Ed25519Signature2020', cryptosuite: undefined as never, ...more })
    expect((await api.verify({ ...credential, proof: JSON.parse(text(await legacy({}))) as JsonObject })).status).toBe(200)
    const dateless = JSON.parse(text(await legacy({ created: undefined as never }))) as JsonObject
    expect((await api.verify({ ...credential, proof: dateless })).status).toBe(400)
  })

  const resigned: [string, JsonObject][] = [
    ['an unknown type', { type: 'UnknownProof' }],
    ['an unknown cryptosuite', { cryptosuite: 'unknown-2022' }],
    ['purpose authentication, even if correctly signed', { proofPurpose: 'authentication' }],
    ['an unknown purpose', { proofPurpose: 'unknown' }],
    ['a key that cannot be resolved', { verificationMethod: 'did:web:unknown.example#z6Mk' }],
    ['a key by an unknown method', { verificationMethod: 'did:example:issuer#key' }],
    ['a created that is no date', { created: 'yesterday' }],
    ['an expires that is no date', { expires: 'tomorrow' }],
    ['an expires in the past', { expires: '2026-04-02T00:00:00Z' }],
    ['a context of its own', { '@context': ['https://w3id.org/security/data-integrity/v2'] }],
  ]
  test.each(resigned)('a proof with %s', async (_, change) => {
    const document = plainBy(signer.did)
    const proof = await proofOver(document, signer, change).catch(() => ({ ...proofOf(good), ...change }))
    expect((await api.verify({ ...document, proof })).status).toBe(400)
  })
  test('an expires in the future is fine', async () => {
    const document = plainBy(signer.did)
    expect((await api.verify({ ...document, proof: await proofOver(document, signer, { expires: '2999-01-01T00:00:00Z' }) })).status).toBe(
      200,
    )
  })
  test('a proofValue without its multibase letter, cut short or of another document', async () => {
    const value = String(proofOf(good)['proofValue'])
    const other = await proofOver(plainBy(signer.did, { id: 'urn:uuid:1' }), signer)
    for (const proofValue of [value.slice(1), `u${value.slice(1)}`, value.slice(0, -4), other['proofValue'] as string])
      expect((await api.verify({ ...good, proof: { ...proofOf(good), proofValue } })).status).toBe(400)
  })
  test('a term or type that was added after signing, at any level', async () => {
    const subject = good['credentialSubject'] as JsonObject
    const added: JsonObject[] = [
      { ...good, name: 'added' },
      { ...good, unknown: 'added' },
      { ...good, type: [...(good['type'] as Json[]), 'https://example.org/#Added'] },
      { ...good, credentialSubject: { ...subject, unknown: 'added' } },
      { ...good, credentialSubject: { ...subject, type: 'https://example.org/#Added' } },
      { ...good, evidence: { type: 'https://example.org/#Added' } },
      { ...good, proof: { ...proofOf(good), unknown: 'added' } },
    ]
    for (const document of added) expect((await api.verify(document)).status, text(document)).toBe(400)
  })
  test('a credential by another key than that of its issuer', async () => {
    expect((await api.verify(await signed(plainBy(signer.did), stranger))).status).toBe(400)
  })
})

describe('T31: callers decide nothing', () => {
  test.each<JsonObject>([{ checks: ['proof'] }, { checks: [] }, { checks: ['proof', 'credentialStatus'] }])(
    '%j switches no check off',
    async (options) => {
      expect((await api.verify(good, options)).status).toBe(200)
      const answer = await api.verify(expired, options)
      expect(answer.status).toBe(400)
      expect(answer.body['verdict']).toBe('invalid')
    },
  )
  test.each<JsonObject>([
    { now: '2026-04-01T12:00:00Z' },
    { verified: true },
    { verdict: 'valid' },
    { checkStatus: false },
    { documentLoader: {} },
  ])('%j is an unknown option', async (options) => {
    const answer = await api.verify(expired, options)
    expect(answer.status).toBe(400)
    expect(answer.body['errors'][0]['type']).toBe('https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED')
    expect((await api.verifyPresentation(expired, options)).status).toBe(400)
  })
  test.each<JsonObject>([{ checks: 'proof' }, { checks: [1] }, { returnResults: 'yes' }, { returnCredential: 1 }])(
    '%j is a malformed option',
    async (options) => {
      expect((await api.verify(good, options)).status).toBe(400)
    },
  )
  test('a member beside the credential is refused', async () => {
    expect((await api.post('/credentials/verify', { verifiableCredential: good, verified: true })).status).toBe(400)
  })
})

describe('POST /presentations/verify (VC-API section 7)', () => {
  const presentation = (members: Members = {}): JsonObject => withMembers(members, { '@context': [v2], type: ['VerifiablePresentation'] })
  const of = (members: Members = {}, options: { challenge?: string; domain?: string } = {}) =>
    signedPresentation(presentation(members), signer, options)

  test.each<[string, Members]>([
    ['no credential', {}],
    ['one credential', { verifiableCredential: [good] }],
    ['one credential, not in a list', { verifiableCredential: good }],
    ['several credentials', { verifiableCredential: [good, good] }],
    ['its holder', { holder: signer.did }],
    ['its holder as an object', { holder: { id: signer.did } }],
    ['an id', { id: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5' }],
  ])('one with %s is verified', async (_, members) => {
    const answer = await api.verifyPresentation(await of(members), { checks: [] })
    expect(answer.status, text(answer.body)).toBe(200)
    expect(answer.body).toMatchObject({ verified: true, verdict: 'valid', errors: [], problemDetails: [] })
  })

  test('one enveloped credential inside is verified', async () => {
    const { body } = await api.issue('jose', plainBy(api.did('jose')))
    expect((await api.verifyPresentation(await of({ verifiableCredential: [body['verifiableCredential'] as JsonObject] }))).status).toBe(
      200,
    )
  })

  test.each<[string, Members]>([
    ['a bad credential beside a good one', { verifiableCredential: [good, { ...good, name: 'altered' }] }],
    ['an expired credential', { verifiableCredential: [expired] }],
    ['another holder', { holder: stranger.did }],
  ])('one with %s is not', async (_, members) => {
    const answer = await api.verifyPresentation(await of(members))
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ verified: false, verdict: 'invalid' })
  })

  test('one that was changed after signing is not', async () => {
    const document = await of({ verifiableCredential: [good] })
    const changes: JsonObject[] = [
      withMembers({ '@context': undefined }, document),
      { ...document, '@context': ['https://www.w3.org/ns/did/v1', v2] },
      { ...document, '@context': [v2, 'https://example.com'] },
      { ...document, '@context': [v2, 'https ://not-a-url/contexts/example/v1'] },
      { ...document, '@context': [v2, 123192875] },
      withMembers({ type: undefined }, document),
      { ...document, type: ['VerifiableCredential'] },
      { ...document, verifiableCredential: ['https://example.org/credential'] },
      { ...document, verifiableCredential: [] },
      { ...document, verifiableCredential: [withMembers({ proof: undefined }, good)] },
      { ...document, holder: 'no-url' },
      { ...document, holder: { name: 'no id' } },
      { ...document, proof: { ...proofOf(document), proofPurpose: 'assertionMethod' } },
      withMembers({ proof: undefined }, document),
    ]
    for (const change of changes) expect((await api.verifyPresentation(change)).status, text(change).slice(0, 200)).toBe(400)
  })

  test('challenge and domain are compared as plain texts', async () => {
    const document = await of({}, { challenge: 'c-1', domain: 'any text' })
    const status = async (options: JsonObject): Promise<number> => (await api.verifyPresentation(document, options)).status
    expect(await status({ challenge: 'c-1', domain: 'any text' })).toBe(200)
    expect(await status({ challenge: 'c-1' })).toBe(200)
    expect(await status({ challenge: 'c-2' })).toBe(400)
    expect(await status({ challenge: 'c-1', domain: 'another text' })).toBe(400)
    expect(await status({ challenge: 4 })).toBe(400)
    const challenge = await api.verifyPresentation(document, { challenge: 'c-2' })
    expect(challenge.body['errors'][0]['type']).toBe('https://w3id.org/security#INVALID_CHALLENGE_ERROR')
    const domain = await api.verifyPresentation(document, { challenge: 'c-1', domain: 'another text' })
    expect(domain.body['errors'][0]['type']).toBe('https://w3id.org/security#INVALID_DOMAIN_ERROR')
  })

  test('returnResults and returnPresentation', async () => {
    const document = await of({ holder: signer.did, verifiableCredential: [good, { ...good, name: 'altered' }] }, { challenge: 'c-1' })
    const answer = await api.verifyPresentation(document, { challenge: 'c-1', returnResults: true, returnPresentation: true })
    expect(answer.body['presentation']).toEqual(document)
    const { presentation: results, credentials } = answer.body['results']
    expect(results).toMatchObject({
      challenge: { verified: true, input: 'c-1' },
      holder: { verified: true, input: signer.did },
      proof: [{ verified: true }],
    })
    expect(credentials.map(({ verified }: { verified: boolean }) => verified)).toEqual([true, false])
  })
})

describe('section 8: envelopes', () => {
  test('an envelope that is not well formed is refused', async () => {
    const { body } = await api.issue('jose', plainBy(api.did('jose')))
    const envelope = body['verifiableCredential'] as JsonObject
    const token = String(envelope['id']).slice('data:application/vc+jwt,'.length)
    expect((await api.verify(envelope)).status).toBe(200)
    expect((await api.verify({ ...envelope, '@context': v2 })).status).toBe(200)
    const changes: JsonObject[] = [
      { ...envelope, '@context': [] },
      { ...envelope, '@context': ['https://www.w3.org/2018/credentials/v1'] },
      withMembers({ type: undefined }, envelope),
      { ...envelope, type: 'VerifiableCredential' },
      { ...envelope, id: token },
      { ...envelope, id: `application/vc+jwt,${token}` },
      { ...envelope, id: `data:application/vc+jwt,${token.slice(0, -6)}` },
      { ...envelope, name: 'unsigned' },
    ]
    for (const change of changes) expect((await api.verify(change)).status, text(change).slice(0, 120)).toBe(400)
  })
})

test('no request of this file met an error that the routers did not expect', () => {
  expect(api.unexpected).toEqual([])
})

describe('floods are refused while reading, wherever a body is read (SECURITY step 4)', () => {
  const five = (document: JsonObject): JsonObject => ({ ...document, proof: Array.from({ length: 5 }, () => proofOf(good)) })
  test('five proofs: a bad request that names the place', async () => {
    const answer = await api.verify(five(good))
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ verified: false, verdict: 'bad-request' })
    expect(text(answer.body)).toContain('/verifiableCredential/proof')
  })
  test('the issuing instances refuse them alike', async () => {
    const answer = await api.issue('plain', five(plainBy(api.did('plain'))))
    expect(answer.status).toBe(400)
    expect(text(answer.body)).toContain('/credential/proof')
  })
})
