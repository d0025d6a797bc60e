import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/json.ts'
import { type ExamineOptions, examine, examineAnew } from '../../src/openbadges/conformance.ts'
import { buildCourseCredential } from '../../src/openbadges/credential.ts'
import type { Circumstances } from '../../src/openbadges/precedent/precedent.ts'
import { Precedent } from '../../src/openbadges/precedent/precedent.ts'
import { Reads } from '../../src/openbadges/precedent/reads.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { courseInput } from './builders.ts'
import { changed } from './rule-samples/sample.ts'
import { recordContexts, samples } from './rule-samples/samples.ts'

/*
 * A document is judged by one that kept every rule, where it differs from it in texts only. Nothing may pass in this way that breaks a rule:
 * the answer is held against that of reading the document anew.
 */

const heldContexts = new Set([...loadContexts().urls, ...recordContexts])
const purposes = ['issue', 'verify'] as const

const isObject = (value: Json): value is Json[] | JsonObject => typeof value === 'object' && value !== null

const replaced = (value: Json[] | JsonObject, member: string, other: Json): Json =>
  Array.isArray(value) ? value.with(Number(member), other) : { ...value, [member]: other }

/** Copies of the value, in each of which one text is another one. */
function* withOtherTexts(value: Json, others: readonly Json[]): Generator<Json> {
  if (typeof value === 'string') for (const other of others) yield other
  if (!isObject(value)) return
  for (const [member, inner] of Object.entries(value))
    for (const other of withOtherTexts(inner, others)) yield replaced(value, member, other)
}

const textsOf = (value: Json): string[] => {
  if (typeof value === 'string') return [value]
  return isObject(value) ? Object.values(value).flatMap(textsOf) : []
}

/** Every document that some rule accepts, once, and the purposes for which it keeps all rules. */
const accepted: { document: JsonObject; purpose: (typeof purposes)[number]; circumstances: Circumstances }[] = []
const seen = new Set<string>()
for (const make of [
  ...Object.values(samples).flatMap((ofRule) => ofRule.map((sample) => sample.accepted)),
  () => buildCourseCredential(courseInput()),
]) {
  for (const purpose of purposes) {
    const document = make()
    const key = `${purpose} ${JSON.stringify(document)}`
    const { kind, vcdm, problems } = examineAnew(document, { heldContexts, purpose })
    if (seen.has(key) || problems.length > 0 || kind === 'credential') continue
    seen.add(key)
    accepted.push({ document, purpose, circumstances: { kind, vcdm, purpose, jwtClaims: false } })
  }
}

/** Texts that some rule or form refuses in some place, and such as pass in others. */
const odd = [
  '',
  'x',
  'no url',
  'javascript:alert(1)',
  'https://',
  'https://badges.example/x',
  '2020-01-01T00:00:00Z',
  '2099-01-01T00:00:00.5Z',
  '2026-02-30T00:00:00Z',
  'ext:Own',
  'ext:',
  '07',
  '7',
  'Completed',
  '𠮷',
]

const precedentOf = ({ document, circumstances }: (typeof accepted)[number]): Precedent => {
  const precedent = Precedent.of(document, circumstances)
  if (precedent === undefined) throw new Error('no precedent')
  return precedent
}

describe('a precedent', () => {
  test('is made of a document of every kind, and covers it', () => {
    expect(new Set(accepted.map(({ circumstances }) => `${circumstances.kind} ${circumstances.purpose}`)).size).toBeGreaterThan(5)
    for (const one of accepted) expect(precedentOf(one).covers(structuredClone(one.document))).toBe(true)
  })

  test('covers nothing that breaks a rule when one text is another one, and most of what keeps them', () => {
    let [covered, kept, tried] = [0, 0, 0]
    for (const [number, one] of accepted.entries()) {
      const precedent = precedentOf(one)
      const { document, purpose, circumstances } = one
      const own = textsOf(document)
      const all = [...odd, document['id'] as Json, ...own.filter((_, place) => place % 17 === 3)]
      const others = all.filter((text, place) => text !== undefined && place % 2 === number % 2)
      for (const altered of withOtherTexts(document, others) as Iterable<JsonObject>) {
        tried++
        const { kind, vcdm, problems, notHeld } = examineAnew(altered, { heldContexts, purpose })
        const keeps = problems.length === 0 && notHeld.length === 0
        if (keeps) kept++
        if (!precedent.covers(altered)) continue
        covered++
        expect({ kind, vcdm, problems, notHeld }, JSON.stringify(altered)).toEqual({
          kind: circumstances.kind,
          vcdm: circumstances.vcdm,
          problems: [],
          notHeld: [],
        })
      }
    }
    expect(tried).toBeGreaterThan(10_000)
    expect(covered / kept).toBeGreaterThan(0.9)
  })

  test('covers nothing of another structure: a text that is no text any more, a member more, less or elsewhere, a list longer or shorter', () => {
    for (const one of accepted) {
      const precedent = precedentOf(one)
      for (const altered of withOtherTexts(one.document, [1, true, null, [], {}, ['x']]) as Iterable<JsonObject>)
        expect(precedent.covers(altered)).toBe(false)
      for (const altered of withOtherStructure(one.document) as Iterable<JsonObject>)
        expect(precedent.covers(altered), JSON.stringify(altered)).toBe(false)
    }
  })

  test('covers nothing that breaks a rule when several texts change places or are others at once', () => {
    const document = fc.constantFrom(...accepted)
    const changes = fc.array(fc.record({ at: fc.nat(), other: fc.oneof(fc.constantFrom(...odd), fc.nat()) }), {
      minLength: 2,
      maxLength: 4,
    })
    fc.assert(
      fc.property(document, changes, (one, list) => {
        const own = textsOf(one.document)
        const places = new Map(
          list.map(({ at, other }) => [at % own.length, typeof other === 'string' ? other : (own[other % own.length] as string)]),
        )
        let next = 0
        const copy = (value: Json): Json => {
          if (typeof value === 'string') {
            const other = places.get(next++)
            return other ?? value
          }
          if (Array.isArray(value)) return value.map(copy)
          return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(inner)])) : value
        }
        const altered = copy(one.document) as JsonObject
        if (!precedentOf(one).covers(altered)) return
        const { kind, problems, notHeld } = examineAnew(altered, { heldContexts, purpose: one.purpose })
        expect({ kind, problems, notHeld }).toEqual({ kind: one.circumstances.kind, problems: [], notHeld: [] })
      }),
      { numRuns: 1_000, seed: 7 },
    )
  })

  test('remembers what is frozen, and looks again at what can change', () => {
    const one = accepted.find(
      ({ purpose, circumstances }) => purpose === 'issue' && circumstances.kind === 'open-badge-3',
    ) as (typeof accepted)[number]
    const precedent = precedentOf(one)
    const document = structuredClone(one.document)
    expect(precedent.covers(document)).toBe(true)
    const subject = document['credentialSubject'] as JsonObject
    const achievement = subject['achievement'] as JsonObject
    achievement['id'] = 'no url'
    expect(precedent.covers(document)).toBe(false)
    achievement['id'] = document['id'] as string
    expect(precedent.covers(document)).toBe(false)
    const shared = Object.freeze({ ...(one.document['issuer'] as JsonObject) })
    expect(precedent.covers({ ...one.document, issuer: shared })).toBe(true)
    // Frozen at the top only: what is inside may be another text by now.
    const inner = { ...((one.document['credentialSubject'] as JsonObject)['achievement'] as JsonObject) }
    const criteria = { ...(inner['criteria'] as JsonObject) }
    const half = Object.freeze({ ...inner, criteria })
    const holding = { ...one.document, credentialSubject: { ...(one.document['credentialSubject'] as JsonObject), achievement: half } }
    expect(precedent.covers(holding)).toBe(true)
    criteria['id'] = 'javascript:alert(1)'
    expect(precedent.covers(holding)).toBe(false)
  })
})

