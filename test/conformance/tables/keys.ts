import { generateKeyPairSync } from 'node:crypto'
import type { Json, JsonObject } from '../../../src/json.ts'
import type { Web } from '../desk.ts'
import { badge, type Case, issuer, p256, p384, plain, stranger } from '../documents.ts'
import { base58, edKey, type Key, type Members, multibaseOf, proofOver, seal, withMembers } from '../sign.ts'

const key = edKey(41)
const did = 'did:web:university.example'
const address = 'https://university.example/.well-known/did.json'
const profileUrl = 'https://school.example/issuers/1'

const method = (id: string, members: Members = {}, controller = id.split('#')[0] as string): JsonObject =>
  withMembers({ id, type: 'Multikey', controller, publicKeyMultibase: key.multibase }, members)

/** A DID document or profile that lists one key. */
const home = (id: string, members: Members = {}, methodMembers: Members = {}): JsonObject => {
  const vm = `${id}#key-1`
  return withMembers(
    { '@context': ['https://www.w3.org/ns/did/v1'], id, verificationMethod: [method(vm, methodMembers)], assertionMethod: [vm] },
    members,
  )
}

/** A badge of an issuer whose key stands elsewhere than in its name. */
const of = (
  title: string,
  web: Web,
  expected: string,
  options: { issuerId?: string; vm?: string; by?: Key; document?: JsonObject } = {},
): Case => {
  const { issuerId = did, vm = `${issuerId}#key-1`, by = key } = options
  return [title, async () => ({ credential: await seal(options.document ?? badge({}, issuerId), { ...by, vm }), web }), expected]
}
const ofDid = (title: string, specific: string, expected: string, url?: string): Case => {
  const id = `did:web:${specific}`
  return of(`did:web ${title}`, url === undefined ? {} : { [url]: home(id) }, expected, { issuerId: id })
}
const keyText = (title: string, multibase: string, expected: string): Case => {
  const id = `did:key:${multibase}`
  return [
    `did:key ${title}`,
    async () => ({
      credential: { ...badge({}, id), proof: await proofOver(badge({}, id), issuer, { verificationMethod: `${id}#${multibase}` }) },
    }),
    expected,
  ]
}
const codec = (bytes: number[], length: number): string => `z${base58(Buffer.from([...bytes, ...Buffer.alloc(length, 7)]))}`
const raw = Buffer.from(String(issuer.jwk['x']), 'base64url')
const didJwk = (jwk: JsonObject): string => `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`
const byJwk = (title: string, jwk: JsonObject, by: Key, expected: string, fragment = '0'): Case => {
  const id = didJwk(jwk)
  return of(`did:jwk ${title}`, {}, expected, { issuerId: id, vm: `${id}#${fragment}`, by })
}
const jwkHome = (jwk: JsonObject, type = 'JsonWebKey'): JsonObject =>
  home(did, {}, { type, publicKeyMultibase: undefined, publicKeyJwk: jwk })
const secp = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'jwk' }) as JsonObject

