import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../../src/json.ts'
import { badgeBy } from './badges.ts'
import { ed25519Signer, signed } from './signers.ts'
import { canonicalizer, newWorld, verify } from './world.ts'

/*
 * SECURITY T2 and T3: documents whose JSON differs from the signed one while their canonical N-Quads, and with them the signature, are the
 * same. Refusing what is not in the one form is what keeps them out; each test also counts how many of its documents have equal N-Quads,
 * so that it cannot come to test nothing.
 */

const signer = await ed25519Signer(1)
const credentials = 'https://www.w3.org/2018/credentials#'
const xsd = 'http://www.w3.org/2001/XMLSchema#'
const vocabulary = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#'

const good = await signed(badgeBy(signer.did), signer)
const expired = await signed(badgeBy(signer.did, { validUntil: '2026-04-02T00:00:00Z' }), signer)
const future = await signed(badgeBy(signer.did, { validFrom: '2027-04-02T00:00:00Z' }), signer)
const status: JsonObject = {
  id: 'urn:uuid:51a9',
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '94567',
  statusListCredential: 'https://badges.example/status/1',
}
/** Its list cannot be reached: never valid, unless the entry is hidden. */
const withStatus = await signed(badgeBy(signer.did, { credentialStatus: status }), signer)

const nquadsOf = async (document: JsonObject): Promise<string | undefined> => {
  const { proof: _, ...unsecured } = document
  try {
    return await canonicalizer.canonicalize(unsecured)
  } catch {
    return undefined
  }
}

/** Every object of a document outside its proof, with the way to it. */
const places = (value: Json, way: (string | number)[] = []): (string | number)[][] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => places(item, [...way, index]))
  if (!isJsonObject(value)) return []
  const inside = Object.entries(value).flatMap(([member, item]) =>
    member === 'proof' || member === '@context' ? [] : places(item, [...way, member]),
  )
  return [way, ...inside]
}

const at = (document: JsonObject, way: (string | number)[]): JsonObject =>
  way.reduce<Json>((node, step) => (node as Record<string | number, Json>)[step] as Json, document) as JsonObject

const own = (node: JsonObject, member: string, value: Json): void => {
  Object.defineProperty(node, member, { value, enumerable: true, configurable: true, writable: true })
}

/** One rewriting of the member of a node; `context` appends to the contexts of the document. */
type Rewrite = (node: JsonObject, member: string, context: (inline: JsonObject) => void) => void

const typed =
  (iri: string, datatype?: string): Rewrite =>
  (node, member) => {
    const value = node[member] as Json
    delete node[member]
    node[iri] = typeof value === 'string' ? { '@value': value, ...(datatype === undefined ? {} : { '@type': datatype }) } : value
  }

const iris: Readonly<Record<string, Rewrite>> = {
  validUntil: typed(`${credentials}validUntil`, `${xsd}dateTime`),
  validFrom: typed(`${credentials}validFrom`, `${xsd}dateTime`),
  credentialStatus: typed(`${credentials}credentialStatus`),
  credentialSubject: typed(`${credentials}credentialSubject`),
  issuer: typed(`${credentials}issuer`),
  achievement: typed(`${vocabulary}achievement`),
  name: typed('https://schema.org/name'),
  narrative: typed(`${vocabulary}narrative`),
}

const renamedTo =
  (alias: string): Rewrite =>
  (node, member) => {
    const value = node[member] as Json
    delete node[member]
    node[alias] = value
  }

const rewrites: Readonly<Record<string, Rewrite>> = {
  'full IRI': (node, member, context) => (iris[member] ?? renamedTo(`cred:${member}`))(node, member, context),
  'compact IRI of an inline prefix': (node, member, context) => {
    context({ cc: credentials })
    renamedTo(`cc:${member}`)(node, member, context)
  },
  '@nest': (node, member) => {
    const value = node[member] as Json
    delete node[member]
    node['@nest'] = { ...(node['@nest'] as JsonObject | undefined), [member]: value }
  },
  'alias of @nest': (node, member, context) => {
    context({ more: '@nest' })
    const value = node[member] as Json
    delete node[member]
    node['more'] = { [member]: value }
  },
  'alias of the term': (node, member, context) => {
    context({ until: { '@id': `${credentials}${member}`, '@type': `${xsd}dateTime` } })
    renamedTo('until')(node, member, context)
  },
  'keyword for id and type': (node) => {
    for (const member of ['id', 'type']) if (node[member] !== undefined) renamedTo(`@${member}`)(node, member, () => undefined)
  },
  'a list of one': (node, member) => {
    node[member] = [node[member] as Json]
  },
  'a set object': (node, member) => {
    node[member] = { '@set': [node[member] as Json] }
  },
  'a value object': (node, member) => {
    if (typeof node[member] === 'string') node[member] = { '@value': node[member] as Json }
  },
  'the same thing twice': (node, member) => {
    const value = node[member] as Json
    node[member] = Array.isArray(value) ? [...value, ...value] : [value, value]
  },
  'a graph': (node, member) => {
    const value = node[member] as Json
    delete node[member]
    node['@included'] = [{ ...(typeof node['id'] === 'string' ? { id: node['id'] } : {}), [member]: value }]
  },
}

