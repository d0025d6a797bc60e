import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { badgeBy, plainBy } from './badges.ts'
import { ed25519Signer, jcsProofOver, type Members, proofOver, signed } from './signers.ts'
import { changed, outcome, verify } from './world.ts'

const signer = await ed25519Signer(1)
const plain = await signed(plainBy(signer.did), signer)
const badge = await signed(badgeBy(signer.did), signer)

/** A plain credential whose proof was made with these members, so that only the rule can refuse it and not the signature. */
const provedWith = async (members: Members, document: JsonObject = plainBy(signer.did)): Promise<JsonObject> => ({
  ...document,
  proof: await proofOver(document, signer, members),
})

describe('L2, L10, VC-API section 5: the members of a proof', () => {
  test.each<[string, Json | undefined, string]>([
    ['missing', undefined, 'invalid proof.missing'],
    ['null', null, 'invalid proof.malformed'],
    ['a string', 'z5K', 'invalid proof.malformed'],
    ['a number', 5, 'invalid proof.malformed'],
    ['a boolean', true, 'invalid proof.malformed'],
    ['an empty array', [], 'invalid proof.missing'],
    ['an array with a string', ['z5K'], 'invalid proof.malformed'],
  ])('a proof that is %s is refused', async (_name, value, expected) => {
    expect(await outcome(changed(plain, ['proof'], value))).toBe(expected)
    expect(await outcome(plain)).toBe('valid')
  })

  test.each(['type', 'cryptosuite', 'proofPurpose', 'verificationMethod', 'proofValue'])('%s must be there and be text', async (member) => {
    const wrong: (Json | undefined)[] = [undefined, null, 5, true, {}, ['x'], '']
    for (const value of wrong) {
      expect(await outcome(changed(plain, ['proof', member], value))).toMatch(/^invalid (proof\.malformed|conformance)/)
    }
  })

  test('an unknown type is unverifiable, not invalid', async () => {
    expect(await outcome(changed(plain, ['proof', 'type'], 'JsonWebSignature2020'))).toBe('unverifiable proof.suite_unknown')
  })

  test.each(['authentication', 'keyAgreement', 'https://w3id.org/security#assertionMethod', 'AssertionMethod'])(
    'a correct signature for the purpose %s is refused',
    async (proofPurpose) => {
      expect(await outcome(changed(plain, ['proof', 'proofPurpose'], proofPurpose))).toBe('invalid proof.purpose_wrong')
    },
  )

  test('a proof that was signed for authentication is refused as one', async () => {
    expect(await outcome(await provedWith({ proofPurpose: 'authentication' }))).toBe('invalid proof.purpose_wrong')
    expect(await outcome(await provedWith({ proofPurpose: 'assertionMethod' }))).toBe('valid')
  })

  test.each<[string, Members, string]>([
    ['expires in the past', { expires: '2026-04-30T23:59:59Z' }, 'invalid proof.expired'],
    ['expires in the future', { expires: '2026-05-01T00:00:01Z' }, 'valid'],
    ['was created within the tolerance', { created: '2026-05-01T00:04:59Z' }, 'valid'],
    ['was created beyond the tolerance', { created: '2026-05-01T00:05:01Z' }, 'invalid proof.created_in_future'],
    ['was created nowhen', { created: undefined }, 'valid'],
  ])('a signed proof that %s', async (_name, members, expected) => {
    expect(await outcome(await provedWith(members))).toBe(expected)
  })

  test.each(['2026-04-01', 'yesterday', '2026-02-30T00:00:00Z', ' 2026-04-01T00:00:00Z', '2026-04-01T00:00:00+15:00', ''])(
    'a proof created or expiring at "%s" is refused',
    async (date) => {
      expect(await outcome(changed(plain, ['proof', 'created'], date))).toBe('invalid proof.malformed')
      expect(await outcome(changed(plain, ['proof', 'expires'], date))).toBe('invalid proof.malformed')
    },
  )

  test('Ed25519Signature2020 needs a date of creation', async () => {
    const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://w3id.org/security/suites/ed25519-2020/v1']
    const document = plainBy(signer.did, { '@context': contexts })
    const older = { type: 'Ed25519Signature2020', cryptosuite: undefined }
    expect(await outcome(await provedWith(older, document))).toBe('valid')
    expect(await outcome(await provedWith({ ...older, created: undefined }, document))).toBe('invalid proof.malformed')
  })
})

