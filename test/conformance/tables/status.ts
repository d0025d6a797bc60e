import { gzipSync } from 'node:zlib'
import type { Json, JsonObject } from '../../../src/json.ts'
import type { Web } from '../desk.ts'
import { badge, bits, type Case, DI2, EXT, entry, issuer, list, listUrl, OB, older, plain, stranger, V1, V2 } from '../documents.ts'
import { type Members, proofOver, seal } from '../sign.ts'

type Made = JsonObject | string | undefined
type Listing = () => Promise<Made> | Made

/** A document with these status entries, and the list at its address. */
const of = (
  title: string,
  statusOf: Json,
  listing: Listing,
  expected: string,
  options: { document?: JsonObject; web?: Web; kinds?: 'both' | 'plain' | 'badge' } = {},
): Case[] => {
  const { kinds = 'both' } = options
  const documents: [string, JsonObject][] = [
    ...(kinds === 'plain' ? [] : [['badge', options.document ?? badge({ credentialStatus: statusOf })] as [string, JsonObject]]),
    ...(kinds === 'badge' || options.document !== undefined
      ? []
      : [['plain', plain({ credentialStatus: statusOf })] as [string, JsonObject]]),
  ]
  return documents.map(
    ([kind, document]): Case => [
      `${kind}: ${title}`,
      async () => {
        const made = await listing()
        return { credential: await seal(document, issuer), web: { ...(made === undefined ? {} : { [listUrl]: made }), ...options.web } }
      },
      expected,
    ],
  )
}
const sealed =
  (members: Members = {}, subject: Members = {}): Listing =>
  () =>
    seal(list(members, subject), issuer)
const set = (indexes: Record<number, number>, more: Members = {}): Listing => sealed({}, { encodedList: bits(indexes), ...more })
const good = sealed()
const one = (title: string, members: Members, listing: Listing, expected: string, kinds: 'both' | 'plain' | 'badge' = 'both'): Case[] =>
  of(title, entry(members), listing, expected, { kinds })

const revocations = (members: Members = {}): Json =>
  ({ id: 'https://lists.example.net/revoked', type: '1EdTechRevocationList', ...members }) as JsonObject
const edtech = (title: string, content: JsonObject | string | undefined, expected: string, members: Members = {}): Case[] =>
  of(`1EdTech: ${title}`, null, () => undefined, expected, {
    document: badge({ '@context': [V2, OB, EXT], credentialStatus: revocations(members) }),
    web: content === undefined ? {} : { 'https://lists.example.net/revoked': content },
  })
const revoked = (items: Json, members: JsonObject = {}): JsonObject => ({
  id: 'https://lists.example.net/revoked',
  type: '1EdTechRevocationList',
  revokedCredential: items,
  ...members,
})
const badgeId = badge()['id'] as string

const status2021 = 'https://w3id.org/vc/status-list/2021/v1'
const older2021 = older(OB, [status2021, DI2], {
  credentialStatus: {
    id: `${listUrl}#77`,
    type: 'StatusList2021Entry',
    statusPurpose: 'revocation',
    statusListIndex: '77',
    statusListCredential: listUrl,
  },
})
const list2021 =
  (indexes: Record<number, number>, members: JsonObject = {}): Listing =>
  () =>
    seal(
      {
        '@context': [V1, status2021, DI2],
        id: listUrl,
        type: ['VerifiableCredential', 'StatusList2021Credential'],
        issuer: issuer.did,
        issuanceDate: '2026-04-01T00:00:00Z',
        credentialSubject: {
          id: `${listUrl}#list`,
          type: 'StatusList2021',
          statusPurpose: 'revocation',
          encodedList: bits(indexes).slice(1),
          ...members,
        },
      },
      issuer,
    )
const bomb = (): string => `u${gzipSync(Buffer.alloc(50_000_000)).toString('base64url')}`

