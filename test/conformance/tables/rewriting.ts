import type { Json, JsonObject } from '../../../src/json.ts'
import { achievement, badge, type Case, DI2, entry, issuer, list, listUrl, OB, ofDocument, plain, subject, V1, V2 } from '../documents.ts'
import { seal, withMembers } from '../sign.ts'

/** Signs one document and shows another: what is added or rewritten is not covered, or only by the RDF. */
const shown = (title: string, document: JsonObject, rewrite: (signed: JsonObject) => JsonObject, expected: string): Case =>
  ofDocument(title, async () => rewrite(await seal(document, issuer)), expected)
const signed = (title: string, document: JsonObject, expected: string): Case => ofDocument(title, () => seal(document, issuer), expected)

const expired = { validUntil: '2026-04-02T00:00:00Z' }
const cred = 'https://www.w3.org/2018/credentials#'
const inline = (context: Json, members: JsonObject = {}): JsonObject => plain({ '@context': [V2, context], ...members })
const moved = (document: JsonObject, from: string, to: JsonObject): JsonObject => ({
  ...withMembers(document, { [from]: undefined }),
  ...to,
})
/** JSON with a member that an object literal cannot hold. */
const withProto = (document: JsonObject): JsonObject => {
  const copy = { ...document }
  Object.defineProperty(copy, '__proto__', { value: { validUntil: '2999-01-01T00:00:00Z' }, enumerable: true })
  return copy
}
const date = { '@type': 'http://www.w3.org/2001/XMLSchema#dateTime', '@value': expired.validUntil }

