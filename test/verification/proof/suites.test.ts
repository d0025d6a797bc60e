import { sign as nodeSign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { decodeBase58btc } from '../../../src/proof/base58.ts'
import { badgeBy, olderBadgeBy, plainBy } from './badges.ts'
import { base58, ecdsaSigner, ed25519Signer, jcsProofOver, type Members, proofOver, selectivelyDisclosed, signed } from './signers.ts'
import { canonicalizer, changed, newWorld, outcome, verify } from './world.ts'

const ed25519 = await ed25519Signer(1)
const p256 = ecdsaSigner('P-256')
const p384 = ecdsaSigner('P-384')

const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context'
const olderContexts = ['.json', '-3.0.1.json', '-3.0.2.json', '-3.0.3.json'].map((ending) => openBadges + ending)
const ed25519Suite = 'https://w3id.org/security/suites/ed25519-2020/v1'
const dataIntegrity = 'https://w3id.org/security/data-integrity/v2'

const bytesOf = (badge: JsonObject): Uint8Array => {
  const value = (badge['proof'] as JsonObject)['proofValue'] as string
  return decodeBase58btc(value.slice(1)) as Uint8Array
}
const withValue = (badge: JsonObject, value: Json): JsonObject => changed(badge, ['proof', 'proofValue'], value)
const withBytes = (badge: JsonObject, bytes: Uint8Array): JsonObject => withValue(badge, base58(bytes))

describe('every suite accepts what a library signed, and refuses the same badge once one character differs', () => {
  const cases: [string, () => Promise<JsonObject>][] = [
    ['eddsa-rdfc-2022', () => signed(badgeBy(ed25519.did), ed25519)],
    ['ecdsa-rdfc-2019 with P-256', () => signed(badgeBy(p256.did), p256, 'ecdsa-rdfc-2019')],
    ['ecdsa-rdfc-2019 with P-384, whose blank nodes are numbered by SHA-384', () => signed(badgeBy(p384.did), p384, 'ecdsa-rdfc-2019')],
    [
      'eddsa-2022, the older name',
      () => signed(olderBadgeBy(ed25519.did, olderContexts[2] as string, [dataIntegrity]), ed25519, 'eddsa-2022'),
    ],
    [
      'eddsa-jcs-2022 that repeats the contexts',
      async () => ({ ...badgeBy(ed25519.did), proof: await jcsProofOver(badgeBy(ed25519.did), ed25519) }),
    ],
    [
      'eddsa-jcs-2022 without contexts of its own',
      async () => ({ ...badgeBy(ed25519.did), proof: await jcsProofOver(badgeBy(ed25519.did), ed25519, { '@context': undefined }) }),
    ],
    ['a plain credential', () => signed(plainBy(ed25519.did, { name: 'データ活用基礎' }), ed25519)],
  ]
  test.each(cases)('%s', async (_name, make) => {
    const badge = await make()
    expect(await outcome(badge)).toBe('valid')
    expect(await outcome({ ...badge, name: `${badge['name']}。` })).toBe('invalid proof.altered')
    const created = changed(badge, ['proof', 'created'], '2026-04-01T00:00:01Z')
    expect(await outcome(created)).toBe('invalid proof.altered')
  })

  test.each(olderContexts)('Ed25519Signature2020 over VC Data Model 1.1 under %s', async (context) => {
    const badge = olderBadgeBy(ed25519.did, context, [ed25519Suite])
    const proof = await proofOver(badge, ed25519, { type: 'Ed25519Signature2020', cryptosuite: undefined })
    expect(await outcome({ ...badge, proof })).toBe('valid')
    expect(await outcome({ ...badge, proof, name: 'x' })).toBe('invalid proof.altered')
  })

  test.each(olderContexts)('eddsa-rdfc-2022 over VC Data Model 1.1 under %s', async (context) => {
    const badge = await signed(olderBadgeBy(ed25519.did, context, [dataIntegrity]), ed25519)
    expect(await outcome(badge)).toBe('valid')
    const other = olderContexts.find((one) => one !== context) as string
    const exchanged = { ...badge, '@context': (badge['@context'] as Json[]).map((one) => (one === context ? other : one)) }
    expect(await outcome(exchanged)).not.toBe('valid')
  })
})

describe('signatures have one form', () => {
  test('an ECDSA signature in DER is refused', async () => {
    const badge = await signed(badgeBy(p256.did), p256, 'ecdsa-rdfc-2019')
    const der = nodeSign('sha256', Buffer.from('x'), p256.privateKey)
    expect(await outcome(badge)).toBe('valid')
    expect(await outcome(withBytes(badge, new Uint8Array(der)))).toBe('invalid proof.value_malformed')
  })

  test.each([
    ['r is zero', (bytes: Uint8Array) => new Uint8Array(64).map((_, i) => (i < 32 ? 0 : (bytes[i] as number)))],
    ['s is zero', (bytes: Uint8Array) => new Uint8Array(64).map((_, i) => (i < 32 ? (bytes[i] as number) : 0))],
    ['both are zero', () => new Uint8Array(64)],
    ['both are out of range', () => new Uint8Array(64).fill(0xff)],
  ])('T7 an ECDSA signature is refused when %s', async (_name, change) => {
    const badge = await signed(badgeBy(p256.did), p256, 'ecdsa-rdfc-2019')
    expect(await outcome(withBytes(badge, change(bytesOf(badge))))).toBe('invalid proof.altered')
  })

  test('L13 an Ed25519 signature whose S is raised by the group order is refused', async () => {
    const badge = await signed(badgeBy(ed25519.did), ed25519)
    const bytes = bytesOf(badge)
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const s = BigInt(`0x${Buffer.from(bytes.slice(32)).reverse().toString('hex')}`) + order
    const raised = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
    expect(await outcome(badge)).toBe('valid')
    expect(await outcome(withBytes(badge, Buffer.concat([bytes.slice(0, 32), raised])))).toBe('invalid proof.altered')
  })

  test.each<[string, (value: string) => Json]>([
    ['without the multibase letter', (value) => value.slice(1)],
    ['under another multibase letter', (value) => `u${value.slice(1)}`],
    ['with a character that base58 lacks', (value) => `z0${value.slice(2)}`],
    ['one character short', (value) => value.slice(0, -1)],
    ['with leading zeros', (value) => `z1${value.slice(1)}`],
    ['with a blank at the end', (value) => `${value} `],
  ])('a proofValue %s is refused', async (_name, change) => {
    const badge = await signed(plainBy(ed25519.did), ed25519)
    const value = (badge['proof'] as JsonObject)['proofValue'] as string
    expect(await outcome(withValue(badge, change(value)))).toMatch(/^invalid proof\.(value_malformed|altered)$/)
  })

  test.each<[string, Members, string]>([
    ['an Ed25519 key under an ECDSA suite', { cryptosuite: 'ecdsa-rdfc-2019' }, 'invalid proof.key_type_wrong'],
    ['an unknown cryptosuite', { cryptosuite: 'eddsa-rdfc-2030' }, 'unverifiable proof.suite_unknown'],
    ['the name of another suite with the same key', { cryptosuite: 'eddsa-jcs-2022' }, 'invalid proof.altered'],
  ])('%s does not verify', async (_name, members, expected) => {
    const badge = await signed(plainBy(ed25519.did), ed25519)
    expect(await outcome({ ...badge, proof: { ...(badge['proof'] as JsonObject), ...(members as JsonObject) } })).toBe(expected)
  })
})

describe('ecdsa-sd-2023', async () => {
  const pointers = { mandatory: ['/issuer', '/validFrom'], chosen: ['/id', '/name', '/credentialSubject'] }
  const { base, derived } = await selectivelyDisclosed(badgeBy(p256.did), p256, pointers)
  const proofValue = (derived['proof'] as JsonObject)['proofValue'] as string

  test('a derived proof verifies, and what was not disclosed is not there', async () => {
    const verification = await verify(derived)
    expect(verification.verdict).toBe('valid')
    expect(verification.document?.['evidence']).toBeUndefined()
    expect(base['evidence']).toBeDefined()
  })

  test('a base proof is refused: it holds the secret of what is hidden', async () => {
    expect(await outcome(base)).toBe('invalid proof.base_proof')
  })

  test.each<[string, (badge: JsonObject) => JsonObject]>([
    ['a mandatory statement altered', (badge) => changed(badge, ['validFrom'], '2026-03-31T00:00:00Z')],
    ['a mandatory statement removed', (badge) => changed(badge, ['issuer', 'name'], undefined)],
    ['a chosen statement altered', (badge) => changed(badge, ['name'], 'x')],
    ['a chosen statement removed', (badge) => changed(badge, ['name'], undefined)],
    ['a statement added', (badge) => ({ ...badge, description: 'x' })],
    ['a statement with the same text in another place', (badge) => ({ ...badge, description: badge['name'] as string })],
  ])('a derived badge with %s is refused', async (_name, change) => {
    expect(await outcome(change(derived))).toBe('invalid proof.altered')
  })

  test.each<[string, (value: string) => string]>([
    ['in base58', (value) => `z${value.slice(1)}`],
    ['cut short', (value) => value.slice(0, -8)],
    ['with bytes after its end', (value) => `${value}AAAA`],
    ['of a kind between base and derived', (value) => `u${Buffer.from([0xd9, 0x5d, 0x02]).toString('base64url')}${value.slice(5)}`],
    ['that is only a header', () => 'u2V0B'],
  ])('a derived proof value %s is refused', async (_name, change) => {
    expect(await outcome(withValue(derived, change(proofValue)))).toBe('invalid proof.value_malformed')
  })

  test('two derived proofs of one base do not fit each other’s document', async () => {
    const other = await selectivelyDisclosed(badgeBy(p256.did), p256, {
      ...pointers,
      chosen: ['/id', '/name', '/credentialSubject', '/evidence'],
    })
    expect(await outcome(other.derived)).toBe('valid')
    expect(await outcome({ ...other.derived, proof: derived['proof'] as JsonObject })).toBe('invalid proof.altered')
  })
})

describe('what cannot be decided is never valid', () => {
  test.each([
    ['too_slow', 'unverifiable conformance.too_slow'],
    ['overloaded', 'unverifiable conformance.overloaded'],
  ] as const)('a canonicalizer that is %s leaves the badge unverifiable', async (failure, expected) => {
    const { CanonicalizationError } = await import('../../../src/proof/canonicalizer.ts')
    const refuse = async (): Promise<never> => {
      throw new CanonicalizationError(failure, 'now')
    }
    const world = newWorld()
    const deps = { ...world.deps, canonicalizer: { canonicalize: refuse, digest: refuse } }
    const badge = await signed(badgeBy(ed25519.did), ed25519)
    expect(await outcome(badge, { ...world, deps })).toBe(expected)
    expect(await outcome(badge, { ...world, deps: { ...deps, canonicalizer } })).toBe('valid')
  })
})