export const status: Case[] = [
  ...of('not revoked', entry(), good, 'valid'),
  ...of('revoked', entry(), set({ 77: 1 }), 'invalid status.revoked'),
  ...of('the neighbours are', entry(), set({ 76: 1, 78: 1 }), 'valid'),
  ...one('index 0: the left-most bit', { statusListIndex: '0' }, set({ 0: 1 }), 'invalid status.revoked'),
  ...one('index 7', { statusListIndex: '7' }, set({ 0: 1 }), 'valid'),
  ...one('the last index', { statusListIndex: '131071' }, set({ 131071: 1 }), 'invalid status.revoked'),
  ...one('behind the last', { statusListIndex: '131072' }, good, 'unverifiable status.index_out_of_range'),
  ...one('far behind', { statusListIndex: '999999999' }, good, 'unverifiable status.index_out_of_range'),
  ...(
    [
      '-1',
      '+77',
      '077',
      '77.0',
      '77 ',
      ' 77',
      '7e1',
      '0x4d',
      '',
      '７７',
      '77abc',
      '1_0',
      'NaN',
      '4294967373',
      '18446744073709551693',
    ] as Json[]
  ).flatMap((index) => one(`index ${JSON.stringify(index)}`, { statusListIndex: index }, good, 'invalid')),
  ...([77, 77.5, -1, true, null, ['77'], {}] as Json[]).flatMap((index) =>
    one(`index ${JSON.stringify(index)}, no text`, { statusListIndex: index }, good, 'invalid'),
  ),
  ...one('no index', { statusListIndex: undefined }, good, 'invalid'),
  ...one('no purpose', { statusPurpose: undefined }, good, 'invalid'),
  ...one('no list', { statusListCredential: undefined }, good, 'invalid'),
  ...one('with an id of its own', { id: `${listUrl}#77` }, good, 'valid'),
  ...one('with the id of the list', { id: listUrl }, good, 'invalid'),
  ...one('suspension, set', { statusPurpose: 'suspension' }, set({ 77: 1 }, { statusPurpose: 'suspension' }), 'invalid status.suspended'),
  ...one('suspension, not set', { statusPurpose: 'suspension' }, set({}, { statusPurpose: 'suspension' }), 'valid'),
  ...one('suspension asked of a revocation list', { statusPurpose: 'suspension' }, good, 'unverifiable status.purpose_wrong'),
  ...one('revocation asked of a suspension list', {}, set({}, { statusPurpose: 'suspension' }), 'unverifiable status.purpose_wrong'),
  ...one('a list for both', {}, set({}, { statusPurpose: ['suspension', 'revocation'] }), 'valid'),
  ...one(
    'refresh, a purpose that we do not know',
    { statusPurpose: 'refresh' },
    set({}, { statusPurpose: 'refresh' }),
    'unverifiable status.purpose_unknown',
  ),
  ...one('toString as purpose', { statusPurpose: 'toString' }, set({}, { statusPurpose: 'toString' }), 'unverifiable'),
  ...one('a purpose of another spelling', { statusPurpose: 'Revocation' }, set({ 77: 1 }, { statusPurpose: 'Revocation' }), 'unverifiable'),
  ...one(
    'message with two bits',
    {
      statusPurpose: 'message',
      statusSize: 2,
      statusMessage: [
        { status: '0x0', message: 'a' },
        { status: '0x1', message: 'b' },
        { status: '0x2', message: 'c' },
        { status: '0x3', message: 'd' },
      ],
    },
    sealed({}, { statusPurpose: 'message', encodedList: bits({ 77: 2 }, { size: 2 }) }),
    'valid',
  ),
  ...one(
    'revocation with two bits, one set',
    { statusSize: 2 },
    sealed({}, { encodedList: bits({ 77: 1 }, { size: 2 }) }),
    'invalid status.revoked',
    'plain',
  ),
  ...one('a size of 0', { statusSize: 0 }, good, 'unverifiable', 'plain'),
  ...one('a negative size', { statusSize: -1 }, good, 'unverifiable', 'plain'),
  ...one('a size of a half', { statusSize: 0.5 }, good, 'unverifiable', 'plain'),
  ...one('a size as text', { statusSize: '1' }, good, 'unverifiable', 'plain'),
  // the list
  ...of('unreachable', entry(), () => undefined, 'unverifiable status.unreachable'),
  ...of('no JSON', entry(), () => '<html></html>', 'unverifiable status.list_malformed'),
  ...of('unsigned', entry(), () => list(), 'unverifiable status.list_not_verified'),
  ...of(
    'altered',
    entry(),
    async () => ({
      ...(await seal(list({}, { encodedList: bits({ 77: 1 }) }), issuer)),
      credentialSubject: list()['credentialSubject'] as Json,
    }),
    'unverifiable status.list_not_verified',
  ),
  ...of('by a stranger', entry(), () => seal(list({}, {}, stranger.did), stranger), 'unverifiable status.list_of_another'),
  ...of('in the name of the issuer, signed by a stranger', entry(), () => seal(list(), stranger), 'unverifiable status.list_not_verified'),
  ...of('with an issuer object', entry(), sealed({ issuer: { id: issuer.did } }), 'valid'),
  ...of('with an issuer object that has a name', entry(), sealed({ issuer: { id: issuer.did, name: 'Issuer' } }), 'valid'),
  ...of('with an issuer object without id', entry(), sealed({ issuer: { name: 'Issuer' } }), 'unverifiable'),
  ...of('with another id', entry(), sealed({ id: 'https://lists.example.net/status/2' }), 'unverifiable status.list_id_wrong'),
  ...of('without id', entry(), sealed({ id: undefined }), 'unverifiable'),
  ...of('expired', entry(), sealed({ validUntil: '2026-04-30T00:00:00Z' }), 'unverifiable status.list_expired'),
  ...of('not begun', entry(), sealed({ validFrom: '2026-06-01T00:00:00Z' }), 'unverifiable status.list_expired'),
  ...of('in its period', entry(), sealed({ validUntil: '2026-05-02T00:00:00Z' }), 'valid'),
  ...of('without validFrom', entry(), sealed({ validFrom: undefined }), 'valid'),
  ...of('with a status of its own', entry(), sealed({ credentialStatus: entry({ statusListIndex: '5' }) }), 'unverifiable'),
  ...of('a plain credential in its place', entry(), () => seal(plain({ id: listUrl }), issuer), 'unverifiable'),
  ...of('another type of list', entry(), sealed({ type: ['VerifiableCredential'] }), 'unverifiable'),
  ...of('type as a text', entry(), sealed({ type: 'BitstringStatusListCredential' }), 'unverifiable'),
  ...of('subject type as a list', entry(), sealed({}, { type: ['BitstringStatusList'] }), 'unverifiable'),
  ...of('another type of subject', entry(), sealed({}, { type: 'StatusList2021' }), 'unverifiable'),
  ...of(
    'two subjects',
    entry(),
    sealed({ credentialSubject: [list()['credentialSubject'] as Json, list()['credentialSubject'] as Json] }),
    'unverifiable',
  ),
  ...of('too short (100,000)', entry(), sealed({}, { encodedList: bits({}, { entries: 100_000 }) }), 'unverifiable status.list_too_short'),
  ...of('one byte too short', entry(), sealed({}, { encodedList: bits({}, { entries: 131_064 }) }), 'unverifiable status.list_too_short'),
  ...of('longer', entry(), sealed({}, { encodedList: bits({}, { entries: 1_048_576 }) }), 'valid'),
  ...of('inflates to 50 MB', entry(), () => seal(list({}, { encodedList: bomb() }), issuer), 'unverifiable status.list_too_large'),
  ...of(
    'not compressed',
    entry(),
    sealed({}, { encodedList: `u${Buffer.alloc(16_384).toString('base64url')}` }),
    'unverifiable status.list_malformed',
  ),
  ...of('with padding', entry(), sealed({}, { encodedList: `${bits({})}==` }), 'unverifiable status.list_malformed'),
  ...of('without u', entry(), sealed({}, { encodedList: bits({}).slice(1) }), 'unverifiable status.list_malformed'),
  ...of('in base58', entry(), sealed({}, { encodedList: 'z2J9' }), 'unverifiable status.list_malformed'),
  ...of(
    'in the other alphabet',
    entry(),
    sealed(
      {},
      {
        encodedList: `u${gzipSync(Buffer.from(Array.from({ length: 16_384 }, (_, i) => (i * 37) & 255 & (i > 12 ? 255 : 0))))
          .toString('base64')
          .replace(/=+$/, '')}`,
      },
    ),
    'unverifiable status.list_malformed',
  ),
  ...of(
    'something behind the end of gzip',
    entry(),
    sealed(
      {},
      { encodedList: `u${Buffer.concat([Buffer.from(bits({}).slice(1), 'base64url'), Buffer.from('trailing')]).toString('base64url')}` },
    ),
    'unverifiable status.list_malformed',
  ),
  ...of('encodedList as a list', entry(), sealed({}, { encodedList: [bits({})] }), 'unverifiable'),
  ...of('ttl', entry(), sealed({}, { ttl: 300_000 }), 'valid'),
  ...of(
    'signed by jcs',
    entry(),
    async () => ({ ...list(), proof: await proofOver(list(), issuer, { cryptosuite: 'eddsa-jcs-2022', '@context': [V2] }) }),
    'valid',
  ),
  ...of(
    'its proof expired',
    entry(),
    async () => ({ ...list(), proof: await proofOver(list(), issuer, { expires: '2026-04-02T00:00:00Z' }) }),
    'unverifiable',
  ),
  // several entries
  ...of('both fine', [entry(), entry({ statusListIndex: '78' })], good, 'valid', { kinds: 'plain' }),
  ...of('the second is set', [entry(), entry({ statusListIndex: '78' })], set({ 78: 1 }), 'invalid status.revoked', { kinds: 'plain' }),
  ...of(
    'the second of an unknown type',
    [entry(), { type: 'https://example.com/#Status', id: 'https://example.com/s' }],
    good,
    'unverifiable status.type_unknown',
    { kinds: 'plain' },
  ),
  ...of(
    'the first set, the second unknown',
    [entry(), { type: 'https://example.com/#Status', id: 'https://example.com/s' }],
    set({ 77: 1 }),
    'invalid status.revoked',
    { kinds: 'plain' },
  ),
  ...of(
    'the second unreachable',
    [entry(), entry({ statusListCredential: 'https://down.example/1' })],
    good,
    'unverifiable status.unreachable',
    { kinds: 'plain' },
  ),
  ...of('a list of one', [entry()], good, 'invalid', { kinds: 'badge' }),
  ...of(
    'nine entries',
    Array.from({ length: 9 }, (_, index) => entry({ statusListIndex: String(index) })),
    good,
    'unverifiable status.too_many_entries',
    { kinds: 'plain' },
  ),
  ...of(
    'an unknown type alone',
    { type: 'https://example.com/#Status', id: 'https://example.com/s' },
    good,
    'unverifiable status.type_unknown',
  ),
  ...of('two types', { ...entry(), type: ['BitstringStatusListEntry', 'https://example.com/#S'] }, good, 'unverifiable', {
    kinds: 'plain',
  }),
  ...of('a type as a list of one', { ...entry(), type: ['BitstringStatusListEntry'] }, set({ 77: 1 }), 'invalid', { kinds: 'plain' }),
  ...one('a list by http', { statusListCredential: 'http://lists.example.net/status/1' }, good, 'unverifiable'),
  ...one('a list at a private address', { statusListCredential: 'https://127.0.0.1/status/1' }, good, 'unverifiable'),
  ...one('a list with a fragment', { statusListCredential: `${listUrl}#x` }, good, 'unverifiable'),
  // StatusList2021
  ...of('StatusList2021, not set', null, list2021({}), 'valid', { document: older2021 }),
  ...of('StatusList2021, set', null, list2021({ 77: 1 }), 'invalid status.revoked', { document: older2021 }),
  ...of('StatusList2021, another purpose', null, list2021({}, { statusPurpose: 'suspension' }), 'unverifiable status.purpose_wrong', {
    document: older2021,
  }),
  ...of('StatusList2021, unreachable', null, () => undefined, 'unverifiable status.unreachable', { document: older2021 }),
  ...of('StatusList2021, a bitstring list in its place', null, good, 'unverifiable', { document: older2021 }),
  // 1EdTechRevocationList (ST-1)
  ...edtech('not listed', revoked([{ id: 'https://badges.example.net/badges/2' }]), 'valid'),
  ...edtech('an empty list', revoked([]), 'valid'),
  ...edtech('listed', revoked([{ id: badgeId }]), 'invalid status.revoked'),
  ...edtech(
    'listed under another spelling of the id (ST-5)',
    revoked([{ id: ` ${badgeId.replace('badges/1', 'badges/%31')}` }]),
    'invalid status.revoked',
  ),
  ...edtech('listed, revoked true', revoked([{ id: badgeId, revoked: true, revocationReason: 'x' }]), 'invalid status.revoked'),
  ...edtech('listed, revoked false', revoked([{ id: badgeId, revoked: false }]), 'valid'),
  ...edtech('one item, not in a list', revoked({ id: badgeId }), 'invalid status.revoked'),
  ...edtech('unreachable', undefined, 'unverifiable status.unreachable'),
  ...edtech('no list in it', { id: 'https://lists.example.net/revoked' }, 'unverifiable status.list_malformed'),
  ...edtech('no JSON', 'x', 'unverifiable status.list_malformed'),
  ...edtech('items that are texts', revoked([badgeId]), 'unverifiable status.list_malformed'),
  ...edtech('of another issuer', revoked([], { issuer: 'did:example:other' }), 'unverifiable status.list_of_another'),
  ...edtech('of the issuer', revoked([], { issuer: issuer.did }), 'valid'),
  ...edtech('another id', revoked([], { id: 'https://lists.example.net/other' }), 'unverifiable status.list_id_wrong'),
  ...edtech(
    'members of the misread name',
    { id: 'https://lists.example.net/revoked', revokedCredentials: [{ id: badgeId }] },
    'unverifiable status.list_malformed',
  ),
]
