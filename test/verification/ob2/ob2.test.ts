import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { isOpenBadge2, isSignedOpenBadge2, verifyOpenBadge2 } from '../../../src/verification/open-badges-2.ts'
import { isInScope } from '../../../src/verification/open-badges-2-proof.ts'
import { deciding, judged, newWorld, type Web } from '../proof/world.ts'
import * as ob2 from './ob2-world.ts'

const key = ob2.newRsaKey()
const other = ob2.newRsaKey()
const world = (more: Web = {}) => newWorld({ web: ob2.website(key.pem, more) })

const outcome = async (input: JsonObject | string, more: Web = {}): Promise<string> =>
  deciding(await verifyOpenBadge2(input, world(more).deps))

describe('hosted Open Badges 2.0', () => {
  test('one that stands at its own address is valid, and shows what its issuer serves', async () => {
    const answer = await verifyOpenBadge2(ob2.assertion(), world().deps)
    expect(answer).toMatchObject({
      verdict: 'valid',
      kind: 'open-badge-2',
      format: 'ob2-hosted',
      issuer: { id: ob2.issuerId, name: '見本大学（デモ）' },
    })
    expect(answer.document).toEqual({ ...ob2.assertion(), badge: { ...ob2.badgeClass(), issuer: ob2.issuerProfile() } })
  })
  test('a copy with embedded badge class and issuer is the same badge', async () => {
    const copy = ob2.assertion({ badge: { ...ob2.badgeClass(), issuer: ob2.issuerProfile() } })
    expect(await outcome(copy)).toBe('valid')
  })
  test.each<[string, JsonObject]>([
    ['another recipient', { recipient: { type: 'email', hashed: false, identity: 'b@example.com' } }],
    ['a later end', { expires: '2999-01-01T00:00:00Z' }],
    ['another badge', { badge: `${ob2.host}/other-class` }],
    ['an embedded badge class of another name', { badge: ob2.badgeClass({ name: 'Doctor' }) }],
    ['added evidence', { evidence: 'https://example.org/evidence' }],
  ])('a copy with %s is invalid', async (_, change) => {
    expect(await outcome(ob2.assertion(change))).toBe('invalid proof.hosted_differs')
  })
  test('one that its issuer no longer serves cannot be decided', async () => {
    expect(await outcome(ob2.assertion({ id: `${ob2.host}/assertions/2` }))).toBe('unverifiable proof.hosted_unreachable')
  })
  test('another document at its address makes it invalid', async () => {
    expect(await outcome(ob2.assertion(), { [ob2.assertionId]: ob2.assertion({ id: `${ob2.host}/assertions/9` }) })).toBe(
      'invalid proof.hosted_missing',
    )
    expect(await outcome(ob2.assertion(), { [ob2.assertionId]: 'gone' })).toBe('invalid proof.hosted_missing')
  })
  test('one that says revoked is invalid', async () => {
    expect(await outcome(ob2.assertion(), { [ob2.assertionId]: ob2.assertion({ revoked: true }) })).toBe('invalid status.revoked')
  })
  test('one that has expired is invalid, and says so', async () => {
    const expired = ob2.assertion({ expires: '2026-04-02T00:00:00Z' })
    expect(await outcome(expired, { [ob2.assertionId]: expired })).toBe('invalid validity.expired')
  })
  test("one on a stranger's host in the name of the issuer is invalid", async () => {
    const id = 'https://evil.example/assertions/1'
    const forged = ob2.assertion({ id })
    expect(await outcome(forged, { [id]: forged })).toBe('invalid proof.hosted_out_of_scope')
  })
  test('one on a host that the issuer names is valid', async () => {
    const id = 'https://host.example/assertions/1'
    const hosted = ob2.assertion({ id })
    const more = { [id]: hosted, [ob2.issuerId]: ob2.issuerProfile({ verification: { allowedOrigins: ['host.example'] } }) }
    expect(await outcome(hosted, more)).toBe('valid')
  })
  test('an issuer whose profile is not at its address is not confirmed', async () => {
    expect(await outcome(ob2.assertion(), { [ob2.issuerId]: ob2.issuerProfile({ id: `${ob2.host}/other` }) })).toBe(
      'invalid issuer.document_wrong',
    )
  })
  test('an issuer that cannot be reached leaves it undecided', async () => {
    const web = ob2.website(key.pem)
    delete web[ob2.issuerId]
    expect(deciding(await verifyOpenBadge2(ob2.assertion(), newWorld({ web }).deps))).toBe('unverifiable issuer.unreachable')
  })
  test.each<[string, Web]>([
    ['an assertion without recipient', { [ob2.assertionId]: { ...ob2.assertion(), recipient: 'x' } }],
    ['an assertion with an impossible date', { [ob2.assertionId]: ob2.assertion({ issuedOn: '2026-02-30T00:00:00Z' }) }],
    ['a badge class without name', { [ob2.badgeClassId]: { ...ob2.badgeClass(), name: 4 } }],
    ['an issuer without name', { [ob2.issuerId]: { ...ob2.issuerProfile(), name: 4 } }],
  ])('%s is not conforming', async (_, more) => {
    expect(await outcome(ob2.assertion(), more)).toBe('invalid conformance.rule_broken')
  })
})

