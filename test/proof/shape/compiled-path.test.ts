import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { referenceCanonicalizer } from '../../../src/proof/canonicalize.ts'
import { loadContexts } from '../../../src/proof/contexts.ts'
import { jsonLdOver } from '../../../src/proof/json-ld.ts'
import { compileShape } from '../../../src/proof/shape/compile.ts'
import { type DocumentShape, readShape } from '../../../src/proof/shape/key.ts'
import { shapeCanonicalizer } from '../../../src/proof/shape/shape-canonicalizer.ts'
import { termsOf } from '../../../src/proof/shape/terms.ts'
import { sampleBadge } from '../sample-badge.ts'
import { outcomeOf } from './compare.ts'

/** A context with what the pinned ones hardly have: values that JSON-LD reads as more than a text. */
const strange = 'https://contexts.example/strange'
const strangeTerms = {
  ex: 'https://ex.example/ns#',
  id: '@id',
  kind: '@type',
  word: { '@id': 'ex:word', '@type': '@vocab' },
  link: { '@id': 'ex:link', '@type': '@id' },
  json: { '@id': 'ex:json', '@type': '@json' },
  double: { '@id': 'ex:double', '@type': 'http://www.w3.org/2001/XMLSchema#double' },
  list: { '@id': 'ex:list', '@container': '@list' },
  text: { '@id': 'ex:text', '@container': '@set' },
  byLanguage: { '@id': 'ex:byLanguage', '@container': '@language' },
  byIndex: { '@id': 'ex:byIndex', '@container': '@index' },
  sub: 'ex:sub',
  graph: { '@id': 'ex:graph', '@container': '@graph' },
  known: 'https://elsewhere.example/known',
}

const folder = mkdtempSync(join(tmpdir(), 'akashi-shapes-'))
afterAll(() => rmSync(folder, { recursive: true }))
const content = JSON.stringify({ '@context': strangeTerms })
writeFileSync(join(folder, 'strange.jsonld'), content)
writeFileSync(
  join(folder, 'extra.json'),
  JSON.stringify([{ url: strange, file: 'strange.jsonld', sha256: createHash('sha256').update(content).digest('hex') }]),
)

const contexts = loadContexts({ extraContextsFile: join(folder, 'extra.json') })
const reference = referenceCanonicalizer(contexts)
const isTerm = termsOf(contexts)
const limits = { maxNodes: 1_000, maxDepth: 16, maxCharacters: 100_000, maxIriCharacters: 2_048 }
const document = (members: JsonObject): JsonObject => ({ '@context': [strange], ...members })
const compile = (members: JsonObject, nonce = 'nonce') => {
  const whole = document(members)
  return compileShape({
    document: whole,
    shape: readShape(whole, isTerm, limits) as DocumentShape,
    isTerm,
    jsonLd: jsonLdOver(contexts),
    nonce,
  })
}
/** Compiles at the first document, and holds each one against the reference path. */
const follows = async (...documents: JsonObject[]) => {
  const compiled = shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
  for (const each of documents) expect(await outcomeOf(compiled, each)).toBe(await outcomeOf(reference, each))
  return compiled.counts()
}

describe('free and pinned leaves', () => {
  test('a text that becomes a whole literal, and an IRI that becomes a whole IRI, are free', async () => {
    expect(await compile({ id: 'https://a.example/1', text: ['x'], link: 'did:example:1' })).toMatchObject({ leaves: 3, pinned: [] })
  })

  test.each<[string, JsonObject, { leaf: number; text: string }[]]>([
    ['a part of a JSON literal', { json: { a: 'x' } }, [{ leaf: 0, text: 'x' }]],
    ['a number written as a text', { double: '1.50' }, [{ leaf: 0, text: '1.50' }]],
    ['a compact IRI, whose prefix means something', { link: 'ex:thing' }, []],
    ['a type under another name', { kind: 'https://types.example/T', text: ['x'] }, [{ leaf: 0, text: 'https://types.example/T' }]],
    [
      'an IRI that is both id and type',
      { id: 'https://a.example/1', kind: 'https://a.example/1', text: ['x'] },
      [
        { leaf: 0, text: 'https://a.example/1' },
        { leaf: 1, text: 'https://a.example/1' },
      ],
    ],
  ])('%s is pinned', async (_, members, pinned) => {
    const compiled = await compile(members)
    if (pinned.length === 0) expect(compiled).toMatchObject({ pinned: [{ leaf: 0 }] })
    else expect(compiled).toMatchObject({ pinned })
  })

  test('a document with another value in a pinned leaf is another variant, not a misfit', async () => {
    const with_ = (json: string, text: string) => document({ json: { a: json }, text: [text] })
    expect(await follows(with_('1', 'x'), with_('2', 'x'), with_('1', 'y'), with_('2', 'y'))).toEqual({
      filled: 2,
      cast: 0,
      compiled: 2,
      fallbacks: {},
    })
  })

  test('of a leaf with ever new pinned values only a few variants are compiled', async () => {
    const documents = Array.from({ length: 12 }, (_, index) => document({ json: { a: `${index}` } }))
    expect(await follows(...documents)).toEqual({ filled: 0, cast: 0, compiled: 8, fallbacks: { no_more_variants: 4 } })
  })

  test('a value of an @vocab term is part of the key when it is a term', async () => {
    expect(
      await follows(document({ word: 'known' }), document({ word: 'ex' }), document({ word: 'urn:free' }), document({ word: 'urn:other' })),
    ).toEqual({
      filled: 1,
      cast: 0,
      compiled: 3,
      fallbacks: {},
    })
  })

  test('a text that vanishes from the RDF is pinned: it is not signed, so it must not be taken for what varies', async () => {
    expect(await compile({ sub: { '@index': 'x', text: ['y'] } })).toMatchObject({ leaves: 1, pinned: [] })
    expect(await compile({ byIndex: { a: { text: ['y'] } } })).toMatchObject({ leaves: 1, pinned: [] })
  })

  test('languages and indexes belong to the key, since they are member names', async () => {
    const inLanguage = (language: string, text: string) => document({ byLanguage: { [language]: text } })
    expect(await follows(inLanguage('ja', 'x'), inLanguage('ja', 'y'), inLanguage('en', 'x'))).toMatchObject({
      filled: 1,
      cast: 0,
      compiled: 2,
    })
  })
})