export const keys: Case[] = [
  // did:key
  ['did:key P-256', async () => ({ credential: await seal(badge({}, p256.did), p256) }), 'valid'],
  ['did:key: a stranger signs', async () => ({ credential: await seal(badge(), stranger) }), 'invalid issuer.not_confirmed'],
  [
    'did:key: the name of the key without its DID',
    async () => ({ credential: await seal(badge(), { ...issuer, vm: `#${issuer.multibase}` }) }),
    'invalid',
  ],
  ['did:key: the DID without fragment', async () => ({ credential: await seal(plain(), { ...issuer, vm: issuer.did }) }), 'invalid'],
  [
    'did:key: the fragment of a stranger',
    async () => ({ credential: await seal(badge(), { ...stranger, vm: `${issuer.did}#${stranger.multibase}` }) }),
    'invalid',
  ],
  [
    'did:key: the DID of a stranger with the fragment of the issuer',
    async () => ({ credential: await seal(badge(), { ...issuer, vm: `${stranger.did}#${issuer.multibase}` }) }),
    'invalid',
  ],
  ['did:key: #key-1', async () => ({ credential: await seal(badge(), { ...issuer, vm: `${issuer.did}#key-1` }) }), 'invalid'],
  [
    'did:key: with a query',
    async () => ({ credential: await seal(badge(), { ...issuer, vm: `${issuer.did}?a=b#${issuer.multibase}` }) }),
    'invalid',
  ],
  [
    'did:key: with a path',
    async () => ({ credential: await seal(badge(), { ...issuer, vm: `${issuer.did}/a#${issuer.multibase}` }) }),
    'invalid',
  ],
  ['did:key in capitals', async () => ({ credential: await seal(badge({}, issuer.did.replace('did:', 'DID:')), issuer) }), 'unverifiable'],
  keyText('of secp256k1', codec([0xe7, 0x01], 33), 'unverifiable proof.key_unsupported'),
  keyText('of X25519', codec([0xec, 0x01], 32), 'unverifiable proof.key_unsupported'),
  keyText('of a codec that does not exist', codec([0xff, 0x7f], 32), 'unverifiable'),
  keyText('with a byte too many', `z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), raw, Buffer.from([0])]))}`, 'invalid'),
  keyText('with a byte too few', `z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), raw.subarray(1)]))}`, 'invalid'),
  keyText('with zero bytes before', `z1${issuer.multibase.slice(1)}`, 'unverifiable'),
  keyText('in base64url', `u${Buffer.concat([Buffer.from([0xed, 0x01]), raw]).toString('base64url')}`, 'invalid'),
  keyText('with letters that base58 does not have', `${issuer.multibase.slice(0, -1)}0`, 'invalid'),
  keyText('of a P-256 point with another prefix', multibaseOf('P-256', Buffer.concat([Buffer.from([4]), Buffer.alloc(32, 1)])), 'invalid'),
  keyText('of a P-256 x that is on no curve', multibaseOf('P-256', Buffer.concat([Buffer.from([2]), Buffer.alloc(32, 0xff)])), 'invalid'),
  // did:jwk
  byJwk('of Ed25519', issuer.jwk, issuer, 'valid'),
  byJwk('of P-256', p256.jwk, p256, 'valid'),
  byJwk('of P-384', p384.jwk, p384, 'valid'),
  byJwk('with another fragment', issuer.jwk, issuer, 'invalid', '1'),
  byJwk('of another key', stranger.jwk, issuer, 'invalid proof.altered'),
  byJwk('with a private member', { ...issuer.jwk, d: 'AAAA' }, issuer, 'invalid'),
  byJwk('for encryption', { ...issuer.jwk, use: 'enc' }, issuer, 'unverifiable'),
  byJwk('of secp256k1', secp, issuer, 'unverifiable'),
  byJwk('of a symmetric key', { kty: 'oct', k: 'AAAA' }, issuer, 'invalid'),
  of('did:jwk that holds no JSON', {}, 'invalid', { issuerId: 'did:jwk:AAAA', vm: 'did:jwk:AAAA#0' }),
  // did:web
  ofDid('at its well-known address', 'university.example', 'valid', address),
  ofDid('with a path', 'university.example:issuers:1', 'valid', 'https://university.example/issuers/1/did.json'),
  ofDid('with a path at the well-known address', 'university.example:issuers:1', 'unverifiable', address),
  ofDid(
    'with a percent-encoded port that is not 443',
    'university.example%3A8443',
    'unverifiable',
    'https://university.example:8443/.well-known/did.json',
  ),
  ofDid('with port 0', 'university.example%3A0', 'invalid', 'https://university.example/.well-known/did.json'),
  ofDid('of an unreachable host', 'down.example', 'unverifiable proof.key_unreachable'),
  ofDid('of localhost', 'localhost', 'unverifiable'),
  ofDid('of an IPv4 address', '127.0.0.1', 'unverifiable'),
  ofDid('of a number', '2130706433', 'invalid'),
  ofDid('of a hexadecimal number', '0x7f000001', 'invalid'),
  ofDid('of an IPv4 address with a zero', '0127.0.0.1', 'invalid'),
  ofDid('of an IPv6 address', '%5B%3A%3A1%5D', 'invalid'),
  ofDid('with a user name', 'user%40university.example', 'invalid'),
  ofDid('with a path that climbs', 'university.example:..:x', 'invalid'),
  ofDid('with an encoded slash', 'university.example:a%2Fb', 'invalid'),
  ofDid('with an encoded backslash', 'university.example:a%5Cb', 'invalid'),
  ofDid('with an encoded fragment', 'university.example:a%23b', 'unverifiable'),
  ofDid('with an encoded question mark', 'university.example:a%3Fb', 'unverifiable'),
  ofDid('with an empty path segment', 'university.example::b', 'invalid'),
  ofDid('with a full stop behind the host', 'university.example.', 'invalid'),
  ofDid('in punycode', 'xn--r8jz45g.example', 'valid', 'https://xn--r8jz45g.example/.well-known/did.json'),
  of('did:web in Cyrillic letters', { [address]: home(did) }, 'invalid', { issuerId: 'did:web:universitу.example' }),
  of(
    'did:web: the document names another DID',
    { [address]: home(did, { id: 'did:web:other.example' }) },
    'invalid proof.key_document_wrong',
  ),
  of('did:web: the document has no id', { [address]: home(did, { id: undefined }) }, 'invalid proof.key_document_wrong'),
  of(
    'did:web: the key is not for assertions',
    { [address]: home(did, { assertionMethod: undefined }) },
    'invalid proof.key_not_authorised',
  ),
  of(
    'did:web: the key is for authentication only',
    { [address]: home(did, { assertionMethod: [], authentication: [`${did}#key-1`] }) },
    'invalid proof.key_not_authorised',
  ),
  of(
    'did:web: the key is an object in assertionMethod',
    { [address]: home(did, { verificationMethod: undefined, assertionMethod: [method(`${did}#key-1`)] }) },
    'valid',
  ),
  of(
    'did:web: the key under a relative id',
    { [address]: home(did, { verificationMethod: [method('#key-1', { controller: did })], assertionMethod: ['#key-1'] }) },
    'valid',
  ),
  of(
    'did:web: another controller',
    { [address]: home(did, {}, { controller: 'did:web:other.example' }) },
    'invalid proof.key_controller_wrong',
  ),
  of('did:web: no controller', { [address]: home(did, {}, { controller: undefined }) }, 'invalid'),
  of('did:web: another key', { [address]: home(did, {}, { publicKeyMultibase: stranger.multibase }) }, 'invalid proof.altered'),
  of('did:web: revoked', { [address]: home(did, {}, { revoked: '2026-04-15T00:00:00Z' }) }, 'invalid proof.key_revoked'),
  of('did:web: expired', { [address]: home(did, {}, { expires: '2026-04-15T00:00:00Z' }) }, 'invalid proof.key_expired'),
  of('did:web: expires later', { [address]: home(did, {}, { expires: '2999-01-01T00:00:00Z' }) }, 'valid'),
  of('did:web: revoked is no date', { [address]: home(did, {}, { revoked: 'no' }) }, 'invalid'),
  of(
    'did:web: an old and a new key',
    {
      [address]: home(did, {
        verificationMethod: [method(`${did}#key-0`, { publicKeyMultibase: stranger.multibase }), method(`${did}#key-1`)],
        assertionMethod: [`${did}#key-0`, `${did}#key-1`],
      }),
    },
    'valid',
  ),
  of(
    'did:web: two keys under one id',
    {
      [address]: home(did, {
        verificationMethod: [method(`${did}#key-1`), method(`${did}#key-1`, { publicKeyMultibase: stranger.multibase })],
      }),
    },
    'invalid',
  ),
  of('did:web: another id of the key', { [address]: home(did) }, 'invalid proof.key_not_found', { vm: `${did}#key-2` }),
  of('did:web: the key only in the fragment', { [address]: home(did) }, 'invalid', { vm: `${did}#${key.multibase}` }),
  of('did:web: no fragment', { [address]: home(did) }, 'invalid', { vm: did }),
  of(
    'did:web: the key of another DID',
    { [address]: home(did), 'https://other.example/.well-known/did.json': home('did:web:other.example') },
    'invalid issuer.not_confirmed',
    { vm: 'did:web:other.example#key-1' },
  ),
  of('did:web: JsonWebKey', { [address]: jwkHome(key.jwk) }, 'valid'),
  of('did:web: JsonWebKey2020', { [address]: jwkHome(key.jwk, 'JsonWebKey2020') }, 'valid'),
  of('did:web: Ed25519VerificationKey2020', { [address]: home(did, {}, { type: 'Ed25519VerificationKey2020' }) }, 'valid'),
  of('did:web: P-256 as JsonWebKey', { [address]: jwkHome(p256.jwk) }, 'valid', { by: p256 }),
  of(
    'did:web: DataIntegrityProof as type of a key, a misprint',
    { [address]: home(did, {}, { type: 'DataIntegrityProof' }) },
    'unverifiable',
  ),
  of('did:web: a key in two forms', { [address]: home(did, {}, { publicKeyJwk: key.jwk }) }, 'invalid'),
  of('did:web: a private key published', { [address]: jwkHome({ ...key.jwk, d: 'AAAA' }) }, 'invalid'),
  of('did:web: no JSON', { [address]: '<html>' }, 'unverifiable'),
  of('did:web: a member twice', { [address]: `{"id":"${did}","id":"${did}"}` }, 'unverifiable'),
  of('did:web: a list', { [address]: '[]' }, 'unverifiable'),
  of('did:web: methods that are no objects', { [address]: home(did, { verificationMethod: [null, 4, 'x'] as Json }) }, 'invalid'),
  of('an unknown method', {}, 'unverifiable', { issuerId: 'did:example:1' }),
  of('did:ion', {}, 'unverifiable', { issuerId: 'did:ion:EiA' }),
  // https
  of('https: the profile lists the key', { [profileUrl]: home(profileUrl) }, 'valid', { issuerId: profileUrl }),
  of(
    'https: the profile does not list it',
    { [profileUrl]: home(profileUrl, { verificationMethod: [], assertionMethod: [] }) },
    'invalid',
    { issuerId: profileUrl },
  ),
  of('https: the profile is of another id', { [profileUrl]: home(profileUrl, { id: 'https://school.example/issuers/2' }) }, 'invalid', {
    issuerId: profileUrl,
  }),
  of('https: unreachable', {}, 'unverifiable', { issuerId: profileUrl }),
  of(
    'https: a key document at its own origin',
    { 'https://school.example/keys/1': method('https://school.example/keys/1', { controller: profileUrl }) },
    'valid',
    { issuerId: profileUrl, vm: 'https://school.example/keys/1' },
  ),
  of(
    'https: a key document of another controller',
    { 'https://school.example/keys/1': method('https://school.example/keys/1', { controller: 'https://school.example/issuers/2' }) },
    'invalid',
    { issuerId: profileUrl, vm: 'https://school.example/keys/1' },
  ),
  of(
    'https: a key document at a foreign origin that names the issuer',
    { 'https://evil.example/k': method('https://evil.example/k', { controller: profileUrl }), [profileUrl]: home(profileUrl) },
    'invalid',
    { issuerId: profileUrl, vm: 'https://evil.example/k' },
  ),
  of(
    'https: a key at a foreign origin that the profile lists',
    {
      'https://keys.example/k': method('https://keys.example/k', { controller: profileUrl }),
      [profileUrl]: home(profileUrl, {
        verificationMethod: [method('https://keys.example/k', { controller: profileUrl })],
        assertionMethod: ['https://keys.example/k'],
      }),
    },
    'valid',
    { issuerId: profileUrl, vm: 'https://keys.example/k' },
  ),
  of('https: an unrelated did:key', { [profileUrl]: home(profileUrl) }, 'invalid', { issuerId: profileUrl, vm: key.vm }),
  of('https: the key only in the fragment, unreachable', {}, 'unverifiable', {
    issuerId: profileUrl,
    vm: `${profileUrl}#${key.multibase}`,
  }),
  of('https: the key only in the fragment, not listed', { [profileUrl]: { id: profileUrl, type: ['Profile'] } }, 'invalid', {
    issuerId: profileUrl,
    vm: `${profileUrl}#${key.multibase}`,
  }),
  of(
    'https: a host that begins alike',
    {
      'https://school.example.evil.test/k': method('https://school.example.evil.test/k', { controller: profileUrl }),
      [profileUrl]: home(profileUrl),
    },
    'invalid',
    { issuerId: profileUrl, vm: 'https://school.example.evil.test/k' },
  ),
  of('https: a private address as issuer', {}, 'unverifiable', { issuerId: 'https://10.0.0.1/i' }),
  of('https: a user name in the address of the key', {}, 'unverifiable', {
    issuerId: profileUrl,
    vm: 'https://school.example@evil.example/k',
  }),
  of('http: never', { 'http://school.example/i': home('http://school.example/i') }, 'unverifiable', {
    issuerId: 'http://school.example/i',
  }),
  of('urn: cannot be confirmed', {}, 'unverifiable', { issuerId: 'urn:uuid:7d3e0b1c-52e6-4f2b-8a61-3a1f0b1f2c3d', vm: key.vm }),
  [
    'did:key of a homoglyph name',
    async () => ({
      credential: await seal(badge({ issuer: { id: stranger.did, type: ['Profile'], name: 'リスキリング事務局（デモ）' } }), stranger),
    }),
    'valid',
  ],
  [
    'a bare https issuer in a plain credential',
    async () => ({
      credential: await seal(plain({}, profileUrl), { ...key, vm: `${profileUrl}#key-1` }),
      web: { [profileUrl]: home(profileUrl) },
    }),
    'valid',
  ],
]