describe('the scope of hosted badges (startsWith, allowedOrigins)', () => {
  const issuer = (verification?: JsonObject) => ({ id: ob2.issuerId, ...(verification === undefined ? {} : { verification }) })
  test.each<[string, JsonObject | undefined, boolean]>([
    [ob2.assertionId, undefined, true],
    ['https://badges.example.org.evil.example/1', undefined, false],
    [ob2.assertionId, { startsWith: `${ob2.host}/assertions/` }, true],
    [`${ob2.host}/other/1`, { startsWith: `${ob2.host}/assertions/` }, false],
    ['https://badges.example.org.evil.example/assertions/1', { startsWith: ob2.host }, false],
    [`${ob2.host}/assertions/../../other/1`, { startsWith: `${ob2.host}/assertions/` }, false],
    ['https://host.example/1', { allowedOrigins: 'host.example' }, true],
    ['https://host.example:8443/1', { allowedOrigins: 'host.example' }, false],
    [ob2.assertionId, { allowedOrigins: ['host.example'] }, false],
  ])('%s under %j: %s', (id, verification, expected) => {
    expect(isInScope(id, issuer(verification))).toBe(expected)
  })
})

describe('signed Open Badges 2.0', () => {
  const signedAssertion = (members: JsonObject = {}): JsonObject =>
    ob2.assertion({
      id: 'urn:uuid:a953081a-4bbc-4927-8653-7219bca00e3b',
      verification: { type: 'SignedBadge', creator: ob2.keyId },
      ...members,
    })
  const token = ob2.jws(signedAssertion(), key.privateKey)

  test('one by a key that the issuer lists is valid', async () => {
    const answer = await verifyOpenBadge2(token, world().deps)
    expect(answer).toMatchObject({
      verdict: 'valid',
      kind: 'open-badge-2',
      format: 'ob2-signed',
      issuer: { id: ob2.issuerId, recognised: false },
    })
  })
  test('a badge class inside it is covered by the signature, and its issuer is still read from its own address', async () => {
    const embedded = (issuer: JsonObject | string) =>
      ob2.jws(signedAssertion({ badge: ob2.badgeClass({ name: 'Embedded', issuer }) }), key.privateKey)
    expect(await outcome(embedded(ob2.issuerId))).toBe('valid')
    const answer = await verifyOpenBadge2(embedded(ob2.issuerProfile({ name: 'Somebody famous' })), world().deps)
    expect(answer.issuer?.name).toBe('見本大学（デモ）')
  })
  test('one that was altered is invalid', async () => {
    const [header, , signature] = token.split('.')
    const altered = Buffer.from(JSON.stringify(signedAssertion({ issuedOn: '2020-04-01T00:00:00Z' }))).toString('base64url')
    expect(await outcome(`${header}.${altered}.${signature}`)).toBe('invalid proof.altered')
  })
  test('one by another key is invalid', async () => {
    expect(await outcome(ob2.jws(signedAssertion(), other.privateKey))).toBe('invalid proof.altered')
  })
  test("one by a stranger's key document is invalid: the issuer does not list it", async () => {
    const creator = 'https://evil.example/key'
    const forged = ob2.jws(signedAssertion({ verification: { type: 'SignedBadge', creator } }), other.privateKey)
    expect(judged(await verifyOpenBadge2(forged, world({ [creator]: ob2.keyDocument(other.pem, { id: creator }) }).deps), 'issuer')).toBe(
      'invalid issuer.key_not_listed',
    )
  })
  test('a key that names another owner is invalid', async () => {
    expect(await outcome(token, { [ob2.keyId]: ob2.keyDocument(key.pem, { owner: 'https://other.example/issuer' }) })).toBe(
      'invalid proof.key_controller_wrong',
    )
  })
  test('a key that cannot be reached leaves it undecided', async () => {
    const web = ob2.website(key.pem)
    delete web[ob2.keyId]
    expect(deciding(await verifyOpenBadge2(token, newWorld({ web }).deps))).toBe('unverifiable proof.key_unreachable')
  })
  test('a key that stands in the profile itself is read there', async () => {
    expect(await outcome(token, { [ob2.issuerId]: ob2.issuerProfile({ publicKey: ob2.keyDocument(key.pem) }) })).toBe('valid')
  })
  test('a weak key is invalid', async () => {
    const weak = ob2.newRsaKey(1024)
    expect(await outcome(ob2.jws(signedAssertion(), weak.privateKey), { [ob2.keyId]: ob2.keyDocument(weak.pem) })).toBe(
      'invalid proof.key_weak',
    )
  })
  test.each<JsonObject>([
    { alg: 'none' },
    { alg: 'HS256' },
    { alg: 'RS256', jku: 'https://evil.example/keys' },
    { alg: 'RS256', jwk: {} },
    { alg: 'RS256', crit: [] },
  ])('T7: a header of %j is refused', async (header) => {
    expect((await verifyOpenBadge2(ob2.jws(signedAssertion(), key.privateKey, header), world().deps)).verdict).toBe('invalid')
  })

  describe('the revocation list of the issuer', () => {
    const profile = ob2.issuerProfile({ revocationList: ob2.listId })
    const list = (revokedAssertions: JsonObject['x'], members: JsonObject = {}): JsonObject => ({
      '@context': 'https://w3id.org/openbadges/v2',
      id: ob2.listId,
      type: 'RevocationList',
      issuer: ob2.issuerId,
      revokedAssertions: revokedAssertions as never,
      ...members,
    })
    const id = signedAssertion()['id'] as string
    const judge = (document: JsonObject | undefined): Promise<string> =>
      outcome(token, { [ob2.issuerId]: profile, ...(document === undefined ? {} : { [ob2.listId]: document }) })
    test('one that is not on it is valid, and one that is on it is invalid', async () => {
      expect(await judge(list([]))).toBe('valid')
      expect(await judge(list([{ id: 'urn:uuid:other' }]))).toBe('valid')
      expect(await judge(list([{ id, revocationReason: 'in error' }]))).toBe('invalid status.revoked')
      expect(await judge(list([id]))).toBe('invalid status.revoked')
    })
    test('a list that cannot be read leaves it undecided', async () => {
      expect(await judge(undefined)).toBe('unverifiable status.unreachable')
      expect(await judge({ id: ob2.listId })).toBe('unverifiable status.list_malformed')
      expect(await judge(list([], { issuer: 'https://other.example/issuer' }))).toBe('unverifiable status.list_of_another')
      expect(await judge(list([], { id: 'https://other.example/list' }))).toBe('unverifiable status.list_id_wrong')
    })
  })
})

