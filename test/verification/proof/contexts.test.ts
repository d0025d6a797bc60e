import { describe, expect, test } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../../src/json.ts'
import { badgeBy, olderBadgeBy } from './badges.ts'
import { ed25519Signer, signed } from './signers.ts'
import { contexts, newWorld, outcome, verify } from './world.ts'

const signer = await ed25519Signer(1)
const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context'
const extensions = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const vcdm2 = 'https://www.w3.org/ns/credentials/v2'
const dataIntegrity = 'https://w3id.org/security/data-integrity/v2'

const badges: [string, JsonObject][] = [
  ['VCDM 2.0 and Open Badges 3.0.3', await signed(badgeBy(signer.did), signer)],
  ['with the extensions', await signed(badgeBy(signer.did, { '@context': [vcdm2, `${openBadges}-3.0.3.json`, extensions] }), signer)],
  ['VCDM 1.1 and Open Badges 3.0.0', await signed(olderBadgeBy(signer.did, `${openBadges}.json`, [dataIntegrity]), signer)],
  ['VCDM 1.1 and Open Badges 3.0.1', await signed(olderBadgeBy(signer.did, `${openBadges}-3.0.1.json`, [dataIntegrity]), signer)],
]

const withContexts = (badge: JsonObject, value: Json): JsonObject => ({ ...badge, '@context': value })

const lookAlikes = (url: string): string[] => [
  `${url}/`,
  `${url}#`,
  `${url}?`,
  url.replace('https:', 'http:'),
  url.toUpperCase(),
  url.replace('//', '//www.'),
  url.replace('.', '%2e'),
  ` ${url}`,
]

/** Every other list of contexts that is made of the same parts. */
const others = (list: string[]): Json[] => [
  [...list].reverse(),
  ...list.map((_, index) => list.filter((__, other) => other !== index)),
  ...[...contexts.urls].filter((url) => !list.includes(url)).map((url) => [...list, url]),
  ...list.flatMap((url, index) => lookAlikes(url).map((other) => list.with(index, other))),
  ...list.map((url, index) => [...list.slice(0, index), url, ...list.slice(index)]),
  [...list, 'https://trap.example/context.json'],
  [...list, {}],
  [...list, { name: 'https://schema.org/description' }],
  [...list, null],
  [...list, [list[0] as string]],
  [{}, ...list],
  list[0] as string,
  { '@context': list },
  {},
]

describe('T4: contexts are whole pinned lists, and never fetched', () => {
  test.each(badges)('%s: the list as it was signed is accepted', async (_name, badge) => {
    expect(await outcome(badge)).toBe('valid')
  })

  test.each(badges)('%s: no other list made of the same parts is valid', async (_name, badge) => {
    const world = newWorld()
    const list = badge['@context'] as string[]
    for (const value of others(list)) {
      const { verdict } = await verify(withContexts(badge, value), world)
      // A list that is pinned too says the same where neither adds a term to the other.
      if (verdict === 'valid') expect(sameMeaning(value, list)).toBe(true)
    }
    expect(world.fetched).toEqual([])
  })

  test.each(badges)('%s: no object below the top may have a context', async (_name, badge) => {
    const world = newWorld()
    for (const inline of [{}, null, badge['@context'] as Json, 'https://trap.example/context.json', [{ name: null }]]) {
      for (const changed of withContextBelow(badge, inline)) expect((await verify(changed, world)).verdict).not.toBe('valid')
    }
    expect(world.fetched).toEqual([])
  })

  test('L5 an appended context that swaps two unprotected terms of Open Badges 3.0.0 is refused', async () => {
    const badge = badges[2]?.[1] as JsonObject
    const swap = { name: 'https://schema.org/description', description: 'https://schema.org/name' }
    expect(await outcome(withContexts(badge, [...(badge['@context'] as Json[]), swap]))).toMatch(/^invalid conformance/)
  })

  test('a context that is not held leaves a badge unverifiable', async () => {
    const badge = badges[0]?.[1] as JsonObject
    const world = newWorld()
    const unknown = withContexts(badge, [vcdm2, `${openBadges}-3.0.3.json`, 'https://trap.example/context.json'])
    expect(await outcome(unknown, world)).toBe('unverifiable conformance.context_not_held')
    expect(world.fetched).toEqual([])
  })
})

/** Appending the extensions, the multikey suite or another pinned ending defines terms that the badge does not use. */
const sameMeaning = (value: Json, list: string[]): boolean =>
  Array.isArray(value) && value.length === list.length + 1 && list.every((url, index) => value[index] === url)
    ? contexts.urls.has(value.at(-1) as string)
    : Array.isArray(value) && value.length === list.length - 1 && value.every((url, index) => url === list[index])

function* withContextBelow(document: JsonObject, inline: Json): Generator<JsonObject> {
  const ways: (string | number)[][] = []
  const collect = (value: Json, way: (string | number)[]): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) collect(item, [...way, index])
    if (!isJsonObject(value)) return
    if (way.length > 0 && way[0] !== 'proof') ways.push(way)
    for (const [member, item] of Object.entries(value)) if (member !== '@context') collect(item, [...way, member])
  }
  collect(document, [])
  for (const way of ways) {
    const copy = structuredClone(document)
    const node = way.reduce<Json>((at, step) => (at as Record<string | number, Json>)[step] as Json, copy) as JsonObject
    node['@context'] = inline
    yield copy
  }
}