/** Copies of the value, in each of which one object or list has another structure. */
function* withOtherStructure(value: Json): Generator<Json> {
  if (!isObject(value)) return
  if (Array.isArray(value)) {
    if (value.length > 0) yield value.slice(1)
    yield [...value, 'x']
  } else {
    const entries = Object.entries(value)
    yield { ...value, constructor: 'x' }
    for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name))
    if (entries.length > 1) yield Object.fromEntries(entries.toReversed())
  }
  for (const [member, inner] of Object.entries(value)) for (const other of withOtherStructure(inner)) yield replaced(value, member, other)
}

describe('examining', () => {
  const options = (purpose: ExamineOptions['purpose']): ExamineOptions => ({ heldContexts, purpose })

  test('gives the answer of reading anew for every sample of every rule, with precedents of all that is accepted', () => {
    for (const ofRule of Object.values(samples)) {
      for (const sample of ofRule) {
        for (const purpose of purposes) {
          const good = sample.accepted()
          const bad = changed(good, sample.at, sample.refused)
          for (const document of [good, good, bad, good])
            expect(examine(structuredClone(document), options(purpose))).toEqual(examineAnew(document, options(purpose)))
        }
      }
    }
  })

  test('does not call a context held that is not, though the precedent had it', () => {
    const document = buildCourseCredential(courseInput())
    for (let round = 0; round < 3; round++) expect(examine(structuredClone(document), options('issue')).problems).toEqual([])
    const [first] = document['@context']
    expect(examine(structuredClone(document), { heldContexts: new Set([first as string]), purpose: 'issue' }).notHeld).toEqual(
      document['@context'].slice(1),
    )
  })
})

describe('reading through a view', () => {
  test('tells of every text that is looked at, in whatever way, and of no other', () => {
    const document = { a: 'A', list: ['B', 'C'], inner: { d: 'D', e: 'E' }, number: 1 }
    const places = new Map<object, Map<string, number>>([
      [document, new Map([['a', 0]])],
      [
        document.list,
        new Map([
          ['0', 1],
          ['1', 2],
        ]),
      ],
      [
        document.inner,
        new Map([
          ['d', 3],
          ['e', 4],
        ]),
      ],
    ])
    const reading = (look: (view: typeof document) => unknown): number[] => {
      const reads = new Reads(places)
      const found = new Set<number>()
      reads.note = (text) => found.add(text)
      look(reads.view(document))
      return [...found].sort()
    }
    expect(reading((view) => view.a)).toEqual([0])
    expect(reading((view) => view.list.includes('C'))).toEqual([1, 2])
    expect(reading((view) => view.list.some((text) => text === 'B'))).toEqual([1])
    expect(reading((view) => [...view.list])).toEqual([1, 2])
    expect(reading((view) => Array.isArray(view.list) && view.list.length)).toEqual([])
    expect(reading((view) => JSON.stringify(view.inner))).toEqual([3, 4])
    expect(reading((view) => ({ ...view.inner }))).toEqual([3, 4])
    expect(reading((view) => Object.getOwnPropertyDescriptor(view, 'inner')?.value.e)).toEqual([4])
    expect(reading((view) => Reflect.get(view.inner, 'd'))).toEqual([3])
    expect(reading((view) => view.inner.d === view.a)).toEqual([0, 3])
    expect(reading((view) => view.number + 1)).toEqual([])
    expect(reading((view) => Object.is(view.inner, view.inner) && undefined)).toEqual([])
  })
})
