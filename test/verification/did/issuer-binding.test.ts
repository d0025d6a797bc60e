import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { badgeBy } from '../proof/badges.ts'
import { ecdsaSigner, ed25519Signer, jcsProofOver, proofOver, type Signer, signed } from '../proof/signers.ts'
import { changed, newWorld, outcome, verify, type Web } from '../proof/world.ts'

const signer = await ed25519Signer(1)
const second = await ed25519Signer(2)
const p256 = ecdsaSigner('P-256')

/** A badge in the name of an issuer, signed by a key under a name. */
const badge = (issuer: string, verificationMethod: string, key: Signer = signer): Promise<JsonObject> =>
  signed(badgeBy(issuer), key, key.algorithm === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019', verificationMethod)

describe('did:key (CONFORMANCE section 2, SECURITY L13)', () => {
  test('the key that the DID encodes confirms the issuer', async () => {
    const { verdict, checks } = await verify(await badge(signer.did, signer.id))
    expect(verdict).toBe('valid')
    expect(checks.find(({ id }) => id === 'issuer')?.code).toBe('issuer.bound')
  })

  test('another did:key does not, though its signature is good', async () => {
    const { verdict, checks } = await verify(await badge(signer.did, second.id, second))
    expect(verdict).toBe('invalid')
    expect(checks.find(({ id }) => id === 'proof')?.status).toBe('passed')
    expect(checks.find(({ id }) => id === 'issuer')?.code).toBe('issuer.not_confirmed')
  })

  test('the fragment is the key itself, not another name', async () => {
    expect(await outcome(await badge(signer.did, `${signer.did}#key-1`))).toBe('invalid proof.key_not_found')
    expect(await outcome(await badge(signer.did, `${signer.did}#${second.multibase}`))).toBe('invalid proof.key_not_found')
  })

  test.each([
    ['a small-order point', '0100000000000000000000000000000000000000000000000000000000000000', 'invalid proof.key_weak'],
    ['another small-order point', '0000000000000000000000000000000000000000000000000000000000000000', 'invalid proof.key_weak'],
    ['a point in a second encoding', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'invalid proof.key_malformed'],
  ])('%s is refused as a key, whatever it signs', async (_name, hex, expected) => {
    const { base58 } = await import('../proof/signers.ts')
    const multibase = base58(Buffer.concat([Buffer.from([0xed, 0x01]), Buffer.from(hex, 'hex')]))
    const did = `did:key:${multibase}`
    const constant = { r: '01'.padEnd(64, '0'), s: ''.padEnd(64, '0') }
    const proofValue = base58(Buffer.from(constant.r + constant.s, 'hex'))
    const forged = changed(await badge(did, `${did}#${multibase}`), ['proof', 'proofValue'], proofValue)
    expect(await outcome(forged)).toBe(expected)
  })

  test('a key type that is not supported leaves the badge unverifiable', async () => {
    const { base58 } = await import('../proof/signers.ts')
    const multibase = base58(Buffer.concat([Buffer.from([0xe7, 0x01]), new Uint8Array(33).fill(2)]))
    const did = `did:key:${multibase}`
    expect(await outcome(await badge(did, `${did}#${multibase}`))).toBe('unverifiable proof.key_unsupported')
  })
})

describe('did:jwk', () => {
  const didOf = (jwk: JsonObject): string => `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`

  test('the key in the DID confirms the issuer, under the name #0 alone', async () => {
    const did = didOf(signer.jwk)
    expect(await outcome(await badge(did, `${did}#0`))).toBe('valid')
    expect(await outcome(await badge(did, `${did}#1`))).toBe('invalid proof.key_not_found')
  })

  test('a P-256 key does as well', async () => {
    const did = didOf(p256.jwk)
    expect(await outcome(await badge(did, `${did}#0`, p256))).toBe('valid')
  })

  test('a JWK with a private member is no public key', async () => {
    const did = didOf({ ...signer.jwk, d: signer.jwk['x'] as string })
    expect(await outcome(await badge(did, `${did}#0`))).toBe('invalid proof.key_malformed')
  })
})

describe('T6: did:web', () => {
  const did = 'did:web:issuer.example'
  const address = 'https://issuer.example/.well-known/did.json'
  const keyId = `${did}#key-1`
  const key = (members: JsonObject = {}): JsonObject => ({
    id: keyId,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: signer.multibase,
    ...members,
  })
  const didDocument: JsonObject = { id: did, verificationMethod: [key()], assertionMethod: [keyId] }
  const on = (document: JsonObject | string) => newWorld({ web: { [address]: document } })

  test.each<[string, JsonObject]>([
    ['a reference', didDocument],
    ['a relative reference', { ...didDocument, assertionMethod: ['#key-1'] }],
    ['a relative id', { ...didDocument, verificationMethod: [key({ id: '#key-1' })] }],
    ['an embedded object', { id: did, assertionMethod: [key()] }],
    ['the same embedded object under two purposes', { id: did, assertionMethod: [key()], authentication: [key()] }],
    ['Ed25519VerificationKey2020', { ...didDocument, verificationMethod: [key({ type: 'Ed25519VerificationKey2020' })] }],
    ['JsonWebKey', { ...didDocument, verificationMethod: [{ id: keyId, type: 'JsonWebKey', controller: did, publicKeyJwk: signer.jwk }] }],
    [
      'JsonWebKey2020',
      { ...didDocument, verificationMethod: [{ id: keyId, type: 'JsonWebKey2020', controller: did, publicKeyJwk: signer.jwk }] },
    ],
    ['a key that expires later', { ...didDocument, verificationMethod: [key({ expires: '2026-05-01T00:00:01Z' })] }],
    ['a key that will be revoked', { ...didDocument, verificationMethod: [key({ revoked: '2026-05-02T00:00:00Z' })] }],
  ])('a key that is listed as %s is accepted', async (_name, document) => {
    expect(await outcome(await badge(did, keyId), on(document))).toBe('valid')
  })

  test.each<[string, JsonObject | string, string]>([
    [
      'the key moved out of assertionMethod',
      { ...didDocument, assertionMethod: [], authentication: [keyId] },
      'invalid proof.key_not_authorised',
    ],
    ['assertionMethod gone', { id: did, verificationMethod: [key()] }, 'invalid proof.key_not_authorised'],
    ['the key gone', { id: did, verificationMethod: [], assertionMethod: [keyId] }, 'invalid proof.key_not_found'],
    [
      'another controller',
      { ...didDocument, verificationMethod: [key({ controller: 'did:web:other.example' })] },
      'invalid proof.key_controller_wrong',
    ],
    [
      'no controller',
      { ...didDocument, verificationMethod: [{ id: keyId, type: 'Multikey', publicKeyMultibase: signer.multibase }] },
      'invalid proof.key_controller_wrong',
    ],
    ['another document id', { ...didDocument, id: 'did:web:other.example' }, 'invalid proof.key_document_wrong'],
    ['other key bytes', { ...didDocument, verificationMethod: [key({ publicKeyMultibase: second.multibase })] }, 'invalid proof.altered'],
    ['a key that expired', { ...didDocument, verificationMethod: [key({ expires: '2026-04-30T00:00:00Z' })] }, 'invalid proof.key_expired'],
    [
      'a key that was revoked',
      { ...didDocument, verificationMethod: [key({ revoked: '2026-04-30T00:00:00Z' })] },
      'invalid proof.key_revoked',
    ],
    ['an end of use that is no date', { ...didDocument, verificationMethod: [key({ revoked: 'never' })] }, 'invalid proof.key_malformed'],
    [
      'two keys of one id',
      { ...didDocument, verificationMethod: [key(), key({ publicKeyMultibase: second.multibase })] },
      'invalid proof.key_malformed',
    ],
    ['the key in two forms', { ...didDocument, verificationMethod: [key({ publicKeyJwk: second.jwk })] }, 'invalid proof.key_malformed'],
    [
      'a key of another type than it says',
      { ...didDocument, verificationMethod: [key({ type: 'Ed25519VerificationKey2020', publicKeyMultibase: p256.multibase })] },
      'invalid proof.key_malformed',
    ],
    [
      'a type of key that is not known here',
      { ...didDocument, verificationMethod: [key({ type: 'Unheard' })] },
      'unverifiable proof.key_unsupported',
    ],
    ['text that is no JSON', '<html>', 'unverifiable proof.key_unreachable'],
    ['a member that occurs twice', `{"id":"${did}","id":"${did}"}`, 'unverifiable proof.key_unreachable'],
    ['a list', '[]', 'unverifiable proof.key_unreachable'],
  ])('a document with %s is not', async (_name, document, expected) => {
    expect(await outcome(await badge(did, keyId), on(document))).toBe(expected)
  })

  test('a document that cannot be reached leaves the badge unverifiable', async () => {
    const world = newWorld()
    expect(await outcome(await badge(did, keyId), world)).toBe('unverifiable proof.key_unreachable')
    expect(world.fetched).toEqual([address])
  })

  test('a key in the fragment is never used without the document', async () => {
    const fragment = `${did}#${signer.multibase}`
    expect(await outcome(await badge(did, fragment))).toBe('unverifiable proof.key_unreachable')
    expect(await outcome(await badge(did, fragment), on(didDocument))).toBe('invalid proof.key_not_found')
  })

  test('a document with an old and a new honest key confirms the badges of both', async () => {
    const newer = key({ id: `${did}#key-2`, publicKeyMultibase: second.multibase })
    const both = { id: did, verificationMethod: [key(), newer], assertionMethod: [keyId, `${did}#key-2`] }
    expect(await outcome(await badge(did, keyId), on(both))).toBe('valid')
    expect(await outcome(await badge(did, `${did}#key-2`, second), on(both))).toBe('valid')
    expect(await outcome(await badge(did, keyId, second), on(both))).toBe('invalid proof.altered')
  })

  test('the key of another did:web is not one of the issuer’s', async () => {
    const other = 'did:web:other.example'
    const document = {
      id: other,
      verificationMethod: [key({ id: `${other}#key-1`, controller: other })],
      assertionMethod: [`${other}#key-1`],
    }
    const world = newWorld({ web: { 'https://other.example/.well-known/did.json': document, [address]: didDocument } })
    expect(await outcome(await badge(did, `${other}#key-1`), world)).toBe('invalid issuer.not_confirmed')
  })

  test('our own documents are read without the network, and one that is not there confirms nothing', async () => {
    const own = 'did:web:akashi.example:issuers:council'
    const id = `${own}#key-1`
    const document = { id: own, verificationMethod: [key({ id, controller: own })], assertionMethod: [id] }
    const world = newWorld({ local: { 'https://akashi.example/issuers/council/did.json': document } })
    expect(await outcome(await badge(own, id), world)).toBe('valid')
    expect(await outcome(await badge('did:web:akashi.example:issuers:nobody', 'did:web:akashi.example:issuers:nobody#key-1'), world)).toBe(
      'invalid proof.key_not_found',
    )
    expect(world.fetched).toEqual([])
  })
})

describe('https issuers', () => {
  const issuer = 'https://university.example/issuers/1'
  const fragment = `${issuer}#${signer.multibase}`
  const method = (id: string, members: JsonObject = {}): JsonObject => ({
    id,
    type: 'Multikey',
    controller: issuer,
    publicKeyMultibase: signer.multibase,
    ...members,
  })
  const profile = (members: JsonObject): JsonObject => ({ id: issuer, type: ['Profile'], name: '大学', ...members })
  const listing = (id: string): JsonObject => profile({ verificationMethod: [method(id)], assertionMethod: [id] })

  const accepted: [string, string, Web][] = [
    ['the profile lists the key', fragment, { [issuer]: listing(fragment) }],
    ['the profile has keys and no purposes', fragment, { [issuer]: profile({ verificationMethod: [method(fragment)] }) }],
    [
      'the key stands alone on the issuer’s origin',
      'https://university.example/keys/1',
      { 'https://university.example/keys/1': method('https://university.example/keys/1') },
    ],
    [
      'the key stands elsewhere and the profile lists it',
      'https://keys.example/1',
      { 'https://keys.example/1': method('https://keys.example/1'), [issuer]: profile({ assertionMethod: ['https://keys.example/1'] }) },
    ],
    ['the profile lists a did:key', signer.id, { [issuer]: profile({ assertionMethod: [signer.id] }) }],
  ]
  test.each(accepted)('confirmed when %s', async (_name, verificationMethod, web) => {
    expect(await outcome(await badge(issuer, verificationMethod), newWorld({ web }))).toBe('valid')
  })

  const elsewhere = 'https://keys.example/1'
  const refused: [string, string, Web, string][] = [
    ['nothing can be fetched', fragment, {}, 'unverifiable proof.key_unreachable'],
    ['an unrelated did:key signs and the profile is unreachable', signer.id, {}, 'unverifiable issuer.unreachable'],
    ['an unrelated did:key signs and the profile lists none', signer.id, { [issuer]: profile({}) }, 'invalid issuer.key_not_listed'],
    [
      'the profile lists another did:key',
      signer.id,
      { [issuer]: profile({ assertionMethod: [second.id] }) },
      'invalid issuer.key_not_listed',
    ],
    [
      'the profile is about somebody else',
      signer.id,
      { [issuer]: { ...listing(signer.id), id: 'https://university.example/issuers/2' } },
      'invalid issuer.document_wrong',
    ],
    [
      'a foreign key only says that the issuer controls it',
      elsewhere,
      { [elsewhere]: method(elsewhere), [issuer]: profile({}) },
      'invalid issuer.key_not_listed',
    ],
    [
      'a foreign key only says so and the profile is unreachable',
      elsewhere,
      { [elsewhere]: method(elsewhere) },
      'unverifiable issuer.unreachable',
    ],
    [
      'a foreign key has another controller',
      elsewhere,
      { [elsewhere]: method(elsewhere, { controller: elsewhere }), [issuer]: listing(elsewhere) },
      'invalid issuer.not_confirmed',
    ],
    [
      'the key has another controller',
      fragment,
      { [issuer]: profile({ verificationMethod: [method(fragment, { controller: elsewhere })], assertionMethod: [fragment] }) },
      'invalid issuer.not_confirmed',
    ],
    [
      'the key is for authentication only',
      fragment,
      { [issuer]: profile({ verificationMethod: [method(fragment)], authentication: [fragment] }) },
      'invalid proof.key_not_authorised',
    ],
    [
      'the document that stands alone has another id',
      elsewhere,
      { [elsewhere]: method('https://keys.example/2') },
      'invalid proof.key_document_wrong',
    ],
    ['the profile does not list the key of the fragment', fragment, { [issuer]: profile({}) }, 'invalid proof.key_not_found'],
  ]
  test.each(refused)('not confirmed when %s', async (_name, verificationMethod, web, expected) => {
    expect(await outcome(await badge(issuer, verificationMethod), newWorld({ web }))).toBe(expected)
  })

  test('an alias confirms one pair of issuer and key, and no other', async () => {
    const aliases = { [issuer]: [signer.did] }
    expect(await outcome(await badge(issuer, signer.id), newWorld({ aliases }))).toBe('valid')
    expect(await outcome(await badge(issuer, second.id, second), newWorld({ aliases }))).toBe('unverifiable issuer.unreachable')
    expect(await outcome(await badge(`${issuer}0`, signer.id), newWorld({ aliases }))).toBe('unverifiable issuer.unreachable')
  })

  test.each<[string, string]>([
    ['did:ion:abc', 'unverifiable issuer.method_unsupported'],
    ['urn:uuid:0d0a7dfe-8a04-4f2e-9c3a-3f6f0f5f2b10', 'unverifiable issuer.method_unsupported'],
    ['http://university.example/issuers/1', 'unverifiable issuer.method_unsupported'],
    ['mailto:a@university.example', 'unverifiable issuer.method_unsupported'],
  ])('an issuer named %s cannot be confirmed here', async (id, expected) => {
    expect(await outcome(await badge(id, signer.id))).toBe(expected)
  })
})

describe('names of keys that are none', () => {
  test.each<[Json, string]>([
    ['key-1', 'invalid'],
    ['#key-1', 'invalid'],
    ['did:web:issuer.example', 'invalid'],
    ['urn:uuid:1', 'unverifiable'],
    ['http://university.example/key', 'unverifiable'],
    ['did:ion:abc#key-1', 'unverifiable'],
  ])('%s', async (verificationMethod, expected) => {
    const document = badgeBy(signer.did)
    const proof = { ...(await jcsProofOver(document, signer)), verificationMethod }
    const world = newWorld()
    expect(await outcome({ ...document, proof }, world)).toMatch(new RegExp(`^${expected}`))
    expect(world.fetched).toEqual([])
  })

  test('a co-signer counts by its own document', async () => {
    const document = badgeBy(signer.did)
    const other = 'did:web:co.example'
    const id = `${other}#key-1`
    const key = { id, type: 'Multikey', controller: other, publicKeyMultibase: second.multibase }
    const proof = [await proofOver(document, signer), await proofOver(document, second, { verificationMethod: id })]
    const web = { 'https://co.example/.well-known/did.json': { id: other, verificationMethod: [key], assertionMethod: [id] } }
    expect(await outcome({ ...document, proof }, newWorld({ web }))).toBe('valid')
    expect(await outcome({ ...document, proof })).toBe('unverifiable proof.key_unreachable')
  })
})
