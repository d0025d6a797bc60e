import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { isPinnedMember, leafClasses, readShape, type ShapeLimits, withLeaves } from '../../../src/proof/shape/key.ts'

const limits: ShapeLimits = { maxNodes: 200, maxDepth: 10, maxCharacters: 10_000, maxIriCharacters: 100 }
const isTerm = (text: string): boolean => text === 'name' || text === 'ex:term'
const shapeOf = (document: JsonObject) => {
  const shape = readShape(document, isTerm, limits)
  if (typeof shape === 'string') throw new Error(shape)
  return shape
}
const keyOf = (value: Json): string => shapeOf({ value }).key
const a = 'https://a.example/1'
const b = 'https://b.example/2'

describe('the key of a shape', () => {
  test.each<[string, Json, Json]>([
    ['[1,2] and [12]', [1, 2], [12]],
    ['[[1],2] and [[1,2]]', [[1], 2], [[1, 2]]],
    ['a number and the same digits as a pinned text', 1, '@1'],
    ['a member and the beginning of its value', { a: { b: 1 } }, { 'a{1:b': 1 }],
    ['a member name that looks like two', { 'x1:y': 'P' }, { x: '1:yP' }],
    ['two members and one whose name holds both', { a: 't', b: 't' }, { 'aP1:b': 't' }],
    ['an empty object and an empty list', {}, []],
    ['one item and the item alone', ['text'], 'text'],
    ['two items and one', ['text', 'text'], ['text']],
    ['members in another order', { a: 'x', b: true }, { b: true, a: 'x' }],
    ['true and false', true, false],
    ['null and false', null, false],
    ['two numbers', 1.5, 15],
    ['zero and minus zero', 0, -0],
    ['two types', { type: ['A'] }, { type: ['B'] }],
    ['types in another order', { type: ['A', 'B'] }, { type: ['B', 'A'] }],
    ['a type and a list of it', { type: 'A' }, { type: ['A'] }],
    ['types whose texts run together', { type: ['AB', 'C'] }, { type: ['A', 'BC'] }],
    ['two contexts', { '@context': ['https://a.example'] }, { '@context': ['https://b.example'] }],
    ['two languages', { '@value': 'x', '@language': 'ja' }, { '@value': 'x', '@language': 'en' }],
    ['a plain text and an IRI', 'text', a],
    ['IRIs of two schemes', 'did:example:1', 'urn:example:1'],
    ['IRIs with and without slashes after the scheme', 'ex:1', 'ex://1'],
    ['a term and another text', 'name', 'nam'],
    ['two terms', 'name', 'ex:term'],
    ['two labels of blank nodes', '_:a', '_:b'],
    ['two different IRIs and one that occurs twice', [a, b], [a, a]],
    ['which of three IRIs are equal', [a, a, b], [a, b, a]],
  ])('differs for %s', (_, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other))
  })

  test.each<[string, Json, Json]>([
    ['two plain texts', 'text', '別の"文"'],
    ['a plain text and one that has a blank after its colon', 'text', 'Note: text'],
    ['two plain texts that are equal and two that are not', ['x', 'x'], ['x', 'y']],
    ['two IRIs of one scheme', a, 'https://日本.example/?q#f'],
  ])('is the same for %s', (_, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other))
  })

  test('is the same exactly when structure, pinned texts and classes are the same', () => {
    const text = fc.constantFrom(
      '',
      'x',
      '1',
      '12',
      'P',
      '{',
      '}',
      '"1:a',
      ';',
      a,
      b,
      'urn:1',
      'name',
      '@id',
      '_:a',
      '1:a',
      'E0;',
      'Iurn:;',
    )
    const document = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        text,
        fc.constantFrom<Json>(1, 12, 2, true, null),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(fc.constantFrom('a', 'b', '1:a', 'type', '@language', 'x}'), tie('value'), { maxKeys: 3 }),
    })).object as fc.Arbitrary<JsonObject>
    fc.assert(
      fc.property(document, document, (one, other) => {
        const [shape, second] = [readShape(one, isTerm, limits), readShape(other, isTerm, limits)]
        if (typeof shape === 'string' || typeof second === 'string') return
        expect(shape.key === second.key).toBe(skeletonOf(one) === skeletonOf(other))
      }),
      { numRuns: 3_000 },
    )
  })

  /** What a key must hold, written by other means: JSON in which every leaf is replaced by an object that names its class. */
  function skeletonOf(document: JsonObject): string {
    const shape = shapeOf(document)
    const classes = leafClasses(shape.leaves)
    let next = 0
    const copy = (value: Json, pinned: boolean): unknown => {
      if (typeof value === 'string') return pinned || !isLeafText(value) ? ['pinned', value] : ['leaf', classes[next++]]
      if (Array.isArray(value)) return ['list', ...value.map((item) => copy(item, pinned))]
      if (typeof value !== 'object' || value === null) return ['constant', value]
      return ['object', ...Object.entries(value).map(([member, inner]) => [member, copy(inner, isPinnedMember(member))])]
    }
    return JSON.stringify(copy(document, false))
  }
  const isLeafText = (text: string): boolean => !text.startsWith('@') && !text.startsWith('_:') && !isTerm(text)
})