export const rewriting: Case[] = [
  // the same RDF, other JSON (SECURITY T2, T3)
  ...[badge(expired), plain(expired)].flatMap((document, index): Case[] => {
    const kind = index === 0 ? 'badge' : 'plain'
    return [
      shown(`T2 ${kind}: expired, as it stands`, document, (one) => one, 'invalid validity.expired'),
      shown(
        `T2 ${kind}: the end under its full IRI`,
        document,
        (one) => moved(one, 'validUntil', { [`${cred}validUntil`]: date }),
        'invalid',
      ),
      shown(`T2 ${kind}: the end under @nest`, document, (one) => moved(one, 'validUntil', { '@nest': expired }), 'invalid'),
      shown(
        `T2 ${kind}: the end in @graph`,
        document,
        (one) => moved(one, 'validUntil', { '@graph': [{ id: one['id'] as string, ...expired }] }),
        'invalid',
      ),
      shown(
        `T2 ${kind}: the end in @included`,
        document,
        (one) => moved(one, 'validUntil', { '@included': [{ id: one['id'] as string, ...expired }] }),
        'invalid',
      ),
      shown(`T2 ${kind}: the end in @reverse`, document, (one) => moved(one, 'validUntil', { '@reverse': {} }), 'invalid'),
      shown(`T2 ${kind}: the end taken away`, document, (one) => withMembers(one, { validUntil: undefined }), 'invalid'),
      shown(`T2 ${kind}: the end as a list of one`, document, (one) => ({ ...one, validUntil: [expired.validUntil] }), 'invalid'),
      shown(`T2 ${kind}: the end as a typed value`, document, (one) => ({ ...one, validUntil: date }), 'invalid'),
      shown(`T2 ${kind}: the end as @set`, document, (one) => ({ ...one, validUntil: { '@set': [expired.validUntil] } }), 'invalid'),
      shown(
        `T2 ${kind}: the end aliased by an inline context`,
        document,
        (one) => ({
          ...moved(one, 'validUntil', { until: expired.validUntil }),
          '@context': [
            ...(one['@context'] as Json[]),
            { until: { '@id': `${cred}validUntil`, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' } },
          ],
        }),
        'invalid',
      ),
    ]
  }),
  ofDocument(
    'T2: a revoked status aliased inline',
    async () => {
      const one = await seal(plain({ credentialStatus: entry() }), issuer)
      const { credentialStatus, ...rest } = one
      return { ...rest, '@context': [V2, { state: `${cred}credentialStatus` }], state: credentialStatus as Json }
    },
    'invalid',
    { [listUrl]: list() },
  ),
  ...[
    ['@id beside id', { '@id': 'https://badges.example.net/badges/1' }],
    ['@type beside type', { '@type': 'VerifiableCredential' }],
    ['@index', { '@index': 'text' }],
    ['@included empty', { '@included': [] }],
    ['@graph empty', { '@graph': [] }],
    ['@nest empty', { '@nest': {} }],
    ['@base', { '@base': 'https://x.example/' }],
    ['@vocab', { '@vocab': 'https://x.example/' }],
    ['constructor', { constructor: { name: 'x' } }],
    ['prototype', { prototype: 'x' }],
    ['a compact IRI', { 'cred:validUntil': '2999-01-01T00:00:00Z' }],
    ['a full IRI', { 'https://schema.org/name': 'x' }],
    ['a word with a fragment', { 'validUntil#': 'x' }],
    ['an empty name', { '': 'x' }],
    ['a name with a space', { 'valid Until': 'x' }],
    ['Cyrillic а in nаme', { nаme: 'x' }],
    ['a null member', { description: null }],
    ['a second verifiableCredential', { verifiableCredential: {} }],
  ].flatMap(([title, members]): Case[] => [
    shown(`T3 badge: ${title} added`, badge(), (one) => ({ ...one, ...(members as JsonObject) }), 'invalid'),
    shown(`T3 plain: ${title} added`, plain(), (one) => ({ ...one, ...(members as JsonObject) }), 'invalid'),
    shown(
      `T3 subject: ${title} added`,
      badge(),
      (one) => ({ ...one, credentialSubject: { ...(one['credentialSubject'] as JsonObject), ...(members as JsonObject) } }),
      'invalid',
    ),
    shown(
      `T3 proof: ${title} added`,
      badge(),
      (one) => ({ ...one, proof: { ...(one['proof'] as JsonObject), ...(members as JsonObject) } }),
      'invalid',
    ),
  ]),
  shown('L4: __proto__ in a badge', badge(), withProto, 'invalid'),
  shown('L4: __proto__ in a plain credential', plain(), withProto, 'invalid'),
  // nodes that become one, blank nodes
  shown(
    'L3: the description of the badge moved into evidence of the same id',
    badge({ description: 'd' }),
    (one) => ({
      ...withMembers(one, { description: undefined }),
      evidence: [{ id: one['id'] as Json, type: ['Evidence'], description: 'd' }],
    }),
    'invalid',
  ),
  signed('a blank node id of the subject', subject({ id: '_:b0' }), 'invalid'),
  signed('a blank node id of the badge', badge({ id: '_:b0' }), 'invalid'),
  signed('plain: a blank node id', plain({ credentialSubject: { id: '_:b0' } }), 'invalid'),
  signed('plain: a blank node as a type', plain({ type: ['VerifiableCredential', '_:b0'] }), 'invalid'),
  signed('a relative id of the achievement', achievement({ id: '/achievements/1' }), 'invalid'),
  signed(
    'plain: a blank node where a context makes an id of a text',
    inline({ ref: { '@id': 'https://example.com/#ref', '@type': '@id' } }, { credentialSubject: { id: 'did:example:s', ref: '_:alice' } }),
    'invalid',
  ),
  signed('plain: a blank node as type of the subject', plain({ credentialSubject: { id: 'did:example:s', type: '_:b0' } }), 'invalid'),
  signed('plain: a text that only looks a little like one', plain({ name: '_: not a label' }), 'valid'),
  signed('plain: a relative id', plain({ credentialSubject: { id: 'subject' } }), 'invalid'),
  shown(
    'an achievement in a list',
    badge(),
    (one) => {
      const subjectOf = one['credentialSubject'] as JsonObject
      return { ...one, credentialSubject: { ...subjectOf, achievement: [subjectOf['achievement'] as Json] } }
    },
    'invalid',
  ),
  shown('a tag twice', achievement({ tag: ['a'] }), (one) => JSON.parse(JSON.stringify(one).replace('["a"]', '["a","a"]')), 'invalid'),
  shown(
    'tags in another order: the same set',
    achievement({ tag: ['a', 'b'] }),
    (one) => JSON.parse(JSON.stringify(one).replace('["a","b"]', '["b","a"]')),
    'valid',
  ),
  shown('members in another order: the same object', badge(), (one) => Object.fromEntries(Object.entries(one).reverse()), 'valid'),
  shown(
    'the two names of the type exchanged (L15)',
    badge(),
    (one) => ({ ...one, type: ['VerifiableCredential', 'AchievementCredential'] }),
    'valid',
  ),
  shown(
    '@context below the top',
    badge(),
    (one) => ({ ...one, credentialSubject: { '@context': [V2, OB], ...(one['credentialSubject'] as JsonObject) } }),
    'invalid',
  ),
  shown(
    '@context null below the top',
    badge(),
    (one) => ({ ...one, issuer: { '@context': null as Json, ...(one['issuer'] as JsonObject) } }),
    'invalid',
  ),
  // a badge in the clothes of a plain credential
  signed('no type of Open Badges, contexts of Open Badges', badge({ type: ['VerifiableCredential'] }), 'invalid'),
  signed('contexts of plain, an achievement in the subject', plain({ credentialSubject: badge()['credentialSubject'] as Json }), 'invalid'),
  signed(
    'plain with a member awardedDate',
    plain({ awardedDate: '2026-04-01T00:00:00Z', '@context': [V2, { awardedDate: 'https://example.com/#a' }] }),
    'invalid',
  ),
  signed(
    'plain with a type by its IRI of Open Badges',
    plain({ type: ['VerifiableCredential', 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'] }),
    'invalid',
  ),
  // inline contexts of plain credentials
  signed(
    'plain: an inline term',
    inline({ Example: 'https://example.com/#Example' }, { type: ['VerifiableCredential', 'Example'] }),
    'valid',
  ),
  signed('plain: an inline @vocab', inline({ '@vocab': 'https://example.com/#' }, { type: ['VerifiableCredential', 'Example'] }), 'valid'),
  signed('plain: @vocab of the standard', inline({ '@vocab': cred }), 'invalid'),
  signed('plain: @vocab that is a beginning of the standard', inline({ '@vocab': 'https://www.w3.org/2018/' }), 'invalid'),
  signed('plain: a protected term redefined', inline({ VerifiableCredential: 'https://example.com/#VC' }), 'invalid'),
  signed('plain: an alias of @id', inline({ ident: '@id' }), 'invalid'),
  signed('plain: an alias of @type', inline({ kind: '@type' }), 'invalid'),
  signed('plain: an alias of @nest', inline({ box: '@nest' }), 'invalid'),
  signed('plain: a term as @nest', inline({ note: { '@id': 'https://example.com/#n', '@nest': '@nest' } }), 'invalid'),
  signed('plain: a term as @reverse', inline({ backward: { '@reverse': 'https://example.com/#n' } }), 'invalid'),
  signed(
    'plain: @container @index',
    inline({ notes: { '@id': 'https://example.com/#n', '@container': '@index' } }, { notes: { a: 'x' } }),
    'invalid',
  ),
  signed(
    'plain: @container @graph',
    inline({ notes: { '@id': 'https://example.com/#n', '@container': '@graph' } }, { notes: { id: 'urn:x:1', name: 'x' } }),
    'invalid',
  ),
  signed(
    'plain: @container @id',
    inline({ notes: { '@id': 'https://example.com/#n', '@container': '@id' } }, { notes: { 'urn:x:1': { name: 'x' } } }),
    'invalid',
  ),
  signed(
    'plain: @container @type',
    inline({ notes: { '@id': 'https://example.com/#n', '@container': '@type' } }, { notes: { 'urn:x:1': { name: 'x' } } }),
    'invalid',
  ),
  signed('plain: @json', inline({ notes: { '@id': 'https://example.com/#n', '@type': '@json' } }, { notes: { a: 1 } }), 'valid'),
  signed('plain: @language inline', inline({ '@language': 'ja' }, { name: '名前' }), 'valid'),
  signed('plain: @base inline', inline({ '@base': 'https://example.com/' }), 'invalid'),
  signed('plain: @import inline', inline({ '@import': 'https://evil.example/context.json' }), 'invalid'),
  signed('plain: a term mapped to a relative name', inline({ Example: 'Example' }), 'invalid'),
  signed('plain: a term mapped to null', inline({ name: null }), 'invalid'),
  signed('plain: @propagate false', inline({ '@propagate': false, Example: 'https://example.com/#E' }), 'valid'),
  signed(
    'plain: a context that is not held',
    plain({ '@context': [V2, 'https://evil.example/context.json'] }),
    'unverifiable conformance.context_not_held',
  ),
  signed('plain: an undefined term', plain({ extra: 'x' }), 'invalid conformance.term_undefined'),
  signed('plain: an undefined type', plain({ type: ['VerifiableCredential', 'Example'] }), 'invalid conformance.term_undefined'),
  signed(
    'plain: an undefined term in the subject',
    plain({ credentialSubject: { id: 'did:example:s', extra: 'x' } }),
    'invalid conformance.term_undefined',
  ),
  signed(
    'plain: two nodes about one subject',
    plain({
      credentialSubject: [
        { id: 'did:example:s', name: 'a' },
        { id: 'did:example:s', description: 'b' },
      ],
    }),
    'valid',
  ),
  signed(
    'plain: the subject is the credential itself',
    plain({ credentialSubject: { id: 'urn:uuid:7d3e0b1c-52e6-4f2b-8a61-3a1f0b1f2c3d', validUntil: '2026-04-02T00:00:00Z' } }),
    'invalid',
  ),
  signed(
    'plain: an id by a prefix of an inline context',
    inline({ ex: 'https://example.com/' }, { credentialSubject: { id: 'ex:1' } }),
    'invalid',
  ),
  signed('plain: direction of a name', plain({ name: { '@value': 'x', '@language': 'ar', '@direction': 'rtl' } }), 'valid'),
  shown(
    'plain: direction changed after signing',
    plain({ name: { '@value': 'x', '@language': 'ar', '@direction': 'rtl' } }),
    (one) => ({ ...one, name: { '@value': 'x', '@language': 'ar', '@direction': 'ltr' } }),
    'invalid proof.altered',
  ),
  shown(
    'plain: language changed after signing',
    plain({ name: { '@value': 'x', '@language': 'en' } }),
    (one) => ({ ...one, name: { '@value': 'x', '@language': 'fr' } }),
    'invalid proof.altered',
  ),
  shown(
    'plain: a number written otherwise is the same',
    plain({ '@context': [V2, { n: 'https://example.com/#n' }], credentialSubject: { n: 5 } }),
    (one) => ({ ...one, credentialSubject: { n: 5.0 } }),
    'valid',
  ),
  shown(
    'plain: a number altered',
    plain({ '@context': [V2, { n: 'https://example.com/#n' }], credentialSubject: { n: 5 } }),
    (one) => ({ ...one, credentialSubject: { n: 6 } }),
    'invalid proof.altered',
  ),
  shown(
    'plain: 5 as a text',
    plain({ '@context': [V2, { n: 'https://example.com/#n' }], credentialSubject: { n: 5 } }),
    (one) => ({ ...one, credentialSubject: { n: '5' } }),
    'invalid proof.altered',
  ),
  signed(
    'plain: a very large number',
    plain({ '@context': [V2, { n: 'https://example.com/#n' }], credentialSubject: { n: 1e308 } }),
    'valid',
  ),
  signed('plain: 1.1', plain({ '@context': [V1, DI2], validFrom: undefined, issuanceDate: '2026-04-01T00:00:00Z' }), 'valid'),
  signed('plain: 1.1 without issuanceDate', plain({ '@context': [V1, DI2], validFrom: undefined }), 'invalid'),
  signed(
    'plain: 1.1 with dates of 2.0 besides',
    plain({ '@context': [V1, DI2], issuanceDate: '2026-04-01T00:00:00Z', validUntil: '2999-01-01T00:00:00Z' }),
    'valid',
  ),
  signed(
    'plain: 1.1 expired, whatever validUntil says',
    plain({
      '@context': [V1, DI2],
      issuanceDate: '2026-04-01T00:00:00Z',
      expirationDate: '2026-04-02T00:00:00Z',
      validUntil: '2999-01-01T00:00:00Z',
    }),
    'invalid validity.expired',
  ),
  signed(
    'plain: 1.1 not yet, whatever validFrom says',
    plain({ '@context': [V1, DI2], issuanceDate: '2999-01-01T00:00:00Z' }),
    'invalid validity.not_yet',
  ),
  signed('plain: the year 10000 (XML Schema 1.1)', plain({ validUntil: '10000-01-01T00:00:00Z' }), 'valid'),
  signed('plain: a year before our era', plain({ validFrom: '-0044-03-15T00:00:00Z' }), 'valid'),
  signed('plain: a year with zeros before it', plain({ validUntil: '02999-01-01T00:00:00Z' }), 'invalid'),
  signed('plain: a year beyond all clocks', plain({ validUntil: '999999999-01-01T00:00:00Z' }), 'invalid'),
]
