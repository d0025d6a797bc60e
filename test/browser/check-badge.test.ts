import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { agrees, checkBadge, didWebUrl, type LocalCheckDeps } from '../../src/browser/check-badge.ts'
import { countInputs } from '../../src/browser/drop.ts'
import { readScanned } from '../../src/browser/scan.ts'
import type { JsonObject } from '../../src/json.ts'
import { OB_3_0_3, VCDM_2 } from '../../src/openbadges/contexts.ts'
import { buildStatusListCredential, encodeBitstring } from '../../src/openbadges/status-list.ts'
import { encodeBase58btc } from '../../src/proof/base58.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { addProof } from '../../src/proof/data-integrity.ts'
import { courseBadge, now } from '../web/views/sample.ts'

const did = 'did:web:badges.example'
const registry = loadContexts()
const canonicalizer = referenceCanonicalizer(registry)
const contexts = Object.fromEntries([VCDM_2, OB_3_0_3].map((url) => [url, registry.get(url) as object]))

const newKey = (id: string): { method: string; multikey: string; privateKey: KeyObject } => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  return { method: `${did}#${id}`, multikey: `z${encodeBase58btc(Uint8Array.from([0xed, 0x01, ...raw]))}`, privateKey }
}
const key = newKey('key-1')
const otherKey = newKey('key-2')

const signed = (document: JsonObject, by = key): Promise<string> =>
  addProof(
    document,
    { verificationMethod: by.method, created: '2026-11-01T00:00:00Z', sign: (bytes) => sign(null, bytes, by.privateKey) },
    canonicalizer,
  )

const didDocument = (...keys: (typeof key)[]): string =>
  JSON.stringify({
    id: did,
    verificationMethod: keys.map(({ method, multikey }) => ({
      id: method,
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: multikey,
    })),
    assertionMethod: keys.map(({ method }) => method),
  })

const statusList = (set: number[], by = key): Promise<string> =>
  signed(
    buildStatusListCredential({
      id: 'https://badges.example/status/1',
      issuer: did,
      purpose: 'revocation',
      encodedList: encodeBitstring(set, 131_072),
      validFrom: new Date('2026-11-01T00:00:00Z'),
    }),
    by,
  )

const world = (files: Record<string, string>): LocalCheckDeps => ({
  contexts,
  origin: 'https://badges.example',
  now,
  read: async (url) => {
    const text = files[url]
    if (text === undefined) throw new Error(`not there: ${url}`)
    return text
  },
})

describe('the second check, on the visitor’s own device', () => {
  let badge = ''
  let files: Record<string, string> = {}
  beforeAll(async () => {
    badge = await signed(courseBadge())
    files = {
      'https://badges.example/.well-known/did.json': didDocument(key),
      'https://badges.example/status/1': await statusList([]),
    }
  })

  test('finds a badge valid that this service signed', async () => {
    expect(await checkBadge(badge, world(files))).toBe('valid')
  })

  test('finds one altered character', async () => {
    expect(await checkBadge(badge.replace('84', '85'), world(files))).toBe('invalid')
  })

  test('finds a set bit at exactly its index', async () => {
    expect(await checkBadge(badge, world({ ...files, 'https://badges.example/status/1': await statusList([1000]) }))).toBe('revoked')
    expect(await checkBadge(badge, world({ ...files, 'https://badges.example/status/1': await statusList([999, 1001]) }))).toBe('valid')
  })

  test('finds a signature by a key that the issuer does not list', async () => {
    expect(await checkBadge(await signed(courseBadge(), otherKey), world(files))).toBe('invalid')
  })

  test('accepts a key that was retired and is still listed', async () => {
    const both = { ...files, 'https://badges.example/.well-known/did.json': didDocument(key, otherKey) }
    expect(await checkBadge(await signed(courseBadge(), otherKey), world(both))).toBe('valid')
  })

  test('finds a badge expired after the last second of its last day', async () => {
    const last = (day: string) => signed({ ...courseBadge(), validUntil: day })
    expect(await checkBadge(await last('2026-11-22T14:59:59Z'), world(files))).toBe('expired')
    expect(await checkBadge(await last('2026-11-23T14:59:59Z'), world(files))).toBe('valid')
  })

  test('says nothing where the list cannot be read, is signed by another, or is of another host', async () => {
    const { 'https://badges.example/status/1': _, ...without } = files
    expect(await checkBadge(badge, world(without))).toBe('unable')
    expect(await checkBadge(badge, world({ ...files, 'https://badges.example/status/1': await statusList([], otherKey) }))).toBe('unable')
    const entry = { ...(courseBadge()['credentialStatus'] as JsonObject), statusListCredential: 'https://other.example/status/1' }
    expect(await checkBadge(await signed({ ...courseBadge(), credentialStatus: entry }), world(files))).toBe('unable')
  })

  test('asks no other host for a key', () => {
    expect(didWebUrl('did:web:badges.example:issuers:op-01', 'https://badges.example')).toBe(
      'https://badges.example/issuers/op-01/did.json',
    )
    expect(didWebUrl('did:web:localhost%3A3000', 'http://localhost:3000')).toBe('http://localhost:3000/.well-known/did.json')
    expect(() => didWebUrl('did:web:badges.example.evil.example', 'https://badges.example')).toThrow()
  })

  test('agrees with the server where both say the same, and a suspension is a set bit', () => {
    expect(agrees('valid', 'valid')).toBe(true)
    expect(agrees('revoked', 'suspended')).toBe(true)
    expect(agrees('valid', 'revoked')).toBe(false)
    expect(agrees('invalid', 'valid')).toBe(false)
  })
})

describe('a scanned code', () => {
  const origin = 'https://badges.example'
  test('opens only a badge of this very host (SECURITY T24)', () => {
    expect(readScanned(`${origin}/badges/abc123`, origin)).toEqual({ kind: 'badge', url: `${origin}/badges/abc123` })
    for (const other of ['https://badges.example.evil.example/badges/abc123', 'https://badges.example:8443/badges/abc123'])
      expect(readScanned(other, origin)).toMatchObject({ kind: 'foreign' })
    expect(readScanned('https://badges.example@evil.example/badges/abc123', origin)).toMatchObject({
      kind: 'foreign',
      host: 'evil.example',
    })
    expect(readScanned('https://me@badges.example/badges/abc123', origin)).toMatchObject({ kind: 'foreign' })
  })

  test('is no address where it holds a script or plain text', () => {
    for (const text of ['javascript:alert(1)', 'http://badges.example/badges/abc', 'hello', ''])
      expect(readScanned(text, origin)).toEqual({ kind: 'nothing' })
  })
})

test('the button counts lines, and a pasted document as one', () => {
  expect(countInputs('')).toBe(0)
  expect(countInputs('https://a.example\n\nb\n')).toBe(2)
  expect(countInputs('{\n"a": 1\n}')).toBe(1)
})
