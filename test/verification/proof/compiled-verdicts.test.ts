import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { CanonicalizationError } from '../../../src/proof/canonicalizer.ts'
import { addProof } from '../../../src/proof/data-integrity.ts'
import { ed25519PrivateKey, signEd25519 } from '../../../src/proof/ed25519.ts'
import { type ShapeCanonicalizer, shapeCanonicalizer } from '../../../src/proof/shape/shape-canonicalizer.ts'
import type { Verification } from '../../../src/verification/verdict.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { changed } from '../../openbadges/rule-samples/sample.ts'
import { samples } from '../../openbadges/rule-samples/samples.ts'
import { families } from '../../proof/shape/families.ts'
import { randomFrom } from '../../proof/shape/random.ts'
import { revalued } from '../../proof/shape/revalue.ts'
import { badgeBy } from './badges.ts'
import { ed25519Signer, signed } from './signers.ts'
import { contexts, newWorld, canonicalizer as reference } from './world.ts'

/*
 * Nothing is accepted through the compiled path that the reference path refuses: the whole answer of the verifier, line by line, is the same
 * by both. Shapes are compiled at first sight here, so that they are warm for everything that follows.
 */

const signer = await ed25519Signer(1)
const { deps } = newWorld({ now: '2027-01-01T00:00:00Z' })
const newPath = (): ShapeCanonicalizer => shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
const slow = (document: JsonObject): Promise<Verification> => verifyDocument(structuredClone(document), deps)
const fastOver =
  (canonicalizer: ShapeCanonicalizer) =>
  (document: JsonObject): Promise<Verification> =>
    verifyDocument(structuredClone(document), { ...deps, canonicalizer })

/** Copies of the value, in each of which one text differs. */
function* withOtherTexts(value: Json, change: (text: string) => string): Generator<[string, Json]> {
  if (typeof value === 'string') yield ['', change(value)]
  else if (typeof value === 'object' && value !== null) {
    for (const [member, inner] of Object.entries(value))
      for (const [path, other] of withOtherTexts(inner, change)) yield [`/${member}${path}`, replaced(value, member, other)]
  }
}

/** Copies of the value, in each of which one object differs. */
function* withOtherObjects(value: Json, change: (object: JsonObject) => Iterable<[string, JsonObject]>): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield* change(value)
  for (const [member, inner] of Object.entries(value))
    for (const [path, other] of withOtherObjects(inner, change)) yield [`/${member}${path}`, replaced(value, member, other)]
}

const replaced = (value: Json[] | JsonObject, member: string, other: Json): Json =>
  Array.isArray(value) ? value.with(Number(member), other) : { ...value, [member]: other }

const members = (object: JsonObject, change: (entry: [string, Json]) => [string, Json][]): [string, JsonObject][] =>
  Object.keys(object).map((member) => [
    `/${member}`,
    Object.fromEntries(Object.entries(object).flatMap((entry): [string, Json][] => (entry[0] === member ? change(entry) : [entry]))),
  ])

describe('a signed badge of a known shape', async () => {
  const badge = await signed(badgeBy(signer.did), signer)
  const path = newPath()
  const fast = fastOver(path)
  for (let round = 0; round < 4; round++) await fast(badge)

  test('is valid, and nothing of it takes the reference path any more', async () => {
    const before = path.counts()
    expect((await fast(badge)).verdict).toBe('valid')
    expect(path.counts()).toEqual({ ...before, filled: before.filled + 2, cast: before.cast + 2 })
  })

  test.each<[string, (text: string) => string]>([
    ['one character longer', (text) => `${text}x`],
    ['one character shorter', (text) => text.slice(0, -1)],
    ['with a blank at its end', (text) => `${text} `],
    ['with its first character twice', (text) => `${text.slice(0, 1)}${text}`],
    ['with a character beyond U+FFFF in it', (text) => `${text.slice(0, 3)}𠮷${text.slice(3)}`],
    ['with a quotation mark in it', (text) => `${text.slice(0, 9)}"${text.slice(9)}`],
    ['another text of the document', (text) => (text === 'データ活用基礎' ? '修了課題' : 'データ活用基礎')],
    [
      'another IRI of the document',
      (text) => (text === 'https://badges.example/evidence/1' ? 'urn:uuid:6b5b9a0e' : 'https://badges.example/evidence/1'),
    ],
    ['empty', () => ''],
  ])('with every single text %s, one after the other, is refused with the answer of the reference path', async (_, change) => {
    let count = 0
    for (const [place, altered] of withOtherTexts(badge, change)) {
      const answer = await fast(altered as JsonObject)
      expect(answer.verdict, place).not.toBe('valid')
      expect(answer, place).toEqual(await slow(altered as JsonObject))
      count++
    }
    expect(count).toBeGreaterThan(30)
    expect((await fast(badge)).verdict).toBe('valid')
  })

  test.each<[string, (entry: [string, Json]) => [string, Json][]]>([
    ['renamed', ([member, value]) => [[`${member}x`, value]]],
    ['left out', () => []],
    ['named like a property of every object', ([, value]) => [['constructor', value]]],
    [
      'beside a second one',
      ([member, value]) => [
        [member, value],
        [`${member}2`, value],
      ],
    ],
    ['with null as value', ([member]) => [[member, null]]],
    ['with a number as value', ([member]) => [[member, 1]]],
    ['with its value in one more list', ([member, value]) => [[member, [[value]]]]],
  ])('with every single member %s, one after the other, is refused with the answer of the reference path', async (_, change) => {
    let count = 0
    for (const [place, altered] of withOtherObjects(badge, (object) => members(object, change))) {
      const answer = await fast(altered as JsonObject)
      expect(answer.verdict, place).not.toBe('valid')
      expect(answer, place).toEqual(await slow(altered as JsonObject))
      count++
    }
    expect(count).toBeGreaterThan(40)
  })

  test('with its members, or the items of its lists, in another order gets the answer of the reference path', async () => {
    const verdicts = new Set<string>()
    const orders = (object: JsonObject): [string, JsonObject][] => [
      ['/ members backwards', Object.fromEntries(Object.entries(object).toReversed())],
      ...members(object, ([member, value]) => [[member, Array.isArray(value) ? value.toReversed() : value]]),
    ]
    for (const [place, altered] of withOtherObjects(badge, orders)) {
      const answer = await fast(altered as JsonObject)
      expect(answer, place).toEqual(await slow(altered as JsonObject))
      verdicts.add(answer.verdict)
    }
    // The order of tags means nothing in RDF; the order of contexts and types is fixed here.
    expect([...verdicts].sort()).toEqual(['invalid', 'valid'])
  })
})