describe('what cannot be compiled', () => {
  test('a document that holds the marker', async () => {
    expect(await compile({ text: ['a nonce b'] })).toBe('marker_in_document')
    expect(await compile({ kind: 'https://types.example/nonce' })).toBe('marker_in_document')
    expect(await compile({ text: ['a nonce b'] }, 'other')).toMatchObject({ leaves: 1 })
  })

  test('a named graph', async () => {
    expect(await compile({ graph: { text: ['x'] } })).toBe('named_graph')
    expect(await follows(document({ graph: { text: ['x'] } }), document({ graph: { text: ['y'] } }))).toEqual({
      filled: 0,
      cast: 0,
      compiled: 0,
      fallbacks: { named_graph: 1 },
    })
  })

  test('texts with a direction, of which the library keeps one where two differ in nothing else', async () => {
    const described = (...texts: string[]): JsonObject => ({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      description: texts.map((text, index) => ({ '@value': text, '@language': 'ja', ...(index === 0 ? { '@direction': 'ltr' } : {}) })),
    })
    const compiled = shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
    for (const document of [described('a', 'b'), described('c', 'd'), described('x', 'x')])
      expect(await outcomeOf(compiled, document)).toBe(await outcomeOf(reference, document))
    expect((await reference.canonicalize(described('x', 'x'))).match(/description/g)).toHaveLength(1)
    expect(compiled.counts()).toEqual({ filled: 0, cast: 0, compiled: 0, fallbacks: { text_direction: 2 } })
  })

  test('a document that JSON-LD refuses', async () => {
    expect(await compile({ undefinedTerm: 'x' })).toBe('refused_by_json_ld')
    expect(await compile({ id: 'no IRI', text: ['x'] })).toBe('refused_by_json_ld')
  })

  test('blank nodes that are alike whatever their texts are', async () => {
    expect(await compile({ sub: [{ kind: 'ex:T' }, { kind: 'ex:T' }] })).toBe('equal_hashes')
  })

  test('a number and a text that become one statement, which the reference path writes twice', async () => {
    const twice: JsonObject = { text: [{ '@value': 12 }, { '@value': '12', '@type': 'http://www.w3.org/2001/XMLSchema#integer' }] }
    const counts = await follows(document(twice), document(twice))
    expect(counts.filled).toBe(0)
  })
})

describe('misfits, which take the reference path', () => {
  const evidence = (...items: JsonObject[]): JsonObject => ({
    ...sampleBadge(),
    evidence: items.map((item) => ({ type: ['Evidence'], ...item })),
  })

  test('two blank nodes with equal hashes', async () => {
    expect(
      await follows(evidence({ name: 'a' }, { name: 'b' }), evidence({ name: 'c' }, { name: 'd' }), evidence({ name: 'c' }, { name: 'c' })),
    ).toEqual({ filled: 1, cast: 0, compiled: 1, fallbacks: { equal_hashes: 1 } })
  })

  test('two quads that become equal', async () => {
    const tagged = (...text: string[]) => document({ text })
    expect(await follows(tagged('a', 'b'), tagged('b', 'a'), tagged('c', 'c'))).toEqual({
      filled: 1,
      cast: 0,
      compiled: 1,
      fallbacks: { equal_quads: 1 },
    })
  })

  test('a subject that becomes equal to another one by way of a pinned, shortened name', async () => {
    const linked = (id: string) => document({ id: 'ex:one', text: ['x'], sub: { id, text: ['y'] } })
    expect(await follows(linked('https://a.example/1'), linked('https://a.example/2'), linked('https://ex.example/ns#one'))).toEqual({
      filled: 1,
      cast: 0,
      compiled: 1,
      fallbacks: { equal_subjects: 1 },
    })
  })

  test('a lone surrogate is refused by both paths', async () => {
    const compiled = shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
    await compiled.canonicalize({ ...sampleBadge(), name: 'a' })
    await expect(compiled.canonicalize({ ...sampleBadge(), name: '\ud842' })).rejects.toMatchObject({ failure: 'malformed' })
    await expect(compiled.canonicalize({ ...sampleBadge(), name: '\ud842\udfb7' })).resolves.toContain('𠮷')
    expect(compiled.counts()).toEqual({ filled: 1, cast: 0, compiled: 1, fallbacks: { lone_surrogate: 1 } })
  })
})