describe('what else holds for both', () => {
  test('VF-5: the hashed address of the recipient is compared when one is given', async () => {
    const of = async (email: string) => judged(await verifyOpenBadge2(ob2.assertion(), world().deps, { recipient: { email } }), 'recipient')
    expect(await of('a@example.com')).toBe('valid recipient.matches')
    expect(await of('b@example.com')).toBe('invalid recipient.differs')
  })
  test('a hosted assertion in a token, and a signed one without its token, are invalid', async () => {
    expect((await verifyOpenBadge2(ob2.jws(ob2.assertion(), key.privateKey), world().deps)).verdict).toBe('invalid')
    expect(await outcome(ob2.assertion({ verification: { type: 'SignedBadge' } }))).toBe('invalid proof.missing')
  })
  test('only documents of Open Badges 2.0 are taken for one', () => {
    expect(isOpenBadge2(ob2.assertion())).toBe(true)
    expect(isOpenBadge2(ob2.badgeClass())).toBe(false)
    expect(isOpenBadge2({ ...ob2.assertion(), '@context': 'https://www.w3.org/ns/credentials/v2' })).toBe(false)
    expect(isSignedOpenBadge2(ob2.jws(ob2.assertion(), key.privateKey))).toBe(true)
    expect(isSignedOpenBadge2(ob2.jws({ iss: 'x' }, key.privateKey))).toBe(false)
    expect(isSignedOpenBadge2('a.b.c')).toBe(false)
  })
})