describe('the documents of other tests', () => {
  const key = ed25519PrivateKey(new Uint8Array(32).fill(1))
  const request = { verificationMethod: signer.id, created: '2026-04-01T00:00:00Z', sign: (bytes: Uint8Array) => signEd25519(key, bytes) }

  /** With a proof, if it has none yet and a canonical form; by the issuer that the key belongs to, if it names one as an object. */
  const withProof = async (document: JsonObject): Promise<JsonObject> => {
    if (document['proof'] !== undefined) return document
    try {
      return JSON.parse(await addProof(document, request, reference)) as JsonObject
    } catch (error) {
      if (error instanceof CanonicalizationError) return document
      throw error
    }
  }
  const ofSigner = (document: JsonObject): JsonObject => {
    const { issuer } = document
    if (typeof issuer === 'string') return { ...document, issuer: signer.did }
    return typeof issuer === 'object' && issuer !== null && !Array.isArray(issuer)
      ? { ...document, issuer: { ...issuer, id: signer.did } }
      : document
  }

  test('every sample of every rule, good and bad, gets the answer of the reference path', async () => {
    const fast = fastOver(newPath())
    const verdicts = new Map<string, number>()
    const compare = async (document: JsonObject, name: string): Promise<void> => {
      const answer = await fast(document)
      expect(answer, name).toEqual(await slow(document))
      verdicts.set(answer.verdict, (verdicts.get(answer.verdict) ?? 0) + 1)
    }
    const good = new Map<() => JsonObject, JsonObject>()
    for (const [rule, ofRule] of Object.entries(samples)) {
      for (const { accepted, at, refused } of ofRule) {
        const { proof: _, ...unsigned } = ofSigner(accepted())
        if (at.startsWith('/proof')) {
          await compare(changed(accepted(), at, refused), `${rule} ${at}`)
          continue
        }
        const known = good.get(accepted) ?? (await withProof(unsigned))
        if (!good.has(accepted)) for (const round of [1, 2, 3]) await compare(known, `what ${rule} accepts, ${round}`)
        good.set(accepted, known)
        await compare(changed(known, at, refused), `${rule} ${at}, changed after signing`)
        await compare(await withProof(changed(unsigned, at, refused)), `${rule} ${at}, signed`)
      }
    }
    expect(verdicts.get('invalid')).toBeGreaterThan(200)
    expect(verdicts.get('valid') ?? 0).toBeGreaterThan(0)
  }, 120_000)

  test('signed documents of every kind, and the same with a text changed after signing, get the answer of the reference path', async () => {
    const fast = fastOver(newPath())
    const verdicts = new Map<string, number>()
    for (const [kind, make] of Object.entries(families)) {
      const random = randomFrom(104_729)
      let document = make(random)
      for (let index = 0; index < 4; index++) {
        const whole = await withProof(ofSigner(document))
        const { proof, ...rest } = whole
        const altered = proof === undefined ? whole : { ...revalued(rest, random), proof }
        for (const one of [whole, altered]) {
          const answer = await fast(one)
          expect(answer, `${kind} ${index}`).toEqual(await slow(one))
          verdicts.set(answer.verdict, (verdicts.get(answer.verdict) ?? 0) + 1)
        }
        document = revalued(document, random)
      }
    }
    expect(verdicts.get('valid') ?? 0).toBeGreaterThan(5)
    expect(verdicts.get('invalid') ?? 0).toBeGreaterThan(50)
  })
})
