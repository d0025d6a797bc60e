import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../src/json.ts'
import { examine } from '../../src/openbadges/conformance.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { CanonicalizationError } from '../../src/proof/canonicalizer.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { signedBadge } from './rule-samples/documents.ts'

/**
 * SECURITY (b): one shape for one graph. Documents are rewritten by every trick that keeps the canonical N-Quads, and so the signature,
 * the same; none of them may be accepted, but for the few spellings that the specification itself leaves open.
 */

const contexts = loadContexts()
const { canonicalize } = referenceCanonicalizer(contexts)

const isAccepted = (document: JsonObject): boolean =>
  examine(document, { heldContexts: contexts.urls, purpose: 'verify' }).problems.length === 0

const canonicalOf = async (document: JsonObject): Promise<string | undefined> => {
  try {
    return await canonicalize(document)
  } catch (error) {
    if (error instanceof CanonicalizationError) return undefined
    throw error
  }
}

/** Term → IRI over all contexts of the badge, scoped ones included. */
const irisOf = (): Map<string, string> => {
  const iris = new Map<string, string>()
  const collect = (context: Json): void => {
    if (!isJsonObject(context)) return
    for (const [term, definition] of Object.entries(context)) {
      const iri = isJsonObject(definition) ? definition['@id'] : definition
      if (typeof iri === 'string' && iri.startsWith('http')) iris.set(term, iri)
      if (isJsonObject(definition) && definition['@context'] !== undefined) collect(definition['@context'])
    }
  }
  for (const url of signedBadge()['@context'] as string[]) collect(contexts.get(url)?.['@context'] ?? null)
  return iris
}
const iris = irisOf()

/** Every object of a document, by the steps that lead to it. */
const objectsIn = (value: Json, steps: string[] = []): string[][] =>
  typeof value !== 'object' || value === null
    ? []
    : [
        ...(Array.isArray(value) ? [] : [steps]),
        ...Object.entries(value).flatMap(([name, item]) => (name === '@context' ? [] : objectsIn(item, [...steps, name]))),
      ]

type Trick = (object: JsonObject, member: string) => void

const define = (object: JsonObject, name: string, value: Json): void => {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
}

const rename =
  (to: (member: string) => string | undefined): Trick =>
  (object, member) => {
    const name = to(member)
    const value = object[member]
    if (name === undefined || value === undefined) return
    delete object[member]
    define(object, name, value)
  }

const replace =
  (to: (value: Json) => Json | undefined): Trick =>
  (object, member) => {
    const value = object[member]
    const next = value === undefined ? undefined : to(value)
    if (next !== undefined) object[member] = next
  }

const add =
  (name: string, value: Json): Trick =>
  (object) =>
    define(object, name, value)

/** Ways to write the same statements in other JSON, or to add to the JSON what is no statement. */
const tricks: { [name: string]: Trick } = {
  'a member renamed to its full IRI': rename((member) => iris.get(member)),
  'id as @id': rename((member) => (member === 'id' ? '@id' : undefined)),
  'type as @type': rename((member) => (member === 'type' ? '@type' : undefined)),
  'a member moved under @nest': (object, member) => {
    const value = object[member]
    if (value === undefined || member === '@context') return
    delete object[member]
    object['@nest'] = { [member]: value }
  },
  '@index with text': add('@index', 'unsigned text'),
  'a member that is null': add('narrative', null),
  'an end of validity that is null': add('validUntil', null),
  'an unknown member that is null': add('unknown', null),
  'an empty list': add('evidence', []),
  'an own __proto__': add('__proto__', { name: 'unsigned text' }),
  'an own constructor': add('constructor', 'x'),
  '@included, empty': add('@included', []),
  '@reverse, empty': add('@reverse', {}),
  'a second type by its full IRI': (object, member) => {
    const type = object[member]
    const known = Array.isArray(type) && typeof type[0] === 'string' ? iris.get(type[0]) : undefined
    if (member === 'type' && Array.isArray(type) && known !== undefined) object[member] = [...type, known]
  },
  'a list in a list': replace((value) => [[value]]),
  'a value object': replace((value) => (typeof value === 'string' ? { '@value': value } : undefined)),
  'a set object': replace((value) => ({ '@set': Array.isArray(value) ? value : [value] })),
  'a list object': replace((value) => (Array.isArray(value) ? { '@list': value } : undefined)),
  'a node object for an id': replace((value) => (typeof value === 'string' && value.includes(':') ? { id: value } : undefined)),
  'an id alone for a node object': replace((value) => (isJsonObject(value) && typeof value['id'] === 'string' ? value['id'] : undefined)),
  'an item twice': replace((value) => (Array.isArray(value) ? [...value, value[0] ?? null] : undefined)),
  'null in a list': replace((value) => (Array.isArray(value) ? [...value, null] : [value, null])),
  'a flag as text': replace((value) => (typeof value === 'boolean' ? String(value) : undefined)),
  'a number as text': replace((value) => (typeof value === 'number' ? String(value) : undefined)),
  'a context below the top': add('@context', {}),
  'a null context below the top': add('@context', []),
  'an alias in an inline context': (object) => {
    if (!Array.isArray(object['@context'])) return
    object['@context'] = [...object['@context'], { expires: 'https://www.w3.org/2018/credentials#validUntil' }]
    const value = object['validUntil']
    if (value === undefined) return
    delete object['validUntil']
    object['expires'] = value
  },
  'a split node': (object, member) => {
    const list = object[member]
    const node = Array.isArray(list) ? list[0] : undefined
    if (!Array.isArray(list) || !isJsonObject(node) || typeof node['id'] !== 'string' || typeof node['name'] !== 'string') return
    const { name, ...rest } = node
    object[member] = [...list.slice(1), rest, { id: node['id'], type: node['type'] as Json, name }]
  },
}

