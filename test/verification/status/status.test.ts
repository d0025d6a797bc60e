import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import type { Check } from '../../../src/verification/verdict.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { badgeBy, plainBy } from '../proof/badges.ts'
import { ed25519Signer, signed } from '../proof/signers.ts'
import { deciding, newWorld, type Web } from '../proof/world.ts'
import { encoded, entryOf, listUrl, signedList } from './lists.ts'

const signer = await ed25519Signer(1)
const stranger = await ed25519Signer(2)
const otherUrl = 'https://issuer.example/status/2'

const badge = await signed(badgeBy(signer.did, { credentialStatus: entryOf() }), signer)
const plain = async (status: Json): Promise<JsonObject> => signed(plainBy(signer.did, { credentialStatus: status }), signer)

const verify = (document: JsonObject, web: Web) => verifyDocument(document, newWorld({ web }).deps)
const outcome = async (document: JsonObject, web: Web): Promise<string> => deciding(await verify(document, web))
const statusOf = async (document: JsonObject, web: Web): Promise<Check | undefined> =>
  (await verify(document, web)).checks.find(({ id }) => id === 'status')

describe('T1, L1: a set bit is never "verified"', () => {
  test('a badge whose bit is 0 is valid, and with bit 1 it is invalid and says revoked', async () => {
    expect(await outcome(badge, { [listUrl]: await signedList(signer) })).toBe('valid')
    expect(await outcome(badge, { [listUrl]: await signedList(signer, { set: [94567] }) })).toBe('invalid status.revoked')
  })

  test('only the bit of the badge counts: bit 0 is the most significant bit of byte 0', async () => {
    expect(await outcome(badge, { [listUrl]: await signedList(signer, { set: [94566, 94568] }) })).toBe('valid')
    const first = await plain(entryOf({ statusListIndex: '0' }))
    const bytes = new Uint8Array(16_384)
    bytes[0] = 0x80
    expect(await outcome(first, { [listUrl]: await signedList(signer, { encodedList: encoded(bytes) }) })).toBe('invalid status.revoked')
    bytes[0] = 0x7f
    expect(await outcome(first, { [listUrl]: await signedList(signer, { encodedList: encoded(bytes) }) })).toBe('valid')
  })

  test('a suspended credential is invalid and says suspended', async () => {
    const suspendable = await plain(entryOf({ statusPurpose: 'suspension' }))
    expect(await outcome(suspendable, { [listUrl]: await signedList(signer, { purpose: 'suspension' }) })).toBe('valid')
    expect(await outcome(suspendable, { [listUrl]: await signedList(signer, { purpose: 'suspension', set: [94567] }) })).toBe(
      'invalid status.suspended',
    )
  })

  test('a list that cannot be fetched is unverifiable, never valid, and the time is said', async () => {
    expect(await outcome(badge, {})).toBe('unverifiable status.unreachable')
    expect((await statusOf(badge, {}))?.detail).toContain('2026-05-01T00:00:00.000Z')
  })

  test('any one of several entries that is set makes the whole invalid', async () => {
    const both = await plain([entryOf(), entryOf({ statusPurpose: 'suspension', statusListCredential: otherUrl })])
    const other = (set: number[]) => signedList(signer, { purpose: 'suspension', set, members: { id: otherUrl } })
    expect(await outcome(both, { [listUrl]: await signedList(signer), [otherUrl]: await other([]) })).toBe('valid')
    expect(await outcome(both, { [listUrl]: await signedList(signer), [otherUrl]: await other([94567]) })).toBe('invalid status.suspended')
    const check = await statusOf(both, { [listUrl]: await signedList(signer), [otherUrl]: await other([94567]) })
    expect(check?.path).toBe('/credentialStatus/1')
    expect(check?.items?.map(({ status }) => status)).toEqual(['passed', 'failed'])
  })

  test('a set entry outranks one that could not be read', async () => {
    const both = await plain([entryOf({ statusListCredential: otherUrl }), entryOf()])
    expect(await outcome(both, { [listUrl]: await signedList(signer, { set: [94567] }) })).toBe('invalid status.revoked')
  })

  test('a list that serves two purposes is read for either', async () => {
    const list = await signedList(signer, { purpose: ['suspension', 'revocation'], set: [94567] })
    const document = await plain(entryOf())
    expect(await outcome(document, { [listUrl]: list })).toBe('invalid status.revoked')
  })
})

