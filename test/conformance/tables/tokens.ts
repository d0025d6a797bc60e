import { createHmac, createSign, generateKeyPairSync, type KeyObject, sign as nodeSign } from 'node:crypto'
import type { Json, JsonObject } from '../../../src/json.ts'
import type { Input, Web } from '../desk.ts'
import { badge, type Case, entry, issuer, list, listUrl, OB, older, p256, p384, plain, stranger, V2 } from '../documents.ts'
import { ecKey, type Key, type Members, seal, withMembers } from '../sign.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const jwkOf = (key: KeyObject): JsonObject => key.export({ format: 'jwk' }) as JsonObject
const rsaJwk = jwkOf(rsa.publicKey)

const school = 'https://school.example/issuers/1'
const jwksUrl = 'https://school.example/.well-known/jwks.json'
const kid = 'https://school.example/keys/1'
const jwks = (...keys: JsonObject[]): Web => ({ [jwksUrl]: { keys } })
const published = jwks({ ...rsaJwk, kid })

const part = (value: Json | string): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
type Signing = (input: string) => Buffer
const rs256: Signing = (input) => createSign('sha256').update(input).sign(rsa.privateKey)
const by =
  (key: Key): Signing =>
  (input) =>
    nodeSign({ Ed25519: null, 'P-256': 'sha256', 'P-384': 'sha384' }[key.curve], Buffer.from(input), {
      key: key.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
const alg: Record<Key['curve'], string> = { Ed25519: 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384' }
const compact = (header: Json | string, payload: Json | string, sign: Signing): string => {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${sign(input).toString('base64url')}`
}

const seconds = (date: string): number => Date.parse(date) / 1_000
const claimsOf = (document: JsonObject): JsonObject => {
  const subject = (document['credentialSubject'] as JsonObject)['id']
  const until = document['validUntil'] ?? document['expirationDate']
  const holder = document['issuer']
  return {
    iss: (typeof holder === 'string' ? holder : (holder as JsonObject)['id']) as Json,
    jti: document['id'] as Json,
    nbf: seconds(String(document['validFrom'] ?? document['issuanceDate'])),
    ...(subject === undefined ? {} : { sub: subject }),
    ...(until === undefined ? {} : { exp: seconds(String(until)) }),
  }
}
const payload = (document: JsonObject, members: Members = {}): JsonObject => withMembers({ ...document, ...claimsOf(document) }, members)
const ofSchool = badge({}, school)

/** A token as text; as the envelope of the VC-API too. */
const token = (title: string, make: () => string | Promise<string>, expected: string, web: Web = published): Case[] => [
  [`text: ${title}`, async (): Promise<Input> => ({ text: await make(), web }), expected],
  [`envelope: ${title}`, async (): Promise<Input> => ({ credential: enveloped(await make()), web }), expected],
]
const enveloped = (text: string, members: Members = {}): JsonObject =>
  withMembers({ '@context': [V2], id: `data:application/vc+jwt,${text}`, type: 'EnvelopedVerifiableCredential' }, members)

const headed = (title: string, header: Members, expected: string, sign: Signing = rs256, web: Web = published): Case[] =>
  token(`header: ${title}`, () => compact(withMembers({ alg: 'RS256', kid }, header), payload(ofSchool), sign), expected, web)
const claimed = (title: string, claims: Members, expected: string, document = ofSchool): Case[] =>
  token(`claims: ${title}`, () => compact({ alg: 'RS256', kid }, payload(document, claims), rs256), expected)
const didToken = (title: string, key: Key, expected: string, header: Members = {}, document = badge({}, key.did)): Case[] =>
  token(title, () => compact(withMembers({ alg: alg[key.curve], kid: key.vm }, header), payload(document), by(key)), expected)

const older1 = older(OB, [], { issuer: { id: school, type: ['Profile'] } })
const inVc = (members: Members = {}, document: JsonObject = older1): string =>
  compact({ alg: 'RS256', kid, typ: 'JWT' }, withMembers({ ...claimsOf(document), vc: document }, members), rs256)
const plainToken = (
  title: string,
  header: Members,
  document: JsonObject,
  expected: string,
  claims: Members = {},
  key: Key = issuer,
): Case[] =>
  token(
    `plain ${title}`,
    () =>
      compact(withMembers({ alg: alg[key.curve], kid: key.vm, typ: 'vc+jwt', cty: 'vc' }, header), withMembers(document, claims), by(key)),
    expected,
  )

const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string
const altered = (change: (parts: string[]) => string[]): string =>
  change(compact({ alg: 'RS256', kid }, payload(ofSchool), rs256).split('.')).join('.')

export const tokens: Case[] = [
  ...headed('RS256 with kid', {}, 'valid'),
  ...headed('typ JWT', { typ: 'JWT' }, 'valid'),
  ...headed('typ vc+jwt, which Open Badges does not know', { typ: 'vc+jwt' }, 'valid'),
  ...headed('typ at+jwt', { typ: 'at+jwt' }, 'invalid proof.jwt_header_refused'),
  ...headed('jwk in place of kid, published', { kid: undefined, jwk: rsaJwk }, 'valid'),
  ...headed('jwk with kid', { jwk: rsaJwk }, 'valid'),
  ...headed('a jwk that is not published', { kid: undefined, jwk: jwkOf(weakRsa.publicKey) }, 'invalid'),
  ...headed('the jwk of an attacker', { kid: undefined, jwk: p256.jwk, alg: 'ES256' }, 'invalid', by(p256)),
  ...headed('the jwk of an attacker with the kid of the issuer', { jwk: p256.jwk, alg: 'ES256' }, 'invalid', by(p256)),
  ...headed('a jwk with a private member', { kid: undefined, jwk: jwkOf(rsa.privateKey) }, 'invalid'),
  ...headed('neither kid nor jwk', { kid: undefined }, 'invalid proof.jwt_key_missing'),
  ...headed('alg none', { alg: 'none' }, 'invalid', () => Buffer.alloc(0)),
  ...headed('alg none with a signature', { alg: 'none' }, 'invalid proof.jwt_algorithm_refused'),
  ...headed('alg NONE', { alg: 'NONE' }, 'invalid'),
  ...headed('HS256 with the public key as secret', { alg: 'HS256' }, 'invalid proof.jwt_algorithm_refused', (input) =>
    createHmac('sha256', publicPem).update(input).digest(),
  ),
  ...headed('HS256 with the modulus as secret', { alg: 'HS256' }, 'invalid', (input) =>
    createHmac('sha256', Buffer.from(String(rsaJwk['n']), 'base64url'))
      .update(input)
      .digest(),
  ),
  ...headed('ES256 named over an RSA signature', { alg: 'ES256' }, 'invalid'),
  ...headed('PS256', { alg: 'PS256' }, 'invalid', (input) => nodeSign('sha256', Buffer.from(input), { key: rsa.privateKey, padding: 6 })),
  ...headed('RS256 named over a PSS signature', {}, 'invalid proof.altered', (input) =>
    nodeSign('sha256', Buffer.from(input), { key: rsa.privateKey, padding: 6 }),
  ),
  ...headed('RS512', { alg: 'RS512' }, 'invalid', (input) => createSign('sha512').update(input).sign(rsa.privateKey)),
  ...headed('SHA-512 under RS256', {}, 'invalid proof.altered', (input) => createSign('sha512').update(input).sign(rsa.privateKey)),
  ...headed('alg as a list', { alg: ['RS256'] }, 'invalid'),
  ...headed('alg toString', { alg: 'toString' }, 'invalid'),
  ...headed('no alg', { alg: undefined }, 'invalid'),
  ...['jku', 'x5u', 'x5c', 'x5t', 'crit', 'zip', 'b64', 'p2c', 'enc', 'iss', 'unknown'].flatMap((member) =>
    headed(`with ${member}`, { [member]: member === 'crit' ? ['exp'] : 'https://evil.example/k' }, 'invalid proof.jwt_header_refused'),
  ),
  ...(['../../etc/passwd', '', '/dev/null', "x' OR 1=1", 'key-1', 'http://school.example/keys/1', 'file:///etc/passwd'] as Json[]).flatMap(
    (value) => headed(`kid ${JSON.stringify(value)}`, { kid: value }, 'invalid'),
  ),
  ...([4, null, {}, ['x']] as Json[]).flatMap((value) => headed(`kid ${JSON.stringify(value)}`, { kid: value }, 'invalid')),
  ...headed('kid at which one JWK stands that is in the set', { kid: 'https://school.example/jwk' }, 'valid', rs256, {
    [jwksUrl]: { keys: [rsaJwk] },
    'https://school.example/jwk': rsaJwk,
  }),
  ...headed(
    "kid at a foreign host, by a key of the issuer's set: the address is not asked",
    { kid: 'https://keys.example/jwk' },
    'valid',
    rs256,
    { [jwksUrl]: { keys: [rsaJwk] } },
  ),
  ...headed(
    'kid at which the key of an attacker stands',
    { alg: 'ES256', kid: 'https://evil.example/k' },
    'invalid proof.key_not_found',
    by(p256),
    { ...published, 'https://evil.example/k': p256.jwk },
  ),
  ...headed(
    'kid at a private address, by an attacker',
    { alg: 'ES256', kid: 'https://127.0.0.1/k' },
    'invalid proof.key_not_found',
    by(p256),
  ),
  ...headed('the set unreachable', {}, 'unverifiable proof.key_unreachable', rs256, {}),
  ...headed('an empty set', {}, 'invalid proof.key_not_found', rs256, jwks()),
  ...headed('the key for another issuer (JW-7)', {}, 'invalid', rs256, jwks({ ...rsaJwk, kid, iss: 'https://school.example/issuers/2' })),
  ...headed('the key for this issuer (JW-7)', {}, 'valid', rs256, jwks({ ...rsaJwk, kid, iss: school })),
  ...headed('two keys under one kid', {}, 'invalid', rs256, jwks({ ...rsaJwk, kid }, { ...p256.jwk, kid })),
  ...headed('a second key under another kid', {}, 'valid', rs256, jwks({ ...p256.jwk, kid: 'other' }, { ...rsaJwk, kid })),
  ...headed('a published key for encryption', {}, 'invalid', rs256, jwks({ ...rsaJwk, kid, use: 'enc' })),
  ...headed(
    'a key of 1,024 bits',
    {},
    'invalid proof.key_weak',
    (input) => createSign('sha256').update(input).sign(weakRsa.privateKey),
    jwks({ ...jwkOf(weakRsa.publicKey), kid }),
  ),
  ...headed('a published key with exponent 1', {}, 'invalid', rs256, jwks({ ...rsaJwk, kid, e: 'AQ' })),
  ...headed('a set that is no JSON', {}, 'unverifiable', rs256, { [jwksUrl]: '<html>' }),
  ...headed('ES256', { alg: 'ES256' }, 'valid', by(p256), jwks({ ...p256.jwk, kid })),
  ...headed('EdDSA', { alg: 'EdDSA' }, 'valid', by(issuer), jwks({ ...issuer.jwk, kid })),
  ...headed('ES384, which no badge uses', { alg: 'ES384' }, 'invalid proof.jwt_algorithm_refused', by(p384), jwks({ ...p384.jwk, kid })),
  ...headed(
    'ES256 with a signature in DER',
    { alg: 'ES256' },
    'invalid proof.altered',
    (input) => nodeSign('sha256', Buffer.from(input), p256.privateKey),
    jwks({ ...p256.jwk, kid }),
  ),
  ...headed(
    'ES256 with a signature of zeros',
    { alg: 'ES256' },
    'invalid proof.altered',
    () => Buffer.alloc(64),
    jwks({ ...p256.jwk, kid }),
  ),
  ...headed('ES256 by another P-256 key', { alg: 'ES256' }, 'invalid proof.altered', by(ecKey('P-256')), jwks({ ...p256.jwk, kid })),
  // by DIDs
  ...didToken('did:key EdDSA', issuer, 'valid'),
  ...didToken('did:key ES256', p256, 'valid'),
  ...didToken('did:key without kid', issuer, 'invalid', { kid: undefined }),
  ...didToken('did:key with the jwk', issuer, 'valid', { kid: undefined, jwk: issuer.jwk }),
  ...didToken('did:key with the jwk of a stranger', stranger, 'invalid', { kid: undefined, jwk: stranger.jwk }, badge()),
  ...didToken('did:key of a stranger', stranger, 'invalid issuer.not_confirmed', {}, badge()),
  ...didToken('did:key with the fragment as kid', issuer, 'valid', { kid: issuer.multibase }),
  // claims (JW-2 to JW-4)
  ...['iss', 'jti', 'nbf', 'sub'].flatMap((claim) => claimed(`no ${claim}`, { [claim]: undefined }, 'invalid proof.jwt_claim_missing')),
  ...claimed('another iss', { iss: 'https://school.example/issuers/2' }, 'invalid proof.jwt_claim_differs'),
  ...claimed('another jti', { jti: 'https://badges.example.net/badges/2' }, 'invalid proof.jwt_claim_differs'),
  ...claimed('another sub', { sub: 'did:example:other' }, 'invalid proof.jwt_claim_differs'),
  ...claimed('another nbf', { nbf: seconds('2026-04-01T00:00:00Z') - 1 }, 'invalid proof.jwt_claim_differs'),
  ...claimed('nbf as text', { nbf: String(seconds('2026-04-01T00:00:00Z')) }, 'invalid'),
  ...claimed('exp without validUntil', { exp: seconds('2999-01-01T00:00:00Z') }, 'invalid proof.jwt_claim_differs'),
  ...claimed('validUntil and exp', {}, 'valid', badge({ validUntil: '2027-01-01T00:00:00Z' }, school)),
  ...claimed(
    'validUntil without exp',
    { exp: undefined },
    'invalid proof.jwt_claim_missing',
    badge({ validUntil: '2027-01-01T00:00:00Z' }, school),
  ),
  ...claimed(
    'exp later than validUntil',
    { exp: seconds('2028-01-01T00:00:00Z') },
    'invalid proof.jwt_claim_differs',
    badge({ validUntil: '2027-01-01T00:00:00Z' }, school),
  ),
  ...claimed('expired', {}, 'invalid validity.expired', badge({ validUntil: '2026-04-15T00:00:00Z' }, school)),
  ...claimed('not yet valid', {}, 'invalid validity.not_yet', badge({ validFrom: '2027-01-01T00:00:00Z' }, school)),
  ...claimed('iat', { iat: seconds('2026-04-01T00:00:00Z') }, 'valid'),
  ...claimed('iat as text', { iat: 'today' }, 'valid'),
  ...claimed('aud', { aud: 'https://verifier.example' }, 'valid'),
  ...claimed('a vc claim in VCDM 2.0 (JW-5)', { vc: ofSchool }, 'invalid'),
  ...claimed('a claim that is no term', { role: 'admin' }, 'invalid'),
  ...claimed(
    'a subject without id and no sub (T13)',
    {},
    'valid',
    badge(
      {
        credentialSubject: withMembers(ofSchool['credentialSubject'] as JsonObject, {
          id: undefined,
          identifier: [{ type: 'IdentityObject', hashed: false, identityHash: 'a@example.com', identityType: 'emailAddress' }],
        }),
      },
      school,
    ),
  ),
  ...claimed(
    'validFrom with a fraction, nbf whole',
    { nbf: seconds('2026-04-01T00:00:00Z') },
    'valid',
    badge({ validFrom: '2026-04-01T00:00:00.5Z' }, school),
  ),
  ...claimed('a rule of badges broken', {}, 'invalid conformance.rule_broken', badge({ name: null }, school)),
  // VCDM 1.1
  ...token('1.1: in vc', () => inVc(), 'valid'),
  ...token('1.1: as payload (JW-5)', () => compact({ alg: 'RS256', kid }, payload(older1), rs256), 'invalid proof.jwt_form_wrong'),
  ...token('2.0: in vc (JW-5)', () => inVc({}, ofSchool), 'invalid proof.jwt_form_wrong'),
  ...token('1.1: vc, and members of a credential beside it', () => inVc({ name: 'x' }), 'invalid'),
  ...token('1.1: vc as text', () => inVc({ vc: 'x' }), 'invalid'),
  ...token('1.1: another iss', () => inVc({ iss: 'https://x.example/' }), 'invalid proof.jwt_claim_differs'),
  ...token('1.1: expired', () => inVc({}, { ...older1, expirationDate: '2026-04-02T00:00:00Z' }), 'invalid validity.expired'),
  // text
  ...token(
    'the payload altered',
    () => altered(([head, , signature]) => [head as string, part(payload({ ...ofSchool, name: 'x' })), signature as string]),
    'invalid proof.altered',
  ),
  ...token(
    'the signature of another token',
    () => altered(([head, body]) => [head as string, body as string, rs256('x').toString('base64url')]),
    'invalid proof.altered',
  ),
  ...token('no signature', () => altered(([head, body]) => [head as string, body as string, '']), 'invalid'),
  ...token('two parts', () => altered(([head, body]) => [head as string, body as string]), 'invalid'),
  ...token('four parts', () => altered((parts) => [...parts, 'AAAA']), 'invalid'),
  ...token('padding', () => altered(([head, body, signature]) => [head as string, body as string, `${signature}=`]), 'invalid'),
  ...token(
    'bits that base64url leaves over',
    () =>
      altered(([head, body, signature]) => [
        head as string,
        body as string,
        `${(signature as string).slice(0, -1)}${{ A: 'B', Q: 'R', g: 'h', w: 'x' }[(signature as string).at(-1) as string] ?? '_'}`,
      ]),
    'invalid',
  ),
  ...token(
    'a member twice in the header',
    () => compact('{"alg":"RS256","kid":"x","kid":"https://school.example/keys/1"}', payload(ofSchool), rs256),
    'invalid',
  ),
  ...token(
    'a member twice in the payload',
    () => compact({ alg: 'RS256', kid }, JSON.stringify(payload(ofSchool)).replace('"name"', '"name":"x","name"'), rs256),
    'invalid',
  ),
  ...token('a header of 5 KB', () => compact({ alg: 'RS256', kid, typ: 'J'.repeat(5_000) }, payload(ofSchool), rs256), 'invalid'),
  ...token('a payload that is a list', () => compact({ alg: 'RS256', kid }, [], rs256), 'invalid'),
  ...token(
    '__proto__ in the payload',
    () => compact({ alg: 'RS256', kid }, JSON.stringify(payload(ofSchool)).replace('{', '{"__proto__":{"a":1},'), rs256),
    'invalid',
  ),
  // embedded proofs beside (JW-6)
  ...token(
    'with an embedded proof inside',
    async () => compact({ alg: 'EdDSA', kid: issuer.vm }, payload(await seal(badge(), issuer)), by(issuer)),
    'valid',
  ),
  ...token(
    'with a broken embedded proof inside',
    async () => compact({ alg: 'EdDSA', kid: issuer.vm }, payload({ ...(await seal(badge(), issuer)), name: 'x' }), by(issuer)),
    'invalid',
  ),
  // status
  ...token(
    'revoked',
    () => compact({ alg: 'EdDSA', kid: issuer.vm }, payload(badge({ credentialStatus: entry() })), by(issuer)),
    'unverifiable status.unreachable',
  ),
  [
    'text: a status list as a token',
    async () => {
      const text = compact({ alg: 'EdDSA', kid: issuer.vm, typ: 'vc+jwt' }, { ...list() }, by(issuer))
      return {
        text: compact({ alg: 'EdDSA', kid: issuer.vm }, payload(badge({ credentialStatus: entry() })), by(issuer)),
        web: { [listUrl]: text },
      }
    },
    'valid',
  ],
  // plain (VC-API section 8)
  ...plainToken('vc+jwt by Ed25519', {}, plain(), 'valid'),
  ...plainToken('vc+jwt by P-384', {}, plain({}, p384.did), 'valid', {}, p384),
  ...plainToken('another cty', { cty: 'vp' }, plain(), 'invalid proof.jwt_header_refused'),
  ...plainToken('no cty', { cty: undefined }, plain(), 'valid'),
  ...plainToken('vp+jwt', { typ: 'vp+jwt', cty: undefined }, plain(), 'invalid'),
  ...plainToken('a vc claim', {}, plain(), 'invalid proof.jwt_form_wrong', { vc: plain() }),
  ...plainToken('a vp claim', {}, plain(), 'invalid proof.jwt_form_wrong', { vp: {} }),
  ...plainToken('iss of the issuer', {}, plain(), 'valid', { iss: issuer.did }),
  ...plainToken('another iss', {}, plain(), 'invalid proof.jwt_claim_differs', { iss: stranger.did }),
  ...plainToken('exp in the past', {}, plain(), 'invalid validity.expired', { exp: 1_000 }),
  ...plainToken('nbf in the future', {}, plain(), 'invalid validity.not_yet', { nbf: 40_000_000_000 }),
  ...plainToken('exp as text', {}, plain(), 'invalid', { exp: '40000000000' }),
  ...plainToken('no kid', { kid: undefined }, plain(), 'valid'),
  ...plainToken('by a stranger', {}, plain(), 'invalid', {}, stranger),
  ...plainToken('the older form', { typ: 'JWT', cty: undefined }, { vc: plain(), iss: issuer.did }, 'valid'),
  // envelopes
  ...(
    [
      ['another context', { '@context': ['https://www.w3.org/2018/credentials/v1'] }, 'invalid'],
      ['an empty context', { '@context': [] }, 'invalid'],
      ['the context as text', { '@context': V2 }, 'valid'],
      ['type as a list', { type: ['EnvelopedVerifiableCredential'] }, 'valid'],
      ['two types', { type: ['EnvelopedVerifiableCredential', 'VerifiableCredential'] }, 'invalid'],
      ['a member beside', { name: 'x' }, 'invalid'],
      ['a proof beside', { proof: {} }, 'invalid'],
      ['id of no data URL', { id: 'https://example.com/x' }, 'invalid'],
      ['no id', { id: undefined }, 'invalid'],
      ['SD-JWT', { id: 'data:application/vc+sd-jwt,abc' }, 'unverifiable proof.envelope_type_unknown'],
      ['base64', { id: 'data:application/vc+jwt;base64,abc' }, 'invalid'],
      ['an empty text', { id: 'data:application/vc+jwt,' }, 'invalid'],
      ['a presentation inside', { id: 'data:application/vp+jwt,abc' }, 'invalid'],
    ] as [string, Members, string][]
  ).map(
    ([title, members, expected]): Case => [
      `envelope with ${title}`,
      () => ({ credential: enveloped(compact({ alg: 'EdDSA', kid: issuer.vm, typ: 'vc+jwt' }, plain(), by(issuer)), members) }),
      expected,
    ],
  ),
  [
    'envelope as application/jwt',
    () => ({ credential: enveloped('', { id: `data:application/jwt,${compact({ alg: 'EdDSA', kid: issuer.vm }, plain(), by(issuer))}` }) }),
    'valid',
  ],
]
