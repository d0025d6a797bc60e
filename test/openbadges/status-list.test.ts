import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { checkCredential } from '../../src/openbadges/check.ts'
import {
  BitstringError,
  buildStatusListCredential,
  decodeBitstring,
  encodeBitstring,
  MIN_LIST_LENGTH,
} from '../../src/openbadges/status-list.ts'
import { loadContexts } from '../../src/proof/contexts.ts'

const failureOf = (encoded: string, maxBytes?: number): string => {
  try {
    decodeBitstring(encoded, maxBytes === undefined ? {} : { maxBytes })
    return 'none'
  } catch (error) {
    return error instanceof BitstringError ? error.failure : 'other'
  }
}

describe('ST-2: the bits', () => {
  test('bit 0 is the most significant bit of byte 0', () => {
    const bytes = gunzipSync(Buffer.from(encodeBitstring([0, 9], MIN_LIST_LENGTH).slice(1), 'base64url'))
    expect([bytes[0], bytes[1], bytes[2], bytes.length]).toEqual([0b1000_0000, 0b0100_0000, 0, 16_384])
  })

  test('are multibase base64url without padding', () => {
    expect(encodeBitstring([], MIN_LIST_LENGTH)).toMatch(/^u[A-Za-z0-9_-]+$/)
  })

  test('come back as they were written, at both ends', () => {
    const set = new Set([0, 7, 8, 42, 131_071])
    const list = decodeBitstring(encodeBitstring(set, MIN_LIST_LENGTH))
    expect(list.length).toBe(131_072)
    for (const index of [0, 1, 6, 7, 8, 9, 41, 42, 43, 131_070, 131_071])
      expect([index, list.isSet(index)]).toEqual([index, set.has(index)])
  })

  test('outside the list there is no answer', () => {
    const list = decodeBitstring(encodeBitstring([], MIN_LIST_LENGTH))
    for (const index of [-1, 131_072, 1.5, Number.NaN]) expect(() => list.isSet(index)).toThrow(RangeError)
  })

  test('a list under 131 072 entries is neither written nor read', () => {
    expect(() => encodeBitstring([], 100_000)).toThrow(RangeError)
    expect(failureOf(`u${gzipSync(Buffer.alloc(12_500)).toString('base64url')}`)).toBe('too_short')
  })

  test('an index outside the list is not written', () => {
    expect(() => encodeBitstring([MIN_LIST_LENGTH], MIN_LIST_LENGTH)).toThrow(RangeError)
  })

  test('L7: a list that inflates beyond the limit is not read', () => {
    const bomb = `u${gzipSync(Buffer.alloc(4_000_000)).toString('base64url')}`
    expect(failureOf(bomb)).toBe('too_large')
    expect(failureOf(bomb, 5_000_000)).toBe('none')
  })

  test.each([['H4sI'], ['u'], ['uH4sI=='], ['zabc'], ['uAAAA'], ['u not base64']])('%j is malformed', (encoded) => {
    expect(failureOf(encoded)).toBe('malformed')
  })
})

test('a status list is a credential whose issuer and subject type are plain strings (VC-API section 9)', () => {
  const list = buildStatusListCredential({
    id: 'https://badges.example/status/1',
    issuer: 'did:web:badges.example',
    purpose: 'revocation',
    encodedList: encodeBitstring([3], MIN_LIST_LENGTH),
    validFrom: new Date('2026-10-08T00:00:00.900Z'),
    validUntil: new Date('2026-10-09T00:00:00Z'),
  })
  expect(list).toMatchObject({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: 'https://badges.example/status/1',
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: 'did:web:badges.example',
    validFrom: '2026-10-08T00:00:00Z',
    credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation' },
  })
  expect(checkCredential(list, loadContexts().urls)).toMatchObject({ ok: true, credential: { profile: 'status-list' } })
})
