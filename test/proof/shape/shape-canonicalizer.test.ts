import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { referenceCanonicalizer } from '../../../src/proof/canonicalize.ts'
import type { Canonicalizer } from '../../../src/proof/canonicalizer.ts'
import { loadContexts } from '../../../src/proof/contexts.ts'
import { sha256 } from '../../../src/proof/sha256.ts'
import { type ShapeOptions, shapeCanonicalizer, shapeCompiler } from '../../../src/proof/shape/shape-canonicalizer.ts'
import { sampleBadge } from '../sample-badge.ts'

const contexts = loadContexts()
const reference = referenceCanonicalizer(contexts)
const named = (name: string): JsonObject => ({ ...sampleBadge(), name })
/** Each number is another shape, small so that it compiles fast. */
const shaped = (number: number, name = 'a'): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  name,
  description: Array.from({ length: number }, (_, index) => `${index}`),
})

/** The reference path, with a count of how often it ran. */
function counted(): { canonicalizer: Canonicalizer; runs: () => number } {
  let runs = 0
  const canonicalize = (document: JsonObject): Promise<string> => {
    runs++
    return reference.canonicalize(document)
  }
  return { canonicalizer: { canonicalize, digest: async (document) => sha256(await canonicalize(document)) }, runs: () => runs }
}

function pathWith(options: ShapeOptions) {
  const { canonicalizer, runs } = counted()
  let compilations = 0
  const compile = shapeCompiler(contexts)
  const path = shapeCanonicalizer(contexts, canonicalizer, {
    ...options,
    compile: (document, shape) => {
      compilations++
      return compile(document, shape)
    },
  })
  return { path, runs, compilations: () => compilations }
}

describe('documents that we make ourselves', () => {
  test('the first of a shape is canonicalized by the reference path and compiles it, the others never come there', async () => {
    const { path, runs } = pathWith({ compileAt: 'first_sight' })
    expect(path.canonicalizeNow(named('a'))).toBeUndefined()
    await path.canonicalize(named('a'))
    for (const name of ['b', 'c', 'd']) expect(path.canonicalizeNow(named(name))).toContain(`"${name}"`)
    expect(runs()).toBe(1)
    expect(path.counts()).toEqual({ filled: 3, cast: 0, compiled: 1, fallbacks: {} })
  })

  test('the digest is that of the reference path', async () => {
    const { path } = pathWith({ compileAt: 'first_sight' })
    for (const name of ['a', 'b']) expect(await path.digest(named(name))).toEqual(await reference.digest(named(name)))
  })

  test('many at once of a new shape compile it once', async () => {
    const { path, compilations } = pathWith({ compileAt: 'first_sight' })
    await Promise.all(Array.from({ length: 8 }, (_, index) => path.canonicalize(named(`${index}`))))
    expect(compilations()).toBe(1)
    expect(path.counts()).toEqual({ filled: 7, cast: 0, compiled: 1, fallbacks: {} })
  })

  test('a failure of the reference path is the failure of the compiled one', async () => {
    const { path } = pathWith({ compileAt: 'first_sight' })
    const wrong: JsonObject = { ...sampleBadge(), undefinedTerm: 'x' }
    await expect(path.canonicalize(wrong)).rejects.toMatchObject({ failure: 'undefined_term' })
    await expect(path.canonicalize(wrong)).rejects.toMatchObject({ failure: 'undefined_term' })
  })

  test('a shape that does not give the bytes of the reference path is never used', async () => {
    const wrong: Canonicalizer = { canonicalize: async () => 'something else', digest: async () => new Uint8Array(32) }
    const path = shapeCanonicalizer(contexts, wrong, { compileAt: 'first_sight' })
    for (const name of ['a', 'b']) expect(await path.canonicalize(named(name))).toBe('something else')
    expect(path.counts()).toEqual({ filled: 0, cast: 0, compiled: 0, fallbacks: { differs_from_reference: 1 } })
  })
})