const apply = (document: JsonObject, steps: string[], member: string, trick: Trick): JsonObject => {
  const copy = structuredClone(document)
  const object = steps.reduce<Json>((node, step) => (node as JsonObject)[step] as Json, copy)
  if (isJsonObject(object)) trick(object, member)
  return copy
}

/** The spellings that the specification leaves open: order, one value for a list of one (DM-29), the two names of one type (L15). */
const settled = (value: Json, member = ''): Json => {
  if (Array.isArray(value)) {
    const items = value.map((item) => (member === 'type' && item === 'AchievementCredential' ? 'OpenBadgeCredential' : settled(item)))
    const sorted = member === 'allowedValue' ? items : items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    return sorted.length === 1 ? (sorted[0] as Json) : sorted
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, settled(value[name] as Json, name)]),
  )
}

const original = signedBadge()
const places = objectsIn(original).flatMap((steps) => {
  const object = steps.reduce<Json>((node, step) => (node as JsonObject)[step] as Json, original) as JsonObject
  return Object.keys(object).map((member) => ({ steps, member }))
})

const isAnotherForm = (document: JsonObject): boolean => JSON.stringify(settled(document)) !== JSON.stringify(settled(original))

describe('T2, T3: no other JSON of the same statements is accepted', () => {
  test('the badge itself is accepted and has a canonical form', async () => {
    expect(isAccepted(original)).toBe(true)
    expect(await canonicalOf(original)).toBeDefined()
  })

  test.each(Object.entries(tricks))('%s, at every place', async (_, trick) => {
    const canonical = await canonicalOf(original)
    const wrong: string[] = []
    let rewritten = 0
    for (const { steps, member } of places) {
      const document = apply(original, steps, member, trick)
      if (!isAnotherForm(document)) continue
      rewritten++
      if (isAccepted(document) && (await canonicalOf(document)) === canonical) wrong.push(`/${[...steps, member].join('/')}`)
    }
    expect(rewritten).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })

  test('the tricks are real: all but six keep the canonical form somewhere', async () => {
    const canonical = await canonicalOf(original)
    const harmless: string[] = []
    for (const [name, trick] of Object.entries(tricks)) {
      let keeps = false
      for (const { steps, member } of places) {
        if (keeps) break
        const document = apply(original, steps, member, trick)
        keeps = isAnotherForm(document) && (await canonicalOf(document)) === canonical
      }
      if (!keeps) harmless.push(name)
    }
    // These change a literal or a node, or the canonicalizer refuses them by itself; the profile refuses them all the same.
    expect(harmless.toSorted()).toEqual([
      'a list in a list',
      'a number as text',
      'an id alone for a node object',
      'an own __proto__',
      'an own constructor',
      'an unknown member that is null',
    ])
  }, 120_000)

  test('several tricks at once, at random', async () => {
    const canonical = await canonicalOf(original)
    const step = fc.record({ place: fc.constantFrom(...places), trick: fc.constantFrom(...Object.values(tricks)) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (script) => {
        const document = script.reduce((previous, { place, trick }) => {
          try {
            return apply(previous, place.steps, place.member, trick)
          } catch {
            return previous // an earlier trick took the place away
          }
        }, original)
        if (!isAnotherForm(document) || !isAccepted(document)) return
        expect(await canonicalOf(document)).not.toBe(canonical)
      }),
      { numRuns: 2000, seed: 11 },
    )
  }, 120_000)
})