describe('what is another shape', () => {
  const badge = (change: (badge: JsonObject) => JsonObject) => change(sampleBadge())
  const subjectOf = (badge: JsonObject) => badge['credentialSubject'] as JsonObject
  test.each<[string, (badge: JsonObject) => JsonObject]>([
    [
      'another context',
      (badge) => ({
        ...badge,
        '@context': [...(badge['@context'] as string[]), 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'],
      }),
    ],
    ['another order of members', ({ name, ...badge }) => ({ name: name as string, ...badge })],
    ['one more optional member', (badge) => ({ ...badge, awardedDate: '2026-04-01T00:00:00Z' })],
    [
      'one more piece of evidence',
      (badge) => ({ ...badge, evidence: [...(badge['evidence'] as JsonObject[]), { type: ['Evidence'], name: 'b' }] }),
    ],
    ['another scheme of an id', (badge) => ({ ...badge, id: 'urn:uuid:3f0c1f7a' })],
    ['the same scheme written in capitals', (badge) => ({ ...badge, id: 'HTTPS://badges.example/badges/3f0c1f7a' })],
    ['another type', (badge) => ({ ...badge, credentialSubject: { ...subjectOf(badge), result: [] } })],
    ['a number', (badge) => ({ ...badge, credentialSubject: { ...subjectOf(badge), creditsEarned: 2 } })],
    ['an id that is the id of another node', (badge) => ({ ...badge, id: subjectOf(badge)['id'] as string })],
    [
      'a subject that is the issuer',
      (badge) => ({ ...badge, credentialSubject: { ...subjectOf(badge), id: (badge['issuer'] as JsonObject)['id'] as string } }),
    ],
  ])('%s', async (_, change) => {
    expect(await follows(sampleBadge(), badge(change), badge(change))).toEqual({ filled: 1, cast: 0, compiled: 2, fallbacks: {} })
  })
})

describe('the order of lines and labels', () => {
  test('subjects change places with their ids, values with their texts', async () => {
    const two = (first: string, second: string, ...text: string[]) =>
      document({ id: first, text, link: [second], sub: { id: second, text: ['x'] } })
    const counts = await follows(
      two('https://a.example/1', 'https://a.example/2', 'a', 'b'),
      two('https://a.example/3', 'https://a.example/2', 'c', 'b'),
      two('https://a.example/1', 'https://a.example/1x', 'ab', 'a'),
      two('https://a.example/1!', 'https://a.example/1', 'a"', 'a'),
      two('https://\uff21.example/', 'https://𠮷.example/', '\uff21', '𠮷'),
    )
    expect(counts).toEqual({ filled: 4, cast: 0, compiled: 1, fallbacks: {} })
  })

  test('the labels of more than ten blank nodes are ordered as texts, in which 10 stands before 2', async () => {
    const many = (prefix: string) => document({ sub: Array.from({ length: 14 }, (_, index) => ({ text: [`${prefix}${index}`] })) })
    expect(await follows(many('a'), many('b'), many('c'))).toEqual({ filled: 2, cast: 0, compiled: 1, fallbacks: {} })
  })

  test('the nodes of a list are labelled by what they hold', async () => {
    const listed = (...list: string[]) => document({ list })
    expect(await follows(listed('a', 'b', 'c'), listed('c', 'b', 'a'), listed('"', '\n', '𠮷'))).toEqual({
      filled: 2,
      cast: 0,
      compiled: 1,
      fallbacks: {},
    })
  })

  test('a name that a document holds twice for one node is one statement; where the two differ it is two', async () => {
    const again = (first: string, second: string) =>
      document({ id: 'https://a.example/1', text: [first], sub: { id: 'https://a.example/1', text: [second] } })
    expect(await follows(again('a', 'a'), again('b', 'b'), again('a', 'b'), again('c', 'd'), again('c', 'c'))).toEqual({
      filled: 3,
      cast: 0,
      compiled: 2,
      fallbacks: {},
    })
  })
})