describe("strangers' documents", () => {
  test('a shape that is seen once is not compiled; at its second sight it is, at its third it is filled', async () => {
    const { path, runs, compilations } = pathWith({ compileAt: 'second_sight' })
    await path.canonicalize(named('a'))
    await path.settled()
    expect(compilations()).toBe(0)
    await path.canonicalize(named('b'))
    await path.settled()
    expect(compilations()).toBe(1)
    await path.canonicalize(named('c'))
    expect(runs()).toBe(2)
    expect(path.counts()).toEqual({ filled: 1, cast: 0, compiled: 1, fallbacks: { new_shape: 2 } })
  })

  test('a stream of shapes that never come again costs the reference path and nothing else', async () => {
    const { path, runs, compilations } = pathWith({ compileAt: 'second_sight' })
    for (let number = 1; number <= 40; number++) await path.canonicalize(shaped(number))
    await path.settled()
    expect([runs(), compilations()]).toEqual([40, 0])
  })

  test('a stream in which each shape comes twice is compiled once in sixteen runs, after those that are free at the start', async () => {
    const { path, runs, compilations } = pathWith({
      compileAt: 'second_sight',
      limits: { maxNodes: 1_000, maxDepth: 16, maxCharacters: 250_000, maxIriCharacters: 2_048 },
    })
    const shapes = 80
    for (let number = 1; number <= shapes; number++) {
      await path.canonicalize(shaped(number))
      await path.canonicalize(shaped(number))
      await path.settled()
    }
    expect(runs()).toBe(2 * shapes)
    expect(compilations()).toBeLessThanOrEqual(32 + (2 * shapes) / 16)
    expect(compilations()).toBeGreaterThan(32)
  })

  test('a document beyond the limits is never compiled', async () => {
    const limits = { maxNodes: 40, maxDepth: 16, maxCharacters: 1_000, maxIriCharacters: 200 }
    const { path, compilations } = pathWith({ compileAt: 'second_sight', limits })
    for (let round = 0; round < 3; round++) await path.canonicalize(shaped(40))
    await path.settled()
    expect([compilations(), path.counts().fallbacks]).toEqual([0, { over_limits: 3 }])
    for (let round = 0; round < 3; round++) await path.canonicalize(shaped(10))
    await path.settled()
    expect(compilations()).toBe(1)
  })

  test('only so many shapes are kept: the one not used for longest is forgotten', async () => {
    const { path, compilations } = pathWith({ compileAt: 'first_sight', maxShapes: 2 })
    for (const number of [1, 2, 1, 3]) await path.canonicalize(shaped(number))
    expect(compilations()).toBe(3)
    await path.canonicalize(shaped(1))
    expect(compilations()).toBe(3)
    await path.canonicalize(shaped(2))
    expect(compilations()).toBe(4)
  })

  test('a shape that cannot be compiled is not tried again', async () => {
    const { path, compilations } = pathWith({ compileAt: 'second_sight' })
    const presentation = (name: string): JsonObject => ({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      verifiableCredential: [shaped(1, name)],
    })
    for (const name of ['a', 'b', 'c', 'd']) {
      await path.canonicalize(presentation(name))
      await path.settled()
    }
    expect(compilations()).toBe(1)
    expect(path.counts().fallbacks).toEqual({ new_shape: 2, named_graph: 2 })
  })

  test('a thread that fails to compile does not fail the document', async () => {
    const path = shapeCanonicalizer(contexts, reference, {
      compileAt: 'second_sight',
      compile: async () => {
        throw new Error('the thread is gone')
      },
    })
    for (let round = 0; round < 3; round++) expect(await path.canonicalize(named('a'))).toBe(await reference.canonicalize(named('a')))
    await path.settled()
    expect(path.counts()).toEqual({ filled: 0, cast: 0, compiled: 0, fallbacks: { new_shape: 3 } })
  })

  test('a shape that had no room is asked for again and uses nothing up; once it is popular it is compiled all the same', async () => {
    const compile = shapeCompiler(contexts)
    const asked: (boolean | undefined)[] = []
    const path = shapeCanonicalizer(contexts, reference, {
      compileAt: 'second_sight',
      compile: async (document, shape, isPopular) => {
        asked.push(isPopular)
        if (!isPopular) throw Object.assign(new Error('documents wait'), { failure: 'overloaded' })
        return compile(document, shape)
      },
    })
    // Forty other shapes, each twice: more than are free at the start.
    for (let number = 1; number <= 40; number++)
      for (let time = 0; time < 2; time++) {
        await path.canonicalize(shaped(number))
        await path.settled()
      }
    expect(asked).toEqual(Array.from({ length: 40 }, () => false))
    asked.length = 0
    for (let time = 0; time < 9; time++) {
      await path.canonicalize(named('a'))
      await path.settled()
    }
    expect(asked).toEqual([false, false, false, false, false, false, true])
    expect(path.counts()).toMatchObject({ compiled: 1, filled: 1 })
  })

  test('a shape whose compilation went wrong is not tried again soon', async () => {
    let tries = 0
    const path = shapeCanonicalizer(contexts, reference, {
      compileAt: 'second_sight',
      compile: async () => {
        tries++
        throw Object.assign(new Error('its thread was ended'), { failure: 'too_slow' })
      },
    })
    for (let time = 0; time < 60; time++) {
      await path.canonicalize(named('a'))
      await path.settled()
    }
    expect(tries).toBe(1)
  })
})
