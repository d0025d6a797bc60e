import { createHmac, createPublicKey, type JsonWebKey as NodeJwk } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { verifyJwt } from '../../../src/verification/verify-jwt.ts'
import { badgeBy, olderBadgeBy } from '../proof/badges.ts'
import { deciding, newWorld, type World } from '../proof/world.ts'
import { badgePayload, claimsOf, payloadOf, segment, type TokenSigner, token, tokenSigner } from './tokens.ts'

const rsa = await tokenSigner('RS256')
const ec = await tokenSigner('ES256')
const ed = await tokenSigner('EdDSA')
const stranger = await tokenSigner('ES256')

const outcomeOf = async (text: string, world: World = newWorld()): Promise<string> => deciding(await verifyJwt(text, world.deps))
const signedBadge = (signer: TokenSigner, members: JsonObject = {}, header: JsonObject = {}): Promise<string> =>
  token(badgePayload(signer.did, members), signer, header)
const good = await signedBadge(ec)
const parts = (text: string): [string, string, string] => text.split('.') as [string, string, string]

describe('JW-1, JW-2: VC-JWT over VC Data Model 2.0', () => {
  test.each([
    ['RS256', rsa],
    ['ES256', ec],
    ['EdDSA', ed],
  ] as const)('a badge signed with %s is valid', async (alg, signer) => {
    const verification = await verifyJwt(await signedBadge(signer), newWorld().deps)
    expect(verification.verdict).toBe('valid')
    expect(verification.format).toBe('jwt')
    expect(verification.kind).toBe('open-badge-3')
    expect(verification.document).toEqual(badgeBy(signer.did))
    expect(verification.warnings.map(({ code }) => code)).toEqual(alg === 'EdDSA' ? ['proof.algorithm_uncommon'] : [])
  })

  test.each(['ES384', 'ES512'] as const)('a badge signed with %s is refused', async (alg) => {
    expect(await outcomeOf(await signedBadge(await tokenSigner(alg)))).toBe('invalid proof.jwt_algorithm_refused')
  })

  test.each<[string, JsonObject, string]>([
    ['typ JWT', { typ: 'JWT' }, 'valid'],
    ['typ vc+jwt', { typ: 'vc+jwt' }, 'valid'],
    ['another typ', { typ: 'at+jwt' }, 'invalid proof.jwt_header_refused'],
    ['the key itself', { jwk: ec.jwk }, 'valid'],
    ['the key itself and no kid', { jwk: ec.jwk, kid: null }, 'valid'],
    ['neither kid nor jwk', { kid: null }, 'invalid proof.jwt_key_missing'],
    ['the key of a stranger', { jwk: stranger.jwk }, 'invalid proof.jwt_key_differs'],
    ['a private key', { jwk: { ...ec.jwk, d: 'AAAA' } }, 'invalid proof.jwt_header_refused'],
    ['a kid that is no text', { kid: 5 }, 'invalid proof.jwt_header_refused'],
    ['a kid of another DID', { kid: stranger.kid }, 'invalid proof.altered'],
    ['jku', { jku: 'https://trap.example/jwks.json' }, 'invalid proof.jwt_header_refused'],
    ['x5u', { x5u: 'https://trap.example/x5u' }, 'invalid proof.jwt_header_refused'],
    ['x5c', { x5c: ['AAAA'] }, 'invalid proof.jwt_header_refused'],
    ['x5t', { x5t: 'AAAA' }, 'invalid proof.jwt_header_refused'],
    ['zip', { zip: 'DEF' }, 'invalid proof.jwt_header_refused'],
    ['a member of its own', { note: 'x' }, 'invalid proof.jwt_header_refused'],
  ])('a header with %s', async (_name, header, expected) => {
    const world = newWorld()
    expect(await outcomeOf(await signedBadge(ec, {}, header), world)).toBe(expected)
    expect(world.fetched).toEqual([])
  })

  test.each<[string, Json, string]>([
    ['crit', ['exp'], 'invalid proof.jwt_header_refused'],
    ['b64', false, 'invalid proof.jwt_header_refused'],
  ])('a header with %s is refused before its signature is looked at', async (member, value, expected) => {
    const [, payload, signature] = parts(good)
    const header = segment({ alg: 'ES256', kid: ec.kid, [member]: value })
    expect(await outcomeOf(`${header}.${payload}.${signature}`)).toBe(expected)
  })
})