describe('L11: every entry has to be understood', () => {
  test('an unknown type beside a good entry is unverifiable', async () => {
    const known = await plain([entryOf()])
    const mixed = await plain([entryOf(), { type: 'https://example.org/#Unknown', id: 'https://issuer.example/unknown' }])
    const web = { [listUrl]: await signedList(signer) }
    expect(await outcome(known, web)).toBe('valid')
    expect(await outcome(mixed, web)).toBe('unverifiable status.type_unknown')
  })

  test('an unknown purpose is unverifiable, whatever its bit', async () => {
    const document = await plain(entryOf({ statusPurpose: 'refresh' }))
    expect(await outcome(document, { [listUrl]: await signedList(signer, { purpose: 'refresh' }) })).toBe(
      'unverifiable status.purpose_unknown',
    )
  })

  test('more entries than the limit are not looked up', async () => {
    const world = newWorld({ web: { [listUrl]: await signedList(signer) } })
    const answer = await verifyDocument(
      await plain(Array.from({ length: 9 }, (_, n) => entryOf({ statusListIndex: String(n) }))),
      world.deps,
    )
    expect(deciding(answer)).toBe('unverifiable status.too_many_entries')
    expect(world.fetched).toEqual([])
  })
})

describe('L6: an index is read as written, or not at all', () => {
  test.each(['+94567', ' 94567', '94567 ', '94567.0', '9.4567e4', '0x17167', '094567', '94567abc'])(
    'index %j is never valid',
    async (statusListIndex) => {
      const document = await plain(entryOf({ statusListIndex }))
      const answer = await verify(document, { [listUrl]: await signedList(signer) })
      expect(answer.verdict).not.toBe('valid')
    },
  )
  test('the last index is read, and the one behind it is out of range', async () => {
    const web = { [listUrl]: await signedList(signer, { set: [131_071] }) }
    expect(await outcome(await plain(entryOf({ statusListIndex: '131071' })), web)).toBe('invalid status.revoked')
    expect(await outcome(await plain(entryOf({ statusListIndex: '131072' })), web)).toBe('unverifiable status.index_out_of_range')
  })
})