describe('documents that have no shape', () => {
  test('a document with an own member __proto__ is refused, at the top and below; one named proto is not', () => {
    const nested = (member: string) => JSON.parse(`{"a":[{"${member}":1}]}`) as JsonObject
    expect(readShape(JSON.parse('{"__proto__":{"a":1}}'), isTerm, limits)).toBe('prototype_key')
    expect(readShape(nested('__proto__'), isTerm, limits)).toBe('prototype_key')
    expect(readShape(nested('proto'), isTerm, limits)).toMatchObject({ leaves: [] })
  })

  test('an inline context is refused, wherever it stands; a list of names is not', () => {
    const terms = { name: 'https://a.example/name' }
    expect(readShape({ '@context': ['https://a.example', terms] }, isTerm, limits)).toBe('inline_context')
    expect(readShape({ a: { '@context': terms } }, isTerm, limits)).toBe('inline_context')
    expect(readShape({ '@context': null }, isTerm, limits)).toBe('inline_context')
    expect(readShape({ a: { '@context': ['https://a.example'] } }, isTerm, limits)).toMatchObject({ leaves: [] })
  })

  test.each<[string, JsonObject, JsonObject]>([
    ['values', { a: Array(198).fill(1) }, { a: Array(199).fill(1) }],
    ['depth', nestedTo(10), nestedTo(11)],
    ['characters', { a: 'x'.repeat(10_000) }, { a: 'x'.repeat(10_001) }],
    ['characters of an IRI', { a: `urn:${'x'.repeat(96)}` }, { a: `urn:${'x'.repeat(97)}` }],
    ['characters of types', { type: 'x'.repeat(10_000) }, { type: 'x'.repeat(10_001) }],
  ])('a document at the limit of %s has a shape, one beyond it has none', (_, at, beyond) => {
    expect(readShape(at, isTerm, limits)).toMatchObject({ key: expect.any(String) })
    expect(readShape(beyond, isTerm, limits)).toBe('over_limits')
  })

  test.each([undefined, Number.NaN, Number.POSITIVE_INFINITY])('a member that is %s is refused', (value) => {
    expect(readShape({ a: value } as unknown as JsonObject, isTerm, limits)).toBe('not_json')
  })

  test('an object as type is refused', () => {
    expect(readShape({ type: [{ a: 'b' }] }, isTerm, limits)).toBe('not_json')
  })
})

describe('leaves', () => {
  test('are given in the order of the document, and go back into their places', () => {
    const document = { type: 'T', a: ['x', { b: 'y', '@id': a, '@language': 'ja' }], c: 'name', d: a }
    const { leaves } = shapeOf(document)
    expect(leaves).toEqual(['x', 'y', a, a])
    expect(withLeaves(document, isTerm, ['1', '2', '3', '4'])).toEqual({
      type: 'T',
      a: ['1', { b: '2', '@id': '3', '@language': 'ja' }],
      c: 'name',
      d: '4',
    })
  })

  test.each([
    'https://a.example/x y',
    'https://a.example/"',
    'https://a.example/\u3000',
    'urn:\u007f',
    'urn:{1}',
    '1a:b',
    '日本:x',
    ':x',
    'https',
  ])('%j is no IRI that may vary', (text) => {
    expect(leafClasses([text])).toEqual([{ kind: 'plain' }])
  })

  test('an IRI names its scheme, and an equal one the first', () => {
    expect(leafClasses([a, 'urn:x', 'text', a])).toEqual([
      { kind: 'iri', prefix: 'https://' },
      { kind: 'iri', prefix: 'urn:' },
      { kind: 'plain' },
      { kind: 'same', as: 0 },
    ])
  })
})

/** Objects inside each other, the outermost counted. */
function nestedTo(depth: number): JsonObject {
  return depth === 1 ? {} : { a: nestedTo(depth - 1) }
}