describe('JW-2 to JW-4: claims equal the credential', () => {
  const changedClaims = (members: JsonObject): Promise<string> => {
    const payload = { ...badgePayload(ec.did), ...members }
    return token(Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null)), ec)
  }

  test.each(['iss', 'jti', 'nbf', 'sub'])('%s must be there', async (claim) => {
    expect(await outcomeOf(await changedClaims({ [claim]: null }))).toBe('invalid proof.jwt_claim_missing')
  })

  test.each<[string, Json]>([
    ['iss', 'did:web:other.example'],
    ['jti', 'urn:uuid:1'],
    ['nbf', 1_700_000_000],
    ['nbf', '2026-04-01T00:00:00Z'],
    ['sub', 'urn:uuid:1'],
    ['exp', 4_000_000_000],
  ])('%s must not differ', async (claim, value) => {
    expect(await outcomeOf(await changedClaims({ [claim]: value }))).toBe('invalid proof.jwt_claim_differs')
  })

  test('exp belongs to a badge that ends, and equals its end', async () => {
    const validUntil = '2026-06-01T00:00:00Z'
    expect(await outcomeOf(await signedBadge(ec, { validUntil }))).toBe('valid')
    const payload = badgePayload(ec.did, { validUntil })
    const { exp: _, ...without } = payload
    expect(await outcomeOf(await token(without, ec))).toBe('invalid proof.jwt_claim_missing')
    expect(await outcomeOf(await token({ ...payload, exp: 4_000_000_000 }, ec))).toBe('invalid proof.jwt_claim_differs')
  })

  test('a date of an end is judged', async () => {
    expect(await outcomeOf(await signedBadge(ec, { validUntil: '2026-04-30T00:00:00Z' }))).toBe('invalid validity.expired')
    expect(await outcomeOf(await signedBadge(ec, { validFrom: '2026-05-02T00:00:00Z' }))).toBe('invalid validity.not_yet')
  })

  test('JW-3 a subject that is known by identifiers only has no sub', async () => {
    const badge = badgeBy(ec.did)
    const { id: _, ...subject } = badge['credentialSubject'] as JsonObject
    const identifier = [{ type: 'IdentityObject', hashed: false, identityHash: 'a@example.com', identityType: 'emailAddress' }]
    const anonymous = { ...badge, credentialSubject: { ...subject, identifier } }
    expect(await outcomeOf(await token(payloadOf(anonymous), ec))).toBe('valid')
    expect(await outcomeOf(await token({ ...payloadOf(anonymous), sub: 'urn:uuid:1' }, ec))).toBe('invalid proof.jwt_claim_differs')
  })

  test('a time of issue that is no number is a warning', async () => {
    const verification = await verifyJwt(await changedClaims({ iat: 'yesterday' }), newWorld().deps)
    expect(verification.verdict).toBe('valid')
    expect(verification.warnings.map(({ code }) => code)).toEqual(['proof.jwt_issued_at_malformed'])
  })

  test('a member that is neither a claim nor of the badge breaks the closed schema', async () => {
    expect(await outcomeOf(await changedClaims({ remark: 'x' }))).toMatch(/^invalid conformance/)
  })
})

describe('JW-5: the vc claim and VC Data Model 1.1 go together', () => {
  const context = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json'
  const older = olderBadgeBy(ec.did, context, [])
  const newer = badgeBy(ec.did)

  test.each<[string, JsonObject, string]>([
    ['1.1 in vc', { ...claimsOf(older), vc: older }, 'valid'],
    ['1.1 as the payload', payloadOf(older), 'invalid proof.jwt_form_wrong'],
    ['2.0 as the payload', payloadOf(newer), 'valid'],
    ['2.0 in vc', { ...claimsOf(newer), vc: newer }, 'invalid proof.jwt_form_wrong'],
    ['vc that is no object', { ...claimsOf(older), vc: 'x' }, 'invalid proof.jwt_form_wrong'],
    ['both', { ...payloadOf(newer), vc: older }, 'invalid proof.jwt_form_wrong'],
    ['a presentation', { ...claimsOf(newer), vp: newer }, 'invalid proof.jwt_form_wrong'],
  ])('%s', async (_name, payload, expected) => {
    expect(await outcomeOf(await token(payload, ec))).toBe(expected)
  })

  test('a vc claim under typ vc+jwt is refused', async () => {
    expect(await outcomeOf(await token({ ...claimsOf(older), vc: older }, ec, { typ: 'vc+jwt' }))).toBe('invalid proof.jwt_form_wrong')
  })
})