describe('L9: a proof brings no meaning of its own', () => {
  const redefined = ['https://www.w3.org/ns/credentials/v2', { proofPurpose: 'https://example.org/other' }]

  test.each<[string, Json]>([
    ['another context', ['https://w3id.org/security/data-integrity/v2']],
    ['a redefinition of proofPurpose', redefined],
    ['an inline object', { proofPurpose: 'https://example.org/other' }],
    ['the same contexts and one more', ['https://www.w3.org/ns/credentials/v2', 'https://w3id.org/security/data-integrity/v2']],
    ['null', null],
    ['an empty list', []],
  ])('a proof with %s as its context is refused', async (_name, context) => {
    expect(await outcome(changed(plain, ['proof', '@context'], context))).toBe('invalid proof.own_context')
  })

  test('a jcs proof repeats the contexts of a badge, all of them or none', async () => {
    const document = badgeBy(signer.did)
    const first = (document['@context'] as Json[]).slice(0, 1)
    expect(await outcome({ ...document, proof: await jcsProofOver(document, signer) })).toBe('valid')
    expect(await outcome({ ...document, proof: await jcsProofOver(document, signer, { '@context': first }) })).not.toBe('valid')
  })

  test('a jcs proof of a plain credential may repeat the first of its contexts', async () => {
    const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://w3id.org/security/multikey/v1']
    const document = plainBy(signer.did, { '@context': contexts })
    const proof = await jcsProofOver(document, signer, { '@context': contexts.slice(0, 1) })
    expect(await outcome({ ...document, proof })).toBe('valid')
    const last = await jcsProofOver(document, signer, { '@context': contexts.slice(1) })
    expect(await outcome({ ...document, proof: last })).toBe('invalid proof.own_context')
  })
})

describe('what was added after signing', () => {
  test.each<[string, (document: JsonObject) => JsonObject]>([
    ['a term that no context defines', (document) => ({ ...document, remark: 'x' })],
    ['a type that no context defines', (document) => ({ ...document, type: ['VerifiableCredential', 'Unheard'] })],
    ['an undefined term in the subject', (document) => changed(document, ['credentialSubject', 'remark'], 'x')],
    ['an undefined term in the proof', (document) => changed(document, ['proof', 'remark'], 'x')],
    ['a defined term', (document) => ({ ...document, description: 'x' })],
  ])('%s is refused', async (_name, add) => {
    expect(await outcome(add(plain))).toMatch(/^invalid/)
  })

  test('an @base that is removed after signing does not leave a good signature', async () => {
    const relative = plainBy(signer.did, { '@context': ['https://www.w3.org/ns/credentials/v2', { '@base': 'https://a.example/' }] })
    const based = await provedWith({}, { ...relative, id: 'https://a.example/1' })
    const { '@context': _, ...rest } = based
    const without = { '@context': ['https://www.w3.org/ns/credentials/v2'], ...rest, id: '1' }
    expect(await outcome(without)).toMatch(/^invalid/)
  })
})

describe('the order of the checks (SECURITY (b))', () => {
  test('the first broken rule of form ends the work: no line of the signature is reported', async () => {
    const { checks, verdict } = await verify(changed(badge, ['credentialSubject', 'achievement'], undefined))
    expect(verdict).toBe('invalid')
    expect(checks.map(({ id }) => id)).toEqual(['conformance'])
  })

  test('a forged badge that has also expired says both', async () => {
    const { checks } = await verify({ ...badge, validUntil: '2026-04-02T00:00:00Z' })
    const codes = checks.filter(({ status }) => status === 'failed').map(({ code }) => code)
    expect(codes).toEqual(['proof.altered', 'validity.expired'])
  })

  test('an expired badge with a good signature says so', async () => {
    const expired = await signed(badgeBy(signer.did, { validUntil: '2026-04-30T23:59:59Z' }), signer)
    const { checks, verdict } = await verify(expired)
    expect(verdict).toBe('invalid')
    expect(checks.find(({ id }) => id === 'proof')?.status).toBe('passed')
    expect(checks.filter(({ status }) => status === 'failed').map(({ code }) => code)).toEqual(['validity.expired'])
  })

  test.each<[string, JsonObject, string]>([
    ['begins within the tolerance', { validFrom: '2026-05-01T00:04:59Z' }, 'valid'],
    ['begins beyond the tolerance', { validFrom: '2026-05-01T00:05:01Z' }, 'invalid validity.not_yet'],
    ['ends now', { validUntil: '2026-05-01T00:00:00Z' }, 'valid'],
    ['ended a second ago', { validUntil: '2026-04-30T23:59:59Z' }, 'invalid validity.expired'],
    ['ended, written in another zone', { validUntil: '2026-05-01T08:59:59+09:00' }, 'invalid validity.expired'],
  ])('a badge that %s', async (_name, members, expected) => {
    expect(await outcome(await signed(badgeBy(signer.did, members), signer))).toBe(expected)
  })

  test('a date without zone is read as UTC in a plain credential, with a warning, and refused in a badge', async () => {
    const date = '2026-04-01T00:00:00'
    const document = plainBy(signer.did, { validFrom: date })
    const verification = await verify({ ...document, proof: await jcsProofOver(document, signer) })
    expect(verification.verdict).toBe('valid')
    expect(verification.warnings.map(({ code }) => code)).toEqual(['validity.without_zone'])
    const unzoned = badgeBy(signer.did, { validFrom: date })
    expect(await outcome({ ...unzoned, proof: await jcsProofOver(unzoned, signer) })).toMatch(/^invalid conformance/)
  })
})