const rewritten = (document: JsonObject, steps: { place: number; member: number; rewrite: string }[]): JsonObject => {
  const copy = structuredClone(document)
  for (const { place, member, rewrite } of steps) {
    const ways = places(copy)
    const node = at(copy, ways[place % ways.length] as (string | number)[])
    const members = Object.keys(node).filter((name) => name !== '@context' && name !== 'proof')
    const name = members[member % Math.max(1, members.length)]
    if (name === undefined) continue
    const append = (inline: JsonObject): void => {
      copy['@context'] = [...(copy['@context'] as Json[]), inline]
    }
    ;(rewrites[rewrite] as Rewrite)(node, name, append)
  }
  return copy
}

const step = fc.record({ place: fc.nat(30), member: fc.nat(12), rewrite: fc.constantFrom(...Object.keys(rewrites)) })

describe('T2: expiry, start and status cannot be hidden by rewriting', () => {
  const targets: [string, JsonObject, string][] = [
    ['validUntil', expired, 'validUntil'],
    ['validFrom', future, 'validFrom'],
    ['credentialStatus', withStatus, 'credentialStatus'],
  ]

  test.each(targets)('none of the rewritings of %s makes the badge valid', async (_name, document, member) => {
    const signedForm = await nquadsOf(document)
    let equal = 0
    for (const rewrite of Object.values(rewrites)) {
      const copy = structuredClone(document)
      rewrite(copy, member, (inline) => {
        copy['@context'] = [...(copy['@context'] as Json[]), inline]
      })
      if ((await nquadsOf(copy)) === signedForm) equal++
      expect((await verify(copy)).verdict).not.toBe('valid')
    }
    expect(equal).toBeGreaterThanOrEqual(5)
  })

  test('no sequence of rewritings anywhere makes an expired, early or unreadable badge valid', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(expired, future, withStatus),
        fc.array(step, { minLength: 1, maxLength: 4 }),
        async (document, steps) => {
          expect((await verify(rewritten(document, steps))).verdict).not.toBe('valid')
        },
      ),
      { numRuns: 300, seed: 20260401 },
    )
  })
})

describe('T3: no unsigned text can be added', () => {
  const additions: Readonly<Record<string, (node: JsonObject, context: (inline: JsonObject) => void) => void>> = {
    '@index': (node) => own(node, '@index', '優等'),
    'a term for @index': (node, context) => {
      context({ honours: '@index' })
      own(node, 'honours', '優等')
    },
    'a term that means nothing': (node, context) => {
      context({ honours: null })
      own(node, 'honours', '優等')
    },
    'an own __proto__': (node) => own(node, '__proto__', { honours: '優等' }),
    'a member named constructor': (node) => own(node, 'constructor', '優等'),
    'a member named prototype': (node) => own(node, 'prototype', '優等'),
    'a member that is null': (node) => own(node, 'description2', null),
    'a known member that is null': (node) => own(node, 'phone', null),
    'an empty list': (node) => own(node, 'evidence', []),
    'a value that is null': (node) => own(node, 'phone', { '@value': null }),
    'an empty @nest': (node) => own(node, '@nest', {}),
    'an empty @included': (node) => own(node, '@included', []),
    'an empty @reverse': (node) => own(node, '@reverse', {}),
    'a context of its own': (node) => own(node, '@context', { honours: null }),
    'a context of its own that says nothing': (node) => own(node, '@context', {}),
    '@direction': (node) => own(node, '@direction', 'ltr'),
    'a keyword that does not exist': (node) => own(node, '@honours', '優等'),
    'a name with a colon': (node) => own(node, 'honours:first', '優等'),
  }

  test('at no place of a good badge does an addition leave it valid', async () => {
    const signedForm = await nquadsOf(good)
    let equal = 0
    let tried = 0
    for (const way of places(good)) {
      for (const [name, add] of Object.entries(additions)) {
        const copy = structuredClone(good)
        const node = at(copy, way)
        if (name.includes('context') && way.length === 0) continue
        add(node, (inline) => {
          copy['@context'] = [...(copy['@context'] as Json[]), inline]
        })
        tried++
        if ((await nquadsOf(copy)) === signedForm) equal++
        const { verdict } = await verify(copy)
        expect(`${name} at /${way.join('/')}: ${verdict}`).not.toContain(': valid')
      }
    }
    expect(tried).toBeGreaterThan(100)
    expect(equal).toBeGreaterThan(30)
  })

  test('no sequence of rewritings of a good badge is valid, unless it has left the JSON as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
        const document = rewritten(good, steps)
        const { verdict } = await verify(document)
        if (verdict === 'valid') expect(withoutLists(document)).toEqual(withoutLists(good))
      }),
      { numRuns: 300, seed: 20260402 },
    )
  })

  test('L15 the two names of the badge type are one IRI, and the badge means the same under both', async () => {
    const renamed = { ...good, type: ['VerifiableCredential', 'AchievementCredential'] }
    expect(await nquadsOf(renamed)).toBe(await nquadsOf(good))
    expect((await verify(renamed, newWorld())).verdict).toBe('valid')
  })
})

/** A list of one is a form that DM-29 lets others write for a single value; it says nothing else. */
function withoutLists(value: Json): Json {
  if (Array.isArray(value)) return value.length === 1 ? withoutLists(value[0] as Json) : value.map(withoutLists)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([member, item]) => [member, withoutLists(item)]))
}
