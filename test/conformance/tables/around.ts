import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import type { Json, JsonObject } from '../../../src/json.ts'
import type { Input, Web } from '../desk.ts'
import {
  achievement,
  badge,
  type Case,
  EXT,
  endorsement,
  endorser,
  entry,
  issuer,
  list,
  listUrl,
  OB,
  ofDocument,
  plain,
  stranger,
  subject,
  V2,
} from '../documents.ts'
import { type Members, seal, withMembers } from '../sign.ts'

const signed = (title: string, make: () => JsonObject | Promise<JsonObject>, expected: string, web: Web = {}): Case =>
  ofDocument(title, async () => seal(await make(), issuer), expected, web)
const endorsed = (title: string, make: () => Promise<Json>, expected: string, web: Web = {}): Case =>
  signed(`endorsement: ${title}`, async () => badge({ endorsement: [await make()] }), expected, web)
const about = (id: string): Members => ({ credentialSubject: { id, type: ['EndorsementSubject'] } })

const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rs256 = (header: JsonObject, payload: JsonObject): string => {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${createSign('sha256').update(input).sign(rsa.privateKey).toString('base64url')}`
}
const jwk = rsa.publicKey.export({ format: 'jwk' }) as JsonObject
const didJwk = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`
const endorsementToken = (members: Members = {}): string => {
  const document = endorsement(members, didJwk)
  const claims = {
    iss: didJwk,
    jti: document['id'] as Json,
    nbf: Date.parse(String(document['validFrom'])) / 1_000,
    sub: (document['credentialSubject'] as JsonObject)['id'] as Json,
  }
  return rs256({ alg: 'RS256', kid: `${didJwk}#0` }, { ...document, ...claims })
}

const refreshUrl = 'https://badges.example.net/refresh/1'
const refreshing = (members: Members = {}): JsonObject =>
  badge({ '@context': [V2, OB, EXT], refreshService: { id: refreshUrl, type: '1EdTechCredentialRefresh' }, ...members })
const refreshed = (
  title: string,
  make: (() => Promise<JsonObject | string>) | undefined,
  expected: string,
  members: Members = {},
  more: Web = {},
): Case => [
  `refresh: ${title}`,
  async () => ({
    credential: await seal(refreshing(members), issuer),
    web: { ...(make === undefined ? {} : { [refreshUrl]: await make() }), ...more },
  }),
  expected,
]

const sha = (text: string): string => `sha256$${createHash('sha256').update(text).digest('hex')}`
const identified = (members: Members): JsonObject =>
  subject({
    id: undefined,
    identifier: [
      withMembers({ type: 'IdentityObject', hashed: false, identityHash: 'a@example.com', identityType: 'emailAddress' }, members),
    ],
  })
const asked = (title: string, document: JsonObject, recipient: string, expected: string): Case => [
  `recipient: ${title}`,
  async (): Promise<Input> => ({ credential: await seal(document, issuer), recipient }),
  expected,
]

const CLR = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'
const record = (credentials: Json, members: Members = {}): JsonObject =>
  withMembers(
    {
      '@context': [V2, CLR, OB],
      id: 'urn:uuid:2c8f3f4e-8a31-4a5e-9d2e-7a1f0b9c8d7e',
      type: ['VerifiableCredential', 'ClrCredential'],
      issuer: { id: issuer.did, type: ['Profile'], name: 'Keeper' },
      validFrom: '2026-04-10T00:00:00Z',
      name: 'Record',
      credentialSubject: { id: 'urn:uuid:0d0a7dfe-8a04-4f2e-9c3a-3f6f0f5f2b10', type: ['ClrSubject'], verifiableCredential: credentials },
    },
    members,
  )
const inside = (by = stranger, members: Members = {}): Promise<JsonObject> => seal(badge(members, by.did), by)

const host = 'https://badges.example.org'
const two = 'https://w3id.org/openbadges/v2'
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string
const recipient = {
  type: 'email',
  hashed: true,
  salt: 'Kosher',
  identity: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
}
const assertion = (members: Members = {}): JsonObject =>
  withMembers(
    {
      '@context': two,
      id: `${host}/assertions/1`,
      type: 'Assertion',
      recipient,
      badge: `${host}/class`,
      verification: { type: 'hosted' },
      issuedOn: '2026-04-01T00:00:00Z',
    },
    members,
  )
const site = (more: Web = {}, members: { issuer?: Members; badge?: Members; assertion?: Members; key?: Members } = {}): Web => ({
  [`${host}/issuer`]: withMembers(
    { '@context': two, id: `${host}/issuer`, type: 'Issuer', name: 'School', url: host, email: 'a@example.org', publicKey: `${host}/key` },
    members.issuer ?? {},
  ),
  [`${host}/class`]: withMembers(
    {
      '@context': two,
      id: `${host}/class`,
      type: 'BadgeClass',
      name: 'Basics',
      description: 'd',
      image: `${host}/i.png`,
      criteria: { narrative: 'c' },
      issuer: `${host}/issuer`,
    },
    members.badge ?? {},
  ),
  [`${host}/assertions/1`]: assertion(members.assertion ?? {}),
  [`${host}/key`]: withMembers(
    { '@context': two, id: `${host}/key`, type: 'CryptographicKey', owner: `${host}/issuer`, publicKeyPem: pem },
    members.key ?? {},
  ),
  ...more,
})
const hosted = (title: string, shown: JsonObject, web: Web, expected: string): Case => [
  `2.0 hosted: ${title}`,
  () => ({ file: JSON.stringify(shown), web }),
  expected,
]
const signed2 = (title: string, members: Members, web: Web, expected: string, header: JsonObject = { alg: 'RS256' }): Case => [
  `2.0 signed: ${title}`,
  () => ({ text: rs256(header, assertion({ verification: { type: 'signed', creator: `${host}/key` }, ...members })), web }),
  expected,
]

/** What stands around a badge: endorsements, newer versions, the recipient, the record it is in, and the older standard. */
export const around: Case[] = [
  // DM-25, VF-6
  ofDocument('an endorsement alone', () => seal(endorsement(), endorser), 'valid'),
  ofDocument(
    'an endorsement alone: altered',
    async () => ({ ...(await seal(endorsement(), endorser)), name: 'x' }),
    'invalid proof.altered',
  ),
  ofDocument('an endorsement without name', () => seal(endorsement({ name: undefined }), endorser), 'invalid conformance.rule_broken'),
  ofDocument(
    'an endorsement of a subject without id',
    () => seal(endorsement({ credentialSubject: { type: ['EndorsementSubject'] } }), endorser),
    'invalid conformance.rule_broken',
  ),
  endorsed('of the badge', () => seal(endorsement(), endorser), 'valid'),
  endorsed('of the achievement', () => seal(endorsement(about('https://example.com/achievements/teamwork')), endorser), 'valid'),
  endorsed('of the issuer', () => seal(endorsement(about(issuer.did)), endorser), 'valid'),
  endorsed('of something else', () => seal(endorsement(about('https://example.com/other')), endorser), 'invalid endorsements.failed'),
  endorsed('altered', async () => ({ ...(await seal(endorsement(), endorser)), name: 'Altered' }), 'invalid endorsements.failed'),
  endorsed('by a stranger in the name of the endorser', () => seal(endorsement(), stranger), 'invalid endorsements.failed'),
  endorsed('without proof', async () => endorsement(), 'invalid'),
  endorsed('expired', () => seal(endorsement({ validUntil: '2026-04-15T00:00:00Z' }), endorser), 'invalid endorsements.failed'),
  endorsed('not begun', () => seal(endorsement({ validFrom: '2026-06-15T00:00:00Z' }), endorser), 'invalid endorsements.failed'),
  endorsed('revoked', () => seal(endorsement({ credentialStatus: entry() }), endorser), 'unverifiable', {}),
  endorsed('a badge in its place', () => seal(badge({ id: 'urn:uuid:1' }, endorser.did), endorser), 'invalid'),
  endorsed('with other contexts than the badge', () => seal(endorsement({ '@context': [V2, OB, EXT] }), endorser), 'invalid'),
  endorsed(
    'without context',
    async () => {
      const { '@context': _, ...rest } = await seal(endorsement(), endorser)
      return rest
    },
    'invalid',
  ),
  endorsed(
    'by a DID of an unknown method',
    () => seal(endorsement({}, 'did:example:1'), { ...endorser, vm: 'did:example:1#k' }),
    'unverifiable',
  ),
  endorsed('of an unknown suite', () => seal(endorsement(), endorser, { cryptosuite: 'bbs-2023' }), 'unverifiable'),
  endorsed('a word', async () => 'endorsement', 'invalid'),
  signed(
    'endorsement: two, the second broken',
    async () =>
      badge({
        endorsement: [await seal(endorsement(), endorser), { ...(await seal(endorsement({ id: 'urn:uuid:2' }), endorser)), name: 'x' }],
      }),
    'invalid endorsements.failed',
  ),
  signed(
    'endorsement: on the achievement',
    async () => achievement({ endorsement: [await seal(endorsement(about('https://example.com/achievements/teamwork')), endorser)] }),
    'valid',
  ),
  signed(
    'endorsement: on the issuer, altered',
    async () =>
      badge({
        issuer: {
          id: issuer.did,
          type: ['Profile'],
          endorsement: [{ ...(await seal(endorsement(about(issuer.did)), endorser)), name: 'x' }],
        },
      }),
    'invalid endorsements.failed',
  ),
  signed('endorsementJwt', () => badge({ endorsementJwt: [endorsementToken()] }), 'valid'),
  signed(
    'endorsementJwt: altered',
    () => badge({ endorsementJwt: [`${endorsementToken().slice(0, -4)}AAAA`] }),
    'invalid endorsements.failed',
  ),
  signed(
    'endorsementJwt: of something else',
    () => badge({ endorsementJwt: [endorsementToken(about('https://example.com/other'))] }),
    'invalid endorsements.failed',
  ),
  signed('endorsementJwt: no token', () => badge({ endorsementJwt: ['token'] }), 'invalid'),
  ofDocument(
    'an endorsement added after signing',
    async () => ({ ...(await seal(badge(), issuer)), endorsement: [await seal(endorsement(), endorser)] }),
    'invalid proof.altered',
  ),
  ofDocument(
    'an endorsement taken away after signing',
    async () => withMembers(await seal(badge({ endorsement: [await seal(endorsement(), endorser)] }), issuer), { endorsement: undefined }),
    'invalid proof.altered',
  ),
  // VF-3, ST-4, ST-5
  refreshed('unreachable: the badge itself counts', undefined, 'valid'),
  refreshed('the same', () => seal(refreshing(), issuer), 'valid'),
  refreshed('a newer version', () => seal(refreshing({ validFrom: '2026-04-10T00:00:00Z' }), issuer), 'valid'),
  refreshed(
    'a newer version that is revoked',
    () => seal(refreshing({ validFrom: '2026-04-10T00:00:00Z', credentialStatus: entry() }), issuer),
    'unverifiable',
  ),
  refreshed(
    'a newer version that has expired',
    () => seal(refreshing({ validFrom: '2026-04-10T00:00:00Z', validUntil: '2026-04-12T00:00:00Z' }), issuer),
    'invalid refresh.newer_not_valid',
  ),
  refreshed(
    'a newer version by a stranger: the badge itself counts',
    () => seal(refreshing({ validFrom: '2026-04-10T00:00:00Z' }), stranger),
    'valid',
  ),
  refreshed(
    'an altered newer version: the badge itself counts',
    async () => ({ ...(await seal(refreshing({ validFrom: '2026-04-10T00:00:00Z' }), issuer)), name: 'x' }),
    'valid',
  ),
  refreshed(
    'another badge: the badge itself counts',
    () => seal(refreshing({ id: 'https://badges.example.net/badges/2', validFrom: '2026-04-10T00:00:00Z' }), issuer),
    'valid',
  ),
  refreshed('an older version: the badge itself counts', () => seal(refreshing({ validFrom: '2026-03-10T00:00:00Z' }), issuer), 'valid'),
  refreshed('no JSON: the badge itself counts', async () => '<html>', 'valid'),
  refreshed(
    'an expired badge stays expired, whatever is newer',
    () => seal(refreshing({ validFrom: '2026-04-20T00:00:00Z' }), issuer),
    'invalid validity.expired',
    { validUntil: '2026-04-15T00:00:00Z' },
  ),
  refreshed('of another type', undefined, 'invalid', { refreshService: { id: refreshUrl, type: 'Other' } }),
  refreshed('a list of services', undefined, 'invalid', { refreshService: [{ id: refreshUrl, type: '1EdTechCredentialRefresh' }] }),
  refreshed('at a private address', undefined, 'valid', {
    refreshService: { id: 'https://169.254.169.254/latest', type: '1EdTechCredentialRefresh' },
  }),
  // VF-5, DM-19
  asked('the DID', badge(), 'did:example:ebfeb1f712ebc6f1c276e12ec21', 'valid'),
  asked('another DID', badge(), 'did:example:other', 'invalid recipient.differs'),
  asked('an address where only a DID stands', badge(), 'a@example.com', 'unverifiable recipient.not_comparable'),
  asked('the address in plain', identified({}), 'a@example.com', 'valid'),
  asked('another address', identified({}), 'b@example.com', 'invalid recipient.differs'),
  asked('the address in capitals', identified({}), 'A@Example.com', 'valid'),
  asked(
    'the worked example of the specification',
    identified({ hashed: true, salt: 'Kosher', identityHash: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399' }),
    'a@example.com',
    'valid',
  ),
  asked(
    'its hash in capitals',
    identified({ hashed: true, salt: 'Kosher', identityHash: 'sha256$B5809D8A92F8858436D7E6B87C12EBC0AE1EAC4BAECC2C0B913AEE2C922EF399' }),
    'a@example.com',
    'valid',
  ),
  asked(
    'the salt before the address',
    identified({ hashed: true, salt: 'Kosher', identityHash: sha('Koshera@example.com') }),
    'a@example.com',
    'invalid recipient.differs',
  ),
  asked('no salt', identified({ hashed: true, identityHash: sha('a@example.com') }), 'a@example.com', 'valid'),
  asked(
    'md5',
    identified({ hashed: true, salt: 's', identityHash: `md5$${createHash('md5').update('a@example.coms').digest('hex')}` }),
    'a@example.com',
    'valid',
  ),
  asked(
    'the hash itself as address',
    identified({ hashed: true, identityHash: sha('a@example.com') }),
    `${sha('x')}@example.com`,
    'invalid recipient.differs',
  ),
  asked('an identifier of another type', identified({ identityType: 'name' }), 'a@example.com', 'unverifiable recipient.not_comparable'),
  asked(
    'a match does not make an altered badge good',
    { ...badge(), name: 'x', validUntil: '2026-04-02T00:00:00Z' },
    'did:example:ebfeb1f712ebc6f1c276e12ec21',
    'invalid validity.expired',
  ),
  // CLR 2.0
  signed('record: of one badge', async () => record([await inside()]), 'valid'),
  signed('record: not in a list', async () => record(await inside()), 'valid'),
  signed(
    'record: context 2.0.0',
    async () => record([await inside()], { '@context': [V2, 'https://purl.imsglobal.org/spec/clr/v2p0/context.json', OB] }),
    'valid',
  ),
  signed(
    'record: with a token',
    async () => record([{ '@context': [V2], type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${endorsementToken()}` }]),
    'valid',
  ),
  signed('record: an altered badge', async () => record([{ ...(await inside()), name: 'x' }]), 'invalid'),
  signed('record: an unsigned badge', () => record([badge({}, stranger.did)]), 'invalid'),
  signed('record: an expired badge', async () => record([await inside(stranger, { validUntil: '2026-04-15T00:00:00Z' })]), 'invalid'),
  signed(
    'record: a badge of an unknown suite',
    async () => record([await seal(badge({}, stranger.did), stranger, { cryptosuite: 'bbs-2023' })]),
    'unverifiable',
  ),
  signed('record: no credential', () => record([]), 'invalid'),
  signed('record: without issuer', async () => record([await inside()], { issuer: undefined }), 'invalid'),
  signed('record: other contexts', async () => record([await inside()], { '@context': [V2, OB] }), 'invalid'),
  ofDocument('record: altered', async () => ({ ...(await seal(record([await inside()]), issuer)), name: 'x' }), 'invalid proof.altered'),
  ofDocument(
    'record: a badge exchanged for another good one',
    async () => {
      const good = await seal(record([await inside()]), issuer)
      return {
        ...good,
        credentialSubject: {
          ...(good['credentialSubject'] as JsonObject),
          verifiableCredential: [await inside(stranger, { name: 'Other' })],
        },
      }
    },
    'invalid proof.altered',
  ),
  signed(
    'record: twenty-one badges',
    async () => {
      const one = await inside()
      return record(Array.from({ length: 21 }, (_, index) => ({ ...one, id: `urn:uuid:${index}` })))
    },
    'bad-request',
  ),
  // Open Badges 2.0
  hosted('as served', assertion(), site(), 'valid'),
  hosted('unreachable', assertion(), {}, 'unverifiable proof.hosted_unreachable'),
  hosted('revoked', assertion(), site({}, { assertion: { revoked: true } }), 'invalid status.revoked'),
  hosted('shown with other words', assertion({ narrative: 'x' }), site(), 'invalid proof.hosted_differs'),
  hosted('served under another id', assertion(), site({}, { assertion: { id: `${host}/assertions/2` } }), 'invalid'),
  hosted(
    'expired',
    assertion({ expires: '2026-04-15T00:00:00Z' }),
    site({}, { assertion: { expires: '2026-04-15T00:00:00Z' } }),
    'invalid validity.expired',
  ),
  hosted(
    'by an issuer of another origin',
    assertion(),
    site(
      { 'https://other.example/issuer': { '@context': two, id: 'https://other.example/issuer', type: 'Issuer', name: 'x' } },
      { badge: { issuer: 'https://other.example/issuer' } },
    ),
    'invalid proof.hosted_out_of_scope',
  ),
  hosted('the issuer unreachable', assertion(), { ...site(), [`${host}/issuer`]: 'x' }, 'invalid'),
  hosted('without verification', assertion({ verification: undefined }), site(), 'valid'),
  signed2('good', {}, site(), 'valid'),
  signed2('alg none', {}, site(), 'invalid', { alg: 'none' }),
  signed2('another header member', {}, site(), 'invalid', { alg: 'RS256', jwk }),
  signed2('a key of another owner', {}, site({}, { key: { owner: 'https://other.example/issuer' } }), 'invalid'),
  signed2('a key that the issuer does not list', {}, site({}, { issuer: { publicKey: `${host}/other` } }), 'invalid'),
  signed2('the key unreachable', {}, Object.fromEntries(Object.entries(site()).filter(([url]) => url !== `${host}/key`)), 'unverifiable'),
  signed2('expired', { expires: '2026-04-15T00:00:00Z' }, site(), 'invalid validity.expired'),
  signed2(
    'in the list of revocations',
    {},
    site(
      {
        [`${host}/revoked`]: {
          '@context': two,
          id: `${host}/revoked`,
          type: 'RevocationList',
          issuer: `${host}/issuer`,
          revokedAssertions: [`${host}/assertions/1`],
        },
      },
      { issuer: { revocationList: `${host}/revoked` } },
    ),
    'invalid status.revoked',
  ),
  signed2(
    'the list of revocations unreachable',
    {},
    site({}, { issuer: { revocationList: `${host}/revoked` } }),
    'unverifiable status.unreachable',
  ),
  // a status list handed in by itself
  ofDocument('a status list by itself', () => seal(list(), issuer), 'valid'),
  ofDocument('a status list by itself: altered', async () => ({ ...(await seal(list(), issuer)), id: `${listUrl}0` }), 'invalid'),
  ofDocument(
    'plain: a schema of another type is named and not judged',
    () => seal(plain({ credentialSchema: { id: 'https://example.com/s', type: 'JsonSchema' } }), issuer),
    'valid',
  ),
]
