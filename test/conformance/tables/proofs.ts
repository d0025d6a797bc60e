import type { Json, JsonObject } from '../../../src/json.ts'
import { badge, type Case, DI2, ED2020, issuer, json, OB, ofDocument, older, p256, p384, plain, stranger, V2 } from '../documents.ts'
import { base58, edKey, type Key, type Members, multibaseOf, proofOver, seal, withMembers } from '../sign.ts'

const altered = 'invalid proof.altered'

/** A badge by the holder of a key, and the same with one word altered after signing. */
const pair = (title: string, make: () => Promise<JsonObject>): Case[] => [
  ofDocument(title, make, 'valid'),
  ofDocument(`${title}: altered`, async () => ({ ...(await make()), name: 'Altered' }), 'invalid'),
]
const proofed = (title: string, members: Members, expected: string, document = badge()): Case =>
  ofDocument(title, () => seal(document, issuer, members), expected)
/** The proof changed after it was made. */
const changed = (title: string, change: (proof: JsonObject) => Json | undefined, expected: string, document = badge()): Case =>
  ofDocument(
    title,
    async () => {
      const one = await seal(document, issuer)
      return withMembers(one, { proof: change(one['proof'] as JsonObject) })
    },
    expected,
  )

const bytesOf = (proofValue: Json | undefined): Buffer => {
  let number = 0n
  for (const letter of String(proofValue).slice(1))
    number = number * 58n + BigInt('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'.indexOf(letter))
  return Buffer.from(number.toString(16).padStart(128, '0'), 'hex')
}
const L = 2n ** 252n + 27742317777372353535851937790883648493n
const little = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
const littleBytes = (number: bigint, length: number): Buffer => Buffer.from(number.toString(16).padStart(2 * length, '0'), 'hex').reverse()
const order256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const big = (number: bigint, length: number): Buffer => Buffer.from(number.toString(16).padStart(2 * length, '0'), 'hex')

/** A set or chain: each item signs the document, with the proofs that it names. */
const chained = async (
  document: JsonObject,
  links: { key: Key; id?: string; previous?: Json; over?: number[]; members?: Members }[],
): Promise<JsonObject> => {
  const proofs: JsonObject[] = []
  for (const { key, id, previous, over, members } of links) {
    const under = over === undefined ? document : { ...document, proof: over.map((index) => proofs[index] as JsonObject) }
    proofs.push(
      await proofOver(under, key, {
        ...(id === undefined ? {} : { id }),
        ...(previous === undefined ? {} : { previousProof: previous }),
        ...members,
      }),
    )
  }
  return { ...document, proof: proofs }
}
const [one, two] = ['urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544', 'urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54'] as const

/** A did:key whose key is these bytes; what is signed with it is signed with the given bytes. */
const withKeyText = (multibase: string, proofValue: string): JsonObject => {
  const did = `did:key:${multibase}`
  const proof = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: '2026-04-01T00:00:00Z',
    verificationMethod: `${did}#${multibase}`,
    proofPurpose: 'assertionMethod',
    proofValue,
  }
  return { ...badge({}, did), proof }
}
/** Points of small order, and second encodings of points (RFC 8032). */
const weak = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

const legacy: Members = { type: 'Ed25519Signature2020', cryptosuite: undefined }
const jcs = (document: JsonObject, members: Members = {}): Members => ({
  cryptosuite: 'eddsa-jcs-2022',
  '@context': document['@context'] as Json,
  ...members,
})