describe('L7: the list itself has to be a good one', () => {
  test('131,072 entries are enough, and 131,064 are a STATUS_LIST_LENGTH_ERROR', async () => {
    expect(await outcome(badge, { [listUrl]: await signedList(signer, { encodedList: encoded(new Uint8Array(16_384)) }) })).toBe('valid')
    const short = await verify(badge, { [listUrl]: await signedList(signer, { encodedList: encoded(new Uint8Array(16_383)) }) })
    expect(deciding(short)).toBe('unverifiable status.list_too_short')
    expect(short.problemDetails.map(({ type }) => type)).toEqual(['https://www.w3.org/ns/credentials/status-list#STATUS_LIST_LENGTH_ERROR'])
  })

  test('a list that inflates beyond the limit is not inflated', async () => {
    const bomb = await signedList(signer, { encodedList: encoded(new Uint8Array(20_000_000)) })
    expect(await outcome(badge, { [listUrl]: bomb })).toBe('unverifiable status.list_too_large')
  })

  const refused: [string, Parameters<typeof signedList>[1], string][] = [
    ['another id than its address', { members: { id: otherUrl } }, 'status.list_id_wrong'],
    ['another purpose', { purpose: 'suspension' }, 'status.purpose_wrong'],
    ['no list of bits', { encodedList: 'uAAAA' }, 'status.list_malformed'],
    ['a list without multibase letter', { encodedList: gzipSync(new Uint8Array(16_384)).toString('base64url') }, 'status.list_malformed'],
    ['a list in another base', { encodedList: `m${gzipSync(new Uint8Array(16_384)).toString('base64')}` }, 'status.list_malformed'],
    ['an end in the past', { members: { validUntil: '2026-04-02T00:00:00Z' } }, 'status.list_expired'],
    ['a beginning in the future', { members: { validFrom: '2027-04-02T00:00:00Z' } }, 'status.list_expired'],
    ['no list type', { members: { type: ['VerifiableCredential'] } }, 'status.list_malformed'],
    ['a status of its own', { members: { credentialStatus: entryOf({ statusListCredential: otherUrl }) } }, 'status.list_malformed'],
  ]
  test.each(refused)('a list with %s is unverifiable', async (_, options, code) => {
    expect(await outcome(badge, { [listUrl]: await signedList(signer, options) })).toBe(`unverifiable ${code}`)
  })

  test('a list by another issuer is unverifiable, however well it is signed', async () => {
    expect(await outcome(badge, { [listUrl]: await signedList(stranger) })).toBe('unverifiable status.list_of_another')
  })

  test('a list that was altered, or is not signed, is unverifiable', async () => {
    const list = await signedList(signer, { set: [94567] })
    const clean = await signedList(signer)
    const subject = clean['credentialSubject'] as JsonObject
    expect(await outcome(badge, { [listUrl]: { ...list, credentialSubject: subject } })).toBe('unverifiable status.list_not_verified')
    const { proof: _, ...unsigned } = clean
    expect(await outcome(badge, { [listUrl]: unsigned })).toBe('unverifiable status.list_not_verified')
  })

  test.each(['not json', '[]', '{"a":1,"a":2}', '"text"'])('%j at the address of the list is unverifiable', async (body) => {
    expect(await outcome(badge, { [listUrl]: body })).toBe('unverifiable status.list_malformed')
  })

  test('nothing is fetched once the signature has failed', async () => {
    const world = newWorld({ web: { [listUrl]: await signedList(signer) } })
    const answer = await verifyDocument({ ...badge, name: 'another name' }, world.deps)
    expect(deciding(answer)).toBe('invalid proof.altered')
    expect(world.fetched).toEqual([])
  })

  test('a list of two entries is fetched once', async () => {
    const world = newWorld({ web: { [listUrl]: await signedList(signer) } })
    await verifyDocument(await plain([entryOf(), entryOf({ statusListIndex: '3' })]), world.deps)
    expect(world.fetched).toEqual([listUrl])
  })

  test('our own list is read without any network', async () => {
    const world = newWorld({ local: { [listUrl]: await signedList(signer, { set: [94567] }) } })
    expect(deciding(await verifyDocument(badge, world.deps))).toBe('invalid status.revoked')
    expect(world.fetched).toEqual([])
  })
})

describe('messages are reported and do not fail', () => {
  const messages = [
    { status: '0x0', message: 'delivered' },
    { status: '0x1', message: 'pending' },
    { status: '0x2', message: 'returned' },
    { status: '0x3', message: 'lost' },
  ]
  test('a value of two bits is read at twice its index', async () => {
    const bytes = new Uint8Array(32_768)
    bytes[1] = 0b0000_1000
    const document = await plain(entryOf({ statusPurpose: 'message', statusSize: 2, statusListIndex: '6', statusMessage: messages }))
    const web = { [listUrl]: await signedList(signer, { purpose: 'message', encodedList: encoded(bytes) }) }
    const check = await statusOf(document, web)
    expect(check).toMatchObject({ status: 'passed', code: 'status.message', detail: 'The status list says: returned' })
    expect(check?.items?.[0]?.data).toMatchObject({ value: 2, message: 'returned' })
  })
  test('with two bits an entry, a list of 131,072 bits has too few entries', async () => {
    const document = await plain(entryOf({ statusPurpose: 'message', statusSize: 2, statusListIndex: '6', statusMessage: messages }))
    expect(await outcome(document, { [listUrl]: await signedList(signer, { purpose: 'message' }) })).toBe(
      'unverifiable status.list_too_short',
    )
  })
})