describe('T7: attacks on a token', () => {
  const [header, payload, signature] = parts(good)

  test.each<[string, string]>([
    ['alg none without signature', `${segment({ alg: 'none', kid: ec.kid })}.${payload}.`],
    ['alg none with the signature', `${segment({ alg: 'none', kid: ec.kid })}.${payload}.${signature}`],
    ['alg NONE', `${segment({ alg: 'NONE', kid: ec.kid })}.${payload}.${signature}`],
    ['another algorithm of the family', `${segment({ alg: 'ES384', kid: ec.kid })}.${payload}.${signature}`],
    ['alg EdDSA for a P-256 key', `${segment({ alg: 'EdDSA', kid: ec.kid })}.${payload}.${signature}`],
    ['alg ES256K', `${segment({ alg: 'ES256K', kid: ec.kid })}.${payload}.${signature}`],
    ['alg of the object prototype', `${segment({ alg: 'constructor', kid: ec.kid })}.${payload}.${signature}`],
    ['a zero signature', `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`],
    ['no signature', `${header}.${payload}.`],
    ['two segments', `${header}.${payload}`],
    ['four segments', `${good}.${signature}`],
    ['a longer signature', `${good}AAAA`],
    ['padding', `${good}==`],
    ['bits that belong to no byte', `${header}.${payload}.${signature.slice(0, -1)}${other(signature.at(-1) as string)}`],
    ['a blank before it', ` ${good}`],
    ['a header that is a list', `${segment(['ES256'])}.${payload}.${signature}`],
    ['alg twice', `${segment('{"alg":"none","alg":"ES256"}')}.${payload}.${signature}`],
    ['a payload that is text', `${header}.${segment('"x"')}.${signature}`],
    ['an issuer twice', `${header}.${segment(`{"iss":"${stranger.did}",${JSON.stringify(badgePayload(ec.did)).slice(1)}`)}.${signature}`],
    ['nothing', ''],
    ['dots', '..'],
  ])('%s', async (_name, text) => {
    const world = newWorld()
    expect(await outcomeOf(text, world)).toMatch(/^invalid/)
    expect(world.fetched).toEqual([])
  })

  test('the public key as an HMAC secret is no signature', async () => {
    const pem = createPublicKey({ key: rsa.jwk as NodeJwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })
    const input = `${segment({ alg: 'HS256', kid: rsa.kid })}.${segment(badgePayload(rsa.did))}`
    const forged = `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`
    expect(await outcomeOf(forged)).toBe('invalid proof.jwt_algorithm_refused')
  })

  test('a stranger’s signature in the issuer’s name is refused, whichever way the key is named', async () => {
    const inTheName = badgePayload(ec.did)
    expect(await outcomeOf(await token(inTheName, stranger, { kid: ec.kid }))).toBe('invalid proof.altered')
    expect(await outcomeOf(await token(inTheName, stranger, { kid: null, jwk: stranger.jwk }))).toBe('invalid proof.jwt_key_differs')
    expect(await outcomeOf(await token(inTheName, stranger))).toBe('invalid issuer.not_confirmed')
    expect(await outcomeOf(await token(inTheName, stranger, { jwk: stranger.jwk }))).toBe('invalid issuer.not_confirmed')
  })

  test('every change of one character of the token is refused', async () => {
    expect(await outcomeOf(good)).toBe('valid')
    for (let index = 0; index < good.length; index += 17) {
      const letter = good[index] as string
      if (letter === '.') continue
      const text = good.slice(0, index) + other(letter) + good.slice(index + 1)
      expect(`${index} ${await outcomeOf(text)}`).not.toMatch(/ valid$/)
    }
  })

  test('every member of the payload changed in turn is refused', async () => {
    for (const member of Object.keys(badgePayload(ec.did))) {
      const changed = { ...badgePayload(ec.did), [member]: 'x' }
      expect(`${member} ${await outcomeOf(`${header}.${segment(changed)}.${signature}`)}`).not.toMatch(/ valid$/)
    }
  })

  test.each([
    ['1,024 bits', 128, 'AQAB'],
    ['512 bits', 64, 'AQAB'],
    ['the exponent 1', 256, 'AQ'],
    ['the exponent 3', 256, 'Aw'],
    ['an even exponent', 256, 'AQAA'],
  ])('an RSA key with %s is weak', async (_name, bytes, e) => {
    const n = Buffer.alloc(bytes, 0xff).toString('base64url')
    const did = `did:jwk:${Buffer.from(JSON.stringify({ kty: 'RSA', n, e })).toString('base64url')}`
    expect(await outcomeOf(await token(badgePayload(did), rsa, { kid: `${did}#0` }))).toBe('invalid proof.key_weak')
  })

  test('a JWK for encryption verifies nothing', async () => {
    const did = `did:jwk:${Buffer.from(JSON.stringify({ ...ec.jwk, use: 'enc' })).toString('base64url')}`
    expect(await outcomeOf(await token(badgePayload(did), ec, { kid: `${did}#0` }))).toBe('unverifiable proof.key_unsupported')
  })
})

describe('JW-7: https issuers publish their keys', () => {
  const issuer = 'https://university.example/issuers/1'
  const jwks = 'https://university.example/.well-known/jwks.json'
  const kid = 'https://university.example/keys/1'
  const set = (...keys: JsonObject[]): JsonObject => ({ keys })

  test.each<[string, JsonObject, JsonObject, string]>([
    ['listed under its kid', { kid: 'k1' }, set({ ...ec.jwk, kid: 'k1' }), 'valid'],
    ['listed for this issuer', { kid: 'k1' }, set({ ...ec.jwk, kid: 'k1', iss: issuer }), 'valid'],
    ['listed for another issuer', { kid: 'k1' }, set({ ...ec.jwk, kid: 'k1', iss: `${issuer}0` }), 'invalid proof.key_controller_wrong'],
    ['brought in the header and listed', { kid: null, jwk: ec.jwk }, set(rsa.jwk, ec.jwk), 'valid'],
    ['brought in the header and not listed', { kid: null, jwk: ec.jwk }, set(rsa.jwk), 'invalid proof.key_not_found'],
    ['named and brought, but two keys', { kid: 'k1', jwk: ec.jwk }, set({ ...stranger.jwk, kid: 'k1' }), 'invalid proof.key_not_found'],
    ['not listed', { kid: 'k2' }, set({ ...ec.jwk, kid: 'k1' }), 'invalid proof.key_not_found'],
    [
      'listed twice under one name',
      { kid: 'k1' },
      set({ ...ec.jwk, kid: 'k1' }, { ...stranger.jwk, kid: 'k1' }),
      'invalid proof.key_not_found',
    ],
    ['another key under this name', { kid: 'k1' }, set({ ...stranger.jwk, kid: 'k1' }), 'invalid proof.altered'],
    ['an empty set', { kid: 'k1' }, {}, 'invalid proof.key_not_found'],
  ])('a key that is %s', async (_name, header, document, expected) => {
    const world = newWorld({ web: { [jwks]: document } })
    expect(await outcomeOf(await token(badgePayload(issuer), ec, header), world)).toBe(expected)
    expect(world.fetched).toEqual([jwks])
  })

  test('a kid that is an address is never asked: the key that signed is in the set, or the token is not by the issuer', async () => {
    const text = await token(badgePayload(issuer), ec, { kid })
    const world = newWorld({ web: { [jwks]: set(rsa.jwk, ec.jwk), [kid]: ec.jwk } })
    expect(await outcomeOf(text, world)).toBe('valid')
    expect(await outcomeOf(text, newWorld({ web: { [jwks]: set(rsa.jwk), [kid]: ec.jwk } }))).toBe('invalid proof.key_not_found')
    expect(await outcomeOf(text, newWorld({ web: { [kid]: ec.jwk } }))).toBe('unverifiable proof.key_unreachable')
    expect(world.fetched).toEqual([jwks])
  })

  test('the key set of another host proves nothing', async () => {
    const elsewhere = { 'https://trap.example/.well-known/jwks.json': set({ ...ec.jwk, kid: 'k1' }) }
    const text = await token(badgePayload(issuer), ec, { kid: 'k1' })
    expect(await outcomeOf(text, newWorld({ web: elsewhere }))).toBe('unverifiable proof.key_unreachable')
  })
})

describe('did:web issuers of tokens', () => {
  const did = 'did:web:issuer.example'
  const method = { id: `${did}#key-1`, type: 'JsonWebKey', controller: did, publicKeyJwk: ec.jwk }
  const document = { id: did, verificationMethod: [method], assertionMethod: [method.id] }
  const world = () => newWorld({ web: { 'https://issuer.example/.well-known/did.json': document } })

  test.each<[string, JsonObject, string]>([
    ['the full name of the key', { kid: `${did}#key-1` }, 'valid'],
    ['its fragment', { kid: '#key-1' }, 'valid'],
    ['the key itself', { kid: null, jwk: ec.jwk }, 'valid'],
    ['another key', { kid: null, jwk: rsa.jwk }, 'invalid proof.jwt_key_differs'],
    ['a name that is not there', { kid: `${did}#key-2` }, 'invalid proof.key_not_found'],
  ])('a header with %s', async (_name, header, expected) => {
    expect(await outcomeOf(await token(badgePayload(did), ec, header), world())).toBe(expected)
  })
})

/** Another letter of the base64url alphabet. */
function other(letter: string): string {
  return letter === 'B' ? 'C' : 'B'
}