export const proofs: Case[] = [
  ...pair('eddsa-rdfc-2022', () => seal(badge(), issuer)),
  ...pair('eddsa-2022, the older name', () => seal(badge(), issuer, { cryptosuite: 'eddsa-2022' })),
  ...pair('eddsa-jcs-2022', () => seal(badge(), issuer, jcs(badge()))),
  ...pair('eddsa-jcs-2022 without @context in the proof', () => seal(badge(), issuer, { cryptosuite: 'eddsa-jcs-2022' })),
  ...pair('ecdsa-rdfc-2019 P-256', () => seal(badge({}, p256.did), p256)),
  ...pair('ecdsa-rdfc-2019 P-384', () => seal(badge({}, p384.did), p384)),
  ...pair('Ed25519Signature2020 in VCDM 1.1', () => seal(older(OB, [ED2020]), issuer, legacy)),
  ...pair('Ed25519Signature2020 in VCDM 2.0', () => seal(badge({ '@context': [V2, OB, ED2020] }), issuer, legacy)),
  ...pair('eddsa-rdfc-2022 in VCDM 1.1', () => seal(older(OB, [DI2]), issuer)),
  ...pair('plain eddsa-rdfc-2022', () => seal(plain(), issuer)),
  ...pair('plain eddsa-jcs-2022', () => seal(plain(), issuer, jcs(plain()))),
  ...pair('plain ecdsa-rdfc-2019 P-384', () => seal(plain({}, p384.did), p384)),
  proofed(
    'DI-2: the example of the text says eddsa-rdf-2022, a misprint',
    { cryptosuite: 'eddsa-rdf-2022' },
    'unverifiable proof.suite_unknown',
  ),
  proofed('an unknown cryptosuite', { cryptosuite: 'bbs-2023' }, 'unverifiable proof.suite_unknown'),
  proofed('an unknown proof type', { type: 'RsaSignature2018', cryptosuite: undefined }, 'unverifiable proof.suite_unknown'),
  proofed('Ed25519Signature2018', { type: 'Ed25519Signature2018', cryptosuite: undefined }, 'unverifiable proof.suite_unknown'),
  ofDocument(
    'ecdsa-rdfc-2019 by an Ed25519 key',
    () => seal(badge(), issuer, { cryptosuite: 'ecdsa-rdfc-2019' }),
    'invalid proof.key_type_wrong',
  ),
  ofDocument(
    'eddsa-rdfc-2022 by a P-256 key',
    () => seal(badge({}, p256.did), p256, { cryptosuite: 'eddsa-rdfc-2022' }),
    'invalid proof.key_type_wrong',
  ),
  ofDocument(
    'eddsa-jcs-2022 over the RDF',
    async () => {
      const document = await seal(badge(), issuer)
      return { ...document, proof: { ...(document['proof'] as JsonObject), cryptosuite: 'eddsa-jcs-2022' } }
    },
    altered,
  ),
  ofDocument('jcs: a proof with another @context', () => seal(badge(), issuer, jcs(badge({ '@context': [V2] }))), 'invalid'),
  // purpose, dates, members
  proofed('purpose authentication', { proofPurpose: 'authentication' }, 'invalid'),
  proofed('purpose by its IRI', { proofPurpose: 'https://w3id.org/security#assertionMethod' }, 'invalid'),
  proofed('plain: purpose authentication', { proofPurpose: 'authentication' }, 'invalid proof.purpose_wrong', plain()),
  proofed('plain: purpose keyAgreement', { proofPurpose: 'keyAgreement' }, 'invalid proof.purpose_wrong', plain()),
  proofed('created in six minutes', { created: '2026-05-01T00:06:00Z' }, 'invalid proof.created_in_future'),
  proofed('created in four minutes', { created: '2026-05-01T00:04:00Z' }, 'valid'),
  proofed('created with offset', { created: '2026-04-01T09:00:00+09:00' }, 'valid'),
  proofed('created without zone', { created: '2026-04-01T00:00:00' }, 'invalid'),
  proofed('created left out', { created: undefined }, 'valid'),
  proofed('created before validFrom', { created: '2020-01-01T00:00:00Z' }, 'valid'),
  proofed('expires in the past', { expires: '2026-04-30T00:00:00Z' }, 'invalid proof.expired'),
  proofed('expires in the future', { expires: '2999-01-01T00:00:00Z' }, 'valid'),
  proofed('expires is no date', { expires: 'never' }, 'invalid'),
  proofed('with an id', { id: one }, 'valid'),
  proofed('with nonce, domain and challenge', { nonce: 'n', domain: 'd.example', challenge: 'c' }, 'valid'),
  proofed('a context of its own', { '@context': [V2] }, 'invalid'),
  proofed('a context equal to that of the document', { '@context': [V2, OB] }, 'valid'),
  proofed('plain: a context of its own that is the beginning', { '@context': [V2] }, 'valid', plain()),
  proofed('plain: an inline context of its own', { '@context': [V2, { proofPurpose: 'https://x.example/#p' }] }, 'invalid', plain()),
  changed('plain: a member added to the proof', (proof) => ({ ...proof, domain: 'x' }), altered, plain()),
  changed('plain: created altered', (proof) => ({ ...proof, created: '2026-04-03T00:00:00Z' }), altered, plain()),
  changed('plain: an unknown member in the proof', (proof) => ({ ...proof, extra: 'x' }), 'invalid', plain()),
  changed('jcs: an unknown member in the proof', (proof) => ({ ...proof, cryptosuite: 'eddsa-jcs-2022', extra: 'x' }), 'invalid', plain()),
  ...['type', 'cryptosuite', 'verificationMethod', 'proofPurpose', 'proofValue'].flatMap((member) =>
    ([undefined, null, 4, {}, [], ''] as (Json | undefined)[]).map((value) =>
      changed(`plain: ${member} of ${json(value ?? 'nothing')}`, (proof) => withMembers(proof, { [member]: value }), 'invalid', plain()),
    ),
  ),
  ...([null, 'x', 4, true, [], [[]], [null], ['x']] as Json[]).map((proof) =>
    changed(`proof of ${json(proof)}`, () => proof, 'invalid', plain()),
  ),
  changed('no proof', () => undefined, 'invalid proof.missing'),
  changed('a list of one proof', (proof) => [proof], 'valid'),
  changed('the same proof twice', (proof) => [proof, proof], 'valid', plain()),
  // the value
  changed('value: without z', (proof) => ({ ...proof, proofValue: String(proof['proofValue']).slice(1) }), 'invalid'),
  changed(
    'value: base64url',
    (proof) => ({ ...proof, proofValue: `u${bytesOf(proof['proofValue']).toString('base64url')}` }),
    'invalid proof.value_malformed',
  ),
  changed(
    'value: base58 with a zero byte before',
    (proof) => ({ ...proof, proofValue: `z1${String(proof['proofValue']).slice(1)}` }),
    'invalid',
  ),
  changed(
    'value: a byte behind',
    (proof) => ({ ...proof, proofValue: `z${base58(Buffer.concat([bytesOf(proof['proofValue']), Buffer.from([0])]))}` }),
    'invalid proof.value_malformed',
  ),
  changed('value: a space behind', (proof) => ({ ...proof, proofValue: `${proof['proofValue']} ` }), 'invalid'),
  changed('value: letters that base58 does not have', (proof) => ({ ...proof, proofValue: `${proof['proofValue']}0` }), 'invalid'),
  changed('value: zero bytes only', (proof) => ({ ...proof, proofValue: `z${'1'.repeat(64)}` }), 'invalid'),
  changed('value: very long', (proof) => ({ ...proof, proofValue: `z${'2'.repeat(100_000)}` }), 'invalid'),
  changed(
    'Ed25519: S + L (RFC 8032, 5.1.7)',
    (proof) => {
      const bytes = bytesOf(proof['proofValue'])
      return { ...proof, proofValue: `z${base58(Buffer.concat([bytes.subarray(0, 32), littleBytes(little(bytes.subarray(32)) + L, 32)]))}` }
    },
    altered,
  ),
  changed(
    'Ed25519: one bit of R',
    (proof) => {
      const bytes = bytesOf(proof['proofValue'])
      bytes[3] = (bytes[3] as number) ^ 1
      return { ...proof, proofValue: `z${base58(bytes)}` }
    },
    altered,
  ),
  ...weak.map((hex) =>
    ofDocument(
      `L13: the weak key ${hex.slice(0, 8)}…${hex.slice(-4)} with a signature that is good for everything`,
      () =>
        withKeyText(
          multibaseOf('Ed25519', Buffer.from(hex, 'hex')),
          `z${base58(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(32)]))}`,
        ),
      'invalid',
    ),
  ),
  ofDocument(
    'L13: R of small order and S of zero under a good key',
    () => withKeyText(issuer.multibase, `z${base58(Buffer.concat([Buffer.from('01'.padEnd(64, '0'), 'hex'), Buffer.alloc(32)]))}`),
    altered,
  ),
  ofDocument(
    'ECDSA: s in its upper half is a signature too (FIPS 186-5)',
    async () => {
      const document = await seal(badge({}, p256.did), p256)
      const proof = document['proof'] as JsonObject
      const bytes = bytesOf(proof['proofValue'])
      const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`)
      return { ...document, proof: { ...proof, proofValue: `z${base58(Buffer.concat([bytes.subarray(0, 32), big(order256 - s, 32)]))}` } }
    },
    'valid',
  ),
  ofDocument(
    'ECDSA: zero',
    async () => {
      const document = await seal(badge({}, p256.did), p256)
      return { ...document, proof: { ...(document['proof'] as JsonObject), proofValue: `z${'1'.repeat(64)}` } }
    },
    'invalid',
  ),
  ofDocument(
    'ECDSA: r + n',
    async () => {
      const document = await seal(badge({}, p256.did), p256)
      const proof = document['proof'] as JsonObject
      return {
        ...document,
        proof: { ...proof, proofValue: `z${base58(Buffer.concat([big(order256, 32), bytesOf(proof['proofValue']).subarray(32)]))}` },
      }
    },
    'invalid',
  ),
  ofDocument(
    'ECDSA: SHA-256 under a P-384 key',
    async () => {
      const document = badge({}, p384.did)
      const proof = await proofOver(document, { ...p384, curve: 'P-256' } as Key, { verificationMethod: p384.vm })
      return { ...document, proof }
    },
    altered,
  ),
  // sets (L8, VC-API section 6)
  ofDocument('set: issuer and co-signer', () => chained(badge(), [{ key: issuer }, { key: stranger }]), 'valid'),
  ofDocument('set: co-signer alone', () => chained(badge(), [{ key: stranger }]), 'invalid issuer.not_confirmed'),
  ofDocument('set: two strangers', () => chained(badge(), [{ key: stranger }, { key: edKey(30) }]), 'invalid issuer.not_confirmed'),
  ofDocument(
    'set: a stranger, and the issuer forged',
    async () => {
      const document = await chained(badge(), [{ key: stranger }, { key: issuer }])
      const [good, forged] = document['proof'] as JsonObject[]
      return { ...document, proof: [good as JsonObject, { ...forged, proofValue: (good as JsonObject)['proofValue'] as Json }] }
    },
    altered,
  ),
  ofDocument(
    'set: the issuer, and a broken co-signer',
    async () => {
      const document = await chained(badge(), [{ key: issuer }, { key: stranger }])
      const [good, other] = document['proof'] as JsonObject[]
      return { ...document, proof: [good as JsonObject, { ...other, proofValue: (good as JsonObject)['proofValue'] as Json }] }
    },
    altered,
  ),
  ofDocument(
    'set: the issuer, and an unknown suite',
    () => chained(badge(), [{ key: issuer }, { key: stranger, members: { cryptosuite: 'bbs-2023' } }]),
    'valid',
  ),
  ofDocument(
    'set: an unknown suite, and a stranger',
    () => chained(badge(), [{ key: issuer, members: { cryptosuite: 'bbs-2023' } }, { key: stranger }]),
    'invalid',
  ),
  ofDocument('set: rdfc and jcs', () => chained(badge(), [{ key: issuer }, { key: issuer, members: jcs(badge()) }]), 'valid'),
  ofDocument('set: Ed25519 and P-256', () => chained(badge({}, p256.did), [{ key: issuer }, { key: p256 }]), 'valid'),
  ofDocument(
    'set: four proofs',
    () => chained(badge(), [{ key: issuer }, { key: stranger }, { key: edKey(31) }, { key: edKey(32) }]),
    'valid',
  ),
  ofDocument(
    'set: five proofs are over the limit',
    () => chained(badge(), [{ key: issuer }, { key: stranger }, { key: edKey(31) }, { key: edKey(32) }, { key: edKey(33) }]),
    'bad-request',
  ),
  ofDocument(
    'set: one with purpose authentication',
    () => chained(plain(), [{ key: issuer }, { key: stranger, members: { proofPurpose: 'authentication' } }]),
    'invalid',
  ),
  // chains
  ofDocument(
    'chain: a second over the first',
    () =>
      chained(badge(), [
        { key: issuer, id: one },
        { key: stranger, previous: one, over: [0] },
      ]),
    'valid',
  ),
  ofDocument(
    'chain: previousProof as a list',
    () =>
      chained(badge(), [
        { key: issuer, id: one },
        { key: stranger, previous: [one], over: [0] },
      ]),
    'valid',
  ),
  ofDocument(
    'chain: a third over two',
    () =>
      chained(plain(), [
        { key: issuer, id: one },
        { key: stranger, id: two },
        { key: edKey(31), previous: [one, two], over: [0, 1] },
      ]),
    'valid',
  ),
  ofDocument(
    'chain: the issuer last',
    () =>
      chained(badge(), [
        { key: stranger, id: one },
        { key: issuer, previous: one, over: [0] },
      ]),
    'valid',
  ),
  ofDocument(
    'chain: signed without the first',
    () =>
      chained(badge(), [
        { key: issuer, id: one },
        { key: stranger, previous: one },
      ]),
    altered,
  ),
  ofDocument(
    'chain: the first altered',
    async () => {
      const document = await chained(badge(), [
        { key: issuer, id: one },
        { key: stranger, previous: one, over: [0] },
      ])
      const [first, second] = document['proof'] as JsonObject[]
      return { ...document, proof: [{ ...first, created: '2026-04-02T00:00:00Z' }, second as JsonObject] }
    },
    'invalid',
  ),
  ofDocument(
    'chain: the first exchanged for another good one',
    async () => {
      const document = await chained(badge(), [
        { key: issuer, id: one },
        { key: stranger, previous: one, over: [0] },
      ])
      const again = await proofOver(badge(), issuer, { id: one, created: '2026-04-09T00:00:00Z' })
      return { ...document, proof: [again, (document['proof'] as JsonObject[])[1] as JsonObject] }
    },
    altered,
  ),
  ofDocument(
    'chain: the first taken away',
    async () => {
      const document = await chained(badge(), [
        { key: stranger, id: one },
        { key: issuer, previous: one, over: [0] },
      ])
      return { ...document, proof: [(document['proof'] as JsonObject[])[1] as JsonObject] }
    },
    'invalid proof.previous_unknown',
  ),
  ofDocument(
    'chain: previousProof of a number',
    () =>
      chained(plain(), [
        { key: issuer, id: one },
        { key: stranger, previous: 4, over: [0] },
      ]),
    'invalid',
  ),
  ofDocument('chain: it names itself', () => chained(badge(), [{ key: issuer, id: one, previous: one }]), 'invalid proof.chain_cycle'),
  ofDocument(
    'set: two with one id',
    () =>
      chained(badge(), [
        { key: issuer, id: one },
        { key: stranger, id: one },
      ]),
    'invalid',
  ),
]