describe('StatusList2021 of VC Data Model 1.1', () => {
  const contexts = [
    'https://www.w3.org/2018/credentials/v1',
    'https://w3id.org/vc/status-list/2021/v1',
    'https://w3id.org/security/data-integrity/v2',
  ]
  const older = async (members: JsonObject): Promise<JsonObject> => {
    const { validFrom: _, ...rest } = plainBy(signer.did)
    return signed({ ...rest, '@context': contexts, issuanceDate: '2026-04-01T00:00:00Z', ...members }, signer)
  }
  const list = (set: number | undefined): Promise<JsonObject> => {
    const bytes = new Uint8Array(16_384)
    if (set !== undefined) bytes[set >> 3] = 0x80 >> (set & 7)
    return older({
      id: listUrl,
      type: ['VerifiableCredential', 'StatusList2021Credential'],
      credentialSubject: {
        id: `${listUrl}#list`,
        type: 'StatusList2021',
        statusPurpose: 'revocation',
        encodedList: gzipSync(bytes).toString('base64url'),
      },
    })
  }
  test('a clear bit is valid and a set one is invalid', async () => {
    const document = await older({ credentialStatus: { ...entryOf({ type: 'StatusList2021Entry', id: `${listUrl}#94567` }) } })
    expect(await outcome(document, { [listUrl]: await list(undefined) })).toBe('valid')
    expect(await outcome(document, { [listUrl]: await list(94567) })).toBe('invalid status.revoked')
  })
})

const revocations = 'https://issuer.example/revocations'
const extendedContexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
]
const listed = await signed(
  badgeBy(signer.did, { '@context': extendedContexts, credentialStatus: { id: revocations, type: '1EdTechRevocationList' } }),
  signer,
)
const listedId = listed['id'] as string
const revocationList = (revokedCredential: Json): JsonObject => ({ id: revocations, issuer: signer.did, revokedCredential })

describe('ST-1: 1EdTechRevocationList', () => {
  test.each([
    ['without the badge', [{ id: 'https://badges.example/badges/other' }], 'valid'],
    ['with the badge', [{ id: listedId }], 'invalid status.revoked'],
    ['with the badge and revoked true', [{ id: listedId, revoked: true }], 'invalid status.revoked'],
    ['with the badge and revoked false', [{ id: listedId, revoked: false }], 'valid'],
  ])('a list %s', async (_, items, expected) => {
    expect(await outcome(listed, { [revocations]: revocationList(items) })).toBe(expected)
  })
  test('a list that cannot be read is unverifiable', async () => {
    expect(await outcome(listed, {})).toBe('unverifiable status.unreachable')
    expect(await outcome(listed, { [revocations]: { id: revocations } })).toBe('unverifiable status.list_malformed')
    expect(await outcome(listed, { [revocations]: { ...revocationList([]), issuer: stranger.did } })).toBe(
      'unverifiable status.list_of_another',
    )
    expect(await outcome(listed, { [revocations]: { ...revocationList([]), id: otherUrl } })).toBe('unverifiable status.list_id_wrong')
  })
})

test('T29: a badge without status asks nobody, and says so', async () => {
  const world = newWorld()
  const answer = await verifyDocument(await signed(badgeBy(signer.did), signer), world.deps)
  expect(answer.verdict).toBe('valid')
  expect(answer.checks.find(({ id }) => id === 'status')).toMatchObject({ status: 'not_applicable', code: 'status.none' })
  expect(world.fetched).toEqual([])
})
